//! A difference between two versions of schemas of Avro, before any rule has judged it.

use super::model::TypeId;
use crate::document::NodeId;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    SchemaAdded,
    SchemaRemoved,
    SchemaMoved,
    MessageAdded,
    MessageRemoved,
    OneWayChanged,
    TypeRenamed,
    NamespaceChanged,
    AliasesChanged,
    TypeChanged,
    LogicalTypeChanged,
    DecimalChanged,
    FieldAdded,
    FieldRemoved,
    FieldRenamed,
    DefaultAdded,
    DefaultRemoved,
    DefaultChanged,
    OrderChanged,
    SymbolAdded,
    SymbolRemoved,
    SymbolsReordered,
    EnumDefaultChanged,
    FixedSizeChanged,
    BranchAdded,
    BranchRemoved,
    BranchesReordered,
    DocumentationChanged,
    PropertyChanged,
}

/// A step from a value to what lies in it, as its writer has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Field(usize),
    Item,
    Value,
    Branch(usize),
}

/// Why what one version writes is not read by the other, or read as something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// In one sentence.
    pub(crate) why: String,
    /// What the datum that shows it holds at the place.
    pub(crate) shown_by: Shown,
    /// Whether it is read, but as something else.
    pub(crate) misread: bool,
    /// Whether every reader that keeps to the specification has it.
    pub(crate) certain: bool,
}

/// What a datum holds that shows a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Anything that the writer's type allows.
    Any,
    /// The symbol.
    Symbol(String),
    /// Anything: it lacks the field that the reader has and does not do without.
    Missing(String),
}

/// A difference.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) what: What,
    /// The member that changed: a field, a symbol, a branch, a property; empty where there is none.
    pub(crate) item: String,
    /// Old and new in words, where they are worth telling.
    pub(crate) words: (String, String),
    /// Where it is, in words: `record shop.Order, field total`.
    pub(crate) subject: String,
    /// The message of a protocol, or of a channel, in which it is.
    pub(crate) operation: Option<String>,
    pub(crate) before: Option<NodeId>,
    pub(crate) after: Option<NodeId>,
    /// Why the new version does not read what the old one wrote.
    pub(crate) old_in_new: Option<Problem>,
    /// Why the old version does not read what the new one writes.
    pub(crate) new_in_old: Option<Problem>,
    /// The root in which it was found, among those that were compared.
    pub(crate) root: usize,
    /// The two types that do not fit, where it is they.
    pub(crate) types: Option<(TypeId, TypeId)>,
    /// The ways there, in what the old version writes and in what the new one writes.
    pub(crate) ways: (Vec<Step>, Vec<Step>),
}
