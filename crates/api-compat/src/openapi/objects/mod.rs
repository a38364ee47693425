//! The objects of the OpenAPI Specification as a table: what fields each has, in which versions, and of what shape.
//!
//! The table serves three ends: [`super::check`] tells of unknown fields, wrong types and missing fields; the differ
//! compares what needs no knowledge of its own ([`Treatment::Plain`]) by it; a test takes from it every field of every
//! object, edits it, and demands that a rule has something to say.

mod document;
mod message;
mod operation;
mod security;

pub(crate) use document::{COMPONENTS, DOCUMENT, SERVER, TAG};
pub(crate) use message::{ENCODING, HEADER, MEDIA_TYPE, RESPONSE, RESPONSES};
pub(crate) use operation::{CALLBACK, OPERATION, PARAMETER, PATH_ITEM, PATHS, REQUEST_BODY};
pub(crate) use security::{OAUTH_FLOW, OAUTH_FLOWS, SECURITY_REQUIREMENT, SECURITY_SCHEME};

use crate::change::Element;

/// A version of the OpenAPI Specification, as far as it matters for what documents mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Version {
    V20,
    V30,
    V31,
    V32,
}

#[cfg(test)]
impl Version {
    /// All versions.
    pub(crate) const ALL: [Self; 4] = [Self::V20, Self::V30, Self::V31, Self::V32];
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::V20 => "2.0",
            Self::V30 => "3.0",
            Self::V31 => "3.1",
            Self::V32 => "3.2",
        })
    }
}

/// An object of the specification.
#[derive(Debug)]
pub(crate) struct Object {
    /// As the specification heads its section.
    pub(crate) name: &'static str,
    pub(crate) element: Element,
    pub(crate) fields: &'static [Field],
    /// What stands under keys that are no fixed fields: paths, statuses, expressions, names of schemes.
    pub(crate) members: Option<Shape>,
    /// Whether a Reference Object may stand in its place.
    pub(crate) referable: bool,
}

/// A fixed field of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// The first and the last version that have it.
    pub(crate) versions: (Version, Version),
    /// The first and the last version that demand it.
    pub(crate) required: Option<(Version, Version)>,
    pub(crate) treatment: Treatment,
    /// What its absence means.
    pub(crate) default: Option<bool>,
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    Text,
    Flag,
    /// A value of any type.
    Any,
    /// A list of texts whose order says nothing.
    Texts,
    /// An object whose values are of any type.
    AnyMap,
    Object(&'static Object),
    Map(&'static Object),
    List(&'static Object),
    Schema,
    SchemaMap,
}

/// Who finds what differs in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// The differ that goes by this table.
    Plain,
    /// Code that knows what the field means.
    Own,
}

impl Field {
    const fn new(name: &'static str, shape: Shape) -> Self {
        let versions = (Version::V20, Version::V32);
        Self { name, shape, versions, required: None, treatment: Treatment::Plain, default: None }
    }

    const fn own(self) -> Self {
        Self { treatment: Treatment::Own, ..self }
    }

    const fn since(self, first: Version) -> Self {
        Self { versions: (first, self.versions.1), ..self }
    }

    const fn until(self, last: Version) -> Self {
        Self { versions: (self.versions.0, last), ..self }
    }

    const fn required(self) -> Self {
        Self { required: Some(self.versions), ..self }
    }

    const fn required_until(self, last: Version) -> Self {
        Self { required: Some((self.versions.0, last)), ..self }
    }

    /// Whether documents of `version` have it.
    pub(crate) fn is_in(&self, version: Version) -> bool {
        (self.versions.0..=self.versions.1).contains(&version)
    }

    /// Whether it is a keyword of JSON Schema, on an object of 2.0 that is its own schema.
    pub(crate) fn is_keyword(&self) -> bool {
        self.versions.1 == Version::V20 && matches!(self.shape, Shape::Any)
    }

    /// Whether documents of `version` must have it.
    pub(crate) fn is_required_in(&self, version: Version) -> bool {
        self.required.is_some_and(|(first, last)| (first..=last).contains(&version))
    }
}

const fn text(name: &'static str) -> Field {
    Field::new(name, Shape::Text)
}

const fn any(name: &'static str) -> Field {
    Field::new(name, Shape::Any)
}

const fn texts(name: &'static str) -> Field {
    Field::new(name, Shape::Texts)
}

/// A flag that is false where nothing is said.
const fn flag(name: &'static str) -> Field {
    Field { default: Some(false), ..Field::new(name, Shape::Flag) }
}

const fn one(name: &'static str, object: &'static Object) -> Field {
    Field::new(name, Shape::Object(object))
}

const fn map(name: &'static str, object: &'static Object) -> Field {
    Field::new(name, Shape::Map(object))
}

const fn list(name: &'static str, object: &'static Object) -> Field {
    Field::new(name, Shape::List(object))
}

/// A keyword of JSON Schema on a parameter or header of OpenAPI 2.0, which is its own schema.
const fn keyword(name: &'static str) -> Field {
    any(name).until(Version::V20).own()
}

impl Object {
    /// The field called `name` in documents of `version`.
    pub(crate) fn field(&self, name: &str, version: Version) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name && field.is_in(version))
    }
}
