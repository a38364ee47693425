//! What the engine named after a table or column, and writes with the new name where that is renamed: `users_pkey` of a
//! table that is `accounts` now. `ALTER TABLE … RENAME` leaves such names as they are, so these are renames of their own.

use std::collections::BTreeMap;

use crate::catalogue::{Catalogue, ObjectPath, QualifiedName};

/// The constraints, indexes and sequences of renamed tables and columns (`renames` done to `before`) that have, on the
/// new side, the same name but for the new ones: their paths now and there.
pub(super) fn named_after(
    before: &Catalogue,
    after: &Catalogue,
    renames: &[(ObjectPath, ObjectPath)],
) -> Vec<(ObjectPath, ObjectPath)> {
    let mut parts: BTreeMap<QualifiedName, Vec<(&str, &str)>> = BTreeMap::new();
    for (from, to) in renames {
        if let (ObjectPath::Table(_) | ObjectPath::Column(..), Some(table)) = (to, to.relation()) {
            // A column has its name in partitions and in tables that inherit it too.
            let below = if matches!(to, ObjectPath::Column(..)) { before.tree(table) } else { vec![table.clone()] };
            for table in below {
                parts.entry(table).or_default().push((from.name(), to.name()));
            }
        }
    }
    let mut found = Vec::new();
    for (name, parts) in parts {
        let Some(table) = before.tables.get(&name) else { continue };
        let respelt = |old: &String| {
            parts.iter().fold(old.clone(), |name, (from, to)| with_part(&name, from, to).unwrap_or(name))
        };
        for old in table.constraints.keys() {
            let path = |it: &str| ObjectPath::Constraint(name.clone(), it.to_owned());
            found.push((path(old), path(&respelt(old))));
        }
        for old in table.indexes.keys() {
            let path = |it: &str| ObjectPath::Index(name.clone(), it.to_owned());
            found.push((path(old), path(&respelt(old))));
        }
        let owned = before.sequences.iter().filter(|(_, it)| it.owned_by.as_ref().is_some_and(|(of, _)| *of == name));
        for (old, _) in owned {
            let other = QualifiedName::new(&old.schema, respelt(&old.name));
            found.push((ObjectPath::Sequence(old.clone()), ObjectPath::Sequence(other)));
        }
    }
    found.retain(|(old, new)| after.get(old).is_none() && after.get(new).is_some() && before.get(new).is_none());
    found
}

/// Gives constraints without a name of their own, called after what they demand, the name that the same one has in
/// `after`: it tells the new names of the columns.
pub(super) fn rename_unnamed(before: &mut Catalogue, after: &Catalogue) {
    for (name, table) in &mut before.tables {
        let Some(new) = after.tables.get(name) else { continue };
        let unnamed = table.constraints.iter().filter(|(name, it)| !it.named && !new.constraints.contains_key(*name));
        let pairs: Vec<(String, String)> = unnamed
            .filter_map(|(old, constraint)| {
                let (other, _) = new.constraints.iter().find(|(_, it)| !it.named && it.kind == constraint.kind)?;
                Some((old.clone(), other.clone()))
            })
            .collect();
        for (old, other) in pairs {
            if let Some(mut constraint) = table.constraints.remove(&old) {
                constraint.name.clone_from(&other);
                table.constraints.insert(other, constraint);
            }
        }
    }
}

/// `name` with `new` for the part `old` between underscores; none where it has no such part.
fn with_part(name: &str, old: &str, new: &str) -> Option<String> {
    let bounded = |at: usize| {
        let (head, tail) = (name.get(..at)?, name.get(at + old.len()..)?);
        let open = (head.is_empty() || head.ends_with('_')) && (tail.is_empty() || tail.starts_with('_'));
        open.then(|| format!("{head}{new}{tail}"))
    };
    name.match_indices(old).find_map(|(at, _)| bounded(at))
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use super::*;
    use crate::Dialect;
    use crate::diff::{ChangeKind, Rename, diff};
    use crate::read::{Limits, read};

    #[test]
    fn only_whole_parts_of_names_are_replaced() {
        assert_eq!(with_part("users_id_seq", "users", "people").as_deref(), Some("people_id_seq"));
        assert_eq!(with_part("users_mail_key", "mail", "email").as_deref(), Some("users_email_key"));
        assert_eq!(with_part("superusers_pkey", "users", "people"), None);
        assert_eq!(with_part("é_é", "", "x"), None);
    }

    #[test]
    fn a_renamed_table_takes_what_is_named_after_it_along() {
        let read = |text: &str| read(Dialect::Postgres, &[SourceText::new("a", text)], &Limits::default());
        let before = read("CREATE TABLE users (id serial PRIMARY KEY, mail text UNIQUE CHECK (mail > ''));");
        let after = read(
            "-- renamed from: users\nCREATE TABLE people (id serial PRIMARY KEY,
             -- renamed from: mail\nemail text UNIQUE CHECK (email > ''));",
        );
        let renames = Rename::stated(&before, &after);
        let changes = diff(&before.catalogue, &after.catalogue, &renames).expect("renames that fit").changes;
        let other = changes.iter().find(|it| !matches!(it.kind, ChangeKind::Renamed { .. }));
        assert_eq!(other, None);
        // The table, its sequence, its column and three constraints.
        assert_eq!(changes.len(), 6, "{changes:#?}");
    }
    #[test]
    fn constraints_without_a_name_follow_their_columns() {
        let read = |text: &str| read(Dialect::Sqlite, &[SourceText::new("a", text)], &Limits::default());
        let before = read("CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT UNIQUE CHECK (mail > ''));");
        let after = read(
            "CREATE TABLE users (id INTEGER PRIMARY KEY,\n-- renamed from: mail\nemail TEXT UNIQUE CHECK (email > ''));",
        );
        let renames = Rename::stated(&before, &after);
        let changes = diff(&before.catalogue, &after.catalogue, &renames).expect("renames that fit").changes;
        assert_eq!(changes.len(), 1, "{changes:#?}");
    }
}
