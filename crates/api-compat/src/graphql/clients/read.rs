//! Reads the clients' operations, and the fragments that they share.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use apollo_compiler::ast::{Definition, Document, FragmentDefinition, OperationDefinition, Selection};
use apollo_compiler::diagnostic::ToCliReport as _;
use apollo_compiler::{Name, Node};
use findings::{Diagnostic, DiagnosticLevel, Location, SourceText, Span};

/// An operation of a client.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) definition: Node<OperationDefinition>,
    /// The fragments that it needs, by name.
    pub(super) fragments: BTreeSet<Name>,
    file: usize,
}

/// The operations of all clients.
#[derive(Debug)]
pub(super) struct Operations {
    pub(super) all: Vec<Operation>,
    pub(super) fragments: HashMap<Name, Node<FragmentDefinition>>,
    /// Fragments in the order in which they are written into the document.
    order: Vec<Name>,
    files: Vec<SourceText>,
}

/// Reads the operations of `files`, and says what is wrong with them.
pub(super) fn read(files: &[SourceText]) -> (Operations, Vec<Diagnostic>) {
    let mut operations =
        Operations { all: Vec::new(), fragments: HashMap::new(), order: Vec::new(), files: files.to_vec() };
    let mut said = Vec::new();
    for (file, source) in files.iter().enumerate().filter(|(_, source)| !source.text().trim().is_empty()) {
        let document = match Document::parse(source.text(), source.name()) {
            Ok(document) => document,
            Err(faulty) => {
                said.extend(faulty.errors.iter().map(|error| {
                    let span = error.error.location().map(|at| Span::new(at.offset(), at.end_offset()));
                    diagnostic(DiagnosticLevel::Error, "malformed", error.error.to_string(), span, source)
                }));
                faulty.partial
            }
        };
        for definition in document.definitions {
            operations.add(definition, file, source, &mut said);
        }
    }
    operations.resolve();
    (operations, said)
}

fn diagnostic(
    level: DiagnosticLevel,
    code: &str,
    message: String,
    span: Option<Span>,
    source: &SourceText,
) -> Diagnostic {
    let location = span.map(|span| source.locate(span));
    Diagnostic { level, code: code.to_owned(), message, location, help: None }
}

impl Operations {
    fn add(&mut self, definition: Definition, file: usize, source: &SourceText, said: &mut Vec<Diagnostic>) {
        let span = definition.location().map(|at| Span::new(at.offset(), at.end_offset()));
        match definition {
            Definition::OperationDefinition(definition) => {
                self.all.push(Operation { definition, fragments: BTreeSet::new(), file });
            }
            Definition::FragmentDefinition(fragment) => match self.fragments.get(&fragment.name) {
                None => {
                    self.order.push(fragment.name.clone());
                    self.fragments.insert(fragment.name.clone(), fragment);
                }
                Some(same) if *same == fragment => {}
                Some(_) => {
                    let message = format!("another fragment is called `{}` as well", fragment.name);
                    said.push(diagnostic(DiagnosticLevel::Error, "fragment-twice", message, span, source));
                }
            },
            _ => {
                let message = "this belongs to a schema, and is passed over".to_owned();
                said.push(diagnostic(DiagnosticLevel::Warning, "not-an-operation", message, span, source));
            }
        }
    }

    /// Finds out which fragments each operation needs.
    fn resolve(&mut self) {
        let fragments = &self.fragments;
        for operation in &mut self.all {
            let mut open: Vec<Name> = Vec::new();
            spreads(&operation.definition.selection_set, &mut open);
            while let Some(name) = open.pop() {
                if let Some(fragment) = fragments.get(&name)
                    && operation.fragments.insert(name)
                {
                    spreads(&fragment.selection_set, &mut open);
                }
            }
        }
    }

    /// All operations and the fragments that they need, each on a line of its own; operations under names of their own.
    pub(super) fn document(&self) -> String {
        let mut text = String::new();
        for (index, operation) in self.all.iter().enumerate() {
            let mut renamed = OperationDefinition::clone(&operation.definition);
            renamed.name = Name::new(&format!("Operation{index}")).ok();
            let _ = writeln!(text, "{}", one_line(&renamed.serialize().no_indent().to_string()));
        }
        for name in self.used_fragments() {
            if let Some(fragment) = self.fragments.get(name) {
                let _ = writeln!(text, "{}", one_line(&fragment.serialize().no_indent().to_string()));
            }
        }
        text
    }

    fn used_fragments(&self) -> impl Iterator<Item = &Name> {
        self.order.iter().filter(|name| self.all.iter().any(|it| it.fragments.contains(*name)))
    }

    /// What came of each operation, from what came of each line of the document.
    pub(super) fn outcomes(&self, by_line: &HashMap<usize, String>) -> Vec<Option<String>> {
        let lines: HashMap<&Name, usize> =
            self.used_fragments().enumerate().map(|(at, name)| (name, self.all.len() + at + 1)).collect();
        let of_fragment = |name: &Name| lines.get(name).and_then(|line| by_line.get(line));
        self.all
            .iter()
            .enumerate()
            .map(|(at, it)| by_line.get(&(at + 1)).or_else(|| it.fragments.iter().find_map(of_fragment)).cloned())
            .collect()
    }

    /// What an operation is called, and where it stands: `query Orders (web/orders.graphql)`.
    pub(super) fn label(&self, index: usize) -> Option<String> {
        let operation = self.all.get(index)?;
        let name = operation.definition.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        let file = self.files.get(operation.file).map(SourceText::name).unwrap_or_default();
        Some(format!("{}{name} ({file})", operation.definition.operation_type.name()))
    }

    pub(super) fn location(&self, index: usize) -> Option<Location> {
        let operation = self.all.get(index)?;
        let at = operation.definition.location()?;
        Some(self.files.get(operation.file)?.locate(Span::new(at.offset(), at.end_offset())))
    }

    /// The operation with its fragments.
    pub(super) fn text(&self, index: usize) -> String {
        let Some(operation) = self.all.get(index) else { return String::new() };
        let mut text = one_line(&operation.definition.serialize().no_indent().to_string());
        for fragment in operation.fragments.iter().filter_map(|name| self.fragments.get(name)) {
            let _ = write!(text, "\n{}", one_line(&fragment.serialize().no_indent().to_string()));
        }
        text
    }
}

/// Descriptions and block strings may hold line feeds; a string with an escape says the same.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// Fragments that a selection names, at any depth that the parser lets through.
fn spreads(selections: &[Selection], found: &mut Vec<Name>) {
    let mut open: Vec<&[Selection]> = vec![selections];
    while let Some(selections) = open.pop() {
        for selection in selections {
            match selection {
                Selection::Field(field) => open.push(&field.selection_set),
                Selection::InlineFragment(fragment) => open.push(&fragment.selection_set),
                Selection::FragmentSpread(spread) => found.push(spread.fragment_name.clone()),
            }
        }
    }
}
