//! Tables.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Column, Constraint, ConstraintKind, Grants, Index, Key, PartitionBy, PartitionOf, QualifiedName, Trigger};

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Columns in the order in which they stand.
    pub columns: Vec<Column>,
    /// Constraints by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constraints: BTreeMap<String, Constraint>,
    /// Indexes that no constraint owns, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub indexes: BTreeMap<String, Index>,
    /// Triggers by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub triggers: BTreeMap<String, Trigger>,
    /// PostgreSQL: `PARTITION BY`, for a table that holds its rows in partitions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_by: Option<PartitionBy>,
    /// PostgreSQL: `PARTITION OF`, for a table that holds rows of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_of: Option<PartitionOf>,
    /// PostgreSQL: `INHERITS`, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<QualifiedName>,
    /// PostgreSQL: columns and checks that it has from what it inherits from and nowhere else, so that it loses them when
    /// its parents do. In a partition all are such, and none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub inherited: BTreeSet<String>,
    /// What stands behind the closing parenthesis.
    #[serde(default)]
    pub options: TableOptions,
    /// `COMMENT ON TABLE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `ROW LEVEL SECURITY`.
    #[serde(default, skip_serializing_if = "RowSecurity::is_off")]
    pub row_security: RowSecurity,
    /// `GRANT` and `REVOKE`.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// What stands behind the closing parenthesis of `CREATE TABLE`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TableOptions {
    /// PostgreSQL: `UNLOGGED`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    /// SQLite: `WITHOUT ROWID`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_rowid: bool,
    /// SQLite: `STRICT`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// PostgreSQL: `WITH (…)`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub storage_parameters: BTreeMap<String, String>,
    /// PostgreSQL: `REPLICA IDENTITY`.
    #[serde(default, skip_serializing_if = "ReplicaIdentity::is_default")]
    pub replica_identity: ReplicaIdentity,
    /// PostgreSQL: `TABLESPACE`, where it is not the database's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// PostgreSQL: `USING`, where it is not `heap`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_method: Option<String>,
    /// PostgreSQL: the index of `CLUSTER ON`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_on: Option<String>,
}

/// Whether policies decide over rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowSecurity {
    /// `ENABLE ROW LEVEL SECURITY`.
    #[serde(default)]
    pub enabled: bool,
    /// `FORCE ROW LEVEL SECURITY`: for the owner too.
    #[serde(default)]
    pub forced: bool,
}

impl RowSecurity {
    /// Whether it is as the engine makes tables.
    pub fn is_off(&self) -> bool {
        !self.enabled && !self.forced
    }
}

/// How logical replication tells rows apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaIdentity {
    /// By the primary key.
    #[default]
    Default,
    /// By all columns.
    Full,
    /// Not at all.
    Nothing,
    /// By the columns of an index, or of the key that stands on it.
    Index(String),
}

impl ReplicaIdentity {
    /// Whether it is by the primary key.
    pub fn is_default(&self) -> bool {
        *self == Self::Default
    }
}

impl Table {
    /// The column called `name`.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The column called `name`, to change it.
    pub fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.name == name)
    }

    /// The primary key, where there is one.
    pub fn primary_key(&self) -> Option<&Key> {
        self.constraints.values().find_map(|constraint| match &constraint.kind {
            ConstraintKind::PrimaryKey(key) => Some(key),
            _ => None,
        })
    }
}
