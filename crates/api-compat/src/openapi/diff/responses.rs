//! Responses: which statuses are the same, which came, which are gone.

use std::rc::Rc;

use super::{Differ, Difference, Pair, Scope};
use crate::change::{Edit, Element};
use crate::openapi::model::{Operation, Response};
use crate::openapi::objects::{RESPONSE, RESPONSES};

impl<'a> Differ<'_, 'a> {
    /// A status has the response of its code, or else of its range, or else the default one (3.1, 4.8.16 Responses Object).
    pub(super) fn responses(&mut self, before: &Operation<'a>, after: &Operation<'a>, scope: &Scope) {
        let pair = Pair { before: before.part, after: after.part };
        self.extensions_of(&RESPONSES, "responses", pair, &Rc::new(scope.aside("responses")));
        let (old, new) = (Response::all(before), Response::all(after));
        let holders = pair.nodes("responses");
        for response in &old {
            if let Some(counterpart) = standing_for(response, &new) {
                self.response((response, counterpart), (before, after), scope);
            } else {
                // Of a range, or of all others, some codes may still be named.
                let some = new.iter().any(|it| response.status.covers(it.status));
                let edit = if some { Edit::Lowered } else { Edit::Removed };
                let gone = Difference::new(Element::Response, "", edit).item(response.name);
                let node = response.part.map_or(response.node, |part| part.node);
                self.push(&Rc::new(scope.response(&subject(response))), gone, (node, holders.1));
            }
        }
        for response in new.iter().filter(|it| old.iter().all(|old| old.status != it.status)) {
            let covering = old.iter().filter(|it| it.status.covers(response.status));
            // One that comes with no content leaves open what it is; it is named now, no more.
            let covering = covering.filter(|it| !response.content(after).is_empty() || it.content(before).is_empty());
            if let Some(counterpart) = covering.min_by_key(|it| it.status) {
                self.response((counterpart, response), (before, after), scope);
                continue;
            }
            let came = Difference::new(Element::Response, "", Edit::Added).item(response.name);
            let node = response.part.map_or(response.node, |part| part.node);
            self.push(&Rc::new(scope.response(&subject(response))), came, (holders.0, node));
        }
    }

    fn response(
        &mut self,
        (old, new): (&Response<'a>, &Response<'a>),
        (before, after): (&Operation<'a>, &Operation<'a>),
        scope: &Scope,
    ) {
        let (Some(old_part), Some(new_part)) = (old.part, new.part) else { return };
        if old.status != new.status && self.same.same(old_part.node, new_part.node) && self.inherits_same {
            return;
        }
        // A code that its range or the default one stands for is still called by its code.
        let named = if old.status <= new.status { old } else { new };
        let place = Rc::new(scope.response(&subject(named)));
        let pair = Pair { before: old_part, after: new_part };
        self.fields(&RESPONSE, pair, &place);
        self.headers(pair, &place);
        self.content(&old.content(before), &new.content(after), pair.nodes("content"), &place);
    }
}

/// The response of `list` that answers with the status of `response`: its own, its range's, the default one.
fn standing_for<'x, 'a>(response: &Response<'a>, list: &'x [Response<'a>]) -> Option<&'x Response<'a>> {
    let stands = |it: &&Response<'a>| it.status == response.status || it.status.covers(response.status);
    list.iter().filter(stands).min_by_key(|it| it.status)
}

fn subject(response: &Response<'_>) -> String {
    format!("response {}", response.name)
}
