//! What operations use of a schema.

use std::collections::{HashMap, HashSet};

use apollo_compiler::ast::{Argument, DirectiveList, Selection, Value};
use apollo_compiler::{Name, Node};

use super::super::model::{Input, Root, Schema, TypeKind};
use super::Usage;
use super::read::{Operation, Operations};

/// What the operations use of `schema`.
pub(super) fn of(operations: &Operations, schema: &Schema<'_>) -> Usage {
    let mut possible: HashMap<&str, Vec<&str>> = HashMap::new();
    for found in &schema.types {
        for interface in &found.interfaces {
            possible.entry(interface.text).or_default().push(found.head.name.text);
        }
    }
    let mut walk = Walk { schema, operations, possible, usage: Usage::default(), operation: 0, opaque: HashSet::new() };
    for (index, operation) in operations.all.iter().enumerate() {
        walk.operation = index;
        walk.opaque.clear();
        walk.operation(operation);
    }
    walk.usage
}

struct Walk<'a> {
    schema: &'a Schema<'a>,
    operations: &'a Operations,
    /// What implements an interface.
    possible: HashMap<&'a str, Vec<&'a str>>,
    usage: Usage,
    /// The operation that is looked at.
    operation: usize,
    /// Types of its variables: what they hold is not known.
    opaque: HashSet<&'a str>,
}

/// Selections still to be looked at, on a type where it is known.
type Open<'a> = Vec<(Option<&'a str>, &'a [Selection])>;

impl<'a> Walk<'a> {
    fn mark(&mut self, coordinate: impl Into<String>) {
        self.usage.mark(coordinate.into(), self.operation);
    }

    fn operation(&mut self, operation: &'a Operation) {
        let definition = &operation.definition;
        let word = definition.operation_type.name();
        self.mark(format!("schema.{word}"));
        self.directives(&definition.directives);
        for variable in &definition.variables {
            self.variable(variable.ty.inner_named_type());
            self.directives(&variable.directives);
        }
        let root = Root::ALL.into_iter().find(|root| root.as_str() == word).and_then(|root| self.schema.root(root));
        let root = root.map(|it| it.text);
        self.mark(root.unwrap_or_default());
        let mut open: Open<'a> = vec![(root, &definition.selection_set)];
        for fragment in operation.fragments.iter().filter_map(|name| self.operations.fragments.get(name)) {
            self.mark(fragment.type_condition.as_str());
            self.directives(&fragment.directives);
            open.push((self.known(&fragment.type_condition), &fragment.selection_set));
        }
        while let Some((on, selections)) = open.pop() {
            for selection in selections {
                self.selection(on, selection, &mut open);
            }
        }
    }

    /// The name as the schema has it.
    fn known(&self, name: &Name) -> Option<&'a str> {
        self.schema.get(name).map(|found| found.head.name.text)
    }

    fn selection(&mut self, on: Option<&'a str>, selection: &'a Selection, open: &mut Open<'a>) {
        match selection {
            Selection::FragmentSpread(spread) => self.directives(&spread.directives),
            Selection::InlineFragment(fragment) => {
                self.directives(&fragment.directives);
                let inner = match &fragment.type_condition {
                    Some(condition) => {
                        self.mark(condition.as_str());
                        self.known(condition)
                    }
                    None => on,
                };
                open.push((inner, &fragment.selection_set));
            }
            Selection::Field(field) => {
                self.directives(&field.directives);
                let found = on.and_then(|on| self.schema.get(on));
                let Some((of, definition)) = found.and_then(|it| Some((it, it.field(&field.name)?))) else {
                    open.push((None, &field.selection_set));
                    return;
                };
                // Where an interface is asked, its objects answer.
                let mut owners = vec![of.head.name.text];
                owners.extend(self.possible.get(of.head.name.text).into_iter().flatten());
                for owner in owners {
                    self.mark(format!("{owner}.{}", field.name));
                    for argument in &field.arguments {
                        self.mark(format!("{owner}.{}({}:)", field.name, argument.name));
                    }
                }
                self.arguments(&field.arguments, &definition.arguments);
                self.returned(definition.ty.name);
                open.push((Some(definition.ty.name), &field.selection_set));
            }
        }
    }

    /// A type that a field returns: of an enum any value may come.
    fn returned(&mut self, name: &'a str) {
        self.mark(name);
        if let Some(found) = self.schema.get(name).filter(|it| it.kind == TypeKind::Enum) {
            for value in &found.values {
                self.mark(format!("{name}.{}", value.head.name.text));
            }
        }
    }

    /// A variable may hold anything of its type.
    fn variable(&mut self, name: &Name) {
        let Some(first) = self.known(name) else {
            self.mark(name.as_str());
            return;
        };
        let mut open = vec![first];
        while let Some(name) = open.pop() {
            if !self.opaque.insert(name) {
                continue;
            }
            self.returned(name);
            for field in self.schema.get(name).into_iter().flat_map(|found| &found.inputs) {
                self.mark(format!("{name}.{}", field.head.name.text));
                open.push(field.ty.name);
            }
        }
    }

    fn directives(&mut self, directives: &'a DirectiveList) {
        for directive in &directives.0 {
            self.mark(format!("@{}", directive.name));
            for argument in &directive.arguments {
                self.mark(format!("@{}({}:)", directive.name, argument.name));
            }
            if let Some(definition) = self.schema.directive(&directive.name) {
                self.arguments(&directive.arguments, &definition.arguments);
            }
        }
    }

    fn arguments(&mut self, given: &'a [Node<Argument>], defined: &'a [Input<'a>]) {
        for argument in given {
            if let Some(definition) = defined.iter().find(|it| it.head.name.text == argument.name.as_str()) {
                self.mark(definition.ty.name);
                self.value(&argument.value, definition.ty.name);
            }
        }
    }

    /// A value, at any depth that the parser lets through.
    fn value(&mut self, value: &'a Value, of: &'a str) {
        let mut open = vec![(value, of)];
        while let Some((value, of)) = open.pop() {
            match value {
                Value::Enum(name) => self.mark(format!("{of}.{name}")),
                Value::List(items) => open.extend(items.iter().map(|item| (&**item, of))),
                Value::Object(fields) => {
                    self.mark(of);
                    let found = self.schema.get(of);
                    for (name, value) in fields {
                        self.mark(format!("{of}.{name}"));
                        if let Some(input) = found.and_then(|found| found.input(name)) {
                            self.mark(input.ty.name);
                            open.push((&**value, input.ty.name));
                        }
                    }
                }
                _ => {}
            }
        }
    }
}
