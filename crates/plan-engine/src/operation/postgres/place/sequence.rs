//! Whether a sequence comes and goes with the column that owns it.

use schema_diff::catalogue::{QualifiedName, Sequence};

use crate::operation::Context;

fn owner_column(sequence: &Sequence) -> Option<(&QualifiedName, &String)> {
    sequence.owned_by.as_ref().map(|(table, column)| (table, column))
}

pub(super) fn comes_with_its_column(sequence: &Sequence, context: &Context<'_>) -> bool {
    owner_column(sequence).is_some_and(|(table, column)| {
        context.before.tables.get(table).is_none_or(|table| table.column(column).is_none())
    })
}

pub(super) fn goes_with_its_column(sequence: &Sequence, context: &Context<'_>) -> bool {
    owner_column(sequence).is_some_and(|(table, column)| {
        context.after.tables.get(table).is_none_or(|table| table.column(column).is_none())
    })
}
