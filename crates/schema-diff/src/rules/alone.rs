//! The old schema with the changes of one object alone: where a witness is tried that other changes stand in the way of.

use crate::catalogue::{Catalogue, ObjectPath};
use crate::diff::{Change, ChangeKind};
use crate::write::Writer;

/// The statements that make `before` with those of `changes` that concern `subject` (as a finding names it); none where
/// no change does.
///
/// Views and triggers are left out where the subject is a part of a table: those of the old schema may not go with it.
pub fn alone(before: &Catalogue, changes: &[Change], subject: &str) -> Option<Vec<String>> {
    let mut catalogue = before.clone();
    let mut any = false;
    for change in changes.iter().filter(|change| change.path.to_string() == subject) {
        any |= apply(&mut catalogue, change);
        if matches!(change.path, ObjectPath::Column(..) | ObjectPath::Constraint(..) | ObjectPath::Index(..)) {
            catalogue.views.clear();
            catalogue.tables.values_mut().for_each(|table| table.triggers.clear());
        }
    }
    any.then(|| Writer::new(before.dialect).create_all(&catalogue))
}

/// Does `change` to `catalogue`; false where it does not fit.
fn apply(catalogue: &mut Catalogue, change: &Change) -> bool {
    match &change.kind {
        ChangeKind::Added(object) | ChangeKind::Altered { after: object, .. } => {
            catalogue.put(&change.path, object.clone())
        }
        ChangeKind::Dropped(_) => catalogue.remove(&change.path).is_some(),
        ChangeKind::Renamed { from } => catalogue.rename(from, &change.path),
        ChangeKind::MaybeRenamed { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use super::*;
    use crate::Dialect;
    use crate::diff::diff;
    use crate::read::{Limits, read};

    #[test]
    fn only_what_concerns_the_subject_is_done() {
        let catalogue = |text: &str| read(Dialect::Sqlite, &[SourceText::new("a", text)], &Limits::default()).catalogue;
        let before = catalogue("CREATE TABLE t (a INTEGER, b INTEGER);");
        let after = catalogue("CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL);");
        let changes = diff(&before, &after, &[]).expect("a diff").changes;
        let statements = alone(&before, &changes, "column main.t.a").expect("a change of that column");
        let made = catalogue(&format!("{};", statements.join(";")));
        assert_eq!(made, catalogue("CREATE TABLE t (a INTEGER NOT NULL, b INTEGER);"));
        assert_eq!(alone(&before, &changes, "column main.t.c"), None);
    }
}
