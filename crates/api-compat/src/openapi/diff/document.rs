//! The document as a whole: what it says of itself, its tags, its servers, its security, its webhooks.

use std::rc::Rc;

use super::{Differ, Difference, Pair};
use crate::change::{Edit, Element, Place};
use crate::document::NodeId;
use crate::openapi::diff::fields::matched;
use crate::openapi::model::Part;
use crate::openapi::objects::{COMPONENTS, DOCUMENT, PATHS, TAG};

impl<'a> Differ<'_, 'a> {
    pub(super) fn document(&mut self, pair: Pair<'a>) {
        let place = Rc::new(Place { subject: "document".to_owned(), ..Place::default() });
        self.fields(&DOCUMENT, pair, &place);
        self.extensions_of(&PATHS, "paths", pair, &place.within("paths"));
        self.extensions_of(&COMPONENTS, "components", pair, &place.within("components"));
        self.tags(pair, &place);
        self.document_servers(pair, &place);
    }

    /// Tags are known by their names; their order is a matter of display.
    fn tags(&mut self, pair: Pair<'a>, place: &Rc<Place>) {
        let holders = pair.nodes("tags");
        let named = |part: Part<'a>| {
            let api = part.api;
            part.list("tags").filter_map(move |node| Some((Part::here(api, node).str("name")?, node)))
        };
        for (name, before, after) in matched(named(pair.before), named(pair.after)) {
            let place = place.within(&format!("tag `{name}`"));
            let nodes: (NodeId, NodeId) = (before.unwrap_or(holders.0), after.unwrap_or(holders.1));
            let edit = match (before, after) {
                (Some(before), Some(after)) => {
                    let (before, after) = (Part::here(self.before, before), Part::here(self.after, after));
                    self.fields(&TAG, Pair { before, after }, &place);
                    continue;
                }
                (None, _) => Edit::Added,
                (_, None) => Edit::Removed,
            };
            self.push(&place, Difference::new(Element::Tag, "", edit).item(name), nodes);
        }
    }
}
