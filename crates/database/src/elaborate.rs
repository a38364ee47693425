//! What an engine makes of a schema: its own form of every definition.

use schema_diff::read::Reading;

use crate::{ReadOptions, Result, ScratchServer};

/// Applies `statements` to a scratch database and reads its catalogue back: the engine's own form, by which the ways
/// to write one and the same thing compare equal.
pub fn elaborate(server: &ScratchServer, statements: &[String]) -> Result<Reading> {
    let scratch = server.create("elaborate")?;
    scratch.apply(statements)?;
    scratch.open()?.read_catalogue(&ReadOptions::default())
}
