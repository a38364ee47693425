//! What a GraphQL schema says: the definitions of its documents, extensions merged into what they extend.

use std::borrow::Cow;
use std::collections::HashMap;

use super::read::text;

/// A range of bytes in one of the files of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    /// Index of the file.
    pub(crate) file: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A name, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name<'s> {
    pub(crate) text: &'s str,
    pub(crate) place: Place,
}

/// A string as written, without its quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'s> {
    pub(crate) raw: &'s str,
    /// Whether it stands between three quotes.
    pub(crate) block: bool,
}

impl<'s> Text<'s> {
    /// What the string says (GraphQL October 2021, 2.9.4).
    pub(crate) fn value(self) -> Cow<'s, str> {
        if self.block { text::block_string(self.raw) } else { text::string(self.raw) }
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.raw == other.raw && self.block == other.block) || self.value() == other.value()
    }
}

/// A type reference: a name in wrappers. Equal where the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TypeRef<'s> {
    pub(crate) name: &'s str,
    pub(crate) wrappers: Wrappers,
}

/// Lists and non-nulls around a name, the innermost first: two bits each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Wrappers(u64);

/// What stands around a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrapper {
    List,
    NonNull,
}

impl Wrappers {
    /// How many wrappers there may be.
    pub(crate) const MOST: u32 = 32;

    /// With one more around them; none where there are too many.
    pub(crate) fn with(self, wrapper: Wrapper) -> Option<Self> {
        let at = self.count();
        let bits = match wrapper {
            Wrapper::List => 1,
            Wrapper::NonNull => 2,
        };
        (at < Self::MOST).then(|| Self(self.0 | bits << (2 * at)))
    }

    fn count(self) -> u32 {
        (u64::BITS - self.0.leading_zeros()).div_ceil(2)
    }

    /// The outermost, and those inside it.
    pub(crate) fn outermost(self) -> Option<(Wrapper, Self)> {
        let at = 2 * self.count().checked_sub(1)?;
        let wrapper = if self.0 >> at == 1 { Wrapper::List } else { Wrapper::NonNull };
        Some((wrapper, Self(self.0 & !(3 << at))))
    }
}

impl<'s> TypeRef<'s> {
    /// The type itself without wrappers.
    pub(crate) fn named(name: &'s str) -> Self {
        Self { name, wrappers: Wrappers::default() }
    }

    pub(crate) fn is_non_null(self) -> bool {
        matches!(self.wrappers.outermost(), Some((Wrapper::NonNull, _)))
    }

    /// The outermost wrapper, and the type in it.
    pub(crate) fn unwrapped(self) -> Option<(Wrapper, Self)> {
        self.wrappers.outermost().map(|(wrapper, wrappers)| (wrapper, Self { wrappers, ..self }))
    }

    /// Without a non-null around it.
    pub(crate) fn nullable(self) -> Self {
        match self.unwrapped() {
            Some((Wrapper::NonNull, inner)) => inner,
            _ => self,
        }
    }

    /// What a list holds, where it is one.
    pub(crate) fn item(self) -> Option<Self> {
        match self.nullable().unwrapped() {
            Some((Wrapper::List, item)) => Some(item),
            _ => None,
        }
    }
}

impl std::fmt::Display for TypeRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = self.name.to_owned();
        let mut bits = self.wrappers.0;
        while bits != 0 {
            if bits & 3 == 1 {
                text.insert(0, '[');
                text.push(']');
            } else {
                text.push('!');
            }
            bits >>= 2;
        }
        f.write_str(&text)
    }
}

/// A constant value.
#[derive(Debug, Clone)]
pub(crate) enum Value<'s> {
    /// A number as written.
    Number(&'s str),
    String(Text<'s>),
    Boolean(bool),
    Null,
    Enum(&'s str),
    List(Vec<Value<'s>>),
    Object(Vec<(&'s str, Value<'s>)>),
}

impl PartialEq for Value<'_> {
    /// The order of the fields of an object says nothing (October 2021, 2.9.8).
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) | (Self::Enum(a), Self::Enum(b)) => a == b,
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Null, Self::Null) => true,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => {
                let sorted = |fields: &[(&str, Self)]| {
                    let mut order: Vec<usize> = (0..fields.len()).collect();
                    order.sort_by_key(|at| fields.get(*at).map(|(name, _)| (*name).to_owned()));
                    order
                };
                let fields = sorted(a).into_iter().zip(sorted(b));
                a.len() == b.len() && fields.into_iter().all(|(of_a, of_b)| a.get(of_a) == b.get(of_b))
            }
            _ => false,
        }
    }
}

impl std::fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(text) | Self::Enum(text) => f.write_str(text),
            Self::String(text) => f.write_str(&text::quoted(&text.value())),
            Self::Boolean(flag) => write!(f, "{flag}"),
            Self::Null => f.write_str("null"),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Object(fields) => {
                f.write_str("{")?;
                for (at, (name, value)) in fields.iter().enumerate() {
                    write!(f, "{}{name}: {value}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
        }
    }
}

/// A directive where it is applied.
#[derive(Debug, Clone)]
pub(crate) struct Applied<'s> {
    pub(crate) name: Name<'s>,
    pub(crate) arguments: Vec<(Name<'s>, Value<'s>)>,
}

/// What all definitions have.
#[derive(Debug, Clone)]
pub(crate) struct Head<'s> {
    pub(crate) name: Name<'s>,
    pub(crate) description: Option<Text<'s>>,
    pub(crate) applied: Vec<Applied<'s>>,
}

impl<'s> Head<'s> {
    /// The directive called `name`, where it is applied here.
    pub(crate) fn applied(&self, name: &str) -> Option<&Applied<'s>> {
        self.applied.iter().find(|it| it.name.text == name)
    }

    pub(crate) fn is_deprecated(&self) -> bool {
        self.applied("deprecated").is_some()
    }
}

/// What has a name by which it is found on the other side.
pub(crate) trait Named<'s> {
    fn name(&self) -> Name<'s>;
}

impl<'s> Named<'s> for Name<'s> {
    fn name(&self) -> Name<'s> {
        *self
    }
}

/// A field of an object type or an interface.
#[derive(Debug, Clone)]
pub(crate) struct Field<'s> {
    pub(crate) head: Head<'s>,
    pub(crate) arguments: Vec<Input<'s>>,
    pub(crate) ty: TypeRef<'s>,
}

impl<'s> Named<'s> for Field<'s> {
    fn name(&self) -> Name<'s> {
        self.head.name
    }
}

/// An argument, or a field of an input object.
#[derive(Debug, Clone)]
pub(crate) struct Input<'s> {
    pub(crate) head: Head<'s>,
    pub(crate) ty: TypeRef<'s>,
    pub(crate) default: Option<Value<'s>>,
}

impl Input<'_> {
    /// Whether a value has to be given.
    pub(crate) fn is_required(&self) -> bool {
        self.ty.is_non_null() && self.default.is_none()
    }
}

impl<'s> Named<'s> for Input<'s> {
    fn name(&self) -> Name<'s> {
        self.head.name
    }
}

/// A value of an enum type.
#[derive(Debug, Clone)]
pub(crate) struct EnumValue<'s> {
    pub(crate) head: Head<'s>,
}

impl<'s> Named<'s> for EnumValue<'s> {
    fn name(&self) -> Name<'s> {
        self.head.name
    }
}

/// What kind of type it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TypeKind {
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    Input,
}

impl TypeKind {
    /// As a person says it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Object => "object type",
            Self::Interface => "interface",
            Self::Union => "union",
            Self::Enum => "enum",
            Self::Input => "input object type",
        }
    }

    /// The word with which its definition begins.
    pub(crate) fn keyword(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Object => "type",
            Self::Interface => "interface",
            Self::Union => "union",
            Self::Enum => "enum",
            Self::Input => "input",
        }
    }

    /// Whether fields can be selected from it, or fragments put on it.
    pub(crate) fn is_composite(self) -> bool {
        matches!(self, Self::Object | Self::Interface | Self::Union)
    }

    /// Whether arguments can be of it.
    pub(crate) fn is_input(self) -> bool {
        matches!(self, Self::Scalar | Self::Enum | Self::Input)
    }
}

/// A type, with what extensions add to it.
#[derive(Debug, Clone)]
pub(crate) struct Type<'s> {
    pub(crate) kind: TypeKind,
    pub(crate) head: Head<'s>,
    /// Of objects and interfaces.
    pub(crate) interfaces: Vec<Name<'s>>,
    pub(crate) fields: Vec<Field<'s>>,
    /// Of input objects.
    pub(crate) inputs: Vec<Input<'s>>,
    /// Of unions.
    pub(crate) members: Vec<Name<'s>>,
    /// Of enums.
    pub(crate) values: Vec<EnumValue<'s>>,
    /// The whole definition.
    pub(crate) whole: Place,
    /// Whether extensions belong to it.
    pub(crate) extended: bool,
}

impl<'s> Type<'s> {
    pub(crate) fn field(&self, name: &str) -> Option<&Field<'s>> {
        self.fields.iter().find(|it| it.head.name.text == name)
    }

    pub(crate) fn input(&self, name: &str) -> Option<&Input<'s>> {
        self.inputs.iter().find(|it| it.head.name.text == name)
    }
}

/// A directive's definition.
#[derive(Debug, Clone)]
pub(crate) struct Directive<'s> {
    pub(crate) head: Head<'s>,
    pub(crate) arguments: Vec<Input<'s>>,
    pub(crate) repeatable: bool,
    pub(crate) locations: Vec<Name<'s>>,
}

/// An operation type, in the order in which clients meet them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Root {
    Query,
    Mutation,
    Subscription,
}

impl Root {
    pub(crate) const ALL: [Self; 3] = [Self::Query, Self::Mutation, Self::Subscription];

    /// The word in a schema definition and before an operation.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }

    /// What the type is called where no schema definition says it.
    pub(crate) fn usual(self) -> &'static str {
        match self {
            Self::Query => "Query",
            Self::Mutation => "Mutation",
            Self::Subscription => "Subscription",
        }
    }
}

/// A schema.
#[derive(Debug, Default)]
pub(crate) struct Schema<'s> {
    pub(crate) description: Option<Text<'s>>,
    pub(crate) applied: Vec<Applied<'s>>,
    /// Types of the three operations, in the order of [`Root::ALL`].
    pub(crate) roots: [Option<Name<'s>>; 3],
    /// Where the schema definition stands, where there is one.
    pub(crate) place: Option<Place>,
    pub(crate) types: Vec<Type<'s>>,
    pub(crate) directives: Vec<Directive<'s>>,
    pub(crate) by_name: HashMap<&'s str, usize>,
    pub(crate) directives_by_name: HashMap<&'s str, usize>,
    /// Whether a server was asked for it: it tells no directives where they are applied, but a few.
    pub(crate) introspected: bool,
    /// Names of definitions that could not be read, so that nothing can be said of them.
    pub(crate) faulty: Vec<&'s str>,
}

impl<'s> Schema<'s> {
    pub(crate) fn get(&self, name: &str) -> Option<&Type<'s>> {
        self.by_name.get(name).and_then(|at| self.types.get(*at))
    }

    pub(crate) fn directive(&self, name: &str) -> Option<&Directive<'s>> {
        self.directives_by_name.get(name).and_then(|at| self.directives.get(*at))
    }

    pub(crate) fn root(&self, root: Root) -> Option<Name<'s>> {
        self.roots.get(root as usize).copied().flatten()
    }

    /// The kind of a type, the built-in scalars included.
    pub(crate) fn kind(&self, name: &str) -> Option<TypeKind> {
        match self.get(name) {
            Some(found) => Some(found.kind),
            None => BUILT_IN.contains(&name).then_some(TypeKind::Scalar),
        }
    }
}

/// Scalars that every schema has (October 2021, 3.5).
pub(crate) const BUILT_IN: [&str; 5] = ["Int", "Float", "String", "Boolean", "ID"];
