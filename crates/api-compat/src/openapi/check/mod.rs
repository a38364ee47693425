//! What a document has that the specification does not know, or lacks that it demands: diagnostics, not findings.
//!
//! Goes by the table of objects, through references and files; each object is looked at once for each role in which it
//! is used. Nothing here stops a comparison: what is of a wrong type is read as if it were not there, and told.

mod schema;
mod security;

use findings::{Diagnostic, DiagnosticLevel};

use super::model::{Api, Parameter, Part, Template};
use super::objects::{DOCUMENT, Field, Object, PARAMETER, Shape, Version};
use crate::document::{NodeId, Resolve as _, Tree, Value};
use crate::hash::HashSet;

/// Diagnostics of one document; what comes after is counted, not told.
const ENOUGH: usize = 200;

/// References in a row that are followed on the way round a circle.
const AROUND: usize = 64;

/// What there is to say of the document of `tree`.
pub(super) fn check(tree: &Tree) -> Vec<Diagnostic> {
    let Some(api) = Api::of(tree) else { return Vec::new() };
    let mut check = Check { api, todo: Vec::new(), seen: HashSet::default(), found: Vec::new(), more: 0 };
    check.version();
    check.visit(api.root, Expected::Object(&DOCUMENT));
    while let Some((node, expected)) = check.todo.pop() {
        check.look_at(node, expected);
    }
    check.finish()
}

struct Check<'a> {
    api: Api<'a>,
    todo: Vec<(NodeId, Expected)>,
    /// Objects by their place and by the name of what was expected there.
    seen: HashSet<(NodeId, &'static str)>,
    found: Vec<Diagnostic>,
    more: usize,
}

#[derive(Debug, Clone, Copy)]
enum Expected {
    Object(&'static Object),
    Schema,
}

impl Check<'_> {
    fn version(&mut self) {
        let document = self.api.document();
        let known = match (document.word("openapi"), document.word("swagger")) {
            (Some(version), _) => ["3.0", "3.1", "3.2"].iter().any(|it| version.starts_with(it)),
            (None, Some(version)) => version == "2.0" || version == "2",
            (None, None) => return,
        };
        if !known {
            let message = format!("this version of OpenAPI is not known: the document is read as {}", self.api.version);
            self.say(
                DiagnosticLevel::Warning,
                "unknown-version",
                message,
                self.api.root,
                "2.0, 3.0, 3.1 and 3.2 are known",
            );
        }
    }

    fn visit(&mut self, node: NodeId, expected: Expected) {
        let name = match expected {
            Expected::Object(object) => object.name,
            Expected::Schema => "Schema Object",
        };
        if self.seen.insert((node, name)) {
            self.todo.push((node, expected));
        }
    }

    fn look_at(&mut self, node: NodeId, expected: Expected) {
        match expected {
            Expected::Schema => self.schema(node),
            Expected::Object(object) => self.object(node, object),
        }
    }

    fn object(&mut self, node: NodeId, object: &'static Object) {
        let tree = self.api.tree;
        if !tree.is_object(node) {
            self.wrong_type(node, object.name, "an object");
            return;
        }
        if object.referable
            && let Some(reference) = tree.get(node, "$ref")
        {
            self.follow(node, reference, Expected::Object(object));
            // A path item may have fields beside its reference; in others' place stands a Reference Object.
            if object.field("$ref", self.api.version).is_none() {
                return;
            }
        }
        for (key, value) in tree.entries(node) {
            match object.field(key, self.api.version) {
                Some(field) => self.field(value, field),
                None if key.starts_with("x-") => {}
                None => self.member(key, value, object),
            }
        }
        self.ignored(node, object);
        self.unknown_schemes(node, object);
        let version = self.api.version;
        for field in object.fields.iter().filter(|field| field.is_required_in(version)) {
            if tree.get(node, field.name).is_none() && tree.get(node, "$ref").is_none() {
                let message = format!("`{}` is missing: the {} must have it", field.name, object.name);
                self.say(DiagnosticLevel::Warning, "missing-field", message, node, "state it");
            }
        }
    }

    /// Parameters of which the specification says that they are ignored.
    fn ignored(&mut self, node: NodeId, object: &'static Object) {
        if object.name == PARAMETER.name
            && let Some(parameter) = Parameter::of(Part::here(self.api, node), &Template::default())
            && parameter.is_ignored()
        {
            let message = format!("the header parameter `{}` is ignored: the specification says so", parameter.name);
            let help = "describe it by media types (`content`) or by `security`";
            self.say(DiagnosticLevel::Warning, "ignored-parameter", message, node, help);
        }
    }

    fn member(&mut self, key: &str, value: NodeId, object: &'static Object) {
        if let Some(shape) = object.members {
            self.shape(value, shape, key);
            return;
        }
        let known = object.fields.iter().find(|field| field.name == key);
        let message = match known {
            Some(_) => format!("OpenAPI {} has no field `{key}` in the {}", self.api.version, object.name),
            None => format!("`{key}` is no field of the {}", object.name),
        };
        self.say(
            DiagnosticLevel::Warning,
            "unknown-field",
            message,
            value,
            "correct it, or call it `x-…` if it is an extension",
        );
    }

    fn field(&mut self, node: NodeId, field: &'static Field) {
        self.shape(node, field.shape, field.name);
    }

    fn shape(&mut self, node: NodeId, shape: Shape, name: &str) {
        let tree = self.api.tree;
        let value = tree.value(node);
        let is_text = |value| matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_));
        match shape {
            Shape::Any => {}
            Shape::Text if is_text(value) => {}
            Shape::Text => self.wrong_type(node, name, "a text"),
            Shape::Flag if matches!(value, Value::Bool(_)) => {}
            Shape::Flag => self.wrong_type(node, name, "`true` or `false`"),
            Shape::Texts if value == Value::Array => {
                for item in tree.items(node).filter(|item| !is_text(tree.value(*item))) {
                    self.wrong_type(item, name, "a text");
                }
            }
            Shape::List(object) if value == Value::Array => {
                tree.items(node).for_each(|item| self.visit(item, Expected::Object(object)));
            }
            Shape::Texts | Shape::List(_) => self.wrong_type(node, name, "a list"),
            Shape::Object(object) => self.visit(node, Expected::Object(object)),
            Shape::Schema => self.visit(node, Expected::Schema),
            _ if value != Value::Object => self.wrong_type(node, name, "an object"),
            Shape::Map(object) => {
                let members = tree.entries(node).filter(|(key, _)| !key.starts_with("x-"));
                members.for_each(|(_, member)| self.visit(member, Expected::Object(object)));
            }
            Shape::SchemaMap => tree.entries(node).for_each(|(_, member)| self.visit(member, Expected::Schema)),
            Shape::AnyMap => {}
        }
    }

    /// Goes where the reference leads, or says why it leads nowhere.
    fn follow(&mut self, from: NodeId, reference: NodeId, expected: Expected) {
        let Some(text) = self.api.tree.str(reference) else {
            self.wrong_type(reference, "$ref", "a text");
            return;
        };
        if let Some(target) = self.api.tree.resolve(from, text) {
            if self.leads_back(target, from) {
                self.circle(text, reference, expected);
            }
            self.visit(target, expected);
        } else if is_remote(text) {
            let message = format!("`{text}` is not fetched: what it describes is not compared");
            self.say(
                DiagnosticLevel::Error,
                "remote-reference",
                message,
                reference,
                "put a copy below a folder, as HOST/PATH, and give that folder (--mirror)",
            );
        } else {
            let message = format!("`{text}` leads nowhere: what it describes is not compared");
            self.say(
                DiagnosticLevel::Error,
                "unresolved-reference",
                message,
                reference,
                "correct the reference, or add what it names",
            );
        }
    }

    fn circle(&mut self, text: &str, reference: NodeId, expected: Expected) {
        // A schema on the way may have keywords beside its reference.
        let (level, message) = match expected {
            Expected::Object(_) => {
                (DiagnosticLevel::Error, "leads back to itself: nothing is described here, and nothing compared")
            }
            Expected::Schema => (DiagnosticLevel::Warning, "leads back to itself: it says nothing of a value"),
        };
        let help = "let one of the references on the way lead to a description";
        self.say(level, "circular-reference", format!("`{text}` {message}"), reference, help);
    }

    /// Whether reference after reference, from `first` on, comes to `origin`.
    fn leads_back(&self, first: NodeId, origin: NodeId) -> bool {
        let tree = self.api.tree;
        let next = |at: &NodeId| tree.resolve(*at, tree.str(tree.get(*at, "$ref")?)?);
        std::iter::successors(Some(first), next).take(AROUND).any(|at| at == origin)
    }

    fn wrong_type(&mut self, node: NodeId, name: &str, expected: &str) {
        let found = match self.api.tree.value(node) {
            Value::Null => "null",
            Value::Bool(_) => "a flag",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array => "a list",
            Value::Object => "an object",
        };
        let message = format!("`{name}` should be {expected} and is {found}: it is read as if it were not there");
        let level = if found == "null" { DiagnosticLevel::Warning } else { DiagnosticLevel::Error };
        self.say(level, "wrong-type", message, node, "correct the value");
    }

    fn say(&mut self, level: DiagnosticLevel, code: &str, message: String, at: NodeId, help: &str) {
        if self.found.len() >= ENOUGH {
            self.more += 1;
            return;
        }
        let location = self.api.tree.locate(at);
        self.found.push(Diagnostic { level, code: code.to_owned(), message, location, help: Some(help.to_owned()) });
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|it| it.location.as_ref().map(|at| (at.source.clone(), at.span)));
        if self.more > 0 {
            let message = format!("{} more of this kind are not listed", self.more);
            let help = Some("correct those above first".to_owned());
            let code = "more-diagnostics".to_owned();
            self.found.push(Diagnostic { level: DiagnosticLevel::Warning, code, message, location: None, help });
        }
        self.found
    }
}

/// Whether a reference leads to another machine (RFC 3986, 4.2: it has a scheme or an authority).
fn is_remote(reference: &str) -> bool {
    let scheme = reference.split(['/', '#', '?']).next().is_some_and(|start| start.contains(':'));
    scheme || reference.starts_with("//")
}

/// Whether documents of `version` have Schema Objects that may set the base of references (`$id`).
fn has_base(version: Version) -> bool {
    version >= Version::V31
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::tests::tree;

    fn told(text: &str) -> Vec<String> {
        let line = |it: &Diagnostic| {
            format!("{} {}", it.code, it.location.as_ref().and_then(|at| at.pointer.clone()).unwrap_or_default())
        };
        check(&tree(text)).iter().map(line).collect()
    }

    #[test]
    fn a_sound_document_has_nothing_to_tell() {
        let text = r##"{"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"get": {
            "responses": {"200": {"$ref": "#/components/responses/A"}}, "x-any": 1}}},
            "components": {"responses": {"A": {"description": "ok"}}}}"##;
        assert_eq!(told(text), [""; 0]);
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        let text = r##"{"openapi": "3.0.3", "info": {"title": "a"}, "webhooks": {}, "paths": {"/a": {"get": {"tag": [],
            "parameters": "none", "responses": {"200": {"$ref": "#/nowhere"}, "201": {"$ref": "https://x/y"}}}}}}"##;
        let expected = [
            "missing-field /info",
            "unknown-field /webhooks",
            "unknown-field /paths/~1a/get/tag",
            "wrong-type /paths/~1a/get/parameters",
            "unresolved-reference /paths/~1a/get/responses/200/$ref",
            "remote-reference /paths/~1a/get/responses/201/$ref",
        ];
        assert_eq!(told(text), expected);
    }

    #[test]
    fn references_of_schemas_are_followed_and_examples_are_not() {
        let text = r##"{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {}, "components": {"schemas": {
            "A": {"properties": {"default": {"$ref": "#/no"}}, "example": {"$ref": "#/no"}, "items": {"$ref": "#/components/schemas/A"}}}}}"##;
        assert_eq!(told(text), ["unresolved-reference /components/schemas/A/properties/default/$ref"]);
    }

    #[test]
    fn a_schema_that_is_nothing_but_itself_is_told() {
        let text = r##"{"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {}, "components": {"schemas": {
            "A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A", "type": "string"},
            "C": {"items": {"$ref": "#/components/schemas/C"}}}}}"##;
        let expected =
            ["circular-reference /components/schemas/A/$ref", "circular-reference /components/schemas/B/$ref"];
        assert_eq!(told(text), expected);
    }

    #[test]
    fn references_that_lead_in_circles_end() {
        let text = r##"{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}}}"##;
        assert_eq!(told(text), ["circular-reference /paths/~1a/$ref", "circular-reference /paths/~1b/$ref"]);
    }
}
