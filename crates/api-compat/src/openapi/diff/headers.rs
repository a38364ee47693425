//! Headers of responses and of parts of forms.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::parameters::is_single;
use super::{Differ, Difference, Pair};
use crate::change::{Edit, Element, Place, Wire};
use crate::document::NodeId;
use crate::openapi::model::{Part, Serialisation};
use crate::openapi::objects::HEADER;

/// Headers within headers that are compared in detail.
const DEPTH: usize = 8;

impl<'a> Differ<'_, 'a> {
    /// Compares what stands under `headers`. Names have no case, and `Content-Type` is described elsewhere (3.1, 4.8.17).
    pub(super) fn headers(&mut self, pair: Pair<'a>, place: &Rc<Place>) {
        let of = |part: Part<'a>| -> BTreeMap<String, (&'a str, NodeId)> {
            let named = part.map("headers").map(|(name, node)| (name.to_ascii_lowercase(), (name, node)));
            named.filter(|(name, _)| name != "content-type").collect()
        };
        let (old, new) = (of(pair.before), of(pair.after));
        let holders = pair.nodes("headers");
        for (key, (name, node)) in &old {
            let place = place.within(&format!("header `{name}`"));
            let before = self.before.part(*node);
            let place = before.map_or_else(|| Rc::clone(&place), |part| (*place).clone().lasting_as(&part));
            let Some((_, counterpart)) = new.get(key) else {
                let gone = Difference::new(Element::Header, "", Edit::Removed).item(*name);
                self.push(&place, gone, (before.map_or(*node, |part| part.node), holders.1));
                continue;
            };
            if let (Some(before), Some(after)) = (before, self.after.part(*counterpart)) {
                self.header(Pair { before, after }, &place);
            }
        }
        for (_, (name, node)) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            let node = self.after.part(*node).map_or(*node, |part| part.node);
            let came = Difference::new(Element::Header, "", Edit::Added).item(*name);
            self.push(&place.within(&format!("header `{name}`")), came, (holders.0, node));
        }
    }

    /// Compares one header. What it holds may be a form whose parts have headers, and so on, in a circle or a long way:
    /// within one header each other is compared once, and those furthest in as a whole.
    fn header(&mut self, pair: Pair<'a>, place: &Rc<Place>) {
        if self.header_depth == 0 {
            self.headers_seen.clear();
        }
        if !self.headers_seen.insert(pair.own()) {
            return;
        }
        if self.header_depth >= DEPTH {
            if !self.same.same(pair.before.node, pair.after.node) {
                self.push(place, Difference::new(Element::Header, "content", Edit::Changed), pair.own());
            }
            return;
        }
        self.header_depth += 1;
        self.described(pair, place);
        self.header_depth -= 1;
    }

    fn described(&mut self, pair: Pair<'a>, place: &Rc<Place>) {
        self.fields(&HEADER, pair, place);
        let (old, new) = (Serialisation::of(&pair.before, "header"), Serialisation::of(&pair.after, "header"));
        if old.style != new.style {
            self.push(place, Difference::new(Element::Header, "style", Edit::Changed), pair.nodes("style"));
        }
        if old.explode != new.explode && !is_single(pair) {
            let edit = if new.explode { Edit::Added } else { Edit::Removed };
            self.push(place, Difference::new(Element::Header, "explode", edit), pair.nodes("explode"));
        }
        self.schema_or_content(&HEADER, pair, place, Wire::Text { repeated: false });
    }
}

#[cfg(test)]
mod tests {
    use crate::openapi::tests::differences;

    /// A header that is a form, whose parts have the next one, of which the last has the first.
    fn headers(required: bool, around: usize) -> String {
        let content = |to: usize| {
            format!(
                r##"{{"multipart/form-data": {{"encoding": {{"a": {{"headers": {{"H": {{"$ref": "#/components/headers/H{to}"}}}}}},
                    "b": {{"headers": {{"H": {{"$ref": "#/components/headers/H{to}"}}}}}}}}}}}}"##
            )
        };
        let all: Vec<String> = (0..2_000)
            .map(|at| {
                format!(r#""H{at}": {{"required": {}, "content": {}}}"#, required && at > 0, content((at + 1) % around))
            })
            .collect();
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "a", "version": "1"}}, "paths": {{"/a": {{"post": {{"requestBody": {{"content":
                {}}}}}}}}}, "components": {{"headers": {{{}}}}}}}"#,
            content(0),
            all.join(", ")
        )
    }

    #[test]
    fn headers_within_headers_end() {
        for (around, deepest) in [(2, 1), (2_000, 8)] {
            let (old, new) = (headers(false, around), headers(true, around));
            assert!(differences(&old, &old).is_empty());
            let found = differences(&old, &new);
            let told = found.iter().filter(|it| it.starts_with("Header.") && it.contains("POST /a")).count();
            assert!(told >= deepest, "{found:?}");
        }
    }
}
