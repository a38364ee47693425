//! What an engine makes of a schema: its own form of every definition.

use findings::SourceText;
use schema_diff::Dialect;
use schema_diff::read::{Limits, Reading, read};

use crate::{ReadOptions, Result, ScratchServer};

/// Applies `statements` to a scratch database and reads its catalogue back: the engine's own form, by which the ways
/// to write one and the same thing compare equal.
pub fn elaborate(server: &ScratchServer, statements: &[String]) -> Result<Reading> {
    let scratch = server.create("elaborate")?;
    scratch.apply(statements)?;
    let mut reading = scratch.open()?.read_catalogue(&ReadOptions::default())?;
    keep_stated_versions(&mut reading, server.dialect(), statements);
    Ok(reading)
}

/// An engine always has a version of an extension; only one that the schema states means something.
fn keep_stated_versions(reading: &mut Reading, dialect: Dialect, statements: &[String]) {
    let stating = statements.iter().filter(|it| it.to_ascii_lowercase().contains("extension"));
    let text: Vec<_> = stating.map(|it| SourceText::new("schema", format!("{it};"))).collect();
    if text.is_empty() {
        return;
    }
    let stated = read(dialect, &text, &Limits::default()).catalogue.extensions;
    for (name, extension) in &mut reading.catalogue.extensions {
        extension.version = stated.get(name).and_then(|it| it.version.clone());
    }
}
