//! What a schema says, as a conjunction of constraints that do not depend on the dialect.

use std::cell::OnceCell;
use std::rc::Rc;

use serde_json::Value as Json;

use super::index::Index;
use super::values::ValueSet;
use crate::contain::{Decimal, Group, Of};
use crate::document::NodeId;

/// A schema: one that stands in a document, or one that containment has made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum SchemaRef {
    /// Read in the dynamic scope `scope` (of `$dynamicRef` and `$recursiveRef`).
    Read {
        of: Of,
        node: NodeId,
        scope: Scope,
    },
    Made(u32),
}

/// The resources through which a reference came, interned; 0 where no document uses dynamic references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Scope(pub(super) u32);

/// A set of the types of JSON values; numbers are those with and those without a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(2);
    pub(crate) const INTEGER: Self = Self(4);
    /// Numbers that are not integers.
    pub(crate) const FRACTION: Self = Self(8);
    pub(crate) const STRING: Self = Self(16);
    pub(crate) const ARRAY: Self = Self(32);
    pub(crate) const OBJECT: Self = Self(64);
    pub(crate) const NUMBER: Self = Self(12);
    pub(crate) const ALL: Self = Self(127);

    /// Each type alone, in the order in which witnesses are tried.
    pub(crate) const EACH: [Self; 7] =
        [Self::NULL, Self::BOOLEAN, Self::INTEGER, Self::STRING, Self::OBJECT, Self::ARRAY, Self::FRACTION];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// The type of a value whose numbers are plain.
    pub(crate) fn of(value: &Json) -> Self {
        match value {
            Json::Null => Self::NULL,
            Json::Bool(_) => Self::BOOLEAN,
            Json::Number(number) => {
                if Decimal::of(number).is_none_or(Decimal::is_integer) {
                    Self::INTEGER
                } else {
                    Self::FRACTION
                }
            }
            Json::String(_) => Self::STRING,
            Json::Array(_) => Self::ARRAY,
            Json::Object(_) => Self::OBJECT,
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn not(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The names that `properties` and the patterns that `patternProperties` give: all others are the additional ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Names {
    /// Sorted.
    pub(crate) names: Vec<Rc<str>>,
    pub(crate) patterns: Vec<Rc<str>>,
}

impl Names {
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.names.binary_search_by(|it| (**it).cmp(name)).is_ok()
    }
}

/// One constraint. Each says something of values of one type only, and accepts all others, but for the logical ones,
/// `Types` and `Values`.
#[derive(Debug, Clone)]
pub(crate) enum Atom {
    Types(Types),
    Values(Rc<ValueSet>),
    Minimum {
        bound: Decimal,
        exclusive: bool,
    },
    Maximum {
        bound: Decimal,
        exclusive: bool,
    },
    MultipleOf(Decimal),
    MinLength(u64),
    MaxLength(u64),
    Pattern(Rc<str>),
    Format(Rc<str>),
    /// The item at this index, where there is one.
    ItemAt(usize, SchemaRef),
    /// Every item from this index on.
    ItemsFrom(usize, SchemaRef),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    /// At least so many items are accepted by the schema, and at most.
    Contains {
        schema: SchemaRef,
        least: u64,
        most: Option<u64>,
    },
    Property(Rc<str>, SchemaRef),
    PatternProperty(Rc<str>, SchemaRef),
    OtherProperties(Rc<Names>, SchemaRef),
    Required(Rc<str>),
    PropertyNames(SchemaRef),
    MinProperties(u64),
    MaxProperties(u64),
    /// Where there is such a property, the whole object is accepted by the schema.
    Dependent(Rc<str>, SchemaRef),
    AllOf(SchemaRef),
    AnyOf(Rc<[SchemaRef]>),
    OneOf(Rc<[SchemaRef]>),
    Not(SchemaRef),
    Conditional {
        test: SchemaRef,
        then: Option<SchemaRef>,
        otherwise: Option<SchemaRef>,
    },
    /// `unevaluatedProperties` of the schema itself, given as the rest of the schema.
    UnevaluatedProperties {
        rest: SchemaRef,
        schema: SchemaRef,
    },
    UnevaluatedItems {
        rest: SchemaRef,
        schema: SchemaRef,
    },
    /// What is not understood, and why: nothing is known of the values that it accepts.
    Opaque(Rc<str>),
}

impl Atom {
    /// Whether it says what it says by itself: no other schema looks at the same value for it.
    pub(crate) fn is_plain(&self) -> bool {
        !matches!(
            self,
            Self::Dependent(..)
                | Self::AllOf(_)
                | Self::AnyOf(_)
                | Self::OneOf(_)
                | Self::Not(_)
                | Self::Conditional { .. }
                | Self::UnevaluatedProperties { .. }
                | Self::UnevaluatedItems { .. }
        )
    }
}

/// A schema that was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schema {
    pub(crate) atoms: Vec<(Group, Atom)>,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    /// Names and patterns that the schema itself declares.
    pub(crate) declared: Rc<Names>,
    /// Whether the schema says itself what other properties are.
    pub(crate) open: bool,
    /// Where its constraints are, once somebody has asked.
    pub(super) index: OnceCell<Index>,
}

impl Schema {
    /// A schema that stands in no document.
    pub(crate) fn of(atoms: Vec<(Group, Atom)>) -> Self {
        Self { atoms, ..Self::default() }
    }
}
