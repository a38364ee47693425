//! What a client needs to be let in.
//!
//! A client that fulfilled an alternative goes on if some new alternative asks for no more. What is recorded of
//! [`Element::SecurityRequirement`]:
//! - field `security`: added, where nobody had to say who they are and now everybody has to; removed, where now nobody has to;
//! - field `scheme`, field `scopes`: added to, or removed from, an alternative whose counterpart differs in that only;
//! - field empty: an alternative that came beside others, or that is gone while who used it fulfils no other;
//! - field `default`: what the document says changed, and no operation leaves it to the document;
//! - field empty, changed: an alternative that is gone, while who fulfilled it fulfils another.

use std::rc::Rc;

use super::{Differ, Difference, Pair};
use crate::change::{Edit, Element, Place};
use crate::document::NodeId;
use crate::openapi::model::{Alternative, Operation, alternatives};

const REQUIREMENT: Element = Element::SecurityRequirement;

/// Alternatives that are held against one another: more than any document needs.
const PAIRS: usize = 10_000;

impl<'a> Differ<'_, 'a> {
    /// What holds for operations that say nothing themselves.
    pub(super) fn document_security(&mut self, pair: Pair<'a>) {
        let place = Place { subject: "security of the document".to_owned(), ..Place::default() };
        let stated =
            |part: super::Part<'a>| part.get("security").map_or_else(Vec::new, |node| alternatives(part.api, node));
        let (before, after) = (stated(pair.before), stated(pair.after));
        let place = Rc::new(place);
        if self.leaves_security {
            self.security(&before, &after, pair.nodes("security"), &place);
        } else if !unequal(&before, &after).0.is_empty() || !unequal(&before, &after).1.is_empty() {
            // Every operation says itself who may call it.
            self.push(&place, Difference::new(REQUIREMENT, "default", Edit::Changed), pair.nodes("security"));
        }
    }

    /// What holds for an operation; nothing where both leave it to the document, which was compared.
    pub(super) fn operation_security(&mut self, before: &Operation<'a>, after: &Operation<'a>, place: &Rc<Place>) {
        let own = (before.part.get("security"), after.part.get("security"));
        if own == (None, None) {
            return;
        }
        let of = |operation: &Operation<'a>| {
            let api = operation.part.api;
            let node = operation.part.get("security").or_else(|| api.document().get("security"));
            node.map_or_else(Vec::new, |node| alternatives(api, node))
        };
        let nodes = (own.0.unwrap_or(before.part.node), own.1.unwrap_or(after.part.node));
        self.security(&of(before), &of(after), nodes, place);
    }

    fn security(
        &mut self,
        before: &[Alternative<'a>],
        after: &[Alternative<'a>],
        holders: (NodeId, NodeId),
        place: &Rc<Place>,
    ) {
        let after: Vec<_> = after.iter().map(|it| it.with_names(&self.renamed)).collect();
        let after = after.as_slice();
        let open = |list: &[Alternative<'_>]| list.is_empty() || list.iter().any(Alternative::is_anonymous);
        let (mut old, mut new) = unequal(before, after);
        old.retain(|it| !it.is_anonymous());
        new.retain(|it| !it.is_anonymous());
        match (open(before), open(after)) {
            (true, false) => {
                let all: Vec<_> = after.iter().map(ToString::to_string).collect();
                self.requirement(place, "security", Edit::Added, all.join(" or "), holders);
            }
            (false, true) => {
                let all: Vec<_> = before.iter().map(ToString::to_string).collect();
                self.requirement(place, "security", Edit::Removed, all.join(" or "), holders);
            }
            _ => {}
        }
        // Where nobody had an alternative to lose or to gain, all was said.
        if old.is_empty() && open(before) && !open(after) || new.is_empty() && open(after) && !open(before) {
            return;
        }
        if old.len().saturating_mul(new.len()) <= PAIRS {
            self.pair_by_schemes(&mut old, &mut new, place);
        }
        let few = old.len().saturating_mul(after.len()) <= PAIRS;
        for gone in old {
            let fulfilled = few && after.iter().any(|it| it.asks_no_more_than(gone));
            let edit = if fulfilled { Edit::Changed } else { Edit::Removed };
            self.requirement(place, "", edit, gone.to_string(), (gone.node, holders.1));
        }
        for came in new {
            self.requirement(place, "", Edit::Added, came.to_string(), (holders.0, came.node));
        }
    }

    /// Takes out of both lists those that ask for the same schemes, or for one more or fewer, and records what differs.
    fn pair_by_schemes(&mut self, old: &mut Vec<&Alternative<'a>>, new: &mut Vec<&Alternative<'a>>, place: &Rc<Place>) {
        for exact in [true, false] {
            old.retain(|before| {
                let Some(at) = new.iter().position(|after| alike(before, after, exact)) else { return true };
                let after = new.remove(at);
                self.alternative(before, after, place);
                false
            });
        }
    }

    fn alternative(&mut self, before: &Alternative<'a>, after: &Alternative<'a>, place: &Rc<Place>) {
        let nodes = (before.node, after.node);
        for scheme in before.schemes.keys().filter(|it| !after.schemes.contains_key(*it)) {
            self.requirement(place, "scheme", Edit::Removed, (*scheme).to_owned(), nodes);
        }
        for (scheme, scopes) in &after.schemes {
            let Some(old) = before.schemes.get(scheme) else {
                self.requirement(place, "scheme", Edit::Added, (*scheme).to_owned(), nodes);
                continue;
            };
            for scope in old.difference(scopes) {
                self.requirement(place, "scopes", Edit::Removed, format!("{scheme}: {scope}"), nodes);
            }
            for scope in scopes.difference(old) {
                self.requirement(place, "scopes", Edit::Added, format!("{scheme}: {scope}"), nodes);
            }
        }
    }

    fn requirement(
        &mut self,
        place: &Rc<Place>,
        field: &'static str,
        edit: Edit,
        item: String,
        nodes: (NodeId, NodeId),
    ) {
        self.push(place, Difference::new(REQUIREMENT, field, edit).item(item), nodes);
    }
}

/// The alternatives of one list that the other one lacks.
fn unequal<'x, 'a>(
    before: &'x [Alternative<'a>],
    after: &'x [Alternative<'a>],
) -> (Vec<&'x Alternative<'a>>, Vec<&'x Alternative<'a>>) {
    let (old, new): (std::collections::BTreeSet<_>, std::collections::BTreeSet<_>) =
        (before.iter().map(|it| &it.schemes).collect(), after.iter().map(|it| &it.schemes).collect());
    let gone = before.iter().filter(|it| !new.contains(&it.schemes)).collect();
    let came = after.iter().filter(|it| !old.contains(&it.schemes)).collect();
    (gone, came)
}

/// Whether two alternatives are one that changed.
fn alike(before: &Alternative<'_>, after: &Alternative<'_>, exact: bool) -> bool {
    let common = before.schemes.keys().filter(|it| after.schemes.contains_key(*it)).count();
    let (old, new) = (before.schemes.len(), after.schemes.len());
    if exact { common == old && common == new } else { common > 0 && common == old.min(new) }
}
