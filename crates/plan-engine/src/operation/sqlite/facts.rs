//! What steps take from SQLite: there is one lock, on the whole database.

use schema_diff::catalogue::QualifiedName;

use crate::plan::{Facts, Lock, LockMode};

fn exclusive() -> Facts {
    Facts { locks: vec![Lock { relation: "database".to_owned(), mode: LockMode::Exclusive }], ..Facts::default() }
}

/// Only the catalogue changes.
pub(super) fn brief() -> Facts {
    exclusive()
}

/// All rows of `table` are read.
pub(super) fn scan(table: &QualifiedName) -> Facts {
    Facts { scans: vec![table.to_string()], ..exclusive() }
}

/// All rows of `table` are read and written anew.
pub(super) fn rewrite(table: &QualifiedName) -> Facts {
    Facts {
        rewrites: vec![table.to_string()],
        scans: vec![table.to_string()],
        hazards: vec!["nobody writes to the database while the table is copied".to_owned()],
        ..exclusive()
    }
}
