//! What a document has that the specification does not know, or that leads nowhere: diagnostics, not findings.
//!
//! Goes by the table of objects and through references; each object is looked at once for each role in which it is used.
//! What is of a wrong type is read as if it were not there, and told. References of schemas are followed where schemas are
//! compared.

use findings::{Diagnostic, DiagnosticLevel};

use super::model::{deref, is_version_3};
use super::objects::{DOCUMENT, Object, Shape};
use crate::document::{NodeId, Resolve as _, Tree, Value};
use crate::hash::HashSet;

/// Diagnostics of one document; what comes after is counted, not told.
const ENOUGH: usize = 200;

/// What there is to say of the document of `tree`.
pub(super) fn check(tree: &Tree) -> Vec<Diagnostic> {
    let Some(root) = tree.root() else { return Vec::new() };
    let is_version_3 = is_version_3(tree);
    let mut check =
        Check { tree, is_version_3, todo: Vec::new(), seen: HashSet::default(), found: Vec::new(), more: 0 };
    check.version(root);
    check.visit(root, &DOCUMENT);
    while let Some((node, object)) = check.todo.pop() {
        check.object(node, object);
    }
    check.operations(root);
    check.finish()
}

struct Check<'t> {
    tree: &'t Tree,
    is_version_3: bool,
    todo: Vec<(NodeId, &'static Object)>,
    seen: HashSet<(NodeId, &'static str)>,
    found: Vec<Diagnostic>,
    more: usize,
}

impl Check<'_> {
    fn version(&mut self, root: NodeId) {
        let Some(place) = self.tree.get(root, "asyncapi") else { return };
        let stated = self.tree.str(place).unwrap_or_default();
        if !["2.", "3."].iter().any(|known| stated.starts_with(known)) {
            let as_read = if self.is_version_3 { "3.0" } else { "2.6" };
            let message = format!("this version of AsyncAPI is not known: the document is read as {as_read}");
            self.warning("unknown-version", message, place, "2.0 to 2.6 and 3.0 are known; convert older documents");
        }
    }

    fn visit(&mut self, node: NodeId, object: &'static Object) {
        if self.seen.insert((node, object.name)) {
            self.todo.push((node, object));
        }
    }

    fn object(&mut self, node: NodeId, object: &'static Object) {
        if !self.tree.is_object(node) {
            return self.wrong_type(node, object.name, "an object");
        }
        if let Some(reference) = self.tree.get(node, "$ref") {
            if let Some(target) = self.follow(node, reference) {
                self.visit(target, object);
            }
            return;
        }
        for (key, value) in self.tree.entries(node) {
            match (object.field(key, self.is_version_3), object.members) {
                _ if key.starts_with("x-") => {}
                (Some(field), _) => self.shape(value, field.shape, key),
                (None, Some(shape)) => self.shape(value, shape, key),
                (None, None) => {
                    let version = if self.is_version_3 { 3 } else { 2 };
                    let message = format!("`{key}` is no field of the {} in AsyncAPI {version}", object.name);
                    let help = "correct it, or call it `x-…` if it is an extension";
                    self.warning("unknown-field", message, value, help);
                }
            }
        }
    }

    fn shape(&mut self, node: NodeId, shape: Shape, name: &str) {
        let value = self.tree.value(node);
        let is_text = |value| matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_));
        match shape {
            Shape::Any => {}
            Shape::Text if is_text(value) || value == Value::Null && name == "address" => {}
            Shape::Text => self.wrong_type(node, name, "a text"),
            Shape::Texts if value == Value::Array => {
                for item in self.tree.items(node).filter(|item| !is_text(self.tree.value(*item))) {
                    self.wrong_type(item, name, "a text");
                }
            }
            Shape::List(object) if value == Value::Array => {
                self.tree.items(node).for_each(|item| self.visit(item, object));
            }
            Shape::References if value == Value::Array => {
                self.tree.items(node).for_each(|item| self.reference(item, name));
            }
            Shape::Texts | Shape::List(_) | Shape::References => self.wrong_type(node, name, "a list"),
            Shape::Reference => self.reference(node, name),
            Shape::Object(object) => self.visit(node, object),
            // `true` and `false` are schemas.
            Shape::Schema if matches!(value, Value::Bool(_) | Value::Object) => {}
            Shape::Schema => self.wrong_type(node, name, "a schema"),
            _ if value != Value::Object => self.wrong_type(node, name, "an object"),
            Shape::Map(object) => {
                // A map may stand elsewhere as a whole.
                let map = deref(self.tree, node).unwrap_or(node);
                let members = self.tree.entries(map).filter(|(key, _)| !key.starts_with("x-"));
                members.for_each(|(_, member)| self.visit(member, object));
            }
            Shape::Bindings => {
                if let Some(reference) = self.tree.get(node, "$ref") {
                    self.follow(node, reference);
                }
            }
        }
    }

    fn reference(&mut self, node: NodeId, name: &str) {
        match self.tree.get(node, "$ref") {
            Some(reference) => {
                self.follow(node, reference);
            }
            None => self.wrong_type(node, name, "a reference"),
        }
    }

    /// Where the reference leads; or it is told why it leads nowhere.
    fn follow(&mut self, from: NodeId, reference: NodeId) -> Option<NodeId> {
        let Some(text) = self.tree.str(reference) else {
            self.wrong_type(reference, "$ref", "a text");
            return None;
        };
        if let Some(target) = self.tree.resolve(from, text) {
            if deref(self.tree, from).is_some() {
                return Some(target);
            }
            let message = format!("`{text}` leads back to itself, or too far: nothing is described here");
            let help = "let one of the references on the way lead to a description";
            self.say(DiagnosticLevel::Error, "circular-reference", message, reference, help);
        } else {
            let message = format!("`{text}` leads nowhere: what it describes is not compared");
            let help = "correct the reference, or give the file that it names along";
            self.say(DiagnosticLevel::Error, "unresolved-reference", message, reference, help);
        }
        None
    }

    /// Version 3: what an operation does, and on which channel of the document.
    fn operations(&mut self, root: NodeId) {
        let tree = self.tree;
        let members = |key: &str| {
            let map = tree.get(root, key).and_then(|it| deref(tree, it));
            map.into_iter().flat_map(|it| tree.entries(it)).filter_map(|(_, node)| deref(tree, node))
        };
        if !self.is_version_3 {
            return;
        }
        let channels: HashSet<NodeId> = members("channels").collect();
        for operation in members("operations") {
            let action = tree.get(operation, "action");
            if !matches!(action.and_then(|it| tree.str(it)), Some("send" | "receive")) {
                let message = "the operation does neither `send` nor `receive`: it is not compared".to_owned();
                let place = action.unwrap_or(operation);
                self.say(DiagnosticLevel::Error, "unknown-action", message, place, "state one of them as `action`");
            }
            let stated = tree.get(operation, "channel");
            let target = stated.and_then(|it| deref(tree, it));
            if stated.is_none() || target.is_some_and(|it| !channels.contains(&it)) {
                let message = "the operation is on no channel of the document: it is not compared".to_owned();
                let help = "let `channel` refer to a member of `channels`";
                let place = stated.unwrap_or(operation);
                self.say(DiagnosticLevel::Error, "operation-without-channel", message, place, help);
            }
        }
    }

    fn wrong_type(&mut self, node: NodeId, name: &str, expected: &str) {
        let message = format!("`{name}` should be {expected}: it is read as if it were not there");
        let is_null = self.tree.value(node) == Value::Null;
        let level = if is_null { DiagnosticLevel::Warning } else { DiagnosticLevel::Error };
        self.say(level, "wrong-type", message, node, "correct the value");
    }

    fn warning(&mut self, code: &str, message: String, at: NodeId, help: &str) {
        self.say(DiagnosticLevel::Warning, code, message, at, help);
    }

    fn say(&mut self, level: DiagnosticLevel, code: &str, message: String, at: NodeId, help: &str) {
        if self.found.len() >= ENOUGH {
            self.more += 1;
            return;
        }
        let location = self.tree.locate(at);
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
