//! Judges pairs of texts in the tests of rules.

use findings::{Finding, RuleMetadata, SourceText};

use crate::Dialect;
use crate::diff::{Change, ChangeKind, Rename, diff};
use crate::read::{Limits, Reading, read};

/// What is found between two texts.
pub(crate) fn judged(dialect: Dialect, before: &str, after: &str) -> Vec<Finding> {
    let (before, after) = (reading(dialect, "old.sql", before), reading(dialect, "new.sql", after));
    let renames = Rename::stated(&before, &after);
    let diff = diff(&before.catalogue, &after.catalogue, &renames);
    assert!(diff.is_ok(), "{diff:?}");
    let changes = with_other_renames(diff.map(|it| it.changes).unwrap_or_default(), &after);
    super::judge(&changes, &before, &after)
}

/// What `rule` finds between two texts in `PostgreSQL`'s dialect: one finding, with the rule's id.
pub(crate) fn only(rule: &RuleMetadata, before: &str, after: &str) -> Finding {
    let mut found = judged(Dialect::Postgres, before, after);
    found.retain(|finding| finding.rule == rule.id);
    assert_eq!(found.len(), 1, "{}: {found:#?}", rule.id);
    found.remove(0)
}

/// The dialect of a rule's examples.
pub(crate) fn dialect(rule: &RuleMetadata) -> Dialect {
    if rule.kinds.contains(&"postgres") { Dialect::Postgres } else { Dialect::Sqlite }
}

/// Renames of what the diff does not rename by itself: a comment on the new side makes one of the drop and the addition.
fn with_other_renames(mut changes: Vec<Change>, after: &Reading) -> Vec<Change> {
    if !after.sources.iter().any(|source| source.text().contains("renamed from:")) {
        return changes;
    }
    let gone = changes.iter().position(|change| matches!(change.kind, ChangeKind::Dropped(_)));
    let Some(gone) = gone else { return changes };
    let from = changes.remove(gone).path;
    for change in &mut changes {
        if change.path.kind() == from.kind() && matches!(change.kind, ChangeKind::Added(_)) {
            change.kind = ChangeKind::Renamed { from: from.clone() };
        }
    }
    changes
}

fn reading(dialect: Dialect, name: &'static str, text: &str) -> Reading {
    let reading = read(dialect, &[SourceText::new(name, text)], &Limits::default());
    assert!(reading.diagnostics.is_empty(), "{text}: {:#?}", reading.diagnostics);
    reading
}
