//! What is stated for the artefacts of a migration: the plan holds it, and `plan artefacts` reads it there.

use crate::migration::model::Note;
use crate::specification::Specification;
use crate::specification::model::Migration;

/// A note for each migration that says what is written for it.
pub(super) fn notes(specification: &Specification) -> Vec<Note> {
    specification.migrations.iter().filter_map(|it| note(specification, it)).collect()
}

fn note(specification: &Specification, migration: &Migration) -> Option<Note> {
    migration.delivery.as_ref()?;
    let under = format!("{}/delivery", migration.pointer);
    let inside = |pointer: &&String| pointer.strip_prefix(&under).is_some_and(|rest| rest.starts_with('/'));
    let places = &specification.places;
    let facts = places.by_pointer.keys().filter(inside).map(|pointer| {
        let name = pointer.strip_prefix(&under).unwrap_or_default().replace('/', ".");
        places.fact(pointer, format!("delivery{name}"))
    });
    let says = format!("{}: `plan artefacts` writes what `delivery` asks for, with its values", migration.id);
    let facts: Vec<_> = facts.collect();
    (!facts.is_empty()).then(|| Note::new(says, facts))
}
