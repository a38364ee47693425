//! Operations.

use std::rc::Rc;

use super::place::stability;
use super::{Differ, Difference, Pair, Scope};
use crate::change::{Edit, Element};
use crate::openapi::model::{Body, Operation, Parameter, Template};
use crate::openapi::objects::OPERATION;

impl<'a> Differ<'_, 'a> {
    /// Records what differs between the same operation in both documents.
    pub(super) fn operation(
        &mut self,
        before: &Operation<'a>,
        after: &Operation<'a>,
        templates: (&Template, &Template),
        scope: &Scope,
    ) {
        self.leaves_security |= [before, after].iter().all(|it| it.part.get("security").is_none());
        if templates.0 == templates.1 && self.says_the_same(before, after) {
            return;
        }
        let pair = Pair { before: before.part, after: after.part };
        let place = scope.aside("operation").lasting_as(&before.part);
        self.fields(&OPERATION, pair, &place);
        self.stability(pair, &place);
        let old = Parameter::all(before, templates.0);
        let new = Parameter::all(after, templates.1);
        self.parameters(&old, &new, pair, scope);
        self.request_body((Body::of(before, &old), Body::of(after, &new)), pair, scope);
        self.responses(before, after, scope);
        self.callbacks(pair, scope);
        let place = Rc::new(scope.request("security"));
        self.operation_security(before, after, &place);
        let place = Rc::new(scope.request("operation"));
        self.operation_servers(before, after, &place);
    }

    fn says_the_same(&mut self, before: &Operation<'a>, after: &Operation<'a>) -> bool {
        self.inherits_same
            && self.same.same(before.part.node, after.part.node)
            && ["parameters", "servers"].iter().all(|key| match (before.item.get(key), after.item.get(key)) {
                (None, None) => true,
                (Some(one), Some(two)) => self.same.same(one, two),
                _ => false,
            })
    }

    /// `x-stability-level`, where it says something else: lowered, where clients can rely on less.
    fn stability(&mut self, pair: Pair<'a>, place: &Rc<crate::change::Place>) {
        let key = "x-stability-level";
        let edit = match stability(&pair.after).cmp(&stability(&pair.before)) {
            std::cmp::Ordering::Less => Edit::Lowered,
            std::cmp::Ordering::Greater => Edit::Raised,
            std::cmp::Ordering::Equal if pair.before.word(key) != pair.after.word(key) => Edit::Changed,
            std::cmp::Ordering::Equal => return,
        };
        self.push(place, Difference::new(Element::Operation, key, edit), pair.nodes(key));
    }
}
