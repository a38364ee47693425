//! Fields that need no knowledge of their own, compared by the table of objects.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{Differ, Difference, Pair};
use crate::change::{Edit, Element, Place};
use crate::document::NodeId;
use crate::openapi::model::Part;
use crate::openapi::objects::{Field, Object, Shape, Treatment};

impl<'a> Differ<'_, 'a> {
    /// Records what differs in the plain fields of `object` and in its extensions.
    pub(super) fn fields(&mut self, object: &'static Object, pair: Pair<'a>, place: &Rc<Place>) {
        for field in object.fields.iter().filter(|field| field.treatment == Treatment::Plain) {
            match field.shape {
                Shape::Flag => self.flag(object.element, field, pair, place),
                Shape::Text | Shape::Any | Shape::Schema | Shape::SchemaMap | Shape::List(_) => {
                    self.value(object.element, field, pair, place);
                }
                Shape::Texts => self.texts(object.element, field.name, pair, place),
                Shape::AnyMap => self.values(object.element, field.name, pair, place),
                Shape::Object(inner) => self.object(inner, field.name, pair, place),
                Shape::Map(inner) => self.members(inner, field.name, pair, place),
            }
        }
        self.extensions(object, pair, place);
    }

    fn flag(&mut self, element: Element, field: &Field, pair: Pair<'a>, place: &Rc<Place>) {
        let of = |part: &Part<'_>| part.flag(field.name).or(field.default).unwrap_or(false);
        let edit = match (of(&pair.before), of(&pair.after)) {
            (false, true) => Edit::Added,
            (true, false) => Edit::Removed,
            _ => return,
        };
        self.push(place, Difference::new(element, field.name, edit), pair.nodes(field.name));
    }

    fn value(&mut self, element: Element, field: &Field, pair: Pair<'a>, place: &Rc<Place>) {
        let nullable = matches!(field.shape, Shape::Any);
        let of = |part: &Part<'a>| {
            part.get(field.name)
                .filter(|node| nullable || !Self::is_null(part.api, *node))
                .map(|it| part.api.tree.digest(it))
        };
        let edit = match (of(&pair.before), of(&pair.after)) {
            (None, Some(_)) => Edit::Added,
            (Some(_), None) => Edit::Removed,
            (one, two) if one != two => Edit::Changed,
            _ => return,
        };
        self.push(place, Difference::new(element, field.name, edit), pair.nodes(field.name));
    }

    fn texts(&mut self, element: Element, field: &'static str, pair: Pair<'a>, place: &Rc<Place>) {
        let of = |part: &Part<'a>| part.words(field).collect::<Vec<_>>();
        let (before, after) = (of(&pair.before), of(&pair.after));
        let (old_nodes, new_nodes) = pair.nodes(field);
        let has = |list: &[(&'a str, NodeId)]| list.iter().map(|(text, _)| *text).collect::<HashSet<_>>();
        let (old, new) = (has(&before), has(&after));
        for (text, node) in before.iter().filter(|(text, _)| !new.contains(text)) {
            self.push(place, Difference::new(element, field, Edit::Removed).item(*text), (*node, new_nodes));
        }
        for (text, node) in after.iter().filter(|(text, _)| !old.contains(text)) {
            self.push(place, Difference::new(element, field, Edit::Added).item(*text), (old_nodes, *node));
        }
    }

    fn values(&mut self, element: Element, field: &'static str, pair: Pair<'a>, place: &Rc<Place>) {
        let holders = pair.nodes(field);
        let (old, new) = (pair.before.api.tree, pair.after.api.tree);
        for (key, before, after) in matched(pair.before.map(field), pair.after.map(field)) {
            let edit = match (before, after) {
                (Some(_), None) => Edit::Removed,
                (None, Some(_)) => Edit::Added,
                (Some(one), Some(two)) if old.digest(one) != new.digest(two) => Edit::Changed,
                _ => continue,
            };
            let nodes = (before.unwrap_or(holders.0), after.unwrap_or(holders.1));
            self.push(place, Difference::new(element, field, edit).item(key), nodes);
        }
    }

    fn object(&mut self, object: &'static Object, field: &'static str, pair: Pair<'a>, place: &Rc<Place>) {
        let place = place.within(words(object.element));
        let edit = match (pair.before.get(field), pair.after.get(field)) {
            (Some(_), Some(_)) => {
                if let (Some(before), Some(after)) = (pair.before.part(field), pair.after.part(field)) {
                    self.fields(object, Pair { before, after }, &place);
                }
                return;
            }
            (None, Some(_)) => Edit::Added,
            (Some(_), None) => Edit::Removed,
            (None, None) => return,
        };
        self.push(&place, Difference::new(object.element, "", edit), pair.nodes(field));
    }

    fn members(&mut self, object: &'static Object, field: &'static str, pair: Pair<'a>, place: &Rc<Place>) {
        let holders = pair.nodes(field);
        for (key, before, after) in matched(pair.before.map(field), pair.after.map(field)) {
            let place = place.within(&format!("{} `{key}`", words(object.element)));
            let nodes = (before.unwrap_or(holders.0), after.unwrap_or(holders.1));
            let edit = match (before, after) {
                (Some(before), Some(after)) => {
                    let parts = (pair.before.api.part(before), pair.after.api.part(after));
                    if let (Some(before), Some(after)) = parts {
                        self.fields(object, Pair { before, after }, &place);
                    }
                    continue;
                }
                (None, _) => Edit::Added,
                (_, None) => Edit::Removed,
            };
            self.push(&place, Difference::new(object.element, "", edit).item(key), nodes);
        }
    }

    /// The extensions of the object that both sides have under `key`, or that one of them lacks.
    pub(super) fn extensions_of(
        &mut self,
        object: &'static Object,
        key: &'static str,
        pair: Pair<'a>,
        place: &Rc<Place>,
    ) {
        let of = |part: Part<'a>| part.get(key).map(|node| Part::here(part.api, node));
        let unknown = |(key, _): &(&'a str, NodeId)| key.starts_with("x-");
        let entries = |part: Option<Part<'a>>| part.into_iter().flat_map(|it| it.entries()).filter(unknown);
        let (before, after) = (of(pair.before), of(pair.after));
        let holders = pair.nodes(key);
        for member in matched(entries(before), entries(after)) {
            self.extension(object.element, member, holders, place);
        }
    }

    /// `x-…`: what they mean is known to those who use them.
    pub(super) fn extensions(&mut self, object: &'static Object, pair: Pair<'a>, place: &Rc<Place>) {
        let unknown = |(key, _): &(&'a str, NodeId)| {
            key.starts_with("x-") && object.fields.iter().all(|field| field.name != *key)
        };
        for (key, before, after) in matched(pair.before.entries().filter(unknown), pair.after.entries().filter(unknown))
        {
            self.extension(object.element, (key, before, after), pair.own(), place);
        }
    }

    fn extension(
        &mut self,
        element: Element,
        (key, before, after): Matched<'a>,
        holders: (NodeId, NodeId),
        place: &Rc<Place>,
    ) {
        let edit = match (before, after) {
            (Some(_), None) => Edit::Removed,
            (None, Some(_)) => Edit::Added,
            (Some(one), Some(two)) if self.before.tree.digest(one) != self.after.tree.digest(two) => Edit::Changed,
            _ => return,
        };
        let nodes = (before.unwrap_or(holders.0), after.unwrap_or(holders.1));
        self.push(place, Difference::new(element, "x-", edit).item(key), nodes);
    }
}

/// What stands under a key in the old and in the new document: old keys in their order, then those that are new.
pub(super) type Matched<'a> = (&'a str, Option<NodeId>, Option<NodeId>);

/// The members of two objects, matched by key; of a key that stands twice the last one counts.
pub(super) fn matched<'a>(
    before: impl Iterator<Item = (&'a str, NodeId)>,
    after: impl Iterator<Item = (&'a str, NodeId)>,
) -> Vec<Matched<'a>> {
    let mut all: Vec<Matched<'a>> = Vec::new();
    let mut at = HashMap::new();
    for (key, node) in before {
        let index = *at.entry(key).or_insert(all.len());
        match all.get_mut(index) {
            Some(known) => known.1 = Some(node),
            None => all.push((key, Some(node), None)),
        }
    }
    for (key, node) in after {
        let index = *at.entry(key).or_insert(all.len());
        match all.get_mut(index) {
            Some(known) => known.2 = Some(node),
            None => all.push((key, None, Some(node))),
        }
    }
    all
}

/// The word for an element in subjects.
fn words(element: Element) -> &'static str {
    match element {
        Element::Info => "info",
        Element::Contact => "contact",
        Element::License => "license",
        Element::Server => "server",
        Element::ServerVariable => "variable",
        Element::ExternalDocs => "external documentation",
        Element::Example => "example",
        Element::Link => "link",
        Element::OAuthFlow => "flow",
        _ => "part",
    }
}
