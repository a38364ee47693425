//! Request bodies.

use super::{Differ, Difference, Pair, Scope};
use crate::change::{Edit, Element};
use crate::openapi::model::Body;
use crate::openapi::objects::{REQUEST_BODY, Version};
use std::rc::Rc;

impl<'a> Differ<'_, 'a> {
    pub(super) fn request_body(
        &mut self,
        bodies: (Option<Body<'a>>, Option<Body<'a>>),
        owner: Pair<'a>,
        scope: &Scope,
    ) {
        let place = Rc::new(scope.request("request body"));
        let holders = owner.nodes("requestBody");
        match bodies {
            (Some(before), Some(after)) => self.bodies(&before, &after, scope),
            (Some(before), None) if owner.after.get("requestBody").is_none() => {
                let gone = Difference::new(Element::RequestBody, "", Edit::Removed);
                self.push(&place, gone, (before.part.node, holders.1));
            }
            (None, Some(after)) if owner.before.get("requestBody").is_none() => {
                let came = Difference::new(Element::RequestBody, "", Edit::Added);
                self.push(&place, came, (holders.0, after.part.node));
            }
            _ => {}
        }
    }

    fn bodies(&mut self, before: &Body<'a>, after: &Body<'a>, scope: &Scope) {
        let place = Rc::new(scope.request("request body"));
        let pair = Pair { before: before.part, after: after.part };
        let modern = |body: &Body<'_>| body.part.api.version > Version::V20;
        if modern(before) && modern(after) {
            self.fields(&REQUEST_BODY, pair, &place);
        } else if before.required != after.required {
            let edit = if after.required { Edit::Added } else { Edit::Removed };
            self.push(&place, Difference::new(Element::RequestBody, "required", edit), pair.nodes("required"));
        }
        match (before.fields.is_empty(), after.fields.is_empty()) {
            (false, false) => self.parameter_lists(&before.fields, &after.fields, pair.own(), scope),
            (true, true) => {}
            _ => self.form(before, after, scope),
        }
        self.content(&before.content, &after.content, pair.nodes("content"), &place);
    }
}
