//! Schemas that do not describe one place in the value: what is in them is said of the keyword as a whole.

use super::values::plain;
use super::walk::{Found, Spot, Walk};
use crate::change::Edit;
use crate::contain::Group;
use crate::document::NodeId;

/// Keywords that hold one schema.
const SCHEMAS: [(&str, Group); 8] = [
    ("not", Group::Not),
    ("if", Group::Conditional),
    ("then", Group::Conditional),
    ("else", Group::Conditional),
    ("contains", Group::Contains),
    ("propertyNames", Group::PropertyNames),
    ("unevaluatedProperties", Group::Unevaluated),
    ("unevaluatedItems", Group::Unevaluated),
];

/// Keywords that hold something for each of several properties.
const BY_PROPERTY: [&str; 3] = ["dependentRequired", "dependentSchemas", "dependencies"];

pub(super) fn compare(walk: &mut Walk<'_, '_>, spot: &Spot) {
    let conditions = (spot.before.first(walk.before(), "if"), spot.after.first(walk.after(), "if"));
    for (field, group) in SCHEMAS {
        // Without `if` the others are ignored; what came or went with it is part of that.
        let ignored = matches!(field, "then" | "else") && (conditions.0.is_none() || conditions.1.is_none());
        if !ignored {
            plain(walk, spot, field, group, Walk::accept_the_same);
        }
    }
    for field in BY_PROPERTY {
        by_property(walk, spot, field);
    }
}

fn by_property(walk: &mut Walk<'_, '_>, spot: &Spot, field: &'static str) {
    let (before, after) = (walk.before(), walk.after());
    let old: Vec<(&str, NodeId)> =
        spot.before.all(before, field).flat_map(|(_, value)| before.tree.entries(value)).collect();
    let new: Vec<(&str, NodeId)> =
        spot.after.all(after, field).flat_map(|(_, value)| after.tree.entries(value)).collect();
    let mut edits = Vec::new();
    for (name, was) in &old {
        match new.iter().find(|(other, _)| other == name) {
            None => edits.push((*name, Edit::Removed, Some(*was), None)),
            Some((_, is)) if walk.accept_the_same(*was, *is) => {}
            Some((_, is)) => edits.push((*name, Edit::Changed, Some(*was), Some(*is))),
        }
    }
    for (name, is) in &new {
        if !old.iter().any(|(other, _)| other == name) {
            edits.push((*name, Edit::Added, None, Some(*is)));
        }
    }
    for (name, edit, was, is) in edits {
        let edges = walk.edges(spot, Group::Dependent);
        walk.emit(spot, &spot.path, Found::new(field, edit, was, is).item(name).by(Group::Dependent), edges);
    }
}
