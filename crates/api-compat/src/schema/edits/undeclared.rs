//! Keywords that speak of properties which nobody declares.
//!
//! Who writes sends only what the schema declares: that is assumed so that an optional property that comes with a type
//! breaks nobody. But `propertyNames`, `patternProperties` and their like are written for the properties that are not
//! declared, so that whoever changes them has somebody in mind who sends such.

use super::walk::{Found, Spot, Walk};
use crate::contain::{Judgement, Of};
use crate::schema::Edges;

const REASON: &str = "it breaks only who sends properties that the schema does not declare";

/// What an edit means once properties that are not declared may be sent: it may break, where only that assumption
/// keeps it from it.
pub(super) fn judge(walk: &mut Walk<'_, '_>, spot: &Spot, found: &Found, edges: Edges) -> Edges {
    let speaks = matches!(
        found.field,
        "not"
            | "patternProperties"
            | "propertyNames"
            | "unevaluatedProperties"
            | "dependentSchemas"
            | "dependentRequired"
            | "dependencies"
    );
    let Some(group) = found.group.filter(|_| speaks && !spot.equal) else { return edges };
    let mut open = |of: Of, known: Judgement| {
        if known != Judgement::Contained || !walk.is_closed(of) {
            return known;
        }
        let (values, keywords) = match of {
            Of::Before => (spot.old_values(), &spot.after.nodes),
            Of::After => (spot.new_values(), &spot.before.nodes),
        };
        match walk.judge_for_all(of, &values, keywords, group) {
            Judgement::Escapes(_) => Judgement::Undecided(REASON.to_owned()),
            _ => Judgement::Contained,
        }
    };
    Edges { old_in_new: open(Of::Before, edges.old_in_new), new_in_old: open(Of::After, edges.new_in_old) }
}
