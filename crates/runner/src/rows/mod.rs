//! Rows made up for a schema: what the engine accepts is found out by trying.

pub(crate) mod circle;
pub(crate) mod fill;
pub(crate) mod keys;
pub(crate) mod literals;
pub(crate) mod maker;
pub(crate) mod partitions;
pub(crate) mod pattern;
mod user_defined;
pub(crate) mod values;

use database::Session;
use schema_diff::catalogue::Catalogue;

/// Puts rows made up into every table of `catalogue`, which is what the engine behind `session` has; the tables that
/// stayed empty are returned, each with what the engine said.
///
/// # Errors
/// [`Engine`](crate::ErrorKind::Engine) where the engine cannot be reached.
pub fn fill_tables(
    session: &mut Session,
    catalogue: &Catalogue,
    rows: usize,
    seed: u64,
) -> Result<Vec<String>, crate::Error> {
    let mut maker = maker::Maker::new(catalogue, seed, 1);
    let unfilled = fill::fill(session, &mut maker, &keys::parents_first(catalogue), rows)?;
    Ok(unfilled.into_iter().map(|it| format!("{}: {}", it.table, it.reason)).collect())
}
