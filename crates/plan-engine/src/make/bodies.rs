//! What the plan says of functions whose bodies use what it takes away or changes, and of those that nobody can tell.

use std::collections::BTreeSet;

use schema_diff::catalogue::{Catalogue, ObjectPath};
use schema_diff::diff::{Aspect, ChangeKind};
use schema_diff::read::body_uses;

use crate::operation::Context;

/// Notes for people.
pub(super) fn notes(context: &Context<'_>) -> Vec<String> {
    let touched = touched(context);
    if touched.is_empty() || context.after.functions.is_empty() {
        return Vec::new();
    }
    let stays = Catalogue { functions: context.after.functions.clone(), ..context.before.clone() };
    let mut notes = Vec::new();
    for (signature, uses) in body_uses(&stays) {
        let used: Vec<_> = uses.paths.iter().filter(|path| touched.contains(path)).map(ToString::to_string).collect();
        if !used.is_empty() {
            notes.push(format!(
                "function {signature} uses {}, which this plan takes away, renames or gives another type: see that its body does with both",
                used.join(", ")
            ));
        }
        if uses.dynamic {
            notes.push(format!(
                "function {signature} runs SQL that it makes while it runs: whether that uses what this plan takes away or changes is not known"
            ));
        }
    }
    notes
}

/// What goes, is renamed, or gets another type.
fn touched<'a>(context: &'a Context<'_>) -> BTreeSet<&'a ObjectPath> {
    let of = |change: &'a schema_diff::diff::Change| match &change.kind {
        ChangeKind::Dropped(_) | ChangeKind::Altered { aspect: Aspect::ColumnType, .. } => Some(&change.path),
        ChangeKind::Renamed { from } => Some(from),
        _ => None,
    };
    let used = |path: &&ObjectPath| {
        matches!(
            path,
            ObjectPath::Table(_)
                | ObjectPath::View(_)
                | ObjectPath::Column(..)
                | ObjectPath::Enum(_)
                | ObjectPath::Sequence(_)
                | ObjectPath::Function(_)
        )
    };
    context.diff.changes.iter().filter_map(of).filter(used).collect()
}
