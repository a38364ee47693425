//! Parameters.

use std::collections::HashMap;
use std::rc::Rc;

use super::{Differ, Difference, Pair, Scope};
use crate::change::{Edit, Element, Place, Wire};
use crate::document::NodeId;
use crate::openapi::model::{Parameter, Serialisation};
use crate::openapi::objects::PARAMETER;

impl<'a> Differ<'_, 'a> {
    /// Compares the parameters that are no part of the body.
    pub(super) fn parameters(
        &mut self,
        before: &[Parameter<'a>],
        after: &[Parameter<'a>],
        owner: Pair<'a>,
        scope: &Scope,
    ) {
        let of = |list: &[Parameter<'a>]| -> Vec<Parameter<'a>> {
            let plain = |it: &&Parameter<'a>| !matches!(it.location, "body" | "formData") && !it.is_ignored();
            list.iter().filter(plain).cloned().collect()
        };
        self.parameter_lists(&of(before), &of(after), owner.nodes("parameters"), scope);
    }

    pub(super) fn parameter_lists(
        &mut self,
        before: &[Parameter<'a>],
        after: &[Parameter<'a>],
        holders: (NodeId, NodeId),
        scope: &Scope,
    ) {
        let new: HashMap<_, _> = after.iter().map(|it| (&it.key, it)).collect();
        let old: HashMap<_, _> = before.iter().map(|it| (&it.key, it)).collect();
        for parameter in before {
            if let Some(counterpart) = new.get(&parameter.key) {
                self.parameter(parameter, counterpart, scope);
                continue;
            }
            let place = scope.request(&subject(parameter)).lasting_as(&parameter.part);
            let gone = Difference::new(Element::Parameter, "", Edit::Removed).item(parameter.name);
            self.push(&place, gone, (parameter.part.node, holders.1));
        }
        for parameter in after.iter().filter(|it| !old.contains_key(&it.key)) {
            let came = Difference::new(Element::Parameter, "", Edit::Added).item(parameter.name);
            let place = Rc::new(scope.request(&subject(parameter)));
            self.push(&place, came, (holders.0, parameter.part.node));
        }
    }

    fn parameter(&mut self, before: &Parameter<'a>, after: &Parameter<'a>, scope: &Scope) {
        let pair = Pair { before: before.part, after: after.part };
        let demanded = before.required() && after.required();
        let place = Place { demanded, ..scope.request(&subject(after)) }.lasting_as(&before.part);
        if before.name != after.name && before.location == "path" {
            let words = format!("{} → {}", before.name, after.name);
            self.push(
                &place,
                Difference::new(Element::Parameter, "name", Edit::Changed).item(words),
                pair.nodes("name"),
            );
        }
        self.fields(&PARAMETER, pair, &place);
        self.serialisation(before, after, pair, &place);
        let (old, new) = (before.serialisation(), after.serialisation());
        let repeated = |it: &Serialisation<'_>| it.style == "form" && it.explode;
        self.schema_or_content(&PARAMETER, pair, &place, Wire::Text { repeated: repeated(&old) && repeated(&new) });
    }

    /// The effective `style` and `explode`; of a value that is neither array nor object `explode` says nothing.
    fn serialisation(&mut self, before: &Parameter<'a>, after: &Parameter<'a>, pair: Pair<'a>, place: &Rc<Place>) {
        if before.schema().is_none() || after.schema().is_none() {
            return;
        }
        let (old, new) = (before.serialisation(), after.serialisation());
        if old.style != new.style {
            let words = format!("{} → {}", old.style, new.style);
            self.push(
                place,
                Difference::new(Element::Parameter, "style", Edit::Changed).item(words),
                pair.nodes("style"),
            );
        }
        // The usual `explode` goes with the style.
        let stated = pair.before.get("explode").or(pair.after.get("explode")).is_some();
        if old.explode != new.explode && (stated || old.style == new.style) && !is_single(pair) {
            let edit = if new.explode { Edit::Added } else { Edit::Removed };
            self.push(place, Difference::new(Element::Parameter, "explode", edit), pair.nodes("explode"));
        }
    }
}

/// Whether both schemas say that the value is neither array nor object.
pub(super) fn is_single(pair: Pair<'_>) -> bool {
    [pair.before, pair.after].iter().all(|part| {
        let schema = part.part("schema").unwrap_or(*part);
        matches!(schema.str("type"), Some("string" | "integer" | "number" | "boolean"))
    })
}

/// For people: ``query parameter `limit` ``.
pub(super) fn subject(parameter: &Parameter<'_>) -> String {
    match parameter.location {
        "formData" => format!("form field `{}`", parameter.name),
        location => format!("{location} parameter `{}`", parameter.name),
    }
}
