//! Judges pairs of texts in the tests of rules.

use findings::{Finding, RuleMetadata, SourceText};

use crate::Dialect;
use crate::diff::{Rename, diff};
use crate::read::{Limits, Reading, read};

/// What is found between two texts.
pub(crate) fn judged(dialect: Dialect, before: &str, after: &str) -> Vec<Finding> {
    let (before, after) = (reading(dialect, "old.sql", before), reading(dialect, "new.sql", after));
    let renames = Rename::stated(&before, &after);
    let diff = diff(&before.catalogue, &after.catalogue, &renames);
    assert!(diff.is_ok(), "{diff:?}");
    let changes = diff.map(|it| it.changes).unwrap_or_default();
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

fn reading(dialect: Dialect, name: &'static str, text: &str) -> Reading {
    let reading = read(dialect, &[SourceText::new(name, text)], &Limits::default());
    assert!(reading.diagnostics.is_empty(), "{text}: {:#?}", reading.diagnostics);
    reading
}
