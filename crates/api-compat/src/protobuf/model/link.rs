//! Files of one side become one schema: names get what they mean, and what follows from it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use findings::{Diagnostic, DiagnosticLevel, Location};

use super::features::Presence;
use super::{Cardinality, Field, FieldKind, File, Found, Schema, Syntax, scope};

/// Names that are given more than once are told, and stand for the first one.
pub(in crate::protobuf) fn link(mut files: Vec<File>, mut diagnostics: Vec<Diagnostic>) -> Schema {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut by_name = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        let names = names(at, file);
        for (name, found, span) in names {
            match by_name.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(found);
                }
                Entry::Occupied(entry) => diagnostics.push(twice(entry.key(), file.source.locate(span))),
            }
        }
    }
    let known = Known { by_name: &by_name };
    for file in &mut files {
        let mut unknown = Vec::new();
        known.resolve(file, &mut unknown);
        if let (Some(first), 1..) = (unknown.first(), unknown.len()) {
            diagnostics.push(undeclared(first, unknown.len(), file));
        }
    }
    let by_path = files.iter().enumerate().map(|(at, file)| (file.path.clone(), at)).collect();
    let packages = files.iter().map(|file| file.package.clone()).collect();
    Schema { files, diagnostics, by_name, by_path, packages }
}

fn names(at: usize, file: &File) -> Vec<(String, Found, findings::Span)> {
    let messages =
        file.messages.iter().enumerate().map(|(it, m)| (m.full_name.clone(), Found::Message(at, it), m.span));
    let enums = file.enums.iter().enumerate().map(|(it, e)| (e.full_name.clone(), Found::Enum(at, it), e.span));
    let services =
        file.services.iter().enumerate().map(|(it, s)| (s.full_name.clone(), Found::Service(at, it), s.span));
    let extensions =
        file.extensions.iter().enumerate().map(|(it, e)| (e.full_name.clone(), Found::Extension(at, it), e.span));
    messages.chain(enums).chain(services).chain(extensions).collect()
}

fn twice(name: &str, place: Location) -> Diagnostic {
    Diagnostic {
        level: DiagnosticLevel::Warning,
        code: "declared-twice".to_owned(),
        message: format!("`{name}` is declared more than once: the first declaration is the one that is compared"),
        location: Some(place),
        help: Some("compare one version of a file at a time: leave copies out".to_owned()),
    }
}

fn undeclared(first: &(String, findings::Span), count: usize, file: &File) -> Diagnostic {
    let more = if count > 1 { format!(", and {} more names,", count - 1) } else { String::new() };
    let (name, span) = first;
    Diagnostic {
        level: DiagnosticLevel::Warning,
        code: "undeclared-type".to_owned(),
        message: format!(
            "`{name}`{more} of `{}` is declared in no file at hand: it is compared by its name",
            file.path
        ),
        location: Some(file.source.locate(*span)),
        help: Some("give the folder that the imports are relative to, with the files that are imported".to_owned()),
    }
}

struct Known<'k> {
    by_name: &'k HashMap<String, Found>,
}

impl Known<'_> {
    /// The full name of a type, and what it is.
    fn find(&self, name: &str, scope: &str) -> Option<(String, FieldKind)> {
        scope::candidates(name, scope).find_map(|full| match self.by_name.get(&full) {
            Some(Found::Message(..)) => Some((full, FieldKind::Message)),
            Some(Found::Enum(..)) => Some((full, FieldKind::Enum)),
            _ => well_known(&full).map(|kind| (full, kind)),
        })
    }

    fn resolve(&self, file: &mut File, unknown: &mut Vec<(String, findings::Span)>) {
        let entries: HashSet<String> =
            file.messages.iter().filter(|it| it.is_map_entry).map(|it| it.full_name.clone()).collect();
        for message in &mut file.messages {
            let is_entry = message.is_map_entry;
            for field in &mut message.fields {
                self.field(field, &message.full_name, unknown);
                settle(field, &file.syntax, is_entry);
                if entries.contains(&field.type_name) && field.cardinality == Cardinality::Repeated {
                    field.cardinality = Cardinality::Map;
                }
            }
        }
        for field in &mut file.extensions {
            let scope = field.full_name.rsplit_once('.').map_or("", |(outer, _)| outer).to_owned();
            self.field(field, &scope, unknown);
            if let Some(name) = &field.extendee {
                let found = self.find(name, &scope).map(|(full, _)| full);
                field.extendee = Some(found.unwrap_or_else(|| name.trim_start_matches('.').to_owned()));
            }
            settle(field, &file.syntax, false);
        }
        for service in &mut file.services {
            for method in &mut service.methods {
                for name in [&mut method.input, &mut method.output] {
                    if let Some((full, _)) = self.find(name, &service.full_name) {
                        *name = full;
                    } else {
                        unknown.push((name.clone(), method.span));
                        *name = name.trim_start_matches('.').to_owned();
                    }
                }
            }
        }
    }

    fn field(&self, field: &mut Field, scope: &str, unknown: &mut Vec<(String, findings::Span)>) {
        if !field.kind.is_named() {
            return;
        }
        if let Some((full, kind)) = self.find(&field.type_name, scope) {
            field.type_name = full;
            if field.kind == FieldKind::Unknown {
                field.kind = kind;
            }
        } else {
            unknown.push((field.type_name.clone(), field.type_span));
            field.type_name = field.type_name.trim_start_matches('.').to_owned();
        }
    }
}

/// What the type of a field and the features that hold for it make of it.
fn settle(field: &mut Field, syntax: &Syntax, in_map_entry: bool) {
    let features = field.features;
    let is_message = matches!(field.kind, FieldKind::Message | FieldKind::Group);
    if field.cardinality == Cardinality::Implicit {
        field.cardinality = match features.presence {
            Presence::LegacyRequired => Cardinality::Required,
            _ if is_message || field.extendee.is_some() => Cardinality::Explicit,
            Presence::Explicit => Cardinality::Explicit,
            Presence::Implicit => Cardinality::Implicit,
        };
    }
    if field.kind == FieldKind::Message && features.delimited && !in_map_entry && field.cardinality != Cardinality::Map
    {
        field.kind = FieldKind::Group;
    }
    let packed = match field.options.value("packed") {
        Some(said) if !matches!(syntax, Syntax::Edition(_)) => said == "true",
        _ => features.packed,
    };
    field.is_packed = packed && field.cardinality == Cardinality::Repeated && field.kind.is_packable();
}

/// What the types are that come with every compiler.
fn well_known(full: &str) -> Option<FieldKind> {
    let pool = prost_reflect::DescriptorPool::global();
    full.starts_with("google.protobuf.").then_some(())?;
    if pool.get_message_by_name(full).is_some() {
        return Some(FieldKind::Message);
    }
    pool.get_enum_by_name(full).map(|_| FieldKind::Enum)
}
