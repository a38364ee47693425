//! The part of a schema that texts speak of, as text for the validator: a field that no text names has no part in
//! whether they are valid, and reading megabytes of them takes its time.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::super::model::{Directive, Field, Input, Root, Schema, Type, TypeKind};
use super::super::read::words;

/// The part of `schema` that `texts` speak of, directly or by what they name.
pub(super) fn slice<'t>(schema: &Schema<'_>, texts: impl IntoIterator<Item = &'t str>) -> String {
    let named: HashSet<&str> = texts.into_iter().flat_map(words).collect();
    let mut slice = Slice { schema, named, queue: Vec::new(), wanted: HashSet::new(), bare: HashSet::new() };
    let implementers = implementers(schema);
    slice.gather(&implementers);
    slice.write()
}

struct Slice<'s> {
    schema: &'s Schema<'s>,
    named: HashSet<&'s str>,
    queue: Vec<&'s str>,
    wanted: HashSet<&'s str>,
    /// Types of which only what they are is of matter: what may stand where an interface does.
    bare: HashSet<&'s str>,
}

impl<'s> Slice<'s> {
    fn want(&mut self, name: &'s str) {
        if self.wanted.insert(name) {
            self.queue.push(name);
        }
    }

    fn is_named(&self, name: &str) -> bool {
        self.named.contains(name)
    }

    fn gather(&mut self, implementers: &HashMap<&'s str, Vec<&'s str>>) {
        let schema = self.schema;
        for root in schema.roots.iter().flatten() {
            self.want(root.text);
        }
        for found in schema.types.iter().filter(|it| self.named.contains(it.head.name.text)).collect::<Vec<_>>() {
            self.want(found.head.name.text);
        }
        for directive in
            schema.directives.iter().filter(|it| self.named.contains(it.head.name.text)).collect::<Vec<_>>()
        {
            directive.arguments.iter().for_each(|it| self.want(it.ty.name));
        }
        while let Some(name) = self.queue.pop() {
            let Some(found) = schema.get(name) else { continue };
            for field in &found.fields {
                if self.is_named(field.head.name.text) {
                    self.want(field.ty.name);
                    field.arguments.iter().for_each(|it| self.want(it.ty.name));
                }
            }
            found.inputs.iter().for_each(|it| self.want(it.ty.name));
            self.bare.extend(found.members.iter().map(|it| it.text));
            self.bare.extend(implementers.get(name).into_iter().flatten());
        }
    }

    fn write(&self) -> String {
        let mut text = String::new();
        let roots: Vec<_> = Root::ALL.into_iter().filter_map(|root| Some((root, self.schema.root(root)?))).collect();
        if !roots.is_empty() {
            text.push_str("schema {");
            for (root, name) in roots {
                let _ = write!(text, " {}: {}", root.as_str(), name.text);
            }
            text.push_str(" }\n");
        }
        for found in &self.schema.types {
            let name = found.head.name.text;
            if self.wanted.contains(name) || self.bare.contains(name) {
                self.named_type(&mut text, found);
            }
        }
        for directive in self.schema.directives.iter().filter(|it| self.is_named(it.head.name.text)) {
            write_directive(&mut text, directive);
        }
        text
    }

    fn named_type(&self, text: &mut String, found: &Type<'_>) {
        let _ = write!(text, "{} {}", found.kind.keyword(), found.head.name.text);
        for (at, interface) in found.interfaces.iter().enumerate() {
            let _ = write!(text, "{}{}", if at == 0 { " implements " } else { " & " }, interface.text);
        }
        match found.kind {
            TypeKind::Scalar => {}
            TypeKind::Object | TypeKind::Interface => {
                let fields = found.fields.iter().filter(|it| self.is_named(it.head.name.text));
                block(text, "{", "}", fields.map(written));
            }
            TypeKind::Input => block(text, "{", "}", found.inputs.iter().map(input)),
            TypeKind::Enum => block(text, "{", "}", found.values.iter().map(|it| it.head.name.text.to_owned())),
            TypeKind::Union => {
                let members: Vec<&str> = found.members.iter().map(|it| it.text).collect();
                if !members.is_empty() {
                    let _ = write!(text, " = {}", members.join(" | "));
                }
            }
        }
        text.push('\n');
    }
}

/// Object types and interfaces that implement an interface.
fn implementers<'s>(schema: &'s Schema<'s>) -> HashMap<&'s str, Vec<&'s str>> {
    let mut all: HashMap<&str, Vec<&str>> = HashMap::new();
    for found in &schema.types {
        for interface in &found.interfaces {
            all.entry(interface.text).or_default().push(found.head.name.text);
        }
    }
    all
}

fn block(text: &mut String, open: &str, close: &str, parts: impl Iterator<Item = String>) {
    let parts: Vec<String> = parts.collect();
    if !parts.is_empty() {
        let _ = write!(text, " {open} {} {close}", parts.join(" "));
    }
}

fn written(field: &Field<'_>) -> String {
    let mut text = field.head.name.text.to_owned();
    block(&mut text, "(", ")", field.arguments.iter().map(input));
    let _ = write!(text, ": {}", field.ty);
    text
}

fn input(input: &Input<'_>) -> String {
    let default = input.default.as_ref().map(|it| format!(" = {it}")).unwrap_or_default();
    format!("{}: {}{default}", input.head.name.text, input.ty)
}

fn write_directive(text: &mut String, directive: &Directive<'_>) {
    let _ = write!(text, "directive @{}", directive.head.name.text);
    block(text, "(", ")", directive.arguments.iter().map(input));
    let locations: Vec<&str> = directive.locations.iter().map(|it| it.text).collect();
    let repeatable = if directive.repeatable { " repeatable" } else { "" };
    let _ = writeln!(text, "{repeatable} on {}", locations.join(" | "));
}
