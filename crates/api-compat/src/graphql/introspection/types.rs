//! Types as a server tells them.

use std::fmt::Write as _;

use super::super::read::text;
use super::write::Writer;
use crate::document::NodeId;

impl Writer<'_> {
    /// A type, behind its description.
    pub(super) fn named_type(&mut self, found: NodeId) {
        let kind = self.tree.get(found, "kind").and_then(|it| self.tree.str(it)).unwrap_or_default();
        let keyword = match kind {
            "SCALAR" => "scalar",
            "OBJECT" => "type",
            "INTERFACE" => "interface",
            "UNION" => "union",
            "ENUM" => "enum",
            "INPUT_OBJECT" => "input",
            other => {
                let message = format!("`{other}` is no kind of type: {KINDS}");
                self.wrong(found, message, None);
                return;
            }
        };
        let _ = write!(self.text, "{keyword} ");
        self.own_name(found, "the name of a type");
        match kind {
            "SCALAR" => self.specified_by(found),
            "UNION" => self.names(found, "possibleTypes", (" = ", " | ")),
            "ENUM" => self.values(found),
            "INPUT_OBJECT" => {
                if self.tree.get(found, "isOneOf").and_then(|it| self.tree.bool(it)) == Some(true) {
                    self.text.push_str(" @oneOf");
                }
                self.inputs(found, "inputFields", (" {", " }"));
            }
            _ => {
                self.names(found, "interfaces", (" implements ", " & "));
                self.fields(found);
            }
        }
    }

    fn specified_by(&mut self, found: NodeId) {
        // Drafts spelt it otherwise.
        let told = ["specifiedByURL", "specifiedByUrl"].iter().find_map(|key| self.tree.get(found, key));
        if let Some(url) = told.and_then(|it| self.tree.str(it)) {
            let _ = write!(self.text, " @specifiedBy(url: {})", text::quoted(url));
        }
    }

    fn names(&mut self, found: NodeId, key: &str, (before, between): (&str, &str)) {
        for (at, named) in self.list(found, key).into_iter().enumerate() {
            self.text.push_str(if at == 0 { before } else { between });
            self.own_name(named, "the name of a type");
        }
    }

    fn fields(&mut self, found: NodeId) {
        let fields = self.list(found, "fields");
        if fields.is_empty() {
            return;
        }
        self.text.push_str(" {");
        for field in fields {
            self.text.push(' ');
            self.described(field);
            self.own_name(field, "the name of a field");
            self.inputs(field, "args", ("(", ")"));
            self.text.push_str(": ");
            self.type_of(field);
            self.deprecated(field);
        }
        self.text.push_str(" }");
    }

    fn values(&mut self, found: NodeId) {
        let values = self.list(found, "enumValues");
        if values.is_empty() {
            return;
        }
        self.text.push_str(" {");
        for value in values {
            self.text.push(' ');
            self.described(value);
            self.own_name(value, "the name of a value");
            self.deprecated(value);
        }
        self.text.push_str(" }");
    }
}

const KINDS: &str = "there are SCALAR, OBJECT, INTERFACE, UNION, ENUM and INPUT_OBJECT";
