//! One migration: a database, a service, an infrastructure.

use serde::{Deserialize, Serialize};

use super::{BoundedContext, Clouds, Data, Delivery, Flag, Monitoring, Recovery, Resource, ServiceDetails, Trigger};

/// What is migrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A database: its schema, its engine, its rows.
    #[default]
    Database,
    /// A service.
    Service,
    /// What services run on.
    Infrastructure,
}

/// One migration.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Migration {
    /// Unique in the specification.
    pub id: String,
    /// The pointer to it in the file; empty where the file holds one migration.
    pub pointer: String,
    /// What is migrated.
    pub kind: Kind,
    /// How, for example `schema_change` or `strangler_fig`.
    pub pattern: String,
    /// What it leaves, in words.
    pub source: String,
    /// What it arrives at, in words.
    pub target: String,
    /// What it is for.
    pub description: Option<String>,
    /// Migrations that are finished before it starts.
    pub after: Vec<String>,
    /// Migrations that are deployed, and rolled back, together with it.
    pub together_with: Vec<String>,
    /// The role that does its work.
    pub owner: Option<String>,
    /// The role that approves what cannot be taken back.
    pub approver: Option<String>,
    /// The windows of the specification in which its work is done; empty: all of them.
    pub windows: Vec<String>,
    /// What it has to keep to.
    pub constraints: Constraints,
    /// Tables, with what is known of them.
    pub tables: Vec<Table>,
    /// The schema as files or engines.
    pub schema: Option<SchemaSides>,
    /// The schema's changes in words of the specification, where there are no files.
    pub schema_changes: Vec<TableEdits>,
    /// What patterns that move data need to know of the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Data>,
    /// The interface as documents.
    pub api: Option<ApiSides>,
    /// The service before and after.
    pub service: Option<ServiceDetails>,
    /// Phases that the author named, with their own guesses of time.
    pub phases: Vec<StatedPhase>,
    /// Flags that move traffic.
    pub flags: Vec<Flag>,
    /// What is watched.
    pub monitoring: Monitoring,
    /// What starts the way back.
    pub triggers: Vec<Trigger>,
    /// What runs at the source, as the specification lists it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inventory: Vec<Resource>,
    /// A file of `terraform show -json`, relative to the specification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory_file: Option<String>,
    /// The places that an infrastructure leaves and arrives at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clouds: Option<Clouds>,
    /// Parts that are built anew and taken out one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contexts: Vec<BoundedContext>,
    /// What the result has to stand.
    pub performance: Performance,
    /// How its data are brought back from a backup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Recovery>,
    /// What `plan artefacts` writes; none: what needs no value that is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
}

/// What a migration has to keep to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Constraints {
    /// Downtime at most, in seconds.
    pub max_downtime: Option<f64>,
    /// Data that is moved or touched, in bytes.
    pub data_volume: Option<f64>,
    /// Bytes that are free on the disk of the engine that is changed.
    pub free_disk: Option<f64>,
    /// Systems that depend on what is migrated, or that it depends on.
    pub dependencies: Vec<String>,
    /// Regimes that it is under.
    pub compliance: Vec<String>,
    /// Further requirements, for example `zero_data_loss`.
    pub special_requirements: Vec<String>,
}

/// What is known of a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Rows.
    pub rows: Option<f64>,
    /// Bytes without indexes.
    pub bytes: Option<f64>,
    /// Bytes of its indexes.
    pub index_bytes: Option<f64>,
    /// Rows written a second.
    pub writes_per_second: Option<f64>,
    /// Statements that read it a second.
    pub reads_per_second: Option<f64>,
    /// Whether the business stops without it.
    pub critical: bool,
}

/// A schema before and after: files, folders or engines.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SchemaSides {
    /// Where it is.
    pub before: String,
    /// Where it should be.
    pub after: String,
    /// The dialect, where the files do not tell.
    pub dialect: Option<String>,
    /// An engine that rows are counted on.
    pub statistics: Option<String>,
    /// What was renamed, each as `--rename` of `plan make` takes it: `users.email=users.mail`.
    pub renames: Vec<String>,
    /// Values for rows that have none, as `--fill` takes them.
    pub fills: Vec<String>,
    /// Conversions of values, as `--convert` takes them.
    pub conversions: Vec<String>,
    /// What columns that come are made of, as `--derive` takes it.
    pub derives: Vec<String>,
    /// Columns that move to another table, as `--move` takes them.
    pub moves: Vec<String>,
    /// What joins the rows of such tables, as `--by` takes it.
    pub joins: Vec<String>,
    /// Whether the plan ends with the phase that drops the archive.
    pub purge: bool,
}

/// An interface before and after, as documents.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ApiSides {
    /// The document as it is.
    pub before: String,
    /// The document as it should be.
    pub after: String,
    /// Its kind, where the documents do not tell.
    pub kind: Option<String>,
}

/// What changes in a table, in words of the specification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEdits {
    /// The table.
    pub table: String,
    /// What changes, in order.
    pub changes: Vec<ColumnEdit>,
}

/// A change in words of the specification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnEdit {
    /// A column comes.
    AddColumn {
        /// Its name.
        column: String,
        /// Its type, as SQL.
        data_type: String,
        /// Whether it takes NULL.
        nullable: bool,
        /// Its default, as SQL.
        default: Option<String>,
    },
    /// A column goes.
    DropColumn {
        /// Its name.
        column: String,
    },
    /// A column's type changes.
    ModifyColumn {
        /// Its name.
        column: String,
        /// The type that it has.
        old_type: String,
        /// The type that it gets.
        new_type: String,
    },
    /// A column gets another name.
    RenameColumn {
        /// The name that it has.
        column: String,
        /// The name that it gets.
        new_name: String,
    },
    /// A constraint comes.
    AddConstraint {
        /// Its name.
        name: String,
        /// Its kind: `check`, `unique`, `foreign_key`, `not_null`, `primary_key`.
        kind: String,
        /// Its definition, as SQL.
        definition: String,
    },
    /// A constraint goes.
    DropConstraint {
        /// Its name.
        name: String,
    },
    /// An index comes.
    AddIndex {
        /// Its name.
        name: String,
        /// Its columns.
        columns: Vec<String>,
        /// Whether it is unique.
        unique: bool,
    },
    /// An index goes.
    DropIndex {
        /// Its name.
        name: String,
    },
}

/// A phase that the author named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatedPhase {
    /// Its name.
    pub name: String,
    /// What is done in it.
    pub description: Option<String>,
    /// How long the author thinks that it takes, in seconds.
    pub estimate: Option<f64>,
    /// Checks of a file of checks that pass at its end, by their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<String>,
}

/// What the result has to stand.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Performance {
    /// Milliseconds a query takes at most.
    pub max_query_ms: Option<f64>,
    /// Connections at a time.
    pub connections: Option<f64>,
    /// Transactions a second.
    pub transactions_per_second: Option<f64>,
}
