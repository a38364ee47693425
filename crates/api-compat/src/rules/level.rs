//! What rules about schemas make of a change beyond containment: what validators do not look at.

use findings::Severity;

use super::Context;
use crate::NewValues;
use crate::change::{Change, Role};
use crate::document::{NodeId, Tree};

/// Another severity, and why; none where containment has said it all.
type Verdict = Option<(Severity, &'static str)>;

/// No less than `least`.
pub(crate) fn at_least(severity: Severity, least: Severity, why: &'static str) -> Verdict {
    (severity < least).then_some((least, why))
}

/// Readers that are known to take any value do not break by a new one.
pub(crate) fn new_value(change: &Change, context: &Context<'_>, severity: Severity) -> Verdict {
    let tree = context.after.tree;
    let schema = change.after.and_then(|value| tree.parent(value)).and_then(|list| tree.parent(list));
    let extensible = schema.is_some_and(|schema| tree.get(schema, "x-extensible-enum").is_some());
    let taken = extensible || context.options.response_enums == NewValues::Taken;
    let lowered = change.place.role == Role::Response && taken && severity > Severity::Additive;
    lowered.then_some((Severity::Additive, "readers are said to take values that they do not know"))
}

/// What is new and need not be used.
pub(crate) fn property_added(change: &Change, _: &Context<'_>, severity: Severity) -> Verdict {
    let why = match change.place.role {
        Role::Request => "nobody has to send it",
        Role::Response => "clients pass over properties that they do not know",
        Role::Neither => "whatever was accepted still is",
    };
    at_least(severity, Severity::Additive, why)
}

/// What somebody may use is gone, even where every message is still valid.
pub(crate) fn property_removed(change: &Change, _: &Context<'_>, severity: Severity) -> Verdict {
    if change.schema.as_ref().is_some_and(|schema| schema.hidden) {
        return None;
    }
    let why = match change.place.role {
        Role::Request => "a client that sends it is passed over: what it asks for is no longer done",
        Role::Response => "a client that reads it no longer finds it",
        Role::Neither => return None,
    };
    at_least(severity, Severity::PotentiallyBreaking, why)
}

/// What is `false` now is answered no more, though every answer is as it was promised.
pub(crate) fn forbidden(change: &Change, context: &Context<'_>, severity: Severity) -> Verdict {
    let never = change.after.is_some_and(|node| context.after.tree.bool(node) == Some(false));
    let why = "a client that reads it no longer finds anything";
    let read = never && change.place.role == Role::Response;
    if read { at_least(severity, Severity::PotentiallyBreaking, why) } else { None }
}

/// A service goes by the default of a parameter where the client leaves it out.
pub(crate) fn default_of_parameter(change: &Change, context: &Context<'_>, severity: Severity) -> Verdict {
    let parameter = change.place.role == Role::Request && change.place.subject.contains("parameter");
    let why = "a client that leaves the parameter out may get something else";
    if parameter && !is_required(change, context) {
        at_least(severity, Severity::PotentiallyBreaking, why)
    } else {
        None
    }
}

/// Who leaves the value out means another one than before.
pub(crate) fn default_changed(change: &Change, context: &Context<'_>, severity: Severity) -> Verdict {
    if change.place.role == Role::Response || is_required(change, context) {
        return None;
    }
    at_least(severity, Severity::PotentiallyBreaking, "who leaves the value out means another one than before")
}

/// Whether the schema whose keyword changed is that of a parameter that has to be there on both sides: its default is
/// never used.
fn is_required(change: &Change, context: &Context<'_>) -> bool {
    if change.place.demanded && change.schema.as_ref().is_none_or(|schema| schema.path.is_empty()) {
        return true;
    }
    let of = |tree: &Tree, node: Option<NodeId>| {
        let mut around = std::iter::successors(node, |at| tree.parent(*at)).take(3);
        around.any(|it| {
            tree.get(it, "in").is_some() && tree.get(it, "required").and_then(|it| tree.bool(it)) == Some(true)
        })
    };
    of(context.before.tree, change.before) && of(context.after.tree, change.after)
}

/// Only messages in XML look different.
pub(crate) fn xml(change: &Change, _: &Context<'_>, severity: Severity) -> Verdict {
    let why = "the message in XML looks different";
    let is_xml = change.place.subject.contains("xml");
    if is_xml { at_least(severity, Severity::PotentiallyBreaking, why) } else { None }
}

/// A value that clients send may mean nothing any longer.
pub(crate) fn sent_value(change: &Change, _: &Context<'_>, severity: Severity) -> Verdict {
    let why = "a client may send the value, and the service no longer knows it";
    if change.place.role == Role::Request { at_least(severity, Severity::PotentiallyBreaking, why) } else { None }
}
