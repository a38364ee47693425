//! What the specification states and nothing of the plan depends on: named with its reason, not ignored in silence.

use std::collections::{BTreeMap, BTreeSet};

use super::cited::cited;
use super::reasons::Reasons;
use crate::migration::model::{MigrationPlan, Note};
use crate::specification::Specification;
use crate::specification::model::Fact;

/// Facts that a note lists; more of one reason are counted.
const LISTED: usize = 24;

/// Lists whose items are cited whole: what they hold is in the facts that cite an item or a part of it.
const WHOLE: [&str; 14] = [
    "alert_thresholds",
    "changes",
    "contexts",
    "critical_metrics",
    "endpoints",
    "feature_flags",
    "flags",
    "migration_phases",
    "phases",
    "rollback_triggers",
    "rollout_schedule",
    "schema_changes",
    "stages",
    "triggers",
];

/// A note for each reason for which something stated is not used.
pub(super) fn notes(plan: &MigrationPlan) -> Vec<Note> {
    let specification = &plan.specification;
    let cited = cited(plan);
    let reasons = Reasons::of(plan, &cited);
    let mut by_reason: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
    for pointer in leaves(specification) {
        if is_cited(&cited, pointer) {
            continue;
        }
        if let Some(reason) = reasons.reason(pointer) {
            let name = name_of(specification, pointer);
            by_reason.entry(reason).or_default().push(specification.places.fact(pointer, name));
        }
    }
    by_reason.into_iter().map(|(reason, facts)| note(&reason, facts)).collect()
}

fn note(reason: &str, mut facts: Vec<Fact>) -> Note {
    let more = facts.len().saturating_sub(LISTED);
    facts.truncate(LISTED);
    let names: Vec<&str> = facts.iter().map(|it| it.says.as_str()).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Note::new(format!("stated, not used: {}{more}, because {reason}", names.join(", ")), facts)
}

/// A place as a reader of the file finds it, such as `tables.orders.index_size`.
fn name_of(specification: &Specification, pointer: &str) -> String {
    let migration = specification.migrations.iter().find(|it| {
        !it.pointer.is_empty() && pointer.strip_prefix(&it.pointer).is_some_and(|rest| rest.starts_with('/'))
    });
    let (id, rest) = match migration {
        Some(it) => (Some(it.id.as_str()), pointer.strip_prefix(&it.pointer).unwrap_or(pointer)),
        None => (None, pointer),
    };
    let segments = rest.split('/').skip(1).map(|it| it.replace("~1", "/").replace("~0", "~"));
    let words: Vec<String> = id.map(str::to_owned).into_iter().chain(segments).collect();
    words.join(".")
}

/// Pointers to values that hold no others.
fn leaves(specification: &Specification) -> impl Iterator<Item = &str> {
    let places = &specification.places.by_pointer;
    let parents: BTreeSet<&str> = places.keys().filter_map(|it| Some(it.rsplit_once('/')?.0)).collect();
    places.keys().map(String::as_str).filter(move |it| !parents.contains(it))
}

/// Whether a fact cites a value, or the item of a list that it belongs to, or a part of that item.
fn is_cited(cited: &BTreeSet<&str>, pointer: &str) -> bool {
    if cited.contains(pointer) {
        return true;
    }
    let mut at = pointer;
    while let Some((parent, _)) = at.rsplit_once('/') {
        let list = parent.rsplit('/').next().unwrap_or_default();
        if WHOLE.contains(&list) {
            let inside = format!("{at}/");
            let part = cited.range(inside.as_str()..).next().is_some_and(|it| it.starts_with(&inside));
            // Names of metrics are a list of words that is cited as one.
            return part || cited.contains(at) || list == "critical_metrics" && cited.contains(parent);
        }
        at = parent;
    }
    false
}
