//! Statements that the model does not hold: left alone where they stand the same on both sides and touch nothing that
//! changes, refused otherwise.

use std::collections::BTreeSet;

use schema_diff::catalogue::{ObjectPath, Unmodelled};

use crate::Refusal;
use crate::operation::Context;

pub(super) fn check(context: &Context<'_>) -> Vec<Refusal> {
    let unmodelled = &context.diff.unmodelled;
    let mut refusals = Vec::new();
    for it in &unmodelled.before_only {
        refusals.push(refusal(it, "stands only on the old side, and this kind of statement is not planned yet"));
    }
    for it in &unmodelled.after_only {
        refusals.push(refusal(it, "stands only on the new side, and this kind of statement is not planned yet"));
    }
    let changed: BTreeSet<&str> = context.diff.changes.iter().flat_map(|change| touched(&change.path)).collect();
    for it in &unmodelled.both {
        if let Some(name) = it.names.iter().find(|name| changed.contains(name.as_str())) {
            let reason = format!("mentions `{name}`, which changes, and this kind of statement is not planned yet");
            refusals.push(refusal(it, &reason));
        }
    }
    refusals
}

/// The names by which a statement could mean what changes.
fn touched(path: &ObjectPath) -> Vec<&str> {
    match path {
        ObjectPath::Schema(name) | ObjectPath::Extension(name) => vec![name],
        ObjectPath::Function(signature) => vec![&signature.name],
        ObjectPath::Enum(name) | ObjectPath::Sequence(name) => vec![&name.name],
        _ => path.relation().map(|name| name.name.as_str()).into_iter().collect(),
    }
}

fn refusal(it: &Unmodelled, reason: &str) -> Refusal {
    let first = it.text.lines().next().unwrap_or_default().trim();
    if it.is_about_roles() {
        return Refusal {
            subject: format!("{} ({first})", it.what),
            path: None,
            reason: "differs between the sides, and roles belong to the whole server, not to this database".to_owned(),
            help: "change the roles on the server by hand, then state the same on both sides, or nothing".to_owned(),
        };
    }
    Refusal {
        subject: format!("{} ({first})", it.what),
        path: None,
        reason: reason.to_owned(),
        help: "make this change in a migration of its own, then plan the rest".to_owned(),
    }
}
