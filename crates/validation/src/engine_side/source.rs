//! The parts of SQL that read a table through a selection.

use database::{Column, EngineKind, Session, Table, Value};

use super::statement::Statement;
use crate::base_type::base_type;
use crate::{Error, ErrorKind, KeyRange, Result, Row, Selection};

/// A table read through a selection.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) engine: EngineKind,
    /// The table, quoted.
    pub(super) from: String,
    /// The fields in their order.
    pub(super) fields: Vec<Part>,
    /// The places of the key's fields.
    pub(super) key: Vec<usize>,
    /// Whether an index begins with the key's columns.
    pub(super) is_indexed: bool,
    filter: Option<String>,
}

/// A field in SQL.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// The quoted column, or the expression in parentheses.
    pub(super) sql: String,
    /// The column; none for an expression.
    pub(super) column: Option<Column>,
}

impl Part {
    /// The type to which a parameter compared with it is cast. `PostgreSQL` would cut a text off at the length of `varchar(3)`, round to the
    /// scale of `numeric(12,2)`, and refuse what `smallint` does not hold, though it can be the key of a row of the other side.
    pub(super) fn parameter_type(&self, engine: EngineKind) -> String {
        let name = self.column.as_ref().map_or("text", |it| &it.type_name);
        match name {
            _ if engine != EngineKind::Postgres || name.starts_with("bit") => name.to_owned(),
            "smallint" | "integer" => "bigint".to_owned(),
            _ => base_type(name),
        }
    }

    /// The placeholder of a value that it is compared with. A text that its character set does not hold is compared as another
    /// one, which is no harm where rows are looked up: whoever asked finds no row of that key.
    pub(super) fn bind(&self, value: &Value, statement: &mut Statement) -> String {
        let set = self.column.as_ref().and_then(|it| it.character_set.as_ref());
        let is_foreign = matches!(value, Value::Text(it) if !it.is_ascii());
        let place = statement.bind(value.clone(), &self.parameter_type(statement.engine));
        match set {
            Some(set) if is_foreign => {
                // Twice, as MySQL takes a parameter for what it is converted to.
                format!("CONVERT(CONVERT({place} USING utf8mb4) USING {}) COLLATE {}", set.name, set.collation)
            }
            _ => place,
        }
    }
}

impl Source {
    pub(super) fn new(session: &Session, table: &Table, selection: &Selection) -> Result<Self> {
        let fields = selection.fields.iter().map(|field| match (&field.expression, &field.column) {
            (Some(expression), _) => Ok(Part { sql: format!("({expression}\n)"), column: None }),
            (None, Some(name)) => match table.column(name) {
                Some(column) => Ok(Part { sql: session.quote(name), column: Some(column.clone()) }),
                None => {
                    Err(Error::new(ErrorKind::Shape, format!("{}.{} has no column `{name}`", table.schema, table.name)))
                }
            },
            (None, None) => {
                Err(Error::new(ErrorKind::Usage, format!("`{}` is neither a column nor an expression", field.name)))
            }
        });
        let fields = fields.collect::<Result<Vec<_>>>()?;
        if fields.is_empty() {
            return Err(Error::new(ErrorKind::Usage, "there is no column to compare"));
        }
        if selection.key.iter().any(|at| *at >= fields.len()) {
            return Err(Error::new(ErrorKind::Usage, "the key names a column that is not read"));
        }
        let key: Vec<&str> =
            selection.key.iter().filter_map(|at| fields.get(*at)?.column.as_ref()).map(|it| it.name.as_str()).collect();
        let begins = |columns: &[String]| columns.iter().map(String::as_str).take(key.len()).eq(key.iter().copied());
        let is_indexed =
            !key.is_empty() && key.len() == selection.key.len() && table.keys.iter().any(|it| begins(&it.columns));
        Ok(Self {
            engine: session.kind(),
            from: format!("{}.{}", session.quote(&table.schema), session.quote(&table.name)),
            fields,
            key: selection.key.clone(),
            is_indexed,
            filter: selection.filter.clone(),
        })
    }

    pub(super) fn statement(&self, sql: impl Into<String>) -> Statement {
        Statement::new(self.engine, sql)
    }

    /// The fields of the key.
    pub(super) fn key_parts(&self) -> impl Iterator<Item = &Part> {
        self.key.iter().filter_map(|at| self.fields.get(*at))
    }

    /// The key's columns with commas between; the whole row where there is no key.
    pub(super) fn key_list(&self) -> String {
        if self.key.is_empty() { self.field_list() } else { list(self.key_parts()) }
    }

    /// All fields with commas between.
    pub(super) fn field_list(&self) -> String {
        list(self.fields.iter())
    }

    /// The key as one operand of a comparison.
    pub(super) fn key_operand(&self) -> String {
        operand(self.key_parts().map(|it| it.sql.clone()))
    }

    /// ` WHERE` with the filter and other conditions, nothing where there is none.
    pub(super) fn conditions(&self, others: impl IntoIterator<Item = String>) -> String {
        let filter = self.filter.as_ref().map(|it| format!("({it}\n)"));
        let all: Vec<String> = filter.into_iter().chain(others).collect();
        if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) }
    }

    /// The conditions of a range of keys, with its bounds as parameters of `statement`.
    pub(super) fn range(&self, range: &KeyRange, statement: &mut Statement) -> Vec<String> {
        let bounds = [(range.from.as_ref(), ">="), (range.to.as_ref(), "<")];
        bounds.into_iter().filter_map(|(bound, sign)| Some(self.bound(bound?, sign, statement))).collect()
    }

    fn bound(&self, bound: &Row, sign: &str, statement: &mut Statement) -> String {
        let mut condition = String::new();
        // MySQL finds no range of an index for a comparison of rows, but for one of the first column.
        let is_mysql = matches!(self.engine, EngineKind::MySql | EngineKind::MariaDb);
        if let (true, Some(first), Some(value)) =
            (is_mysql && self.key.len() > 1, self.key_parts().next(), bound.first())
        {
            let sign = if sign == "<" { "<=" } else { sign };
            condition = format!("{} {sign} {} AND ", first.sql, first.bind(value, statement));
        }
        let values = self.key_parts().zip(bound).map(|(part, value)| part.bind(value, statement));
        let values = operand(values.collect::<Vec<_>>());
        format!("{condition}{} {sign} {values}", self.key_operand())
    }
}

fn list<'a>(parts: impl Iterator<Item = &'a Part>) -> String {
    parts.map(|it| it.sql.as_str()).collect::<Vec<_>>().join(", ")
}

/// One operand of what is one or several.
pub(super) fn operand(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    if parts.len() == 1 { parts.concat() } else { format!("({})", parts.join(", ")) }
}
