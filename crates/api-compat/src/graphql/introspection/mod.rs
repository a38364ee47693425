//! Answers to introspection queries (GraphQL October 2021, 4): the schema that a server tells of itself, in JSON. It is
//! written as definitions, which are read as any others are; what is found stands where the JSON says it.

#[cfg(test)]
mod tests;
mod types;
mod write;

use findings::{Diagnostic, DiagnosticLevel, SourceText, Span};
use source_tree::Limits;

use crate::Document;
use crate::document::{NodeId, Tree};

/// Definitions that were written for an answer, and where they come from.
#[derive(Debug)]
pub(super) struct Origin {
    /// The answer.
    source: SourceText,
    /// Where what begins at an offset of the definitions stands in the answer; offsets ascend.
    marks: Vec<(usize, Span)>,
    /// Types of which not all could be read.
    pub(super) faulty: Vec<String>,
}

impl Origin {
    /// The answer.
    pub(super) fn source(&self) -> &SourceText {
        &self.source
    }

    /// Where what begins at `offset` of the definitions stands in the answer.
    pub(super) fn place(&self, offset: usize) -> Span {
        let behind = self.marks.partition_point(|(start, _)| *start <= offset);
        behind.checked_sub(1).and_then(|at| self.marks.get(at)).map_or(Span::new(0, 0), |(_, span)| *span)
    }
}

/// Whether a document of JSON is the answer to an introspection query, or to one that failed.
pub(super) fn recognises(tree: &Tree, root: NodeId) -> bool {
    schema(tree, root).is_some() || is_refusal(tree, root)
}

/// The `__schema` of an answer, with or without the `data` around it.
fn schema(tree: &Tree, root: NodeId) -> Option<NodeId> {
    let direct = || tree.get(root, "__schema");
    tree.get(root, "data").and_then(|data| tree.get(data, "__schema")).or_else(direct)
}

/// Errors and no data: what a server answers that tells nothing of itself.
fn is_refusal(tree: &Tree, root: NodeId) -> bool {
    let known = |(key, _): (&str, NodeId)| ["errors", "data", "extensions"].contains(&key);
    let message = |error| tree.get(error, "message").is_some();
    let errors = tree.get(root, "errors");
    errors.is_some_and(|errors| tree.items(errors).any(message)) && tree.entries(root).all(known)
}

/// Whether a text is JSON: no definition begins with a brace, and no operation has a string behind it.
pub(super) fn is_json(text: &str) -> bool {
    let rest = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('{').map(str::trim_start);
    rest.is_some_and(|rest| rest.starts_with(['"', '}']))
}

/// The definitions of the answer `source`, and what is to be said of it.
pub(super) fn read(source: &SourceText, limits: &Limits) -> (SourceText, Origin, Vec<Diagnostic>) {
    let document = Document::read(source.clone(), limits);
    read_document(&document, source)
}

/// The same of an answer that was read as JSON.
pub(super) fn read_document(document: &Document, source: &SourceText) -> (SourceText, Origin, Vec<Diagnostic>) {
    let tree = &document.tree;
    let mut writer = write::Writer::new(tree);
    writer.said.extend(document.diagnostics().iter().cloned());
    if let Some(root) = tree.root() {
        match schema(tree, root).filter(|it| tree.is_object(*it)) {
            Some(schema) => writer.schema(schema),
            None => writer.said.push(no_schema(tree, root)),
        }
    }
    let write::Writer { text, marks, faulty, said, .. } = writer;
    let text = SourceText::new(source.name(), text);
    (text, Origin { source: source.clone(), marks, faulty }, said)
}

fn no_schema(tree: &Tree, root: NodeId) -> Diagnostic {
    let errors = tree.get(root, "errors").into_iter().flat_map(|errors| tree.items(errors));
    let said: Vec<&str> = errors.filter_map(|error| tree.str(tree.get(error, "message")?)).take(3).collect();
    let (message, help) = if said.is_empty() {
        (
            "this is JSON and holds no `__schema`: it is no answer to an introspection query".to_owned(),
            "give what the server answers to an introspection query, or the schema as definitions",
        )
    } else {
        (
            format!("the server answered with errors and without a schema: {}", said.join("; ")),
            "ask again where introspection is allowed, or give the schema as definitions",
        )
    };
    Diagnostic {
        level: DiagnosticLevel::Error,
        code: "no-introspection".to_owned(),
        message,
        location: tree.locate(root),
        help: Some(help.to_owned()),
    }
}
