//! What differs between two schemas, keyword by keyword, as changes.
//!
//! Two *views* of a place (all schemas that apply there, `$ref` and `allOf` opened) are laid side by side. Equal ones
//! are passed over; where each accepts what the other accepts, only annotations can differ; otherwise every keyword that
//! differs is a change, with what it means alone, and the walk goes on into properties, items and members.

mod annotations;
mod arrays;
mod bounds;
mod conditions;
mod members;
mod moot;
mod objects;
mod pairs;
mod path;
mod places;
mod round;
mod same;
#[cfg(test)]
mod tests;
mod undeclared;
mod values;
mod view;
mod walk;
mod wire;

use std::rc::Rc;

use crate::change::{Change, Place, Role, Wire};
use crate::comparison::Comparison;
use crate::contain::Of;
use crate::document::NodeId;
use crate::hash::HashMap;

pub(crate) use same::Same;

/// What was found between two schemas, relative to the message that they describe.
type Found = Rc<[Change]>;

/// What earlier comparisons have found.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) same: Same,
    places: HashMap<(Role, Wire), places::Places>,
    /// Steps that were taken from place to place.
    steps: usize,
    found: HashMap<(NodeId, NodeId, Role, Wire), Found>,
}

/// Records what differs between the schemas `before` and `after` at `place`; false where they are written the same.
pub(crate) fn compare(comparison: &mut Comparison<'_>, before: NodeId, after: NodeId, place: &Rc<Place>) -> bool {
    let (old, new) = (comparison.before, comparison.after);
    if comparison.edits.same.same(old, new, before, after) {
        return false;
    }
    let roots = (view::follow(comparison, Of::Before, before), view::follow(comparison, Of::After, after));
    let key = (roots.0, roots.1, place.role, place.wire);
    let found = if let Some(found) = comparison.edits.found.get(&key) {
        Rc::clone(found)
    } else {
        let found: Found = round::Round::new(comparison, roots, Rc::clone(place)).run().into();
        comparison.edits.found.insert(key, Rc::clone(&found));
        found
    };
    let moved = found.iter().map(|change| Change { place: Rc::clone(place), ..change.clone() });
    comparison.changes.extend(moved);
    true
}
