//! The model of one database schema: plain data, the same whether it was read from text or from a live engine.
//!
//! Invariants that every reader keeps:
//! - names are folded as the engine folds them and carry no quotes;
//! - what the engine would name by itself (constraints, sequences of `serial`) carries the engine's name;
//! - expressions compare by their canonical form ([`Expression`]);
//! - no positions: these lie beside the catalogue (`read::Origins`).

mod attachment;
mod bound;
pub mod clauses;
mod column;
mod constraint;
mod definition;
mod domain;
mod expression;
mod grants;
mod grants_of;
mod index;
mod inheritance;
mod name;
mod object;
mod partition;
mod publication;
mod rename;
mod routine;
mod sequence;
mod table;
mod types;
mod unmodelled;
mod view;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use bound::Bounds;
pub use column::{Column, ColumnSettings, Generated, GeneratedStorage, Identity, IdentityMode};
pub use constraint::{
    Check, Constraint, ConstraintKind, Deferrability, Exclusion, ExclusionElement, ForeignKey, Key, MatchType,
    ReferentialAction,
};
pub use definition::{Attribute, Definition, DefinitionId, DefinitionKind};
pub use domain::{Domain, DomainCheck};
pub use expression::Expression;
pub(crate) use expression::words;
pub(crate) use grants::TABLE_PRIVILEGES;
pub use grants::{DefaultPrivileges, Grants, Privileges};
pub use index::{Index, IndexElement, IndexKey, NullsOrder};
pub use name::QualifiedName;
pub use object::{Object, ObjectPath};
pub use partition::{PartitionBound, PartitionBy, PartitionOf, PartitionStrategy};
pub use publication::RefusedChanges;
pub use routine::{Function, FunctionKind, Signature, Trigger};
pub use sequence::{Sequence, SequenceOptions};
pub use table::{ReplicaIdentity, RowSecurity, Table, TableOptions};
pub use types::{DataType, EnumType, Extension, Schema};
pub use unmodelled::Unmodelled;
pub use view::{View, ViewColumn};

use crate::Dialect;

/// The model of one database schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Whose schema it is.
    pub dialect: Dialect,
    /// Schemas by name; `public` (PostgreSQL) or `main` (SQLite) is always there.
    #[serde(default)]
    pub schemas: BTreeMap<String, Schema>,
    /// Extensions by name.
    #[serde(default)]
    pub extensions: BTreeMap<String, Extension>,
    /// Enumerations.
    #[serde(default, with = "as_list")]
    pub enums: BTreeMap<QualifiedName, EnumType>,
    /// Domains.
    #[serde(default, with = "as_list", skip_serializing_if = "BTreeMap::is_empty")]
    pub domains: BTreeMap<QualifiedName, Domain>,
    /// Sequences, except those behind identity columns (these are part of [`Identity`]).
    #[serde(default, with = "as_list")]
    pub sequences: BTreeMap<QualifiedName, Sequence>,
    /// Tables, with their columns, constraints, indexes and triggers.
    #[serde(default, with = "as_list")]
    pub tables: BTreeMap<QualifiedName, Table>,
    /// Views and materialised views, with their indexes and triggers.
    #[serde(default, with = "as_list")]
    pub views: BTreeMap<QualifiedName, View>,
    /// Functions and procedures.
    #[serde(default, with = "as_list")]
    pub functions: BTreeMap<Signature, Function>,
    /// What is held as the statement that creates it: composite types, aggregates, policies and the like.
    #[serde(default, with = "as_list", skip_serializing_if = "BTreeMap::is_empty")]
    pub definitions: BTreeMap<DefinitionId, Definition>,
    /// Privileges that new objects get.
    #[serde(default, with = "as_list", skip_serializing_if = "BTreeMap::is_empty")]
    pub default_privileges: BTreeMap<DefaultPrivileges, Grants>,
    /// Statements that the model does not hold.
    #[serde(default)]
    pub unmodelled: Vec<Unmodelled>,
}

impl Catalogue {
    /// A catalogue as the engine has it after creating a database: nothing but the default schema.
    pub fn empty(dialect: Dialect) -> Self {
        Self {
            dialect,
            schemas: BTreeMap::from([(dialect.default_schema().to_owned(), Schema::default())]),
            extensions: BTreeMap::new(),
            enums: BTreeMap::new(),
            domains: BTreeMap::new(),
            sequences: BTreeMap::new(),
            tables: BTreeMap::new(),
            views: BTreeMap::new(),
            functions: BTreeMap::new(),
            definitions: BTreeMap::new(),
            default_privileges: BTreeMap::new(),
            unmodelled: Vec::new(),
        }
    }
}

/// Serialises a map whose key is not a string as a list of pairs.
mod as_list {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Entry<K, V> {
        name: K,
        definition: V,
    }

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map.iter().map(|(name, definition)| Entry { name, definition }))
    }

    pub(super) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        let entries = Vec::<Entry<K, V>>::deserialize(deserializer)?;
        Ok(entries.into_iter().map(|entry| (entry.name, entry.definition)).collect())
    }
}
