//! The objects of the AsyncAPI Specification, 2.6.0 and 3.0.0, as a table: what fields each has, in which version, of what
//! shape, and what a change of it means.
//!
//! The table serves two ends: [`super::check`] tells of unknown fields and wrong types; a test takes from it every field of
//! every object, edits it, and demands that a rule has something to say.

mod channel;
mod document;
mod message;
mod security;

pub(super) use document::DOCUMENT;

/// The versions that have a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum In {
    Two,
    Three,
    Both,
}

/// An object of the specification.
#[derive(Debug)]
pub(super) struct Object {
    /// As the specification heads its section.
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
    /// What stands under keys that are no fixed fields.
    pub(super) members: Option<Shape>,
}

/// A fixed field of an object.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) versions: In,
    pub(super) shape: Shape,
    #[cfg_attr(not(test), expect(dead_code, reason = "what the test of coverage demands"))]
    pub(super) meaning: Meaning,
}

/// What stands in a field.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Any,
    Text,
    Texts,
    /// A schema of AsyncAPI, or one that says what it is written in.
    Schema,
    /// An object, or a reference to one.
    Object(&'static Object),
    /// Objects by names.
    Map(&'static Object),
    /// A list of objects.
    List(&'static Object),
    /// A reference and nothing else.
    Reference,
    /// References and nothing else.
    References,
    /// Bindings by protocols.
    Bindings,
}

/// What a change of a field means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A rule of its own judges it.
    Judged,
    /// It is told, and breaks nothing.
    Noted,
}

impl Object {
    /// The field of that name in the version.
    pub(super) fn field(&self, name: &str, is_version_3: bool) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name && field.versions.has(is_version_3))
    }
}

impl In {
    /// Whether the version is among them.
    pub(super) fn has(self, is_version_3: bool) -> bool {
        match self {
            Self::Both => true,
            Self::Two => !is_version_3,
            Self::Three => is_version_3,
        }
    }
}

impl Field {
    const fn new(name: &'static str, shape: Shape) -> Self {
        Self { name, versions: In::Both, shape, meaning: Meaning::Judged }
    }

    const fn two(self) -> Self {
        Self { versions: In::Two, ..self }
    }

    const fn three(self) -> Self {
        Self { versions: In::Three, ..self }
    }

    const fn noted(self) -> Self {
        Self { meaning: Meaning::Noted, ..self }
    }
}

/// A text that people read.
const fn note(name: &'static str) -> Field {
    Field::new(name, Shape::Text).noted()
}

/// A text that matters.
const fn text(name: &'static str) -> Field {
    Field::new(name, Shape::Text)
}

const fn of(name: &'static str, shape: Shape) -> Field {
    Field::new(name, shape)
}
