//! Content: media types, which are the same, and their schemas.
//!
//! What is recorded of [`Element::MediaType`] besides its fields: field empty, where one came or is gone; field `name`,
//! where one that is gone has a counterpart: raised, where that is a range or a more general type; lowered, where it is
//! a more specific one.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{Differ, Difference, Pair};
use crate::change::{Change, Edit, Element, Place, Wire};
use crate::document::NodeId;
use crate::openapi::model::{Media, MediaRange, contents};
use crate::openapi::objects::{MEDIA_TYPE, Object, Version};

/// Media types that are held against one another: more than any message has.
const PAIRS: usize = 10_000;

impl<'a> Differ<'_, 'a> {
    /// Compares what stands under `content` at `place`.
    pub(super) fn content(
        &mut self,
        before: &[Media<'a>],
        after: &[Media<'a>],
        holders: (NodeId, NodeId),
        place: &Rc<Place>,
    ) {
        let mut old: Vec<_> = before.iter().collect();
        let mut new: Vec<_> = after.iter().collect();
        self.equal_media_types(&mut old, &mut new, place);
        let related = before.len().saturating_mul(after.len()) <= PAIRS;
        if related {
            self.related_media_types((&mut old, &mut new), after, place);
        }
        for gone in old {
            let difference = Difference::new(Element::MediaType, "", Edit::Removed).item(gone.name);
            self.push(&named(place, gone.name), difference, (gone.node, holders.1));
        }
        for came in new {
            let difference = Difference::new(Element::MediaType, "", Edit::Added).item(came.name);
            self.push(&named(place, came.name), difference, (holders.0, came.node));
            let wider = before.iter().filter(|it| related && it.range.covers(&came.range));
            if let Some(wider) = wider.min_by_key(|it| it.range.breadth()) {
                self.media_type(wider, came, place);
            }
        }
    }

    /// Takes out of both lists what is equal, and compares it.
    fn equal_media_types(&mut self, old: &mut Vec<&Media<'a>>, new: &mut Vec<&Media<'a>>, place: &Rc<Place>) {
        let mut ranges: HashMap<&MediaRange, &Media<'a>> = new.iter().map(|it| (&it.range, *it)).collect();
        let mut taken = HashSet::new();
        old.retain(|before| {
            let Some(after) = ranges.remove(&before.range) else { return true };
            taken.insert(&after.range);
            self.media_type(before, after, place);
            false
        });
        new.retain(|it| !taken.contains(&it.range));
    }

    /// Takes out of both lists what is a range or a more general type of the other, and compares it.
    fn related_media_types<'x>(
        &mut self,
        (old, new): (&mut Vec<&'x Media<'a>>, &mut Vec<&'x Media<'a>>),
        after: &'x [Media<'a>],
        place: &Rc<Place>,
    ) {
        // A range that was there before and still is there takes in what is gone; one that comes takes it over.
        old.retain(|gone| {
            let mut wider: Vec<_> = after.iter().filter(|it| it.range.covers(&gone.range)).collect();
            wider.sort_by_key(|it| it.range.breadth());
            let Some(wider) = wider.first() else { return true };
            new.retain(|it| !std::ptr::eq(*it, *wider));
            self.renamed(gone, wider, Edit::Raised, place);
            false
        });
        self.take_pairs(old, new, place, Edit::Lowered, |one, two| one.range.covers(&two.range));
        self.take_pairs(old, new, place, Edit::Lowered, |one, two| one.range.is_syntax_of(&two.range));
        self.take_pairs(old, new, place, Edit::Raised, |one, two| two.range.is_syntax_of(&one.range));
    }

    /// Takes out of both lists the pairs that are `alike` and compares them; `renamed` says how their names differ.
    fn take_pairs(
        &mut self,
        old: &mut Vec<&Media<'a>>,
        new: &mut Vec<&Media<'a>>,
        place: &Rc<Place>,
        renamed: Edit,
        alike: fn(&Media<'_>, &Media<'_>) -> bool,
    ) {
        old.retain(|before| {
            let Some(at) = new.iter().position(|after| alike(before, after)) else { return true };
            let after = new.remove(at);
            self.renamed(before, after, renamed, place);
            false
        });
    }

    fn renamed(&mut self, before: &Media<'a>, after: &Media<'a>, edit: Edit, place: &Rc<Place>) {
        let difference =
            Difference::new(Element::MediaType, "name", edit).item(format!("{} → {}", before.name, after.name));
        self.push(&named(place, before.name), difference, (before.node, after.node));
        self.media_type(before, after, place);
    }

    fn media_type(&mut self, before: &Media<'a>, after: &Media<'a>, place: &Rc<Place>) {
        let (Some(old), Some(new)) = (before.part, after.part) else { return };
        let place = named(place, after.name);
        let pair = Pair { before: old, after: new };
        self.schema_field("schema", Element::MediaType, pair, &place);
        if old.api.version > Version::V20 && new.api.version > Version::V20 {
            self.schema_field("itemSchema", Element::MediaType, pair, &place);
            self.fields(&MEDIA_TYPE, pair, &place);
            self.encodings(pair, after.range.is_form(), &place);
        }
    }

    /// Compares the schemas under `key`; one that accepts everything says what no schema says.
    fn schema_field(&mut self, key: &'static str, element: Element, pair: Pair<'a>, place: &Rc<Place>) {
        let edit = match (pair.before.get(key), pair.after.get(key)) {
            (Some(before), Some(after)) => {
                self.comparison.schemas(before, after, place);
                return;
            }
            (None, Some(schema)) if !Self::is_open(pair.after.api, schema) => Edit::Added,
            (Some(schema), None) if !Self::is_open(pair.before.api, schema) => Edit::Removed,
            _ => return,
        };
        self.push(place, Difference::new(element, key, edit), pair.nodes(key));
    }

    /// What a parameter or header holds: a schema, or content of one media type (3.1, 4.8.12.2).
    pub(super) fn schema_or_content(&mut self, object: &'static Object, pair: Pair<'a>, place: &Rc<Place>, wire: Wire) {
        let (old, new) = (contents(&pair.before), contents(&pair.after));
        match (old.first(), new.first()) {
            (None, None) => {
                let place = Rc::new(Place { wire, ..(**place).clone() });
                self.schema_of_value(object, pair, &place);
            }
            (Some(_), Some(_)) => self.content(&old, &new, pair.nodes("content"), place),
            (one, two) => {
                let edit = if two.is_some() { Edit::Added } else { Edit::Removed };
                self.push(place, Difference::new(object.element, "content", edit), pair.nodes("content"));
                let part = |media: Option<&Media<'a>>, own| media.map_or(Some(own), |media| media.part);
                if let (Some(before), Some(after)) = (part(one, pair.before), part(two, pair.after)) {
                    self.schema_of_value(object, Pair { before, after }, place);
                }
            }
        }
    }

    /// Compares schemas; of 2.0 a parameter or header is its own, and what is no keyword of it was compared as its field.
    fn schema_of_value(&mut self, object: &'static Object, pair: Pair<'a>, place: &Rc<Place>) {
        let inline = |part: &super::Part<'_>| part.api.version == Version::V20 && part.get("schema").is_none();
        if !inline(&pair.before) && !inline(&pair.after) {
            return self.schema_field("schema", object.element, pair, place);
        }
        let schema = |part: &super::Part<'_>| if inline(part) { Some(part.node) } else { part.get("schema") };
        let (Some(before), Some(after)) = (schema(&pair.before), schema(&pair.after)) else { return };
        self.inline_schemas(object, before, after, place);
    }

    /// Compares schemas of which one is a parameter or header of 2.0, and leaves out what is no keyword of it.
    pub(super) fn inline_schemas(&mut self, object: &'static Object, before: NodeId, after: NodeId, place: &Rc<Place>) {
        let known = self.comparison.changes.len();
        self.comparison.schemas(before, after, place);
        let found = self.comparison.changes.split_off(known);
        let keyword = |change: &Change| {
            let inner = change.schema.as_ref().is_some_and(|it| !it.path.is_empty());
            let name = if change.field == "keyword" { change.item.as_deref() } else { Some(change.field) };
            let field = |name| object.field(name, Version::V20).is_some_and(|it| !it.is_keyword());
            inner || !(change.field == "x-" || name.is_some_and(field))
        };
        self.comparison.changes.extend(found.into_iter().filter(keyword));
    }
}

/// The place of one media type: `request body (application/json)`.
fn named(place: &Rc<Place>, name: &str) -> Rc<Place> {
    Rc::new(Place { subject: format!("{} ({name})", place.subject), ..(**place).clone() })
}
