//! What a shape of a table demands of its rows and another does not: which rows do not satisfy it.

use schema_diff::catalogue::{ConstraintKind, ForeignKey, IndexElement, IndexKey, QualifiedName, Table};
use schema_diff::write::Writer;

use super::affinity::{hold_the_same, rowid_alias};
use super::shape::same;

/// Something that a table demands of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Demand {
    /// A value in a column.
    NotNull(String),
    /// A condition, as SQL.
    Check(String),
    /// Values that differ: what is compared, and in which rows.
    Unique { elements: Vec<String>, predicate: Option<String> },
    /// A row that is referenced.
    ForeignKey(ForeignKey),
    /// Values of a type, as `typeof` names it; NULL fits any.
    Type { column: String, types: &'static str },
}

/// What `to` demands and `from` does not.
pub(super) fn demands(from: &Table, to: &Table, writer: Writer) -> Vec<Demand> {
    let mut found = Vec::new();
    for column in to.columns.iter().filter(|it| it.generated.is_none()) {
        if requires(to, &column.name) && from.column(&column.name).is_some() && !requires(from, &column.name) {
            found.push(Demand::NotNull(column.name.clone()));
        }
        found.extend(type_of(from, to, &column.name));
    }
    for (name, constraint) in &to.constraints {
        let there = from.constraints.get(name).is_some_and(|it| same(it, constraint));
        match &constraint.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key)
                if has_all(from, &key.columns) && (!there || collations_differ(from, to, &key.columns)) =>
            {
                let elements = key.columns.iter().map(|it| compared(to, it, None, writer)).collect();
                found.push(Demand::Unique { elements, predicate: None });
            }
            ConstraintKind::Check(check) if !there => found.push(Demand::Check(check.expression.text.clone())),
            ConstraintKind::ForeignKey(key) if !there => found.push(Demand::ForeignKey(key.clone())),
            _ => {}
        }
    }
    for (name, index) in to.indexes.iter().filter(|(_, it)| it.unique) {
        let is_new = index.elements.iter().any(|it| match &it.key {
            IndexKey::Column(column) => from.column(column).is_none(),
            IndexKey::Expression(_) => false,
        });
        if from.indexes.get(name) != Some(index) && !is_new {
            let elements = index.elements.iter().map(|it| element(to, it, writer)).collect();
            let predicate = index.predicate.as_ref().map(|it| it.text.clone());
            found.push(Demand::Unique { elements, predicate });
        }
    }
    found
}

impl Demand {
    /// Whether everything it concerns is in `table`.
    pub(super) fn is_about(&self, table: &Table) -> bool {
        match self {
            Self::ForeignKey(key) => key.columns.iter().all(|it| table.column(it).is_some()),
            Self::NotNull(column) | Self::Type { column, .. } => table.column(column).is_some(),
            Self::Check(_) | Self::Unique { .. } => true,
        }
    }

    /// A condition that is true for the rows of `relation` that do not satisfy it; `key` tells the rows apart.
    pub(super) fn violated(&self, relation: &str, name: &QualifiedName, key: &[String], writer: Writer) -> String {
        match self {
            Self::NotNull(column) => format!("{} IS NULL", writer.ident(column)),
            Self::Check(condition) => format!("NOT ({condition})"),
            Self::Unique { elements, predicate } => duplicates(elements, predicate.as_deref(), relation, key, writer),
            Self::ForeignKey(foreign) => dangling(foreign, relation, name, writer),
            Self::Type { column, types } => format!("typeof({}) NOT IN ('null', {types})", writer.ident(column)),
        }
    }

    /// The demand in words, for messages and as the reason with which a row is set aside.
    pub(super) fn words(&self, writer: Writer) -> String {
        match self {
            Self::NotNull(column) => format!("{column} must not be null"),
            Self::Check(condition) => format!("CHECK ({condition}) must hold"),
            Self::Unique { elements, predicate: None } => format!("({}) must be unique", elements.join(", ")),
            Self::Unique { elements, predicate: Some(predicate) } => {
                format!("({}) must be unique where {predicate}", elements.join(", "))
            }
            Self::ForeignKey(key) => {
                format!("({}) must be in {}", writer.idents(&key.columns), writer.name(&key.references))
            }
            Self::Type { column, types } => format!("{column} must be {}", types.replace('\'', "")),
        }
    }
}

/// What comes with a new column is satisfied: it is empty, or numbered by the engine.
fn has_all(table: &Table, columns: &[String]) -> bool {
    columns.iter().all(|it| table.column(it).is_some())
}

/// Whether `table` refuses NULL in `column`, stated or implied. For the rowid the engine would put a number there.
fn requires(table: &Table, column: &str) -> bool {
    if rowid_alias(table) == Some(column) {
        return true;
    }
    let in_key = || table.primary_key().is_some_and(|key| key.columns.iter().any(|it| it == column));
    table.column(column).is_some_and(|it| it.not_null) || (table.options.without_rowid && in_key())
}

/// `STRICT` and `INTEGER PRIMARY KEY` demand types.
fn type_of(from: &Table, to: &Table, column: &str) -> Option<Demand> {
    let (old, new) = (from.column(column)?, to.column(column)?);
    let is_rowid = rowid_alias(to) == Some(column) && rowid_alias(from) != Some(column);
    let is_strict = to.options.strict && !(from.options.strict && hold_the_same(&old.data_type, &new.data_type, true));
    if !is_rowid && !is_strict {
        return None;
    }
    let types = match new.data_type.name.to_ascii_uppercase().as_str() {
        "INT" | "INTEGER" => "'integer'",
        "REAL" => "'real', 'integer'",
        "TEXT" => "'text'",
        "BLOB" => "'blob'",
        _ => return None,
    };
    Some(Demand::Type { column: column.to_owned(), types })
}

fn collations_differ(from: &Table, to: &Table, columns: &[String]) -> bool {
    let collation = |table: &Table, name: &str| table.column(name).and_then(|it| it.collation.clone());
    columns.iter().any(|it| collation(from, it) != collation(to, it))
}

/// A column as `table` compares it.
fn compared(table: &Table, column: &str, collation: Option<&str>, writer: Writer) -> String {
    let own = table.column(column).and_then(|it| it.collation.as_deref());
    match collation.or(own) {
        Some(collation) => format!("{} COLLATE {collation}", writer.ident(column)),
        None => writer.ident(column),
    }
}

fn element(table: &Table, element: &IndexElement, writer: Writer) -> String {
    match &element.key {
        IndexKey::Column(name) => compared(table, name, element.collation.as_deref(), writer),
        IndexKey::Expression(it) => match &element.collation {
            Some(collation) => format!("({}) COLLATE {collation}", it.text),
            None => format!("({})", it.text),
        },
    }
}

/// Of rows with equal values the first by key stays; NULL equals nothing.
fn duplicates(elements: &[String], predicate: Option<&str>, relation: &str, key: &[String], writer: Writer) -> String {
    let key = writer.idents(key);
    let mut conditions: Vec<_> = elements.iter().map(|it| format!("{it} IS NOT NULL")).collect();
    conditions.extend(predicate.map(|it| format!("({it})")));
    let left = if key.contains(',') { format!("({key})") } else { key.clone() };
    format!(
        "{left} IN (SELECT {key} FROM (SELECT {key}, row_number() OVER (PARTITION BY {} ORDER BY {key}) AS \
         migration_architect_nth FROM {relation} WHERE {}) WHERE migration_architect_nth > 1)",
        elements.join(", "),
        conditions.join(" AND "),
    )
}

fn dangling(key: &ForeignKey, relation: &str, name: &QualifiedName, writer: Writer) -> String {
    let present: Vec<_> = key.columns.iter().map(|it| format!("{relation}.{} IS NOT NULL", writer.ident(it))).collect();
    let parent = if key.references == *name { relation.to_owned() } else { writer.name(&key.references) };
    let pairs: Vec<_> = (key.columns.iter().zip(&key.referenced_columns))
        .map(|(column, referenced)| {
            format!("parent.{} = {relation}.{}", writer.ident(referenced), writer.ident(column))
        })
        .collect();
    format!("{} AND NOT EXISTS (SELECT 1 FROM {parent} AS parent WHERE {})", present.join(" AND "), pairs.join(" AND "))
}
