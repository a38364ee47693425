//! What a statement starts with: the kind of object that it speaks of.

use crate::catalogue::DefinitionKind;
use crate::read::postgres::cursor::{Cursor, Read, Unreadable};

/// Takes the words of a kind; those of a type are [`DefinitionKind::BaseType`], whatever it is.
pub(super) fn kind(cursor: &mut Cursor<'_>) -> Read<DefinitionKind> {
    // `CREATE TRUSTED PROCEDURAL LANGUAGE`, `CREATE DEFAULT CONVERSION`.
    while cursor.is_any(&["trusted", "procedural"]) || cursor.are(&["default", "conversion"]) {
        cursor.next();
    }
    let mut found: Option<(usize, DefinitionKind)> = None;
    for kind in DefinitionKind::ALL {
        let words = kind.as_sql().to_lowercase();
        let words: Vec<&str> = words.split(' ').collect();
        if cursor.are(&words) && found.is_none_or(|(length, _)| length < words.len()) {
            found = Some((words.len(), kind));
        }
    }
    let (length, kind) = found.ok_or(Unreadable)?;
    for _ in 0..length {
        cursor.next();
    }
    Ok(if kind.as_sql() == "TYPE" { DefinitionKind::BaseType } else { kind })
}
