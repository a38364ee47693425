//! One schema from the definitions of all its files. What real servers publish has faults (fields that stand there
//! twice, types that nobody defines): each is told with its place, and the rest is compared.

use std::collections::{HashMap, HashSet};

use findings::{Diagnostic, DiagnosticLevel, SourceText, Span};

use super::super::introspection::Origin;
use super::super::model::{Applied, BUILT_IN, Directive, Name, Named, Place, Root, Schema, Text, Type, TypeKind};
use super::parser::{Definition, Parser};

/// Bytes of one file that are read.
const MOST_BYTES: usize = 256 << 20;

/// Reads the schema that `files` describe together, and what is to be said of them.
#[cfg(test)]
pub(crate) fn read(files: &[SourceText]) -> (Schema<'_>, Vec<Diagnostic>) {
    read_written(files, &[])
}

/// The same, where some of the files were written for answers to introspection queries: those that have an origin at their
/// index.
pub(crate) fn read_written<'s>(
    files: &'s [SourceText],
    origins: &'s [Option<Origin>],
) -> (Schema<'s>, Vec<Diagnostic>) {
    let origin = |file: u32| origins.get(usize::try_from(file).unwrap_or(usize::MAX)).and_then(Option::as_ref);
    let given = (0_u32..).zip(files).map(|(file, source)| origin(file).map_or(source, Origin::source).clone());
    let mut reading = Reading {
        files: given.collect(),
        schema: Schema::default(),
        extensions: Vec::new(),
        said: Vec::new(),
        roots: None,
    };
    for (file, source) in (0_u32..).zip(files) {
        let origin = origin(file);
        reading.schema.introspected |= origin.is_some();
        reading.schema.faulty.extend(origin.iter().flat_map(|it| &it.faulty).map(String::as_str));
        if source.text().len() > MOST_BYTES {
            reading.say(DiagnosticLevel::Error, "too-large", "the document is too large".to_owned(), None);
            continue;
        }
        reading.file(source.text(), file, origin);
    }
    reading.extend();
    reading.name_roots();
    reading.look_for_unknown_types();
    (reading.schema, reading.said)
}

struct Reading<'s> {
    /// As they were given.
    files: Vec<SourceText>,
    schema: Schema<'s>,
    extensions: Vec<Type<'s>>,
    said: Vec<Diagnostic>,
    /// What schema definitions say of the roots; none where there is no such definition.
    roots: Option<Vec<(Root, Name<'s>)>>,
}

impl<'s> Reading<'s> {
    fn file(&mut self, text: &'s str, file: u32, origin: Option<&'s Origin>) {
        let mut parser = Parser::new(text, file, origin);
        while let Some(read) = parser.definition() {
            match read {
                Ok((definition, place)) => self.add(definition, place),
                Err(fault) => {
                    self.schema.faulty.extend(fault.of);
                    let of = fault.of.map(|name| format!(" (in `{name}`)")).unwrap_or_default();
                    self.say(DiagnosticLevel::Error, "malformed", format!("{}{of}", fault.message), Some(fault.place));
                }
            }
        }
    }

    fn add(&mut self, definition: Definition<'s>, place: Place) {
        match definition {
            Definition::Schema { description, applied, roots, extends } => {
                self.schema_definition(description, applied, roots, extends, place);
            }
            Definition::Type { mut found, extends } => {
                self.once(&mut found);
                found.whole = place;
                if extends { self.extensions.push(found) } else { self.define(found) }
            }
            Definition::Directive(found) => self.define_directive(found),
            Definition::Executable => {
                let message = "an operation or a fragment is no part of a schema, and is passed over";
                self.say(DiagnosticLevel::Warning, "not-a-schema", message.to_owned(), Some(place));
            }
        }
    }

    fn schema_definition(
        &mut self,
        description: Option<Text<'s>>,
        applied: Vec<Applied<'s>>,
        roots: Vec<(Root, Name<'s>)>,
        extends: bool,
        place: Place,
    ) {
        if !extends && self.schema.place.is_some() {
            self.twice("schema", "the schema definition", place);
            return;
        }
        if !extends {
            self.schema.place = Some(place);
            self.schema.description = description;
        }
        self.schema.applied.extend(applied);
        if !extends || !roots.is_empty() {
            // An extension alone adds to what the names of types say.
            self.roots.get_or_insert_with(Vec::new).extend(roots);
        }
    }

    fn define(&mut self, found: Type<'s>) {
        let name = found.head.name;
        if self.schema.by_name.contains_key(name.text) {
            self.twice("type", &format!("the type `{}`", name.text), name.place);
            return;
        }
        self.schema.by_name.insert(name.text, self.schema.types.len());
        self.schema.types.push(found);
    }

    fn define_directive(&mut self, mut found: Directive<'s>) {
        let name = found.head.name;
        if self.schema.directives_by_name.contains_key(name.text) {
            self.twice("directive", &format!("the directive `@{}`", name.text), name.place);
            return;
        }
        self.keep_first(&mut found.arguments, &format!("@{}", name.text), "argument");
        self.keep_first(&mut found.locations, &format!("@{}", name.text), "location");
        self.schema.directives_by_name.insert(name.text, self.schema.directives.len());
        self.schema.directives.push(found);
    }

    /// Merges extensions into the types that they extend.
    fn extend(&mut self) {
        for extension in std::mem::take(&mut self.extensions) {
            let name = extension.head.name;
            let Some(at) = self.schema.by_name.get(name.text).copied() else {
                // A service of a federation extends types of others; what it says of them is all that is known.
                let mut alone = extension;
                alone.extended = true;
                self.define(alone);
                continue;
            };
            let Some(extended) = self.schema.types.get_mut(at) else { continue };
            if extended.kind != extension.kind {
                let message = format!("`{}` is no {}, so this extends nothing", name.text, extension.kind.as_str());
                self.say(DiagnosticLevel::Error, "malformed", message, Some(name.place));
                continue;
            }
            extended.extended = true;
            extended.head.applied.extend(extension.head.applied);
            extended.interfaces.extend(extension.interfaces);
            extended.fields.extend(extension.fields);
            extended.inputs.extend(extension.inputs);
            extended.members.extend(extension.members);
            extended.values.extend(extension.values);
        }
        let mut types = std::mem::take(&mut self.schema.types);
        for found in types.iter_mut().filter(|it| it.extended) {
            self.once(found);
        }
        self.schema.types = types;
    }

    /// Keeps the first of what stands in a type twice.
    fn once(&mut self, found: &mut Type<'s>) {
        let name = found.head.name.text;
        self.keep_first(&mut found.fields, name, "field");
        self.keep_first(&mut found.inputs, name, "input field");
        self.keep_first(&mut found.values, name, "value");
        self.keep_first(&mut found.members, name, "member");
        self.keep_first(&mut found.interfaces, name, "interface");
        for field in &mut found.fields {
            if field.arguments.len() > 1 {
                self.keep_first(&mut field.arguments, &format!("{name}.{}", field.head.name.text), "argument");
            }
        }
    }

    fn keep_first<T: Named<'s>>(&mut self, items: &mut Vec<T>, of: &str, what: &str) {
        let again: Vec<Name<'s>> = repeated(items);
        if again.is_empty() {
            return;
        }
        let mut seen = HashSet::new();
        items.retain(|item| seen.insert(item.name().text));
        for name in again {
            self.twice(what, &format!("the {what} `{}` of `{of}`", name.text), name.place);
        }
    }

    fn twice(&mut self, what: &str, which: &str, place: Place) {
        let message = format!("{which} stands there twice; the first one is compared");
        let code = format!("{}-twice", what.replace(' ', "-"));
        self.say(DiagnosticLevel::Warning, &code, message, Some(place));
    }

    /// Without a schema definition the types with the usual names are the roots (October 2021, 3.3.1).
    fn name_roots(&mut self) {
        let stated = self.roots.take();
        let by_definition = self.schema.place.is_some();
        if !by_definition {
            for root in Root::ALL {
                let usual = self.schema.get(root.usual()).filter(|it| it.kind == TypeKind::Object);
                let name = usual.map(|it| it.head.name);
                if let Some(slot) = self.schema.roots.get_mut(root as usize) {
                    *slot = name;
                }
            }
        }
        for (root, name) in stated.into_iter().flatten() {
            if let Some(slot) = self.schema.roots.get_mut(root as usize) {
                *slot = Some(name);
            }
        }
    }

    /// Tells once of each type that is used and not defined.
    fn look_for_unknown_types(&mut self) {
        let mut unknown: HashMap<&'s str, Place> = HashMap::new();
        let mut order = Vec::new();
        let schema = &self.schema;
        let mut look = |name: &'s str, place: Place| {
            let known = schema.by_name.contains_key(name) || BUILT_IN.contains(&name) || schema.faulty.contains(&name);
            if !known && unknown.insert(name, place).is_none() {
                order.push((name, place));
            }
        };
        for found in &schema.types {
            for field in &found.fields {
                look(field.ty.name, field.head.name.place);
                field.arguments.iter().for_each(|it| look(it.ty.name, it.head.name.place));
            }
            found.inputs.iter().for_each(|it| look(it.ty.name, it.head.name.place));
            found.members.iter().chain(&found.interfaces).for_each(|it| look(it.text, it.place));
        }
        for name in schema.roots.iter().flatten() {
            look(name.text, name.place);
        }
        for (name, place) in order {
            let message = format!("no type is called `{name}`");
            self.say(DiagnosticLevel::Warning, "unknown-type", message, Some(place));
        }
    }

    fn say(&mut self, level: DiagnosticLevel, code: &str, message: String, place: Option<Place>) {
        self.said.push(Diagnostic {
            level,
            code: code.to_owned(),
            message,
            location: place.and_then(|place| locate(&self.files, place)),
            help: None,
        });
    }
}

/// The names that stand in `items` again.
fn repeated<'s, T: Named<'s>>(items: &[T]) -> Vec<Name<'s>> {
    // Most lists are short: comparing each with each is quicker than a table.
    if items.len() <= 8 {
        let before = |at: usize, name: &str| items.iter().take(at).any(|it| it.name().text == name);
        let names = items.iter().map(Named::name).enumerate();
        return names.filter(|(at, name)| before(*at, name.text)).map(|(_, name)| name).collect();
    }
    let mut seen = HashSet::with_capacity(items.len());
    items.iter().map(Named::name).filter(|name| !seen.insert(name.text)).collect()
}

/// The place as a location.
pub(crate) fn locate(files: &[SourceText], place: Place) -> Option<findings::Location> {
    let file = files.get(usize::try_from(place.file).ok()?)?;
    Some(file.locate(Span::new(usize::try_from(place.start).ok()?, usize::try_from(place.end).ok()?)))
}
