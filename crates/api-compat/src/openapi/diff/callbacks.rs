//! Requests that the system sends: callbacks and webhooks. Who writes and who reads is the other way round.

use std::rc::Rc;

use super::fields::matched;
use super::{Differ, Difference, Pair, Scope};
use crate::change::{Edit, Element, Place};
use crate::document::NodeId;
use crate::openapi::model::{Operation, Part, PathItem, Template};
use crate::openapi::objects::{CALLBACK, PATH_ITEM};

/// Callbacks within callbacks that are compared in detail.
const DEPTH: usize = 8;

impl<'a> Differ<'_, 'a> {
    /// Compares the callbacks of an operation.
    pub(super) fn callbacks(&mut self, pair: Pair<'a>, scope: &Scope) {
        let holders = pair.nodes("callbacks");
        for (name, before, after) in matched(pair.before.map("callbacks"), pair.after.map("callbacks")) {
            let subject = format!("callback `{name}`");
            let place = Rc::new(scope.called_back(&subject).request("the request"));
            let nodes = (before.unwrap_or(holders.0), after.unwrap_or(holders.1));
            let edit = match (before, after) {
                (Some(before), Some(after)) if self.same.same(before, after) => continue,
                (Some(_), Some(_)) if scope.depth >= DEPTH => Edit::Changed,
                (Some(before), Some(after)) => {
                    if let (Some(before), Some(after)) = (self.before.part(before), self.after.part(after)) {
                        self.callback(Pair { before, after }, &subject, scope);
                    }
                    continue;
                }
                (None, _) => Edit::Added,
                (_, None) => Edit::Removed,
            };
            self.push(&place, Difference::new(Element::Callback, "", edit).item(name), nodes);
        }
    }

    /// Compares one callback: path items by the expression that says where the request goes.
    fn callback(&mut self, pair: Pair<'a>, subject: &str, scope: &Scope) {
        let inner = scope.called_back(subject);
        let place = Rc::new(inner.request("the request"));
        self.extensions(&CALLBACK, pair, &place);
        let of = |part: Part<'a>| part.entries().filter(|(key, _)| !key.starts_with("x-")).collect::<Vec<_>>();
        let (old, new) = (of(pair.before), of(pair.after));
        if let ([(before, old)], [(after, new)]) = (old.as_slice(), new.as_slice())
            && before != after
        {
            let words = format!("{before} → {after}");
            let moved = Difference::new(Element::Callback, "expression", Edit::Changed).item(words);
            self.push(&place, moved, (*old, *new));
            self.called((*old, *new), &inner);
            return;
        }
        for (expression, before, after) in matched(old.into_iter(), new.into_iter()) {
            let nodes = (before.unwrap_or(pair.before.node), after.unwrap_or(pair.after.node));
            let edit = match (before, after) {
                (Some(before), Some(after)) => {
                    self.called((before, after), &inner);
                    continue;
                }
                (None, _) => Edit::Added,
                (_, None) => Edit::Removed,
            };
            self.push(&place, Difference::new(Element::Callback, "expression", edit).item(expression), nodes);
        }
    }

    fn called(&mut self, (before, after): (NodeId, NodeId), scope: &Scope) {
        let none = Template::default();
        let (Some(before), Some(after)) = (PathItem::of(self.before, before), PathItem::of(self.after, after)) else {
            return;
        };
        if !self.called_back.insert((before.own.node, after.own.node)) {
            return;
        }
        let place = Rc::new(scope.aside("the request"));
        self.fields(&PATH_ITEM, Pair { before: before.part(), after: after.part() }, &place);
        self.operations(&before, &after, (&none, &none), &|_| scope.clone());
    }

    /// Webhooks: requests that the system sends to whom it was told to (3.1, 4.8.1 OpenAPI Object, `webhooks`).
    pub(super) fn webhooks(&mut self) {
        let pair = Pair { before: self.before.document(), after: self.after.document() };
        let holders = pair.nodes("webhooks");
        for (name, before, after) in matched(pair.before.map("webhooks"), pair.after.map("webhooks")) {
            let items = (
                before.and_then(|node| PathItem::of(self.before, node)),
                after.and_then(|node| PathItem::of(self.after, node)),
            );
            let scope = |operation: &Operation<'a>| Scope::of(format!("{} {name}", operation.method), operation, true);
            match items {
                (Some(before), Some(after)) => {
                    let none = Template::default();
                    let place = Rc::new(Place { subject: format!("webhook `{name}`"), ..Place::default() });
                    self.called_back.clear();
                    self.fields(&PATH_ITEM, Pair { before: before.part(), after: after.part() }, &place);
                    self.operations(&before, &after, (&none, &none), &scope);
                }
                (Some(gone), None) if after.is_none() => {
                    for operation in gone.operations() {
                        let place = scope(&operation).request("webhook").lasting_as(&operation.part);
                        let difference = Difference::new(Element::Webhook, "", Edit::Removed).item(name);
                        self.push(&place, difference, (operation.part.node, holders.1));
                    }
                }
                (None, Some(came)) if before.is_none() => {
                    for operation in came.operations() {
                        let place = Rc::new(scope(&operation).request("webhook"));
                        let difference = Difference::new(Element::Webhook, "", Edit::Added).item(name);
                        self.push(&place, difference, (holders.0, operation.part.node));
                    }
                }
                _ => {}
            }
        }
    }
}
