//! What a set of `.proto` files declares: names, numbers, types, and what editions' features say of them.
//!
//! Everything is flat: a message that is declared in another one stands beside it, under its full name.

mod build;
mod features;
mod link;
mod options;
mod scope;

use std::collections::{HashMap, HashSet};

use findings::{Diagnostic, SourceText, Span};

pub(super) use build::file;
pub(super) use features::Features;
pub(super) use link::link;
pub(super) use options::{Opt, Options};

/// The files of one side.
#[derive(Debug, Default)]
pub(super) struct Schema {
    pub(super) files: Vec<File>,
    pub(super) diagnostics: Vec<Diagnostic>,
    by_name: HashMap<String, Found>,
    by_path: HashMap<String, usize>,
    packages: HashSet<String>,
}

/// Where a name is declared: the file, and the place among its kind there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Message(usize, usize),
    Enum(usize, usize),
    Service(usize, usize),
    Extension(usize, usize),
}

impl Schema {
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.get(*self.by_path.get(path)?)
    }

    pub(super) fn find(&self, name: &str) -> Option<Found> {
        self.by_name.get(name).copied()
    }

    pub(super) fn message(&self, name: &str) -> Option<(&File, &Message)> {
        let Some(Found::Message(file, at)) = self.find(name) else { return None };
        let file = self.files.get(file)?;
        Some((file, file.messages.get(at)?))
    }

    pub(super) fn enumeration(&self, name: &str) -> Option<(&File, &Enum)> {
        let Some(Found::Enum(file, at)) = self.find(name) else { return None };
        let file = self.files.get(file)?;
        Some((file, file.enums.get(at)?))
    }

    pub(super) fn service(&self, name: &str) -> Option<(&File, &Service)> {
        let Some(Found::Service(file, at)) = self.find(name) else { return None };
        let file = self.files.get(file)?;
        Some((file, file.services.get(at)?))
    }

    pub(super) fn extension(&self, name: &str) -> Option<(&File, &Field)> {
        let Some(Found::Extension(file, at)) = self.find(name) else { return None };
        let file = self.files.get(file)?;
        Some((file, file.extensions.get(at)?))
    }

    pub(super) fn has_package(&self, package: &str) -> bool {
        self.packages.contains(package)
    }
}

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Syntax {
    Proto2,
    Proto3,
    /// The edition, for example `2023`.
    Edition(String),
}

impl Syntax {
    /// The word for it.
    pub(super) fn as_str(&self) -> &'static str {
        match self {
            Self::Proto2 => "proto2",
            Self::Proto3 => "proto3",
            Self::Edition(_) => "editions",
        }
    }
}

/// A file.
#[derive(Debug)]
pub(super) struct File {
    pub(super) source: SourceText,
    /// As other files import it.
    pub(super) path: String,
    pub(super) package: String,
    pub(super) package_span: Span,
    pub(super) syntax: Syntax,
    pub(super) syntax_span: Span,
    pub(super) imports: Vec<Import>,
    pub(super) options: Options,
    pub(super) features: Features,
    pub(super) messages: Vec<Message>,
    pub(super) enums: Vec<Enum>,
    pub(super) services: Vec<Service>,
    pub(super) extensions: Vec<Field>,
}

/// An import.
#[derive(Debug)]
pub(super) struct Import {
    pub(super) path: String,
    pub(super) public: bool,
    pub(super) weak: bool,
    pub(super) span: Span,
}

/// A message.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) full_name: String,
    /// Its name below the package.
    pub(super) nested_name: String,
    pub(super) span: Span,
    pub(super) options: Options,
    pub(super) features: Features,
    pub(super) fields: Vec<Field>,
    pub(super) oneofs: Vec<Oneof>,
    pub(super) extension_ranges: Vec<Range>,
    pub(super) reserved_ranges: Vec<Range>,
    pub(super) reserved_names: Vec<String>,
    /// Whether it was made for a map.
    pub(super) is_map_entry: bool,
}

/// Numbers from the first to the last one.
#[derive(Debug, Clone)]
pub(super) struct Range {
    pub(super) first: i32,
    pub(super) last: i32,
    pub(super) options: Options,
    pub(super) span: Span,
}

impl Range {
    pub(super) fn holds(&self, number: i32) -> bool {
        (self.first..=self.last).contains(&number)
    }
}

/// A `oneof` that somebody wrote.
#[derive(Debug)]
pub(super) struct Oneof {
    pub(super) name: String,
    pub(super) options: Options,
    pub(super) span: Span,
}

/// A field or an extension.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    /// Of an extension only.
    pub(super) full_name: String,
    /// Of an extension only: its name below the package.
    pub(super) nested_name: String,
    pub(super) number: i32,
    pub(super) kind: FieldKind,
    /// The full name of the message or enum; where it is not known, as it is written.
    pub(super) type_name: String,
    pub(super) cardinality: Cardinality,
    pub(super) is_packed: bool,
    pub(super) json_name: String,
    pub(super) default: Option<String>,
    /// The `oneof` in which it was written.
    pub(super) oneof: Option<String>,
    /// Of an extension: the message that it extends.
    pub(super) extendee: Option<String>,
    pub(super) options: Options,
    pub(super) features: Features,
    pub(super) span: Span,
    pub(super) type_span: Span,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum FieldKind {
    Double,
    Float,
    Int64,
    Uint64,
    Int32,
    Fixed64,
    Fixed32,
    Bool,
    String,
    /// A message between a start and an end: `group`, or an edition's delimited encoding.
    Group,
    Message,
    Bytes,
    Uint32,
    Enum,
    Sfixed32,
    Sfixed64,
    Sint32,
    Sint64,
    /// A name that is not declared in any file at hand.
    Unknown,
}

impl FieldKind {
    /// The word for it in a `.proto` file.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Double => "double",
            Self::Float => "float",
            Self::Int64 => "int64",
            Self::Uint64 => "uint64",
            Self::Int32 => "int32",
            Self::Fixed64 => "fixed64",
            Self::Fixed32 => "fixed32",
            Self::Bool => "bool",
            Self::String => "string",
            Self::Group => "group",
            Self::Message => "message",
            Self::Bytes => "bytes",
            Self::Uint32 => "uint32",
            Self::Enum => "enum",
            Self::Sfixed32 => "sfixed32",
            Self::Sfixed64 => "sfixed64",
            Self::Sint32 => "sint32",
            Self::Sint64 => "sint64",
            Self::Unknown => "a type that is not declared",
        }
    }

    /// Whether a type's name belongs to it.
    pub(super) fn is_named(self) -> bool {
        matches!(self, Self::Group | Self::Message | Self::Enum | Self::Unknown)
    }

    /// Whether a field of it can have a default value.
    pub(super) fn is_scalar(self) -> bool {
        !matches!(self, Self::Group | Self::Message | Self::Unknown)
    }

    /// Whether many of it can stand in one record.
    pub(super) fn is_packable(self) -> bool {
        self.is_scalar() && !matches!(self, Self::String | Self::Bytes)
    }
}

/// How often a field comes, and whether its absence can be told from its default value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cardinality {
    Explicit,
    Implicit,
    Required,
    Repeated,
    Map,
}

impl Cardinality {
    /// The words for it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Explicit => "optional with explicit presence",
            Self::Implicit => "optional with implicit presence",
            Self::Required => "required",
            Self::Repeated => "repeated",
            Self::Map => "map",
        }
    }

    pub(super) fn is_many(self) -> bool {
        matches!(self, Self::Repeated | Self::Map)
    }
}

/// An enum.
#[derive(Debug)]
pub(super) struct Enum {
    pub(super) full_name: String,
    pub(super) nested_name: String,
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) options: Options,
    pub(super) features: Features,
    pub(super) values: Vec<EnumValue>,
    pub(super) reserved_ranges: Vec<Range>,
    pub(super) reserved_names: Vec<String>,
}

/// A value of an enum.
#[derive(Debug)]
pub(super) struct EnumValue {
    pub(super) name: String,
    pub(super) number: i32,
    pub(super) options: Options,
    pub(super) span: Span,
}

/// A service.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) full_name: String,
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) options: Options,
    pub(super) methods: Vec<Method>,
}

/// A method of a service.
#[derive(Debug)]
pub(super) struct Method {
    pub(super) name: String,
    pub(super) input: String,
    pub(super) output: String,
    pub(super) client_streaming: bool,
    pub(super) server_streaming: bool,
    pub(super) options: Options,
    pub(super) span: Span,
}
