//! A difference between two schemas, before any rule has judged it.

use super::model::{Input, Place, Text, TypeKind, TypeRef, Value};

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Element {
    /// The schema definition.
    Schema,
    /// The type of queries, of mutations or of subscriptions.
    Root,
    Type,
    Field,
    Argument,
    InputField,
    EnumValue,
    UnionMember,
    /// An interface that an object type or an interface implements.
    Interface,
    Directive,
    DirectiveArgument,
    DirectiveLocation,
    /// A directive where it is applied.
    Applied,
    /// An argument of a directive where it is applied.
    AppliedArgument,
}

/// What of it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Aspect {
    /// It came, or went, or is another one.
    Whole,
    /// Of a type: whether it is an object, an enum, …
    Kind,
    /// Of what type a value is.
    Type,
    Default,
    Description,
    Deprecation,
    /// Why it is deprecated.
    Reason,
    Repeatable,
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Edit {
    Added,
    Removed,
    Changed,
}

/// Where in the schema it stands: a schema coordinate, and a directive where one is applied there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct At<'a> {
    /// The type, or the directive of a definition; none for the schema definition.
    pub(crate) owner: Option<&'a str>,
    /// Whether the owner is a directive.
    pub(crate) of_directive: bool,
    /// The field, the input field, the enum value.
    pub(crate) member: Option<&'a str>,
    pub(crate) argument: Option<&'a str>,
    /// The directive that is applied there.
    pub(crate) applied: Option<&'a str>,
    pub(crate) applied_argument: Option<&'a str>,
}

impl<'a> At<'a> {
    pub(crate) fn of_type(name: &'a str) -> Self {
        Self { owner: Some(name), ..Self::default() }
    }

    pub(crate) fn of_directive(name: &'a str) -> Self {
        Self { owner: Some(name), of_directive: true, ..Self::default() }
    }

    pub(crate) fn member(self, name: &'a str) -> Self {
        Self { member: Some(name), ..self }
    }

    pub(crate) fn argument(self, name: &'a str) -> Self {
        Self { argument: Some(name), ..self }
    }

    pub(crate) fn applied(self, name: &'a str) -> Self {
        Self { applied: Some(name), ..self }
    }

    pub(crate) fn applied_argument(self, name: &'a str) -> Self {
        Self { applied_argument: Some(name), ..self }
    }

    /// What the directive stands on.
    pub(crate) fn host(self) -> Self {
        Self { applied: None, applied_argument: None, ..self }
    }
}

impl std::fmt::Display for At<'_> {
    /// As schema coordinates have it: `Query.pets(first:)`, `@tag(name:)`; then the directive: `Query.pets @tag(name:)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.owner {
            Some(owner) => write!(f, "{}{owner}", if self.of_directive { "@" } else { "" })?,
            None => f.write_str("schema")?,
        }
        if let Some(member) = self.member {
            write!(f, ".{member}")?;
        }
        if let Some(argument) = self.argument {
            write!(f, "({argument}:)")?;
        }
        if let Some(applied) = self.applied {
            write!(f, " @{applied}")?;
        }
        if let Some(argument) = self.applied_argument {
            write!(f, "({argument}:)")?;
        }
        Ok(())
    }
}

/// What was there, and what is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Data<'a> {
    None,
    /// Types of a field, an argument or an input field.
    Types(TypeRef<'a>, TypeRef<'a>),
    /// Defaults, and whether a value must be given now that need not be given before.
    Defaults(Option<&'a Value<'a>>, Option<&'a Value<'a>>, bool),
    /// Values that a directive is given where it is applied.
    Values(Option<&'a Value<'a>>, Option<&'a Value<'a>>),
    /// Descriptions, or reasons.
    Texts(Option<Text<'a>>, Option<Text<'a>>),
    Kinds(TypeKind, TypeKind),
    /// Names: of root types, of a member, an interface, a location.
    Names(Option<&'a str>, Option<&'a str>),
    /// An argument or an input field that came or went.
    Input(&'a Input<'a>),
    /// What kind of type came or went, or the owner of the field is.
    Kind(TypeKind),
}

/// A difference between two schemas.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change<'a> {
    pub(crate) element: Element,
    pub(crate) aspect: Aspect,
    pub(crate) edit: Edit,
    pub(crate) at: At<'a>,
    pub(crate) before: Option<Place>,
    pub(crate) after: Option<Place>,
    /// Whether what it stands in is new itself.
    pub(crate) in_new: bool,
    /// Whether the old schema says that it is deprecated.
    pub(crate) deprecated: bool,
    pub(crate) data: Data<'a>,
}

impl Change<'_> {
    /// Whether it is this edit of this aspect.
    pub(crate) fn is(&self, element: Element, aspect: Aspect, edit: Edit) -> bool {
        self.element == element && self.aspect == aspect && self.edit == edit
    }
}
