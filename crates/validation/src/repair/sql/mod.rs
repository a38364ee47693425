//! Steps as statements of the engine's SQL.

mod copies;
mod guard;
mod name;

use database::{EngineKind, Table, Value};

pub(super) use self::name::qualified;
use super::step::{Action, Cell, Step};
use super::text::literal;
use crate::base_type::base_type;

/// A statement with its parameters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) text: String,
    /// Its parameters, in order; none where the values stand in the text.
    pub(super) values: Vec<Value>,
}

/// Where the values of a statement go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    /// Into parameters: for what is executed here.
    Bound,
    /// The same on a table of PostgreSQL that has a key checked at the end of the transaction, which `ON CONFLICT` refuses.
    BoundDeferred,
    /// Into the text, as literals: for a file that people read and run themselves.
    Literal,
}

/// The statement that does a step.
pub(super) fn statement(engine: EngineKind, table: &Table, step: &Step, mode: Values) -> Statement {
    let mut sql = Sql { engine, table, mode, values: Vec::new() };
    let text = match (step.action, &step.copies) {
        (Action::Insert, Some(copies)) => sql.insert_copies(step, *copies),
        (_, Some(copies)) => sql.delete_copies(step, *copies),
        (Action::Insert, None) => sql.insert(step),
        (Action::Update, None) => sql.update(step),
        (Action::Delete, None) => sql.delete(step),
    };
    Statement { text, values: sql.values }
}

/// The query that says, where a step changed nothing, what is there: with a key no row, or one with whether it is as the step
/// would have it, and whether the condition of the comparison lets it be seen; without a key the number of copies.
pub(super) fn question(engine: EngineKind, table: &Table, filter: Option<&str>, step: &Step) -> Statement {
    let mut sql = Sql { engine, table, mode: Values::Bound, values: Vec::new() };
    let text = if step.copies.is_some() {
        format!("SELECT count(*) FROM {} WHERE {}", sql.table_name(), sql.key_and_guard(step))
    } else {
        let goal = if step.in_the_end.is_empty() { &step.written } else { &step.in_the_end };
        let goal = if goal.is_empty() { "1 = 0".to_owned() } else { sql.guard(goal) };
        let seen = filter.unwrap_or("1 = 1");
        format!(
            "SELECT CASE WHEN {goal} THEN 1 ELSE 0 END, CASE WHEN ({seen}) THEN 1 ELSE 0 END FROM {} WHERE {}",
            sql.table_name(),
            sql.key(&step.key)
        )
    };
    Statement { text, values: sql.values }
}

/// The query of the whole row with a key, locked where the engine locks rows.
pub(super) fn whole_row(engine: EngineKind, table: &Table, key: &[Cell]) -> Statement {
    let mut sql = Sql { engine, table, mode: Values::Bound, values: Vec::new() };
    let columns: Vec<_> = table.columns.iter().map(|it| engine.quote(&it.name)).collect();
    let lock = if engine == EngineKind::Sqlite { "" } else { " FOR UPDATE" };
    let text = format!("SELECT {} FROM {} WHERE {}{lock}", columns.join(", "), sql.table_name(), sql.key(key));
    Statement { text, values: sql.values }
}

/// Puts one statement together.
struct Sql<'a> {
    engine: EngineKind,
    table: &'a Table,
    mode: Values,
    values: Vec<Value>,
}

impl Sql<'_> {
    fn table_name(&self) -> String {
        qualified(self.engine, &self.table.schema, &self.table.name)
    }

    /// A value: its placeholder, or its literal. A value that the engine cannot write was never in it, so that NULL, which a guard
    /// does not find there either, is as good.
    fn value(&mut self, value: &Value) -> String {
        if self.mode == Values::Literal {
            return literal(value, self.engine).unwrap_or_else(|| "NULL".to_owned());
        }
        self.values.push(value.clone());
        if self.engine == EngineKind::Postgres { format!("${}", self.values.len()) } else { "?".to_owned() }
    }

    fn column(&self, cell: &Cell) -> String {
        self.table.columns.get(cell.column).map_or_else(|| "NULL".to_owned(), |it| self.engine.quote(&it.name))
    }

    fn columns(&self, cells: &[Cell]) -> String {
        cells.iter().map(|it| self.column(it)).collect::<Vec<_>>().join(", ")
    }

    fn insert(&mut self, step: &Step) -> String {
        let head = self.insert_head(step);
        // No two NULLs are in conflict.
        let has_null = step.key.iter().any(|it| it.value == Value::Null);
        let conflicts =
            self.is_unique(&step.key) && !has_null && self.mode != Values::BoundDeferred && !self.is_mysql();
        if !conflicts {
            let values = self.selected(&step.written);
            let from = if self.is_mysql() { " FROM DUAL" } else { "" };
            return format!(
                "{head} SELECT {values}{from} WHERE NOT EXISTS (SELECT 1 FROM {} WHERE {})",
                self.table_name(),
                self.key(&step.key)
            );
        }
        let values: Vec<_> = step.written.iter().map(|it| self.value(&it.value)).collect();
        format!("{head} VALUES ({}) ON CONFLICT DO NOTHING", values.join(", "))
    }

    fn insert_head(&self, step: &Step) -> String {
        let is_postgres = self.engine == EngineKind::Postgres;
        let overriding = if is_postgres && self.has_identity(step) { " OVERRIDING SYSTEM VALUE" } else { "" };
        format!("INSERT INTO {} ({}){overriding}", self.table_name(), self.columns(&step.written))
    }

    fn has_identity(&self, step: &Step) -> bool {
        let columns = step.written.iter().filter_map(|it| self.table.columns.get(it.column));
        columns.into_iter().any(|it| matches!(it.identity, database::Identity::Always(_)))
    }

    /// Values in a `SELECT`, where their types are not taken from the columns that they go to.
    fn selected(&mut self, cells: &[Cell]) -> String {
        let mut values = Vec::with_capacity(cells.len());
        for cell in cells {
            let value = self.value(&cell.value);
            let column = self.table.columns.get(cell.column).filter(|_| self.engine == EngineKind::Postgres);
            values.push(column.map_or(value.clone(), |it| format!("CAST({value} AS {})", base_type(&it.type_name))));
        }
        values.join(", ")
    }

    fn update(&mut self, step: &Step) -> String {
        let mut set = Vec::with_capacity(step.written.len());
        for cell in &step.written {
            set.push(format!("{} = {}", self.column(cell), self.value(&cell.value)));
        }
        set.extend(self.kept(step));
        format!("UPDATE {} SET {} WHERE {}", self.table_name(), set.join(", "), self.key_and_guard(step))
    }

    /// What the engine would set by itself stays as it is, unless the step writes it.
    fn kept(&self, step: &Step) -> impl Iterator<Item = String> {
        let columns = self.table.columns.iter().enumerate();
        let kept =
            columns.filter(|(place, it)| it.set_on_update && step.written.iter().all(|cell| cell.column != *place));
        kept.map(|(_, it)| {
            let name = self.engine.quote(&it.name);
            format!("{name} = {name}")
        })
    }

    fn delete(&mut self, step: &Step) -> String {
        format!("DELETE FROM {} WHERE {}", self.table_name(), self.key_and_guard(step))
    }

    fn key_and_guard(&mut self, step: &Step) -> String {
        match (step.key.is_empty(), step.seen.is_empty()) {
            (_, true) => self.key(&step.key),
            (true, _) => self.guard(&step.seen),
            _ => format!("{} AND {}", self.key(&step.key), self.guard(&step.seen)),
        }
    }

    /// Whether the engine itself keeps two rows with the same values of these columns out.
    fn is_unique(&self, key: &[Cell]) -> bool {
        let is_in_key = |name: &String| {
            key.iter().any(|cell| self.table.columns.get(cell.column).is_some_and(|column| &column.name == name))
        };
        self.table.keys.iter().any(|it| it.columns.iter().all(is_in_key))
    }
}

#[cfg(test)]
mod tests;
