//! The two shapes of columns that become others, in SQL over a row.

use schema_diff::catalogue::{Column, QualifiedName};

use crate::derivation::{Derivation, Derived};
use crate::operation::Context;
use crate::operation::policy::zero_value;
use crate::plan::{DerivedColumn, DerivedColumns};
use crate::row_key::row_key;

/// Whose shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The columns that go.
    Former,
    /// The columns that come.
    New,
}

/// A derivation with what is needed to write SQL about it.
pub(super) struct Shapes<'a> {
    pub(super) derivation: &'a Derivation,
    pub(super) context: &'a Context<'a>,
}

/// Columns that tell the rows of the table apart on both sides.
pub(super) fn key(table: &QualifiedName, context: &Context<'_>) -> Option<Vec<String>> {
    let (before, after) = (context.before.tables.get(table)?, context.after.tables.get(table)?);
    row_key(context.writer.dialect(), after, before)
}

impl Shape {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Former => Self::New,
            Self::New => Self::Former,
        }
    }
}

impl<'a> Shapes<'a> {
    pub(super) fn new(derivation: &'a Derivation, context: &'a Context<'a>) -> Self {
        Self { derivation, context }
    }

    /// The columns of a shape.
    pub(super) fn of(&self, shape: Shape) -> &'a [Derived] {
        match shape {
            Shape::Former => &self.derivation.going,
            Shape::New => &self.derivation.coming,
        }
    }

    pub(super) fn ident(&self, derived: &Derived) -> String {
        self.context.writer.ident(&derived.column.name)
    }

    /// The table, in SQL.
    pub(super) fn table(&self) -> String {
        self.context.writer.name(&self.derivation.table)
    }

    /// An expression over `row` for the value that a column of `shape` has by the other shape's.
    pub(super) fn made(&self, shape: Shape, derived: &Derived, row: &str) -> String {
        let seen = self.of(shape.other()).iter().map(|it| format!("{row}.{}", self.ident(it)));
        format!(
            "(SELECT {} FROM (SELECT {}) AS r)",
            self.expression(shape, derived),
            seen.collect::<Vec<_>>().join(", ")
        )
    }

    /// What makes a column, over the names of the other shape's columns: in its type, and with a value where the new
    /// schema demands one and one is known.
    fn expression(&self, shape: Shape, derived: &Derived) -> String {
        let data_type = self.context.writer.data_type(&derived.column.data_type);
        let made = format!("CAST(({}) AS {data_type})", derived.expression);
        match self.value_for_null(&derived.column) {
            Some(value) if shape == Shape::New => format!("coalesce({made}, CAST(({value}) AS {data_type}))"),
            _ => made,
        }
    }

    /// What a column that comes and refuses NULL has where the expression gives NULL: the value that the user stated
    /// (`--fill`), else a default that is the same for every row.
    fn value_for_null(&self, column: &Column) -> Option<String> {
        let default = column.default.as_ref().filter(|it| !it.canonical.contains('(') && !it.words().any(is_volatile));
        let stated = self.context.fill(&self.derivation.table, &column.name).map(str::to_owned);
        stated.or_else(|| default.map(|it| it.text.clone())).filter(|_| column.not_null)
    }

    /// A condition, never NULL, that holds where every column of `shape` is what the other shape makes of it.
    pub(super) fn follows(&self, shape: Shape, row: &str) -> String {
        let same = |it: &Derived| {
            let is = format!("{row}.{}", self.ident(it));
            it.equality.of_values(&is, &self.made(shape, it, row))
        };
        all(self.of(shape).iter().map(same))
    }

    /// A condition that holds where either shape is what the other one makes of it; a value that stands in the new shape
    /// for NULL, since that refuses it, counts as made of NULL.
    pub(super) fn alike(&self, row: &str) -> String {
        let same = |it: &Derived| {
            let is = format!("{row}.{}", self.ident(it));
            let made = self.made(Shape::New, it, row);
            let made = match zero_value(&it.column.data_type, self.context.after).filter(|_| it.column.not_null) {
                Some(zero) => {
                    format!(
                        "coalesce({made}, CAST(({zero}) AS {}))",
                        self.context.writer.data_type(&it.column.data_type)
                    )
                }
                None => made,
            };
            it.equality.of_values(&is, &made)
        };
        let up = all(self.of(Shape::New).iter().map(same));
        format!("({up} OR {})", self.follows(Shape::Former, row))
    }

    /// A condition that holds where a column of `shape` differs between two rows.
    pub(super) fn changed(&self, shape: Shape, one: &str, other: &str) -> String {
        let same = |it: &Derived| {
            it.equality.of_values(&format!("{one}.{}", self.ident(it)), &format!("{other}.{}", self.ident(it)))
        };
        format!("NOT {}", all(self.of(shape).iter().map(same)))
    }

    /// `column = what the other shape makes of it`, for each of `shape`.
    pub(super) fn assignments(&self, shape: Shape, row: &str) -> Vec<(String, String)> {
        self.of(shape).iter().map(|it| (self.ident(it), self.made(shape, it, row))).collect()
    }

    /// What the plan states of it.
    pub(super) fn stated(&self) -> DerivedColumns {
        let columns = |shape: Shape| {
            let stated = self.of(shape).iter().map(|it| DerivedColumn {
                name: it.column.name.clone(),
                data_type: it.column.data_type.clone(),
                not_null: it.column.not_null,
                expression: match self.value_for_null(&it.column) {
                    Some(value) if shape == Shape::New => format!("coalesce({}, {value})", it.expression),
                    _ => it.expression.clone(),
                },
            });
            stated.collect()
        };
        let mut equality: Vec<&str> = self.derivation.coming.iter().map(|it| it.equality.in_words()).collect();
        equality.dedup();
        let key = key(&self.derivation.table, self.context).unwrap_or_default().join(", ");
        DerivedColumns {
            table: self.derivation.table.clone(),
            going: columns(Shape::Former),
            coming: columns(Shape::New),
            form:
                "Twin column: each version has its own columns, and either shape follows what is written to the other."
                    .to_owned(),
            equality: equality.join("; "),
            policy: format!(
                "a value that the other shape cannot hold stays in its own columns while these are there, and in the archive, by {key}, once they are not; it comes back where the row still has what was made of it"
            ),
        }
    }
}

/// All of these conditions.
fn all(conditions: impl Iterator<Item = String>) -> String {
    let conditions: Vec<String> = conditions.map(|it| format!("({it})")).collect();
    format!("({})", conditions.join(" AND "))
}

/// Names without brackets that give another value from time to time.
fn is_volatile(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word.starts_with("current_") || word.starts_with("local") || word == "session_user" || word == "user"
}
