//! Is every value that one schema accepts accepted by another?

/// The answer of containment for two schemas.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Judgement {
    /// Every value is.
    Contained,
    /// This value is not: the smallest that was found.
    Escapes(serde_json::Value),
    /// It cannot be decided, and why.
    Undecided(String),
}

use crate::Options;
use crate::change::Role;
use crate::comparison::Side;
use crate::document::NodeId;

/// Which document a schema stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Of {
    Before,
    After,
}

/// Keywords of one schema that mean something only together; a schema is the conjunction of its groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Group {
    /// `type`, `nullable`.
    Type,
    /// `enum`, `const`.
    Values,
    Format,
    /// `minimum`, `exclusiveMinimum`.
    Minimum,
    Maximum,
    MultipleOf,
    MinLength,
    MaxLength,
    Pattern,
    /// `contentEncoding`, `contentMediaType`, `contentSchema`.
    Content,
    /// `items`, `prefixItems`, `additionalItems`.
    Items,
    MinItems,
    MaxItems,
    UniqueItems,
    /// `contains`, `minContains`, `maxContains`.
    Contains,
    /// `properties`, `patternProperties`, `additionalProperties`.
    Properties,
    Required,
    PropertyNames,
    MinProperties,
    MaxProperties,
    /// `dependentRequired`, `dependentSchemas`, `dependencies`.
    Dependent,
    AllOf,
    AnyOf,
    OneOf,
    Not,
    /// `if`, `then`, `else`.
    Conditional,
    /// `unevaluatedItems`, `unevaluatedProperties`, with what they look at.
    Unevaluated,
}

/// A step from a value into it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Step {
    Property(String),
    /// A property that `properties` does not name.
    OtherProperty,
    Item(usize),
    /// An item behind those that `prefixItems` names.
    OtherItem,
}

/// Decides containment between schemas of two documents, with memory of what was decided.
pub(crate) struct Containment<'a> {
    _before: Side<'a>,
    _after: Side<'a>,
    _options: &'a Options,
}

impl<'a> Containment<'a> {
    pub(crate) fn new(before: Side<'a>, after: Side<'a>, options: &'a Options) -> Self {
        Self { _before: before, _after: after, _options: options }
    }

    /// Whether every value that all schemas `sub` accept is accepted by all schemas `sup`, or by their keywords of the
    /// group `only`. `sub` stand in the document `of`, `sup` in the other one.
    pub(crate) fn judge(
        &mut self,
        _of: Of,
        _sub: &[NodeId],
        _sup: &[NodeId],
        _only: Option<Group>,
        _role: Role,
    ) -> Judgement {
        Judgement::Undecided("not written yet".to_owned())
    }

    /// The smallest value that the schema `root` of the document `of` accepts and that has `inner` where `path` leads.
    pub(crate) fn embed(
        &mut self,
        _of: Of,
        _root: NodeId,
        _path: &[Step],
        _inner: &serde_json::Value,
        _role: Role,
    ) -> Option<serde_json::Value> {
        None
    }
}
