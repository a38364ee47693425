//! Writes what a server tells of itself as definitions.

use std::fmt::Write as _;

use findings::{Diagnostic, DiagnosticLevel, Span};

use super::super::model::{BUILT_IN, Root};
use super::super::read::{is_value, text};
use crate::document::{NodeId, Tree, Value};

/// What `@deprecated` says where nothing is said.
const NO_REASON: &str = "No longer supported";

/// Definitions that are being written.
pub(super) struct Writer<'t> {
    pub(super) tree: &'t Tree,
    pub(super) text: String,
    pub(super) marks: Vec<(usize, Span)>,
    pub(super) faulty: Vec<String>,
    pub(super) said: Vec<Diagnostic>,
    /// The type that is being written, and whether something in it could not be.
    pub(super) fault: bool,
}

impl<'t> Writer<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        Self { tree, text: String::new(), marks: Vec::new(), faulty: Vec::new(), said: Vec::new(), fault: false }
    }

    /// Everything that the answer tells.
    pub(super) fn schema(&mut self, schema: NodeId) {
        self.roots(schema);
        let types = self.list(schema, "types");
        if self.tree.get(schema, "types").is_none() {
            self.wrong(
                schema,
                "`__schema` has no `types`".to_owned(),
                Some("ask for them: `__schema { types { … } }`"),
            );
        }
        for found in types {
            let Some(name) = self.name(found, "the name of a type") else { continue };
            // What every server has is part of no schema.
            if !name.starts_with("__") && !BUILT_IN.contains(&name) {
                self.whole(found, name, |it| it.named_type(found));
            }
        }
        for found in self.list(schema, "directives") {
            let Some(name) = self.name(found, "the name of a directive") else { continue };
            self.whole(found, name, |it| it.directive(found));
        }
    }

    fn roots(&mut self, schema: NodeId) {
        let mut roots = Vec::new();
        for root in Root::ALL {
            let key = format!("{}Type", root.as_str());
            let told = self.tree.get(schema, &key).filter(|it| !self.is_null(*it));
            if let Some(found) = told
                && let Some(name) = self.name(found, &format!("the name of `{key}`"))
            {
                roots.push((root, found, name));
            }
        }
        if roots.is_empty() {
            return;
        }
        self.mark(schema);
        self.described(schema);
        self.text.push_str("schema {");
        for (root, found, name) in roots {
            let _ = write!(self.text, " {}: ", root.as_str());
            self.named(found, name);
        }
        self.text.push_str(" }\n");
    }

    /// A definition. Where something in it cannot be written it is left out, and nothing is said of it.
    fn whole(&mut self, found: NodeId, name: &str, write: impl FnOnce(&mut Self)) {
        let (text, marks) = (self.text.len(), self.marks.len());
        self.fault = false;
        self.mark(found);
        self.described(found);
        write(self);
        self.text.push('\n');
        if self.fault {
            self.text.truncate(text);
            self.marks.truncate(marks);
            self.faulty.push(name.to_owned());
        }
    }

    fn directive(&mut self, found: NodeId) {
        self.text.push_str("directive @");
        self.own_name(found, "the name of a directive");
        self.inputs(found, "args", ("(", ")"));
        let flag = |key: &str| self.tree.get(found, key).and_then(|it| self.tree.bool(it)) == Some(true);
        let repeatable = flag("isRepeatable");
        self.text.push_str(if repeatable { " repeatable on" } else { " on" });
        let locations = self.list(found, "locations");
        if locations.is_empty() {
            self.wrong(found, "a directive stands somewhere: `locations` are missing".to_owned(), None);
        }
        for (at, location) in locations.into_iter().enumerate() {
            self.text.push_str(if at == 0 { " " } else { " | " });
            match self.tree.str(location).filter(|it| is_name(it)) {
                Some(name) => self.named(location, name),
                None => self.wrong(location, "here should stand a location, such as `FIELD`".to_owned(), None),
            }
        }
    }

    /// Arguments, or fields of an input object.
    pub(super) fn inputs(&mut self, of: NodeId, key: &str, (open, close): (&str, &str)) {
        let inputs = self.list(of, key);
        if inputs.is_empty() {
            return;
        }
        self.text.push_str(open);
        for input in inputs {
            self.text.push(' ');
            self.described(input);
            self.own_name(input, "the name of an argument or of a field");
            self.text.push_str(": ");
            self.type_of(input);
            if let Some(default) = self.tree.get(input, "defaultValue").filter(|it| !self.is_null(*it)) {
                match self.tree.str(default).filter(|it| is_value(it)) {
                    Some(value) => {
                        let _ = write!(self.text, " = {value}");
                    }
                    None => self.wrong(default, "`defaultValue` is no value as GraphQL writes it".to_owned(), None),
                }
            }
            self.deprecated(input);
        }
        self.text.push_str(close);
    }

    /// The type of a field or an argument, with its lists and non-nulls.
    pub(super) fn type_of(&mut self, of: NodeId) {
        const DEEPEST: usize = 32;
        let mut behind = String::new();
        let mut at = self.tree.get(of, "type").filter(|it| self.tree.is_object(*it));
        for _ in 0..=DEEPEST {
            let Some(found) = at else { break };
            let kind = self.tree.get(found, "kind").and_then(|it| self.tree.str(it)).unwrap_or_default();
            match kind {
                "LIST" => {
                    self.text.push('[');
                    behind.insert(0, ']');
                }
                "NON_NULL" if behind.starts_with('!') => break,
                "NON_NULL" => behind.insert(0, '!'),
                _ => {
                    if let Some(name) = self.name(found, "the name of a type") {
                        self.text.push_str(name);
                        self.text.push_str(&behind);
                    }
                    return;
                }
            }
            at = self.tree.get(found, "ofType").filter(|it| self.tree.is_object(*it));
        }
        let name = self.tree.get(of, "name").and_then(|it| self.tree.str(it)).unwrap_or_default();
        let message = format!("the type of `{name}` ends in a list or a non-null, and not in a name");
        self.wrong(of, message, Some("ask with more levels of `ofType { kind name … }`"));
    }

    pub(super) fn deprecated(&mut self, of: NodeId) {
        let told = |key: &str| self.tree.get(of, key);
        if told("isDeprecated").and_then(|it| self.tree.bool(it)) != Some(true) {
            return;
        }
        self.text.push_str(" @deprecated");
        let reason = told("deprecationReason").and_then(|it| self.tree.str(it));
        if let Some(reason) = reason.filter(|it| *it != NO_REASON) {
            let _ = write!(self.text, "(reason: {})", text::quoted(reason));
        }
    }

    pub(super) fn described(&mut self, of: NodeId) {
        let told = self.tree.get(of, "description").and_then(|it| self.tree.str(it));
        if let Some(description) = told.filter(|it| !it.is_empty()) {
            self.text.push_str(&text::quoted(description));
            self.text.push(' ');
        }
    }

    /// The items of a list; nothing where there is none, as where it was not asked for.
    pub(super) fn list(&mut self, of: NodeId, key: &str) -> Vec<NodeId> {
        let Some(list) = self.tree.get(of, key).filter(|it| !self.is_null(*it)) else { return Vec::new() };
        if !self.tree.is_array(list) {
            self.wrong(list, format!("`{key}` should be a list"), None);
        }
        self.tree.items(list).collect()
    }

    /// The name of something, with its mark.
    pub(super) fn own_name(&mut self, of: NodeId, what: &str) {
        if let Some(name) = self.name(of, what) {
            self.named(of, name);
        }
    }

    /// Writes a name that stands for `node`.
    pub(super) fn named(&mut self, node: NodeId, name: &str) {
        // What is known by its name is found there.
        self.mark(self.tree.get(node, "name").unwrap_or(node));
        self.text.push_str(name);
    }

    fn name(&mut self, of: NodeId, what: &str) -> Option<&'t str> {
        let name = self.tree.get(of, "name").and_then(|it| self.tree.str(it)).filter(|it| is_name(it));
        if name.is_none() {
            self.wrong(of, format!("here should stand {what}, as GraphQL writes names"), None);
        }
        name
    }

    fn mark(&mut self, node: NodeId) {
        self.marks.push((self.text.len(), self.tree.span(node)));
    }

    fn is_null(&self, node: NodeId) -> bool {
        matches!(self.tree.value(node), Value::Null)
    }

    pub(super) fn wrong(&mut self, node: NodeId, message: String, help: Option<&str>) {
        self.fault = true;
        self.said.push(Diagnostic {
            level: DiagnosticLevel::Error,
            code: "malformed".to_owned(),
            message,
            location: self.tree.locate(node),
            help: help.map(str::to_owned),
        });
    }
}

/// Whether it is a name (October 2021, 2.1.9): nothing else is written into definitions.
fn is_name(text: &str) -> bool {
    let mut letters = text.bytes();
    letters.next().is_some_and(|it| it == b'_' || it.is_ascii_alphabetic())
        && letters.all(|it| it == b'_' || it.is_ascii_alphanumeric())
}
