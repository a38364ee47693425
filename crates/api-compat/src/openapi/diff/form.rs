//! Forms of OpenAPI 2.0, whose fields are parameters, beside forms of 3.x, whose fields are properties of a schema.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Differ, Difference, Pair, Scope};
use crate::change::{Edit, Element};
use crate::document::NodeId;
use crate::openapi::model::{Body, Parameter, Part};
use crate::openapi::objects::PARAMETER;

/// A field of a form, however it was written.
struct FormField<'a> {
    /// The parameter, or the schema of the property.
    part: Part<'a>,
    required: bool,
}

type Fields<'a> = BTreeMap<&'a str, FormField<'a>>;

impl<'a> Differ<'_, 'a> {
    /// Compares two bodies of which one has its fields as parameters.
    pub(super) fn form(&mut self, before: &Body<'a>, after: &Body<'a>, scope: &Scope) {
        let pair = Pair { before: before.part, after: after.part };
        let (Some(old), Some(new)) = (fields(before), fields(after)) else {
            let place = Rc::new(scope.request("request body"));
            self.push(&place, Difference::new(Element::MediaType, "schema", Edit::Changed), pair.own());
            return;
        };
        for (name, field) in &old {
            let place = scope.request(&format!("form field `{name}`")).lasting_as(&field.part);
            let Some(other) = new.get(name) else {
                let gone = Difference::new(Element::Parameter, "", Edit::Removed).item(*name);
                self.push(&place, gone, (field.part.node, pair.after.node));
                continue;
            };
            let fields = Pair { before: field.part, after: other.part };
            if field.required != other.required {
                let edit = if other.required { Edit::Added } else { Edit::Removed };
                self.push(&place, Difference::new(Element::Parameter, "required", edit), fields.own());
            }
            self.inline_schemas(&PARAMETER, field.part.node, other.part.node, &place);
        }
        for (name, field) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let place = Rc::new(scope.request(&format!("form field `{name}`")));
            let nodes: (NodeId, NodeId) = (pair.before.node, field.part.node);
            self.push(&place, Difference::new(Element::Parameter, "", Edit::Added).item(*name), nodes);
            if field.required {
                self.push(&place, Difference::new(Element::Parameter, "required", Edit::Added), nodes);
            }
        }
    }
}

/// The fields of the form; none where its schema is more than a list of properties.
fn fields<'a>(body: &Body<'a>) -> Option<Fields<'a>> {
    if !body.fields.is_empty() {
        let field = |it: &Parameter<'a>| (it.name, FormField { part: it.part, required: it.required() });
        return Some(body.fields.iter().map(field).collect());
    }
    let media = body.content.iter().find(|it| it.range.is_form())?.part?;
    let schema = media.part("schema")?;
    let plain = |key: &str| !matches!(key, "allOf" | "anyOf" | "oneOf" | "not" | "if" | "patternProperties");
    if !schema.entries().all(|(key, _)| plain(key)) {
        return None;
    }
    let required: BTreeSet<_> = schema.words("required").map(|(name, _)| name).collect();
    let field =
        |(name, node)| (name, FormField { part: Part::here(media.api, node), required: required.contains(name) });
    Some(schema.map("properties").map(field).collect())
}
