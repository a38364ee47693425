//! Security schemes.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{Differ, Difference, Pair};
use crate::change::{Edit, Element, Place, Role};
use crate::document::NodeId;
use crate::openapi::model::{Api, Flow, Scheme};
use crate::openapi::objects::{OAUTH_FLOW, OAUTH_FLOWS, SECURITY_SCHEME};

const SCHEME: Element = Element::SecurityScheme;

/// Schemes that are called otherwise in the new document and say the same: old names by new ones.
pub(super) fn renamed<'a>(before: Api<'a>, after: Api<'a>) -> HashMap<&'a str, &'a str> {
    let (old, new) = (Scheme::all(before), Scheme::all(after));
    let names =
        |list: &[(&'a str, NodeId, Option<Scheme<'a>>)]| list.iter().map(|(name, ..)| *name).collect::<HashSet<_>>();
    let (known, kept) = (names(&old), names(&new));
    let mut gone: HashMap<u64, &'a str> = HashMap::new();
    for (name, node, _) in old.iter().filter(|(name, ..)| !kept.contains(name)) {
        gone.insert(before.tree.digest(*node), name);
    }
    let came = new.iter().filter(|(name, ..)| !known.contains(name));
    came.filter_map(|(name, node, _)| Some((*name, gone.remove(&after.tree.digest(*node))?))).collect()
}

impl<'a> Differ<'_, 'a> {
    pub(super) fn security_schemes(&mut self) {
        let (before, after) = (Scheme::all(self.before), Scheme::all(self.after));
        let holders = (self.before.root, self.after.root);
        let old_name = |name: &&'a str, renamed: &HashMap<&'a str, &'a str>| *renamed.get(name).unwrap_or(name);
        let new: HashMap<&str, _> = after.iter().map(|it| (old_name(&it.0, &self.renamed), it)).collect();
        let known: HashSet<&str> = before.iter().map(|(name, ..)| *name).collect();
        for (name, node, scheme) in &before {
            let place = place(name);
            match new.get(name) {
                None => self.push(&place, Difference::new(SCHEME, "", Edit::Removed).item(*name), (*node, holders.1)),
                Some((.., new)) => {
                    if let (Some(old), Some(new)) = (scheme, new) {
                        self.scheme(old, new, &place);
                    }
                }
            }
        }
        for (name, node, _) in &after {
            if !known.contains(old_name(name, &self.renamed)) {
                self.push(&place(name), Difference::new(SCHEME, "", Edit::Added).item(*name), (holders.0, *node));
            }
        }
    }

    fn scheme(&mut self, before: &Scheme<'a>, after: &Scheme<'a>, place: &Rc<Place>) {
        let pair = Pair { before: before.part, after: after.part };
        if before.kind != after.kind {
            let words = format!("{} → {}", before.kind, after.kind);
            self.push(place, Difference::new(SCHEME, "type", Edit::Changed).item(words), pair.nodes("type"));
        }
        if before.http != after.http {
            self.push(place, Difference::new(SCHEME, "scheme", Edit::Changed), pair.nodes("scheme"));
        }
        self.fields(&SECURITY_SCHEME, pair, place);
        self.extensions_of(&OAUTH_FLOWS, "flows", pair, place);
        let holders = pair.nodes("flows");
        for old in &before.flows {
            if let Some(new) = after.flows.iter().find(|it| it.name == old.name) {
                self.flow(*old, *new, place);
                continue;
            }
            let gone = Difference::new(Element::OAuthFlow, "", Edit::Removed).item(old.name);
            self.push(place, gone, (old.part.node, holders.1));
        }
        for new in after.flows.iter().filter(|it| before.flows.iter().all(|old| old.name != it.name)) {
            let came = Difference::new(Element::OAuthFlow, "", Edit::Added).item(new.name);
            self.push(place, came, (holders.0, new.part.node));
        }
    }

    fn flow(&mut self, before: Flow<'a>, after: Flow<'a>, place: &Rc<Place>) {
        let place = place.within(&format!("flow `{}`", after.name));
        self.fields(&OAUTH_FLOW, Pair { before: before.part, after: after.part }, &place);
    }
}

fn place(name: &str) -> Rc<Place> {
    Rc::new(Place { role: Role::Request, subject: format!("security scheme `{name}`"), ..Place::default() })
}
