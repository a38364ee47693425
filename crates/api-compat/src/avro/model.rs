//! Schemas of Avro as a model: types in one table, names led to what they name.

use std::collections::HashMap;

use crate::document::NodeId;

/// An index of [`Schemas::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(super) usize);

/// All types of a version.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    pub(super) types: Vec<Type>,
    /// Named types by their full names.
    pub(super) names: HashMap<String, TypeId>,
    /// What stands at the top of each file, in the order of the files.
    pub(super) roots: Vec<Root>,
}

/// A schema or a message that data are written and read by.
#[derive(Debug, Clone)]
pub(crate) struct Root {
    pub(super) types: TypeId,
    /// What it is recognised by: the full name of a named type; none of others.
    pub(super) name: Option<String>,
    /// The path of its file.
    pub(super) path: String,
    pub(super) node: NodeId,
    pub(super) part: Part,
}

/// What a root is of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A schema.
    Schema,
    /// What a client sends with a message of a protocol.
    Request {
        /// Whether nothing is answered.
        one_way: bool,
    },
    /// What the server answers.
    Response,
    /// What the server answers where it fails.
    Errors,
}

/// A type, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Type {
    pub(super) shape: Shape,
    pub(super) logical: Option<Logical>,
    pub(super) node: NodeId,
}

/// What values of a type are.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    Primitive(Primitive),
    Array(TypeId),
    Map(TypeId),
    Union(Vec<TypeId>),
    Record(Name, Vec<Field>),
    Enum(Name, Vec<String>, Option<String>),
    Fixed(Name, u64),
    /// Another type, which was called by its name.
    Link(TypeId),
    /// It could not be read, which was said.
    Unknown,
}

/// Specification, "Primitive Types".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Primitive {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
}

/// The name of a record, an enum or a fixed, and the names that it had: full names all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(super) full: String,
    pub(super) aliases: Vec<String>,
}

/// A field of a record.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) types: TypeId,
    pub(super) default: Option<NodeId>,
    pub(super) node: NodeId,
}

/// What the values of a type mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Logical {
    Decimal {
        precision: u64,
        scale: u64,
    },
    /// By its name: `uuid`, `timestamp-millis`, …
    Named(&'static str),
}

impl Primitive {
    pub(super) const ALL: [Self; 8] =
        [Self::Null, Self::Boolean, Self::Int, Self::Long, Self::Float, Self::Double, Self::Bytes, Self::String];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Int => "int",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Bytes => "bytes",
            Self::String => "string",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// Whether what was written as `self` is read as `reader`, itself included (Specification, "Schema Resolution").
    pub(super) fn is_read_as(self, reader: Self) -> bool {
        match (self, reader) {
            (Self::Int, Self::Long | Self::Float | Self::Double)
            | (Self::Long, Self::Float | Self::Double)
            | (Self::Float, Self::Double)
            | (Self::String, Self::Bytes)
            | (Self::Bytes, Self::String) => true,
            (one, other) => one == other,
        }
    }
}

impl Name {
    /// The name without its namespace.
    pub(super) fn short(&self) -> &str {
        self.full.rsplit('.').next().unwrap_or(&self.full)
    }

    /// Whether what was written under this name is read under `reader` (Specification, "Schema Resolution", "Aliases").
    pub(super) fn is_read_as(&self, reader: &Self) -> bool {
        self.short() == reader.short() || reader.aliases.contains(&self.full)
    }
}

impl Schemas {
    /// The type itself, where it is called by its name too.
    pub(super) fn get(&self, id: TypeId) -> Option<&Type> {
        self.types.get(self.meant(id).0)
    }

    /// The type that is meant: names lead to types, never to other names.
    pub(super) fn meant(&self, id: TypeId) -> TypeId {
        match self.types.get(id.0).map(|it| &it.shape) {
            Some(Shape::Link(target)) => *target,
            _ => id,
        }
    }

    pub(super) fn shape(&self, id: TypeId) -> &Shape {
        self.get(id).map_or(&Shape::Unknown, |it| &it.shape)
    }

    /// What a type is called in messages: `record shop.Order`, `array`, `long`.
    pub(super) fn words(&self, id: TypeId) -> String {
        match self.shape(id) {
            Shape::Primitive(primitive) => primitive.as_str().to_owned(),
            Shape::Array(_) => "array".to_owned(),
            Shape::Map(_) => "map".to_owned(),
            Shape::Union(branches) => {
                let words: Vec<String> = branches.iter().take(8).map(|it| self.branch(*it)).collect();
                let more = if branches.len() > 8 { ", …" } else { "" };
                format!("union [{}{more}]", words.join(", "))
            }
            Shape::Record(name, _) => format!("record {}", name.full),
            Shape::Enum(name, ..) => format!("enum {}", name.full),
            Shape::Fixed(name, _) => format!("fixed {}", name.full),
            Shape::Link(_) | Shape::Unknown => "unknown type".to_owned(),
        }
    }

    /// What tells a branch of a union from the others: the full name, or the word of the type.
    pub(super) fn branch(&self, id: TypeId) -> String {
        match self.shape(id) {
            Shape::Record(name, _) | Shape::Enum(name, ..) | Shape::Fixed(name, _) => name.full.clone(),
            Shape::Union(_) => "union".to_owned(),
            _ => self.words(id),
        }
    }
}
