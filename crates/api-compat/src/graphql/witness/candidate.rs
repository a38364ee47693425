//! What may show a change.

use std::collections::HashMap;

use findings::Severity;
use serde_json::Value as Json;

use super::super::change::{Aspect, Change, Data, Edit, Element};
use super::super::model::{Root, Schema};
use super::inputs::InputWay;
use super::reach::Reach;
use super::way::Way;

/// What is to be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// An operation that is valid before, and is not after.
    Operation,
    /// Definitions that are valid beside the old schema, and are not beside the new one.
    Definitions,
    /// An answer to an operation that the new schema allows, and the old one does not.
    Answer,
}

/// What may show a change.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) proof: Proof,
    /// Definitions that both sides need besides.
    pub(super) setup: Vec<String>,
    pub(super) statement: String,
    pub(super) answer: Option<Json>,
}

impl Candidate {
    pub(super) fn operation(setup: Option<String>, statement: String) -> Self {
        Self { proof: Proof::Operation, setup: setup.into_iter().collect(), statement, answer: None }
    }

    pub(super) fn definitions(statement: String) -> Self {
        Self { proof: Proof::Definitions, setup: Vec::new(), statement, answer: None }
    }

    pub(super) fn answer(setup: Option<String>, statement: String, answer: Json) -> Self {
        Self { proof: Proof::Answer, setup: setup.into_iter().collect(), statement, answer: Some(answer) }
    }
}

/// Makes candidates.
pub(super) struct Candidates<'a> {
    pub(super) before: Reach<'a>,
    pub(super) after: Reach<'a>,
    /// Where values of a type can be given, found when first asked for.
    pub(super) inputs: Option<HashMap<&'a str, InputWay<'a>>>,
}

impl<'a> Candidates<'a> {
    pub(super) fn new(before: &'a Schema<'a>, after: &'a Schema<'a>) -> Self {
        Self { before: Reach::new(before, after), after: Reach::new(after, before), inputs: None }
    }

    pub(super) fn old(&self) -> &'a Schema<'a> {
        self.before.schema
    }

    pub(super) fn new_schema(&self) -> &'a Schema<'a> {
        self.after.schema
    }

    /// What may show `change`, the best first.
    pub(super) fn of(&mut self, change: &Change<'_>, severity: Severity) -> Vec<Candidate> {
        let mut found = Vec::new();
        // Nothing that follows may fail loudly: what cannot be made is left out.
        let _ = self.collect(change, severity, &mut found);
        found
    }

    fn collect(&mut self, change: &Change<'_>, severity: Severity, found: &mut Vec<Candidate>) -> Option<()> {
        let breaking = severity == Severity::Breaking;
        match (change.element, change.aspect, change.edit) {
            (Element::Root, _, _) => root(change, found),
            (Element::Type, Aspect::Whole | Aspect::Kind, _) => self.named_type(change, found),
            (Element::Field, Aspect::Whole, Edit::Removed) => self.field_removed(change, found),
            (Element::Field, Aspect::Type, _) => self.field_type(change, found),
            (Element::Argument, Aspect::Whole | Aspect::Type | Aspect::Default, _) if breaking => {
                self.argument(change, found)
            }
            (Element::InputField, Aspect::Whole | Aspect::Type | Aspect::Default, _) if breaking => {
                self.input_field(change, found)
            }
            (Element::DirectiveArgument, Aspect::Default, _) if breaking => self.directive(change, found),
            (Element::EnumValue, Aspect::Whole, Edit::Removed) => self.value_removed(change, found),
            (Element::EnumValue, Aspect::Whole, Edit::Added) => self.value_added(change, found),
            (Element::UnionMember | Element::Interface, _, Edit::Removed) => self.possible_removed(change, found),
            (Element::UnionMember | Element::Interface, _, Edit::Added) => self.possible_added(change, found),
            (Element::Directive, Aspect::Whole | Aspect::Repeatable, _)
            | (Element::DirectiveArgument, Aspect::Whole | Aspect::Type, _)
            | (Element::DirectiveLocation, _, Edit::Removed) => self.directive(change, found),
            (Element::Applied, _, Edit::Added) if breaking => self.one_of(change, found),
            _ => None,
        }
    }

    fn named_type(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        let old = self.old().get(change.at.owner?)?;
        let name = old.head.name.text;
        if old.kind.is_composite() {
            // Where nothing reaches it, it cannot be reached with the help of a type that is gone.
            if self.before.steps(name).is_some() || self.new_schema().get(name).is_some() {
                let way = Way::to(&self.before, name);
                let inner = format!("... on {name} {{ __typename }}");
                found.push(Candidate::operation(way.setup.clone(), way.operation(self.old(), "", &inner)?));
                let field = old.fields.iter().find_map(|it| super::literal::selection(self.old(), it, &[]));
                if let Some(field) = field {
                    found.push(Candidate::operation(way.setup.clone(), way.operation(self.old(), "", &field)?));
                }
            }
        } else {
            self.variable_of(name, found);
            self.sample_of(name, found);
            self.returned_kind(name, found);
        }
        let field = if old.kind.is_input() {
            format!("take{name}(value: {name}): Boolean")
        } else {
            format!("any{name}: {name}")
        };
        if self.new_schema().get(name).is_none() {
            found.push(Candidate::definitions(super::way::on_query(self.old(), &field)));
        }
        Some(())
    }
}

/// A fragment on the type that was the root.
fn root(change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
    let Data::Names(Some(old), _) = change.data else { return None };
    let root = Root::ALL.into_iter().find(|root| Some(root.as_str()) == change.at.member)?;
    let inner = format!("... on {old} {{ __typename }}");
    let statement = match root {
        Root::Query => format!("{{ {inner} }}"),
        root => format!("{} {{ {inner} }}", root.as_str()),
    };
    found.push(Candidate::operation(None, statement));
    Some(())
}
