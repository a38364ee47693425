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
    all: Vec<Place>,
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
        let mark = self.all.get(place).and_then(|it| self.walks.get_mut(it.mark));
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
        let number = self.all.len();
        self.numbers.insert(ahead.clone(), number);
        self.all.push(Place { ahead: Some(ahead), mark, seen: Rc::default() });
        number
    }

    /// What there is at the place, which `visit` finds out.
    pub(super) fn seen(&mut self, place: Number, visit: impl FnOnce(&Ahead) -> Option<Visit>) -> Rc<Seen> {
        let Some(it) = self.all.get_mut(place) else { return Rc::default() };
        let Some(ahead) = it.ahead.take() else { return Rc::clone(&it.seen) };
        let seen = visit(&ahead).map_or_else(Seen::default, |visit| Seen {
            spot: Some(visit.spot),
            told: visit.told,
            ahead: visit.ahead.into_iter().map(|(ahead, path)| (self.number(ahead), path)).collect(),
            out_of_sight: visit.out_of_sight,
        });
        let seen = Rc::new(seen);
        if let Some(it) = self.all.get_mut(place) {
            it.seen = Rc::clone(&seen);
        }
        seen
    }

    /// The way from a place to one that lies inside of it.
    pub(super) fn step(&self, place: Number, by: usize) -> Option<&Path> {
        self.all.get(place)?.seen.ahead.get(by).map(|(_, path)| path)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use findings::SourceText;
    use serde_json::json;

    use crate::change::{Place as Message, Role};
    use crate::comparison::{Comparison, Side};
    use crate::schema::Dialect;
    use crate::{Document, Limits, Options};

    /// How many places were looked at, and how many changes were told, where so many messages hold a schema each of a
    /// circle of fifty.
    fn looked_at(messages: usize) -> (usize, usize) {
        let document = |longest: usize| {
            let schema = |index: usize| {
                let next = format!("#/schemas/s{}", (index + 1) % 50);
                let longest = if index == 49 { longest } else { 9 };
                let properties = json!({"next": {"$ref": next}, "text": {"type": "string", "maxLength": longest}});
                (format!("s{index}"), json!({"type": "object", "properties": properties}))
            };
            let schemas: serde_json::Map<_, _> = (0..50).map(schema).collect();
            let text = json!({"openapi": "3.0.3", "schemas": schemas}).to_string();
            Document::read(SourceText::new("a.json", text), &Limits::default())
        };
        let (before, after) = (document(9), document(8));
        let options = Options::default();
        let side = |document| -> Side<'_> { Side { tree: document, dialect: Dialect::OpenApi30 } };
        let (before, after) = (side(&before.tree), side(&after.tree));
        let mut comparison = Comparison::new(before, after, &options);
        let schemas = |side: Side<'_>| {
            let all = side.tree.get(side.tree.root().unwrap(), "schemas").unwrap();
            side.tree.entries(all).map(|(_, schema)| schema).collect::<Vec<_>>()
        };
        let place = Rc::new(Message { role: Role::Request, ..Message::default() });
        for (old, new) in schemas(before).into_iter().zip(schemas(after)).take(messages) {
            comparison.schemas(old, new, &place);
        }
        let places = comparison.edits.places.values();
        let looked = places.flat_map(|it| &it.all).filter(|it| it.ahead.is_none()).count();
        (looked, comparison.changes.len())
    }

    #[test]
    fn a_place_is_looked_at_once_however_many_messages_have_it() {
        let (once, told) = looked_at(1);
        assert_eq!(told, 1);
        let (often, told) = looked_at(40);
        assert_eq!(told, 40, "each message tells of it");
        // What is known of the root of a message differs from what is known of the same schema inside of another one.
        assert!(often <= 2 * once + 40, "{once} {often}");
    }
}
