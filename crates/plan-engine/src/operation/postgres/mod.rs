//! Operations on PostgreSQL.

mod add_column;
mod bracket;
mod column_archive;
mod column_default;
mod column_type;
mod comment;
mod common;
mod constraint;
mod definition;
mod drop_column;
mod enumeration;
mod function;
mod identity;
mod index;
mod namespace;
mod not_null;
mod place;
mod rows;
mod sequence;
mod table;
mod table_options;
pub(super) mod toolkit;
mod trigger;
mod values;
mod view;

use super::{Context, Placed};
use crate::Refusal;

/// Places the operations for every change, or says everything that is refused.
pub(super) fn place(context: &Context<'_>) -> Result<Vec<Placed>, Vec<Refusal>> {
    let mut placed = Vec::new();
    let mut refusals = Vec::new();
    for change in &context.diff.changes {
        match place::place(change, context) {
            Ok(operations) => placed.extend(operations),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() { Ok(placed) } else { Err(refusals) }
}
