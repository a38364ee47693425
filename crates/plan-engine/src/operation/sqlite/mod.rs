//! Operations on SQLite.

use super::{Context, Placed};
use crate::Refusal;

/// Places the operations for every change.
pub(super) fn place(_context: &Context<'_>) -> Result<Vec<Placed>, Vec<Refusal>> {
    Ok(Vec::new())
}
