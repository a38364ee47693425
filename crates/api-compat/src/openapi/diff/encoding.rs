//! Encoding of the parts of a form.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::fields::matched;
use super::{Differ, Difference, Pair};
use crate::change::{Edit, Element, Place, Role};
use crate::document::NodeId;
use crate::openapi::model::{MediaRange, Part, Serialisation};
use crate::openapi::objects::ENCODING;

/// Levels of `encoding` within `encoding` (3.2).
const DEPTH: usize = 8;

impl<'a> Differ<'_, 'a> {
    /// Compares the encodings of two Media Type Objects; what is no form has parts only from 3.2 on, and before that what
    /// is said of them is ignored (3.1, 4.8.14 Media Type Object, `encoding`).
    pub(super) fn encodings(&mut self, pair: Pair<'a>, form: bool, place: &Rc<Place>) {
        let role = if form { place.role } else { Role::Neither };
        let place = Rc::new(Place { role, ..(**place).clone() });
        self.encodings_within(pair, &place, DEPTH);
    }

    fn encodings_within(&mut self, pair: Pair<'a>, place: &Rc<Place>, depth: usize) {
        if depth == 0 {
            return;
        }
        let holders = pair.nodes("encoding");
        let entries = matched(pair.before.map("encoding"), pair.after.map("encoding"));
        for (name, before, after) in entries {
            let place = place.within(&format!("encoding of `{name}`"));
            let nodes = (before.unwrap_or(holders.0), after.unwrap_or(holders.1));
            let edit = match (before, after) {
                (Some(before), Some(after)) => {
                    self.encoding(before, after, &place, depth);
                    continue;
                }
                (None, _) => Edit::Added,
                (_, None) => Edit::Removed,
            };
            self.push(&place, Difference::new(Element::Encoding, "", edit).item(name), nodes);
        }
        self.positional(pair, place, depth);
    }

    /// 3.2: `prefixEncoding` and `itemEncoding`, by position.
    fn positional(&mut self, pair: Pair<'a>, place: &Rc<Place>, depth: usize) {
        let of = |part: Part<'a>| -> BTreeMap<String, NodeId> {
            let prefix = part.list("prefixEncoding").enumerate().map(|(at, node)| (format!("part {}", at + 1), node));
            prefix.chain(part.get("itemEncoding").map(|node| ("each part".to_owned(), node))).collect()
        };
        let (old, new) = (of(pair.before), of(pair.after));
        for (name, before) in &old {
            let place = place.within(&format!("encoding of {name}"));
            if let Some(after) = new.get(name) {
                self.encoding(*before, *after, &place, depth);
                continue;
            }
            let gone = Difference::new(Element::Encoding, "", Edit::Removed).item(name.as_str());
            self.push(&place, gone, (*before, pair.after.node));
        }
        for (name, after) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let place = place.within(&format!("encoding of {name}"));
            let came = Difference::new(Element::Encoding, "", Edit::Added).item(name.as_str());
            self.push(&place, came, (pair.before.node, *after));
        }
    }

    fn encoding(&mut self, before: NodeId, after: NodeId, place: &Rc<Place>, depth: usize) {
        let pair = Pair { before: Part::here(self.before, before), after: Part::here(self.after, after) };
        self.fields(&ENCODING, pair, place);
        self.content_types(pair, place);
        self.headers(pair, place);
        let (old, new) = (Serialisation::of(&pair.before, "query"), Serialisation::of(&pair.after, "query"));
        if old.style != new.style {
            let words = format!("{} → {}", old.style, new.style);
            self.push(
                place,
                Difference::new(Element::Encoding, "style", Edit::Changed).item(words),
                pair.nodes("style"),
            );
        }
        let stated = pair.before.get("explode").or(pair.after.get("explode")).is_some();
        if old.explode != new.explode && (stated || old.style == new.style) {
            let edit = if new.explode { Edit::Added } else { Edit::Removed };
            self.push(place, Difference::new(Element::Encoding, "explode", edit), pair.nodes("explode"));
        }
        self.encodings_within(pair, place, depth - 1);
    }

    /// A list of media types and ranges: raised, where more are named; lowered, where fewer are.
    fn content_types(&mut self, pair: Pair<'a>, place: &Rc<Place>) {
        let of = |part: &Part<'a>| -> Option<BTreeSet<MediaRange>> {
            Some(part.str("contentType")?.split(',').map(MediaRange::parse).collect())
        };
        let within = |few: &BTreeSet<MediaRange>, many: &BTreeSet<MediaRange>| {
            few.iter().all(|one| many.iter().any(|it| it == one || it.covers(one)))
        };
        let edit = match (of(&pair.before), of(&pair.after)) {
            (None, None) => return,
            (None, Some(_)) => Edit::Added,
            (Some(_), None) => Edit::Removed,
            (Some(old), Some(new)) => match (within(&old, &new), within(&new, &old)) {
                (true, true) => return,
                (true, false) => Edit::Raised,
                (false, true) => Edit::Lowered,
                (false, false) => Edit::Changed,
            },
        };
        self.push(place, Difference::new(Element::Encoding, "contentType", edit), pair.nodes("contentType"));
    }
}
