//! Rows that a schema accepts: the `INSERT` of an application, and those of the parents that it needs.

use super::condition::{Values, comparisons};
use super::literal::literal;
use crate::catalogue::{Catalogue, Column, ConstraintKind, IdentityMode, QualifiedName, Table};
use crate::write::Writer;

/// How many parents stand above one another; a cycle goes deeper.
const DEPTH: usize = 8;

/// Builds rows of one catalogue.
pub(super) struct Rows<'a> {
    /// Whose rows they are.
    catalogue: &'a Catalogue,
    /// What else they should satisfy, so that nothing but the change in question refuses them.
    other: &'a Catalogue,
    /// A column that the rows leave out, even where the other side demands it.
    left_out: Option<&'a str>,
    /// Statements that insert the parents, in order.
    pub(super) parents: Vec<String>,
}

impl<'a> Rows<'a> {
    /// Rows of `catalogue` that `other` accepts as well, as far as possible.
    pub(super) fn new(catalogue: &'a Catalogue, other: &'a Catalogue) -> Self {
        Self { catalogue, other, left_out: None, parents: Vec::new() }
    }

    /// Without `column`, even where the other side demands it.
    pub(super) fn leaving_out(self, column: &'a str) -> Self {
        Self { left_out: Some(column), ..self }
    }

    /// An `INSERT` of the `ordinal`-th row of `table` that the schema accepts, as far as one can tell, with the values
    /// `given`; the columns that may be left out are.
    pub(super) fn insert(&mut self, table: &QualifiedName, ordinal: usize, given: &Values) -> Option<String> {
        self.insert_at(table, ordinal, given, 0)
    }

    fn insert_at(&mut self, name: &QualifiedName, ordinal: usize, given: &Values, depth: usize) -> Option<String> {
        if depth > DEPTH {
            return None;
        }
        let table = self.catalogue.tables.get(name)?;
        let other = self.other.tables.get(name);
        let values = self.values(table, other, ordinal, given)?;
        for constraint in table.constraints.values() {
            let ConstraintKind::ForeignKey(key) = &constraint.kind else { continue };
            let value =
                |column: &String| values.iter().find(|(name, _)| name == column).map(|(_, value)| value.clone());
            let Some(key_values) = key.columns.iter().map(value).collect::<Option<Vec<_>>>() else { continue };
            if key_values.iter().any(|value| value == "NULL") || key.references == *name {
                continue;
            }
            let wanted: Values = key.referenced_columns.iter().cloned().zip(key_values).collect();
            let parent = self.insert_at(&key.references, ordinal, &wanted, depth + 1)?;
            if !self.parents.contains(&parent) {
                self.parents.push(parent);
            }
        }
        Some(self.statement(name, table, &values))
    }

    /// The values of the columns that have to be written.
    fn values(&self, table: &Table, other: Option<&Table>, ordinal: usize, given: &Values) -> Option<Values> {
        let mut hints = other.map(|other| self.hints(other)).unwrap_or_default();
        hints.extend(self.hints(table));
        let demanded = |column: &Column| {
            let other = other.and_then(|other| other.column(&column.name));
            must_be_written(column)
                || self.left_out != Some(column.name.as_str())
                    && !fills_itself(column)
                    && other.is_some_and(must_be_written)
        };
        let mut values = Values::new();
        for column in &table.columns {
            let find = |values: &Values| values.iter().find(|(name, _)| *name == column.name).map(|(_, it)| it.clone());
            if let Some(value) = find(given) {
                values.push((column.name.clone(), value));
            } else if demanded(column) {
                let value = find(&hints).or_else(|| literal(self.catalogue, &column.data_type, ordinal))?;
                values.push((column.name.clone(), value));
            }
        }
        Some(values)
    }

    /// Values that the checks of the table ask for.
    fn hints(&self, table: &Table) -> Values {
        let mut hints = Values::new();
        for constraint in table.constraints.values() {
            let ConstraintKind::Check(check) = &constraint.kind else { continue };
            for comparison in comparisons(self.catalogue, table, &check.expression) {
                hints.extend(comparison.satisfying.into_iter().flatten());
            }
        }
        hints
    }

    fn statement(&self, name: &QualifiedName, table: &Table, values: &Values) -> String {
        let writer = Writer::new(self.catalogue.dialect);
        let relation = writer.name(name);
        if values.is_empty() {
            return format!("INSERT INTO {relation} DEFAULT VALUES");
        }
        let columns = writer.idents(values.iter().map(|(column, _)| column));
        let overriding = values.iter().any(|(column, _)| {
            let identity = table.column(column).and_then(|column| column.identity.as_ref());
            identity.is_some_and(|identity| identity.mode == IdentityMode::Always)
        });
        let overriding = if overriding { " OVERRIDING SYSTEM VALUE" } else { "" };
        let values = values.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ");
        format!("INSERT INTO {relation} ({columns}){overriding} VALUES ({values})")
    }
}

fn must_be_written(column: &Column) -> bool {
    column.not_null && column.default.is_none() && !fills_itself(column)
}

fn fills_itself(column: &Column) -> bool {
    column.identity.is_some() || column.generated.is_some()
}
