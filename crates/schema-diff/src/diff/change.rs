//! A typed difference between two catalogues.

use serde::{Deserialize, Serialize};

use crate::catalogue::{Object, ObjectPath};

/// A typed difference: one object, one aspect.
///
/// What is part of an added or dropped table or view is not reported again, with one exception: foreign keys of added
/// and dropped tables are changes of their own, since they touch another table and can form cycles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The object; on the new side, unless it is dropped.
    pub path: ObjectPath,
    /// What happened to it.
    pub kind: ChangeKind,
}

/// What happened to an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is new. A table stands here without its foreign keys.
    Added(Object),
    /// It is gone. A table stands here without its foreign keys.
    Dropped(Object),
    /// It has another name, as the user stated; differences besides the name are changes of their own.
    Renamed {
        /// The object on the old side.
        from: ObjectPath,
    },
    /// One aspect of it differs.
    Altered {
        /// Which.
        aspect: Aspect,
        /// The whole object on the old side.
        before: Object,
        /// The whole object on the new side.
        after: Object,
    },
    /// It may have been renamed: something of its kind is dropped and something alike added beside it. Reported for
    /// the dropped object, next to its `Dropped`.
    MaybeRenamed {
        /// The added object.
        to: ObjectPath,
    },
}

/// The aspect in which an object differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Type of a column.
    ColumnType,
    /// Collation of a column.
    ColumnCollation,
    /// A column or domain refuses NULL now.
    NotNullAdded,
    /// A column or domain accepts NULL now.
    NotNullDropped,
    /// Default of a column: added, dropped or another.
    ColumnDefault,
    /// Identity of a column: added, dropped, another mode or other options.
    ColumnIdentity,
    /// Generation expression of a column: added, dropped or another.
    ColumnGenerated,
    /// What a constraint demands, or when.
    ConstraintDefinition,
    /// A constraint was `NOT VALID` and is validated, or the other way round.
    ConstraintValidation,
    /// Definition of an index.
    IndexDefinition,
    /// Type or collation of a domain.
    DomainType,
    /// Default of a domain: added, dropped or another.
    DomainDefault,
    /// Checks of a domain: added, dropped, changed or validated.
    DomainChecks,
    /// Labels of an enumeration.
    EnumLabels,
    /// Options of a sequence.
    SequenceOptions,
    /// Owner column of a sequence.
    SequenceOwner,
    /// Query, columns or options of a view.
    ViewDefinition,
    /// Definition of a function.
    FunctionDefinition,
    /// Definition of a trigger.
    TriggerDefinition,
    /// Version or schema of an extension.
    ExtensionVersion,
    /// How a table is partitioned: not at all, or by another key.
    PartitionBy,
    /// Which table a table is a partition of, and with which bound.
    PartitionOf,
    /// The tables that a table inherits from.
    Inherits,
    /// The key or index of the partitioned table that one of a partition is attached to.
    Attachment,
    /// What is set on a column and is not part of its definition.
    ColumnSettings,
    /// Options of a table.
    TableOptions,
    /// The statement of what is held as one.
    Definition,
    /// Whether policies decide over the rows of a table.
    RowSecurity,
    /// Who may do what with an object.
    Privileges,
    /// The comment of an object.
    Comment,
}
