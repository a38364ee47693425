//! All changes of one message: from its root, through the places inside of it.

use std::rc::Rc;

use serde_json::Value;

use super::annotations;
use super::path::Path;
use super::places::{Number, Places};
use super::walk::{Ahead, Found, Spot, Told, Walk};
use crate::change::{Change, Edit, Element, Place, SchemaChange};
use crate::comparison::Comparison;
use crate::contain::{Embedded, Judgement, Of};
use crate::document::NodeId;
use crate::schema::Edges;

/// Places that one message is gone through for; what lies beyond is said of the message as a whole.
const LIMIT: usize = 20_000;

/// Steps that may be taken through all messages, and the places of each further one.
const STEPS: usize = 20_000_000;
const NEAR: usize = 500;

/// A place that a message has, and how it was come to: from which stop, by which of the places ahead of that one.
#[derive(Debug, Clone, Copy)]
struct Stop {
    place: Number,
    from: usize,
    by: usize,
}

/// Goes through the schemas of one message.
pub(super) struct Round<'c, 'a> {
    comparison: &'c mut Comparison<'a>,
    roots: (NodeId, NodeId),
    place: Rc<Place>,
    changes: Vec<Change>,
    /// Whether the sides refer by other names to what the walk does not see.
    out_of_sight: bool,
}

impl<'c, 'a> Round<'c, 'a> {
    pub(super) fn new(comparison: &'c mut Comparison<'a>, roots: (NodeId, NodeId), place: Rc<Place>) -> Self {
        Self { comparison, roots, place, changes: Vec::new(), out_of_sight: false }
    }

    /// All changes between the two roots.
    pub(super) fn run(mut self) -> Vec<Change> {
        let root = Ahead::root(self.roots);
        let mut walk = self.walk();
        let spot = walk.spot(&root);
        let whole = walk.whole(&spot);
        let key = (self.place.role, self.place.wire);
        let mut places = self.comparison.edits.places.remove(&key).unwrap_or_default();
        let left_out = self.go(&mut places, root);
        self.comparison.edits.places.insert(key, places);
        self.guard(whole, left_out);
        self.changes
    }

    fn walk(&mut self) -> Walk<'_, 'a> {
        Walk::new(self.comparison, self.place.role, self.place.wire)
    }

    /// Goes through all places, nearer ones first, so that what is shared is told where it lies least deep. Whether some
    /// were left out.
    fn go(&mut self, places: &mut Places, root: Ahead) -> bool {
        places.set_out();
        let root = places.number(root);
        places.is_new(root);
        let mut stops = vec![Stop { place: root, from: 0, by: 0 }];
        let most = if self.comparison.edits.steps < STEPS { LIMIT } else { NEAR };
        let mut left_out = false;
        let mut at = 0;
        while let Some(Stop { place, .. }) = stops.get(at).copied() {
            let seen = places.seen(place, |ahead| self.walk().visit(ahead));
            self.out_of_sight |= seen.out_of_sight;
            if !seen.told.is_empty() {
                let path = self.path(places, &stops, at);
                for told in &seen.told {
                    self.record(seen.spot.as_ref(), &path, told);
                }
            }
            for (by, (place, _)) in seen.ahead.iter().enumerate() {
                if places.is_new(*place) {
                    left_out |= stops.len() >= most;
                    if !left_out {
                        stops.push(Stop { place: *place, from: at, by });
                    }
                }
            }
            at += 1;
        }
        self.comparison.edits.steps += stops.len();
        left_out
    }

    /// The way from the root to a stop.
    fn path(&mut self, places: &Places, stops: &[Stop], mut at: usize) -> Path {
        let mut steps = Vec::new();
        while let Some(stop) = stops.get(at).filter(|_| at > 0) {
            steps.extend(stops.get(stop.from).and_then(|from| places.step(from.place, stop.by)));
            at = stop.from;
        }
        self.comparison.edits.steps += steps.len();
        steps.into_iter().rev().fold(Path::default(), |path, step| path.join(step))
    }

    /// Records what was told of `spot`, to which `path` leads.
    fn record(&mut self, spot: Option<&Spot>, path: &Path, told: &Told) {
        let (old, new) = (spot.and_then(|it| it.before.at()), spot.and_then(|it| it.after.at()));
        let Told { found, edges, .. } = told;
        let path = path.join(&told.path);
        let (old_in_new, old_message) = self.embed(Of::Before, spot, &path, edges.old_in_new.clone(), found);
        let (new_in_old, new_message) = self.embed(Of::After, spot, &path, edges.new_in_old.clone(), found);
        let edges = Edges { old_in_new, new_in_old };
        let messages = (old_message, new_message);
        let schema =
            SchemaChange { path: path.words(), edges, messages, required: found.required, hidden: found.hidden };
        self.changes.push(Change {
            element: found.element,
            field: found.field,
            item: found.item.clone(),
            edit: found.edit,
            place: Rc::clone(&self.place),
            before: found.before.or(old),
            after: found.after.or(new),
            schema: Some(Rc::new(schema)),
        });
    }

    /// The whole message that holds what escapes, and that the other side refuses. Where there is none, what escapes
    /// here is taken elsewhere, or cannot come here.
    fn embed(
        &mut self,
        of: Of,
        spot: Option<&Spot>,
        path: &Path,
        judgement: Judgement,
        found: &Found,
    ) -> (Judgement, Option<Value>) {
        let Judgement::Escapes(inner) = &judgement else { return (judgement, None) };
        let roots = if of == Of::Before { self.roots } else { (self.roots.1, self.roots.0) };
        let steps = path.steps();
        let containment = &mut self.comparison.containment;
        let mut embedded = containment.embed(of, roots, &steps, inner, self.place.role);
        if embedded == Embedded::Nowhere && !found.exact {
            // Another value than the smallest may do.
            embedded = Embedded::Unknown;
            if let Some((spot, group)) = spot.zip(found.group) {
                let (sub, sup) = match of {
                    Of::Before => (spot.old_values(), &spot.after.nodes),
                    Of::After => (spot.new_values(), &spot.before.nodes),
                };
                embedded = containment.embed_escape(of, roots, &steps, (&sub, sup, group), self.place.role);
            }
        }
        match embedded {
            Embedded::Message(message) => (judgement, Some(message)),
            Embedded::Nowhere => {
                let doubt = spot.and_then(|it| it.doubt).map(|doubt| Judgement::Undecided(doubt.to_owned()));
                (doubt.unwrap_or(Judgement::Contained), None)
            }
            Embedded::Unknown => {
                let doubt = spot.and_then(|it| it.doubt).map(|doubt| Judgement::Undecided(doubt.to_owned()));
                (doubt.unwrap_or(judgement), None)
            }
        }
    }

    /// Nothing falls through: where the message as a whole does not pass and no change says so, the root does.
    fn guard(&mut self, whole: Edges, left_out: bool) {
        // Where nothing differs but annotations, what cannot be decided is decided by that.
        let untouched = !left_out && !self.out_of_sight && !self.changes.iter().any(is_edit);
        let carried = |of: fn(&Edges) -> &Judgement| {
            let mut edges = self.changes.iter().filter_map(|change| change.schema.as_ref());
            !left_out && edges.any(|it| *of(&it.edges) != Judgement::Contained)
        };
        let old_carried = carried(|edges| &edges.old_in_new);
        let new_carried = carried(|edges| &edges.new_in_old);
        let keep = |judgement: Judgement, carried: bool| match judgement {
            _ if carried => Judgement::Contained,
            Judgement::Undecided(_) if untouched => Judgement::Contained,
            other => other,
        };
        let edges =
            Edges { old_in_new: keep(whole.old_in_new, old_carried), new_in_old: keep(whole.new_in_old, new_carried) };
        let (old, new) = self.roots;
        for (edit, edges) in [
            (Edit::Lowered, Edges { new_in_old: Judgement::Contained, ..edges.clone() }),
            (Edit::Raised, Edges { old_in_new: Judgement::Contained, ..edges }),
        ] {
            if edges.old_in_new != Judgement::Contained || edges.new_in_old != Judgement::Contained {
                let found = Found::new("", edit, Some(old), Some(new));
                self.record(None, &Path::default(), &Told { path: Path::default(), found, edges });
            }
        }
    }
}

/// Whether a change is one of what is accepted, by its field.
fn is_edit(change: &Change) -> bool {
    change.element == Element::Schema && change.field != "keyword" && annotations::constrains(change.field)
}
