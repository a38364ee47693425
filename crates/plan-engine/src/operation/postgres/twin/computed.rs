//! Generated columns among what is replaced.
//!
//! The engine computes either shape from the row, so there is nothing to keep equal and nothing to backfill. No form of
//! PostgreSQL computes a stored column without writing the table anew (measured on 14 to 18, `SET EXPRESSION` included):
//! the column comes under a name of ours, which rewrites; its indexes are built beside it without blocking writers; and
//! it takes over in the short transaction of the swap. A virtual one costs nothing.

use schema_diff::catalogue::{
    Catalogue, Column, ConstraintKind, Generated, GeneratedStorage, ObjectPath, QualifiedName, Table,
};
use schema_diff::diff::{Aspect, ChangeKind};

use super::group::{Form, Group, Pair, Shape};
use super::next::bare;
use super::swap::Swap;
use crate::Refusal;
use crate::conversion::{Compatibility, Conversion, Equality, Holds, Template};
use crate::operation::Context;
use crate::plan::{Action, ColumnConversion, Facts, Gate};

impl Pair {
    /// Whether the engine computes it on both sides.
    pub(super) fn is_computed(&self) -> bool {
        self.old.generated.is_some() && self.new.generated.is_some()
    }

    /// The form that a generated column asks for by itself; none where it follows what it is computed from.
    pub(super) fn computed_form(&self, context: &Context<'_>) -> Option<Form> {
        let path = ObjectPath::Column(self.table.clone(), self.new.name.clone());
        let recomputed = context
            .changes(&path)
            .any(|it| matches!(it.kind, ChangeKind::Altered { aspect: Aspect::ColumnGenerated, .. }));
        let compatible = self.conversion.compatible;
        if !self.same_name() {
            Some(Form::TwinColumn)
        } else if compatible == Compatibility::Both && !recomputed {
            None
        } else if compatible.old_works_with_new() && !recomputed {
            Some(Form::SwapEarly)
        } else if compatible.new_works_with_old() {
            Some(Form::SwapLate)
        } else {
            Some(Form::VersionedViews)
        }
    }

    /// What the plan states of a generated column.
    pub(super) fn stated_as_computed(&self, form: Form) -> ColumnConversion {
        let text =
            |column: &Column| column.generated.as_ref().map_or_else(String::new, |it| it.expression.text.clone());
        let reads = match form {
            Form::SwapEarly => "the old version reads what the new expression gives once the new shape has taken over",
            Form::SwapLate => "the new version reads what the former expression gives until contract",
            Form::TwinColumn if self.same_name() => "both versions read the one column",
            Form::TwinColumn | Form::VersionedViews => "each version reads its own",
        };
        ColumnConversion {
            table: self.table.clone(),
            old_name: self.old.name.clone(),
            old_type: self.old.data_type.clone(),
            new_name: self.new.name.clone(),
            new_type: self.new.data_type.clone(),
            form: form.reason().to_owned(),
            up: text(&self.new),
            down: text(&self.old),
            equality: "not compared: the engine computes both".to_owned(),
            policy: format!("no value is converted, and none is lost; {reads}"),
        }
    }
}

/// What stands for the conversion of a column that nobody writes.
pub(super) fn conversion(old: &Column, new: &Column, compatible: Compatibility) -> Conversion {
    let text = |column: &Column| column.generated.as_ref().map_or_else(String::new, |it| it.expression.text.clone());
    Conversion {
        up: Template::OverValue(text(new)),
        down: Template::OverValue(text(old)),
        up_holds: Holds::All,
        down_holds: Holds::All,
        compatible,
        helpers: Vec::new(),
        old_equality: Equality::Image,
        new_equality: Equality::Image,
        why: "The engine computes it; nobody writes it.".to_owned(),
    }
}

/// The column of a shape as it stands in the table while `live` is the one that everything hangs on.
pub(super) fn beside(group: &Group, pair: &Pair, shape: Shape, live: Shape, context: &Context<'_>) -> Column {
    let column = bare(pair.column(shape), &pair.name(shape, live));
    let generated = if pair.is_computed() { expression(group, pair, shape, live, context) } else { None };
    Column { generated, ..column }
}

/// What a generated column is computed from, by the names that these columns have while `live` is live.
fn expression(group: &Group, pair: &Pair, shape: Shape, live: Shape, context: &Context<'_>) -> Option<Generated> {
    let side = match shape {
        Shape::Old => context.before,
        Shape::New => context.after,
    };
    let mut alone = Catalogue::empty(side.dialect);
    alone.tables.insert(pair.table.clone(), side.tables.get(&pair.table)?.clone());
    for other in group.of(&pair.table).filter(|it| !it.is_computed()) {
        alone.rename_column(&pair.table, &other.column(shape).name, &other.name(shape, live));
    }
    alone.tables.get(&pair.table)?.column(&pair.column(shape).name)?.generated.clone()
}

/// The generated columns of a table that are computed from the column.
pub(super) fn readers<'a>(table: &'a Table, column: &'a str) -> impl Iterator<Item = &'a Column> {
    let reads = move |it: &&Column| it.generated.as_ref().is_some_and(|it| it.expression.mentions(column));
    table.columns.iter().filter(move |it| it.name != column).filter(reads)
}

/// Generated columns that are computed from what is replaced, and are not among it yet.
pub(super) fn followers(pairs: &[Pair], context: &Context<'_>) -> Result<Vec<(QualifiedName, String)>, Refusal> {
    let mut found: Vec<(QualifiedName, String)> = Vec::new();
    for pair in pairs.iter().filter(|it| !it.is_computed()) {
        let name = &pair.table;
        let (Some(before), Some(after)) = (context.before.tables.get(name), context.after.tables.get(name)) else {
            continue;
        };
        for reader in readers(before, &pair.old.name) {
            let known = pairs.iter().any(|it| it.table == *name && it.old.name == reader.name);
            match after.column(&reader.name) {
                _ if known => {}
                Some(it) if it.generated.is_some() => found.push((name.clone(), reader.name.clone())),
                _ => return Err(in_the_way(pair, reader, "goes or becomes a plain one")),
            }
        }
        for reader in readers(after, &pair.new.name) {
            let known = pairs.iter().any(|it| it.table == *name && it.new.name == reader.name);
            match before.column(&reader.name) {
                _ if known => {}
                Some(it) if it.generated.is_some() => found.push((name.clone(), reader.name.clone())),
                None => {}
                _ => return Err(in_the_way(pair, reader, "was a plain one")),
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// A generated column that comes and is computed from a column whose new shape is not there before the new version is.
pub(super) fn too_early(group: &Group, context: &Context<'_>) -> Option<Refusal> {
    if matches!(group.form, Form::SwapEarly | Form::TwinColumn) {
        return None;
    }
    group.pairs.iter().filter(|it| !it.is_computed()).find_map(|pair| {
        let (before, after) = (context.before.tables.get(&pair.table)?, context.after.tables.get(&pair.table)?);
        let mut readers = readers(after, &pair.new.name);
        let comes = readers.find(|it| before.column(&it.name).is_none())?;
        Some(in_the_way(pair, comes, "comes"))
    })
}

fn in_the_way(pair: &Pair, reader: &Column, what: &str) -> Refusal {
    Refusal::new(
        &ObjectPath::Column(pair.table.clone(), pair.new.name.clone()),
        format!(
            "changes its type or name while the generated column {}, which is computed from it, {what}",
            reader.name
        ),
        "make one of the two changes in a migration of its own, then plan the other",
    )
}

impl Group {
    /// Whether a generated column is among the columns.
    pub(super) fn computes(&self) -> bool {
        self.pairs.iter().any(Pair::is_computed)
    }

    /// The pairs of one table that triggers keep equal.
    pub(super) fn written<'a>(&'a self, table: &'a QualifiedName) -> impl Iterator<Item = &'a Pair> {
        self.of(table).filter(|it| !it.is_computed())
    }

    /// The pairs of one table that the engine computes.
    pub(super) fn computed<'a>(&'a self, table: &'a QualifiedName) -> impl Iterator<Item = &'a Pair> {
        self.of(table).filter(|it| it.is_computed())
    }

    /// What the step does that adds the twins.
    pub(super) fn title_of_growing(&self) -> String {
        let kept =
            if self.pairs.iter().all(Pair::is_computed) { "computed by the engine" } else { "kept equal by triggers" };
        format!("Add a twin of {} in the new shape, {kept}", self.subject())
    }

    /// What it takes to add the columns of a shape.
    pub(super) fn growing(&self, shape: Shape, facts: Facts, context: &Context<'_>) -> Facts {
        let stored = |pair: &&Pair| {
            pair.is_computed()
                && pair.column(shape).generated.as_ref().is_some_and(|it| it.storage == GeneratedStorage::Stored)
        };
        let rewritten = self.pairs.iter().filter(stored);
        rewritten.fold(facts, |facts, pair| {
            facts.rewriting(context.writer.name(&pair.table)).hazard(format!(
                "readers and writers of {} wait while the engine computes {} for every row",
                pair.table,
                pair.column(shape).name
            ))
        })
    }
}

impl Swap<'_> {
    /// Values that the new expression gives and `NOT NULL`, a check or a unique key would refuse.
    pub(super) fn computed_gates(&self) -> Vec<Action> {
        let beside = self.on_twin();
        let mut gates = Vec::new();
        for pair in self.group.pairs.iter().filter(|it| it.is_computed()) {
            let Some(table) = beside.tables.get(&pair.table) else { continue };
            let twin = pair.name(self.live.other(), self.live);
            let ident = self.context.writer.ident(&twin);
            if self.is_not_null(pair) {
                gates.push(self.computed_gate(pair, "is NOT NULL", &format!("{ident} IS NULL")));
            }
            for constraint in table.constraints.values().filter(|it| super::hang::looks_at(it, &twin)) {
                let what = format!("keeps to {}", constraint.name);
                match &constraint.kind {
                    ConstraintKind::Check(check) => {
                        gates.push(self.computed_gate(pair, &what, &format!("NOT ({})", check.expression.text)));
                    }
                    ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) if !key.nulls_not_distinct => {
                        gates.push(self.repeated(pair, &what, &key.columns));
                    }
                    _ => {}
                }
            }
        }
        gates
    }

    fn computed_gate(&self, pair: &Pair, what: &str, condition: &str) -> Action {
        let name = self.context.writer.name(&pair.table);
        Action::Gate(Gate {
            title: format!("what the new expression of {}.{} gives {what}", pair.table, pair.new.name),
            query: format!("SELECT count(*) FROM {name} WHERE {condition}"),
            expected: 0,
            help: "correct the columns of these rows that it is computed from".to_owned(),
            remedy: Vec::new(),
        })
    }

    fn repeated(&self, pair: &Pair, what: &str, columns: &[String]) -> Action {
        let idents = self.context.writer.idents(columns);
        let filled: Vec<String> =
            columns.iter().map(|it| format!("{} IS NOT NULL", self.context.writer.ident(it))).collect();
        let condition = format!(
            "({idents}) IN (SELECT {idents} FROM {} WHERE {} GROUP BY {idents} HAVING count(*) > 1)",
            self.context.writer.name(&pair.table),
            filled.join(" AND ")
        );
        self.computed_gate(pair, what, &condition)
    }
}
