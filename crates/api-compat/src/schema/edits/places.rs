//! What there is at each place that messages of a role have: looked at once, however many messages lead there.

use std::rc::Rc;

use super::path::Path;
use super::walk::{Ahead, Spot, Told, Visit};
use crate::document::NodeId;
use crate::hash::HashMap;

/// The number of a place.
pub(super) type Number = usize;

/// The schemas of both sides of a place, and what is known of it: [`Ahead::contained`], [`Ahead::equal`]. Places that
/// have these in common are one to a message, which comes by the shortest way.
type Mark = (Vec<NodeId>, Vec<NodeId>, ((bool, bool), bool));

/// What there is at a place; no views where both sides are the same.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) spot: Option<Spot>,
    pub(super) told: Vec<Told>,
    pub(super) ahead: Vec<(Number, Path)>,
    pub(super) out_of_sight: bool,
}

#[derive(Debug)]
struct Place {
    /// None once it was looked at.
    ahead: Option<Ahead>,
    mark: usize,
    seen: Rc<Seen>,
}

/// All places that messages of a role have.
#[derive(Debug, Default)]
pub(crate) struct Places {
    numbers: HashMap<Ahead, Number>,
    marks: HashMap<Mark, usize>,
    places: Vec<Place>,
    /// By mark, the last walk that came by.
    walks: Vec<usize>,
    walk: usize,
}

impl Places {
    /// Begins a walk, which comes by each place once.
    pub(super) fn set_out(&mut self) {
        self.walk += 1;
    }

    /// Whether this walk comes by the place for the first time.
    pub(super) fn is_new(&mut self, place: Number) -> bool {
        let mark = self.places.get(place).and_then(|it| self.walks.get_mut(it.mark));
        mark.is_some_and(|last| std::mem::replace(last, self.walk) != self.walk)
    }

    /// The number of a place.
    pub(super) fn number(&mut self, ahead: Ahead) -> Number {
        if let Some(known) = self.numbers.get(&ahead) {
            return *known;
        }
        let mark = (ahead.before.clone(), ahead.after.clone(), (ahead.contained, ahead.equal));
        let next = self.marks.len();
        let mark = *self.marks.entry(mark).or_insert(next);
        if mark == next {
            self.walks.push(0);
        }
        let number = self.places.len();
        self.numbers.insert(ahead.clone(), number);
        self.places.push(Place { ahead: Some(ahead), mark, seen: Rc::default() });
        number
    }

    /// What there is at the place, which `visit` finds out.
    pub(super) fn seen(&mut self, place: Number, visit: impl FnOnce(&Ahead) -> Option<Visit>) -> Rc<Seen> {
        let Some(it) = self.places.get_mut(place) else { return Rc::default() };
        let Some(ahead) = it.ahead.take() else { return Rc::clone(&it.seen) };
        let seen = visit(&ahead).map_or_else(Seen::default, |visit| Seen {
            spot: Some(visit.spot),
            told: visit.told,
            ahead: visit.ahead.into_iter().map(|(ahead, path)| (self.number(ahead), path)).collect(),
            out_of_sight: visit.out_of_sight,
        });
        let seen = Rc::new(seen);
        if let Some(it) = self.places.get_mut(place) {
            it.seen = Rc::clone(&seen);
        }
        seen
    }

    /// The way from a place to one that lies inside of it.
    pub(super) fn step(&self, place: Number, by: usize) -> Option<&Path> {
        self.places.get(place)?.seen.ahead.get(by).map(|(_, path)| path)
    }
}
