//! Names in the workshop: the schema `migration_architect` on PostgreSQL, a table prefix on SQLite.

use schema_diff::Dialect;
use schema_diff::catalogue::QualifiedName;
use schema_diff::write::Writer;
use sha2::{Digest, Sha256};

use crate::digest::hex;

/// Name of the workshop schema, and prefix of every name that lies outside it.
pub(crate) const WORKSHOP: &str = "migration_architect";

/// Identifiers in PostgreSQL have at most 63 bytes (manual, 4.1.1).
const MAX_IDENTIFIER: usize = 63;

/// Names in the workshop of one plan. They carry a tag of the two schemas, so that the archive of an earlier plan is
/// never taken for this one's.
#[derive(Debug, Clone)]
pub(crate) struct Workshop {
    dialect: Dialect,
    tag: String,
}

impl Workshop {
    /// A workshop whose tag is made of `schemas`, the digest of both sides.
    pub(crate) fn new(dialect: Dialect, schemas: &str) -> Self {
        Self { dialect, tag: schemas.chars().take(6).collect() }
    }

    /// The name made of `kind` (`dropped`, `set_aside`, …), the table and `parts`.
    pub(crate) fn name(&self, kind: &str, table: &QualifiedName, parts: &[&str]) -> QualifiedName {
        let mut words = vec![kind];
        if table.schema != self.dialect.default_schema() {
            words.push(&table.schema);
        }
        words.push(&table.name);
        words.extend(parts);
        words.push(&self.tag);
        let name = shorten(&words.join("_"));
        match self.dialect {
            Dialect::Sqlite => QualifiedName::new("main", shorten(&format!("{WORKSHOP}_{name}"))),
            _ => QualifiedName::new(WORKSHOP, name),
        }
    }

    /// The schema of views that the new version works with where one name shows two shapes.
    pub(crate) fn version_schema(&self) -> String {
        format!("{WORKSHOP}_{}", self.tag)
    }

    /// The same as [`name`](Self::name), as a name in SQL.
    pub(crate) fn sql(&self, kind: &str, table: &QualifiedName, parts: &[&str]) -> String {
        Writer::new(self.dialect).name(&self.name(kind, table, parts))
    }
}

/// A name of ours outside the workshop, for example of a trigger on a user's table.
pub(crate) fn own_name(parts: &[&str]) -> String {
    shorten(&format!("{WORKSHOP}_{}", parts.join("_")))
}

/// Cuts a name to the longest identifier, keeping it apart from others by a hash.
fn shorten(name: &str) -> String {
    if name.len() <= MAX_IDENTIFIER {
        return name.to_owned();
    }
    let hash: String = hex(&Sha256::digest(name.as_bytes())).chars().take(8).collect();
    let mut end = MAX_IDENTIFIER - 9;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}_{hash}", &name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let workshop = Workshop::new(Dialect::Postgres, "");
        let table = QualifiedName::new("public", "a".repeat(60));
        let one = workshop.name("dropped", &table, &["x"]);
        let two = workshop.name("dropped", &table, &["y"]);
        assert!(one.name.len() <= 63 && one != two);
    }
}
