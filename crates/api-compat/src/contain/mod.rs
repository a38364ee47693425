//! Is every value that one schema accepts accepted by another?
//!
//! Asked the other way round: is there a value that `sub` accepts and `sup` refuses? A *goal* is a set of schemas that
//! a value is to be accepted or refused by. Its constraints are taken into what is known of the value (`assert`,
//! `state`), what can be met in several ways is a choice (`logic`, `search`), and what is left is solved type by type
//! (`number`, `string`, `array`, `object`), with goals of their own for the values inside. `solve` remembers goals.
//!
//! "No" is said only with a value that the evaluator (`evaluate`) has found to be accepted here and refused there;
//! "yes" only where every choice was shown to lead nowhere; all else is undecided, with a reason.

mod array;
mod assert;
mod decimal;
mod direct;
mod ecma;
mod embed;
mod evaluate;
mod evaluated;
mod exact;
mod format;
mod goal;
mod hidden;
mod logic;
mod number;
mod object;
#[cfg(all(test, feature = "confirm"))]
mod oracle;
mod pattern;
mod same;
mod search;
mod shrink;
mod solve;
mod state;
mod string;
#[cfg(test)]
mod tests;
mod unevaluated;

pub(crate) use decimal::{Decimal, plain};
pub(crate) use embed::Embedded;
#[cfg(feature = "confirm")]
pub(crate) use pattern::Patterns;
pub(crate) use same::schemas_inside;

use goal::{Literal, Outcome};
use solve::Solver;

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
use crate::hash::HashMap;
use crate::options::Content;
use crate::schema::{Library, SchemaRef};

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
    solver: Solver<'a>,
    /// Schemas that were put together from several.
    together: HashMap<(Of, Vec<NodeId>), SchemaRef>,
}

impl<'a> Containment<'a> {
    pub(crate) fn new(before: Side<'a>, after: Side<'a>, options: &'a Options) -> Self {
        let closed = options.content == Content::Closed;
        Self { solver: Solver::new(Library::new(before, after), closed), together: HashMap::default() }
    }

    /// Whether every value that all schemas `sub` accept is accepted by all schemas `sup`, or by their keywords of the
    /// group `only`. `sub` stand in the document `of`, `sup` in the other one.
    ///
    /// In a request, properties that are `readOnly` are neither sent nor asked for; in a response, those that are
    /// `writeOnly`. In an interface, who writes sends only what the schema declares: `sub` is taken as closed where it
    /// does not say what additional properties are; one that declares none at all holds any but those that `sup` names.
    pub(crate) fn judge(
        &mut self,
        of: Of,
        sub: &[NodeId],
        sup: &[NodeId],
        only: Option<Group>,
        role: Role,
    ) -> Judgement {
        let sent = self.is_message(of, role);
        let mut literals: Vec<Literal> = Vec::new();
        for node in sub {
            let schema = self.solver.library.root(of, *node);
            literals.push(Literal { sent, ..Literal::accepted(schema) });
        }
        let sup = self.together(of.other(), sup);
        literals.push(Literal { group: only, ..Literal::refused(sup) });
        self.decide(literals, role)
    }

    /// Whether what the keywords of `groups` accept in the schemas `own` of the document `of` is accepted by those of the
    /// first of the groups in the schemas `other`, whatever else both say and whoever writes.
    pub(crate) fn judge_groups(&mut self, of: Of, own: &[NodeId], other: &[NodeId], groups: &[Group]) -> Judgement {
        let mut literals = Vec::new();
        for (node, group) in own.iter().flat_map(|node| groups.iter().map(move |group| (node, group))) {
            let schema = self.solver.library.root(of, *node);
            literals.push(Literal { group: Some(*group), ..Literal::accepted(schema) });
        }
        let other = self.together(of.other(), other);
        literals.push(Literal { group: groups.first().copied(), ..Literal::refused(other) });
        self.decide(literals, Role::Neither)
    }

    /// How much was done so far, in steps.
    #[cfg(test)]
    pub(crate) fn work(&self) -> u64 {
        self.solver.steps()
    }

    fn decide(&mut self, literals: Vec<Literal>, role: Role) -> Judgement {
        match self.solver.run(literals, role) {
            Outcome::Empty => Judgement::Contained,
            Outcome::Value(value) => Judgement::Escapes((*value).clone()),
            Outcome::Unknown(reason) => Judgement::Undecided(reason.to_string()),
        }
    }

    /// Whether no value is accepted by all of the schemas, which stand in the document `of`: none that its writers send.
    pub(crate) fn is_empty(&mut self, of: Of, schemas: &[NodeId], role: Role) -> bool {
        let sent = self.is_message(of, role);
        let library = &mut self.solver.library;
        let accepted = |node: &NodeId| Literal { sent, ..Literal::accepted(library.root(of, *node)) };
        let literals = schemas.iter().map(accepted).collect();
        matches!(self.solver.run(literals, role), Outcome::Empty)
    }

    /// What `reference`, which stands in the schema `from` of the document `of`, leads to.
    pub(crate) fn target(&mut self, of: Of, from: NodeId, reference: &str) -> Option<NodeId> {
        self.solver.library.target(of, from, reference)
    }

    /// Whether schemas of the document say what a client or a server sends.
    fn is_message(&self, of: Of, role: Role) -> bool {
        role != Role::Neither && self.solver.library.side(of).dialect.is_openapi()
    }

    /// What cannot be understood of the schema at `root`, and of those that it holds or refers to.
    pub(crate) fn check(&mut self, of: Of, root: NodeId) -> Vec<findings::Diagnostic> {
        self.solver.library.check(of, root)
    }

    fn together(&mut self, of: Of, nodes: &[NodeId]) -> SchemaRef {
        if let [node] = nodes {
            return self.solver.library.root(of, *node);
        }
        let key = (of, nodes.to_vec());
        if let Some(known) = self.together.get(&key) {
            return *known;
        }
        let library = &mut self.solver.library;
        let parts: Vec<_> = nodes.iter().map(|node| library.root(of, *node)).collect();
        let schema = library.conjunction(&parts);
        self.together.insert(key, schema);
        schema
    }
}

impl Of {
    /// The other document.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::After => Self::Before,
        }
    }
}
