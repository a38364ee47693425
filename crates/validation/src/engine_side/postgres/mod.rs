//! What `PostgreSQL` computes itself.

pub(super) mod canonical;
pub(super) mod checksums;
pub(super) mod digests;
mod jenkins;
pub(super) mod native;
pub(super) mod rows;

use database::Session;

use crate::Result;

/// Runs a query for which the planner has to take the index: the bounds of its ranges are not known when it is planned.
pub(super) fn by_index<T>(session: &mut Session, work: impl FnOnce(&mut Session) -> Result<T>) -> Result<T> {
    session.execute("SET LOCAL enable_seqscan = off")?;
    let outcome = work(session)?;
    session.execute("SET LOCAL enable_seqscan = on")?;
    Ok(outcome)
}
