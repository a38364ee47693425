//! Keys come as a row per column: here they are put together.

use crate::{ForeignKey, Key};

/// A column of a key.
pub(super) struct KeyColumn {
    pub(super) key: String,
    pub(super) is_primary: bool,
    pub(super) column: String,
    pub(super) nullable: bool,
}

/// The keys, the primary one first, then those without nullable columns; those of the same rank in the order given.
pub(super) fn keys(columns: impl IntoIterator<Item = KeyColumn>) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for KeyColumn { key, is_primary, column, nullable } in columns {
        match keys.last_mut().filter(|it| it.name == key && it.is_primary == is_primary) {
            Some(last) => {
                last.columns.push(column);
                last.is_nullable |= nullable;
            }
            None => keys.push(Key { name: key, columns: vec![column], is_primary, is_nullable: nullable }),
        }
    }
    keys.sort_by_key(|it| (!it.is_primary, it.is_nullable));
    keys
}

/// The foreign keys, from one for each of their columns; those of one name stand together.
pub(super) fn foreign_keys(parts: impl IntoIterator<Item = ForeignKey>) -> Vec<ForeignKey> {
    let mut keys: Vec<ForeignKey> = Vec::new();
    for part in parts {
        match keys.last_mut().filter(|it| it.name == part.name) {
            Some(last) => {
                last.columns.extend(part.columns);
                last.referred_columns.extend(part.referred_columns);
            }
            None => keys.push(part),
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_without_null_come_before_those_with() {
        let column = |key: &str, is_primary, column: &str, nullable| KeyColumn {
            key: key.into(),
            is_primary,
            column: column.into(),
            nullable,
        };
        let found = keys([
            column("a", false, "x", false),
            column("a", false, "y", true),
            column("b", false, "z", false),
            column("p", true, "id", false),
        ]);
        let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["p", "b", "a"]);
        assert_eq!(found.last().map(|it| it.columns.len()), Some(2));
    }
}
