//! Members of `components`: what an operation uses is compared where it is used, and so a member that was moved, renamed
//! or written out says nothing. What is recorded: members that nobody uses and that came, are gone or changed, and
//! schemas that somebody used and that are gone while what the interface says changed too: their names are gone from
//! the code that is generated from them.

use std::collections::HashSet;
use std::rc::Rc;

use super::fields::{Matched, matched};
use super::{Differ, Difference};
use crate::change::{Edit, Element, Place};
use crate::document::NodeId;
use crate::hash;
use crate::openapi::model::Api;
use crate::openapi::objects::Version;
use crate::openapi::usage::used;

/// Kinds of components; security schemes are used by name and were compared.
const KINDS: [&str; 10] = [
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "links",
    "callbacks",
    "pathItems",
    "mediaTypes",
];

/// What the old and the new document use.
type Usage = (hash::HashSet<NodeId>, hash::HashSet<NodeId>);

/// Where a document of 2.0 keeps them.
fn members<'a>(api: Api<'a>, kind: &str) -> Vec<(&'a str, NodeId)> {
    let document = api.document();
    match (api.version, kind) {
        (Version::V20, "schemas") => document.map("definitions").collect(),
        (Version::V20, "responses" | "parameters") => document.map(kind).collect(),
        (Version::V20, _) => Vec::new(),
        _ => document.part("components").map_or_else(Vec::new, |it| it.map(kind).collect()),
    }
}

impl Differ<'_, '_> {
    pub(super) fn components(&mut self) {
        let changed = !self.comparison.changes.is_empty();
        let mut usage = None;
        for kind in KINDS {
            let all = matched(members(self.before, kind).into_iter(), members(self.after, kind).into_iter());
            let differing: Vec<_> = all.into_iter().filter(|it| self.differs(it)).collect();
            if differing.is_empty() {
                continue;
            }
            let usage: &Usage = usage.get_or_insert_with(|| (used(self.before), used(self.after)));
            let of = |api: Api<'_>, nodes: Vec<NodeId>| nodes.iter().map(|node| api.tree.digest(*node)).collect();
            let gone: HashSet<u64> = of(self.before, differing.iter().filter_map(|it| it.1).collect());
            let came: HashSet<u64> = of(self.after, differing.iter().filter_map(|it| it.2).collect());
            for member in differing {
                let matters = match member {
                    (_, Some(one), Some(two)) => !usage.0.contains(&one) && !usage.1.contains(&two),
                    (_, Some(node), None) => {
                        let known = kind == "schemas" && changed;
                        !came.contains(&self.before.tree.digest(node)) && (known || !usage.0.contains(&node))
                    }
                    (_, None, Some(node)) => !gone.contains(&self.after.tree.digest(node)) && !usage.1.contains(&node),
                    (_, None, None) => false,
                };
                if matters {
                    self.component(kind, member);
                }
            }
        }
    }

    fn differs(&self, (_, before, after): &Matched<'_>) -> bool {
        match (before, after) {
            (Some(one), Some(two)) => self.before.tree.digest(*one) != self.after.tree.digest(*two),
            _ => true,
        }
    }

    fn component(&mut self, kind: &'static str, (name, before, after): Matched<'_>) {
        let edit = match (before, after) {
            (Some(_), Some(_)) => Edit::Changed,
            (Some(_), None) => Edit::Removed,
            _ => Edit::Added,
        };
        let place = Rc::new(Place { subject: format!("component `{kind}/{name}`"), ..Place::default() });
        let nodes = (before.unwrap_or(self.before.root), after.unwrap_or(self.after.root));
        self.push(&place, Difference::new(Element::Component, kind, edit).item(name), nodes);
    }
}
