//! What is in `plan.json`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Open;

/// A plan from one schema to another: phases, steps, statements, locks, gates and the way back of every step.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// SHA-256, in hexadecimal, over the canonical bytes of the plan with this field empty.
    digest: String,
    /// Whose SQL it is.
    dialect: Dialect,
    /// Where the system is.
    before: Side,
    /// Where it should be.
    after: Side,
    /// What differs.
    changes: Vec<Change>,
    /// What to do, in order.
    phases: Vec<Phase>,
    /// Tables of the workshop schema that hold what steps and their inverses take out.
    archives: Vec<Archive>,
    /// Columns that are there in two shapes at one time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    conversions: Vec<ColumnConversion>,
    /// Columns that become others by stated expressions, and are there in both shapes at one time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    derivations: Vec<DerivedColumns>,
    /// Columns that move to another table, and are there in both at one time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    relocations: Vec<MovedColumns>,
    /// The views that the new version works with until `contract`; absent where it works with the tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    versioned_views: Option<VersionedViews>,
    /// What the reader of the plan should know.
    notes: Vec<String>,
}

/// Columns of one table that go, and columns that come in their place, each made of the other shape by an expression.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DerivedColumns {
    /// The table.
    table: Open,
    /// The columns that go.
    going: Vec<DerivedColumn>,
    /// The columns that come.
    coming: Vec<DerivedColumn>,
    /// How both shapes are there at one time, and why in this form.
    form: String,
    /// When two rows count as the same.
    equality: String,
    /// What happens to a value that the other shape cannot hold.
    policy: String,
}

/// A column and what it is made of.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DerivedColumn {
    /// Its name.
    name: String,
    /// Its type.
    data_type: Open,
    /// Whether its schema refuses NULL in it.
    not_null: bool,
    /// An SQL expression over the columns of the other shape.
    expression: String,
}

/// Columns that move from one table to another, and are there in both while both versions run.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MovedColumns {
    /// The table that they go from.
    from: Open,
    /// The table that they come to.
    to: Open,
    /// The columns.
    columns: Vec<MovedColumn>,
    /// What joins the rows of both tables.
    keys: Vec<JoinedColumns>,
    /// How both are there at one time, and why in this form.
    form: String,
    /// When two values count as the same.
    equality: String,
    /// What happens to rows that only one of the tables has.
    policy: String,
    /// Whether the table that they come to was there before: a row of either may then have none in the other.
    #[serde(default)]
    is_there: bool,
}

/// A column that moves.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MovedColumn {
    /// Its name where it goes from.
    from: String,
    /// Its name where it comes to.
    to: String,
    /// Its type.
    data_type: Open,
    /// Whether it refuses NULL where it comes to.
    not_null: bool,
}

/// Two columns by which rows of two tables are joined.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct JoinedColumns {
    /// The column of the table that columns go from.
    from: String,
    /// The column of the table that they come to.
    to: String,
}

/// A column whose values become others: how, and what happens to those that the other shape cannot hold.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ColumnConversion {
    /// The table.
    table: Open,
    /// The name before.
    old_name: String,
    /// The type before.
    old_type: Open,
    /// The name after.
    new_name: String,
    /// The type after.
    new_type: Open,
    /// How both are there at one time, and why in this form.
    form: String,
    /// From the old shape to the new: an SQL expression over `{value}` or over the row.
    up: String,
    /// From the new shape to the old.
    down: String,
    /// When two values count as the same.
    equality: String,
    /// What happens to a value that the other shape cannot hold.
    policy: String,
}

/// The schema of views that the new version of the application works with until `contract`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct VersionedViews {
    /// The schema: it stands first in the new version's `search_path`.
    schema: String,
    /// The tables that have a view of their name in it.
    tables: Vec<Open>,
}

/// A SQL dialect.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Dialect {
    Postgres,
    Sqlite,
}

/// One side of the plan.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Side {
    /// Names of the sources that it was read from.
    sources: Vec<String>,
    /// Statements that make the schema on an empty database, without final semicolons.
    statements: Vec<String>,
    /// The model of the schema.
    catalogue: Open,
}

/// A typed difference.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The object, by its kind.
    path: Open,
    /// What happened to it: `added`, `dropped`, `renamed`, `altered` or `maybe_renamed`.
    kind: Open,
}

/// A phase: what is done between two states in which the application runs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Phase {
    /// Which.
    name: PhaseName,
    /// The versions of the application that may run during it.
    versions: Vec<AppVersion>,
    /// What is done, in order.
    steps: Vec<Step>,
}

/// The phases of a schema change, in order.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum PhaseName {
    Prepare,
    Expand,
    DualWrite,
    Backfill,
    Validate,
    Cutover,
    Contract,
    Purge,
}

/// A version of the application: written for the schema before, or for the one after.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum AppVersion {
    Old,
    New,
}

/// One step of a phase.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Step {
    /// Unique in the plan.
    id: String,
    /// The operation that it belongs to.
    operation: String,
    /// What is done, in one line.
    title: String,
    /// The object concerned; none for steps of the plan as a whole.
    subject: Option<Open>,
    /// Why it is done here and in this form.
    why: String,
    /// What it takes from the engine.
    facts: Facts,
    /// What is done, in order.
    forward: Vec<Action>,
    /// What the catalogue looks like afterwards, as edits in order.
    effect: Vec<Edit>,
    /// The way back.
    inverse: Inverse,
}

/// The way back from a step.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Inverse {
    /// What is done, in one line.
    title: String,
    /// What is done, in order; empty where there is nothing to take back.
    actions: Vec<Action>,
    /// What the catalogue looks like afterwards, as edits in order.
    effect: Vec<Edit>,
    /// What it takes from the engine.
    facts: Facts,
    /// What it loses.
    loss: Loss,
}

/// What the way back from a step loses: nothing; what a stated policy says; or everything, so that there is none.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Loss {
    Nothing,
    Policy(String),
    Everything(String),
}

/// What a step takes from the engine.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Facts {
    /// The strongest lock on each relation touched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    locks: Vec<Lock>,
    /// Relations that are rewritten.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rewrites: Vec<String>,
    /// Relations that are scanned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    scans: Vec<String>,
    /// Whether it refuses to run in a transaction.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    not_in_transaction: bool,
    /// The oldest major version of PostgreSQL that takes its statements; absent where 14 does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    needs_version: Option<u16>,
    /// Other facts that an operator should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hazards: Vec<String>,
}

/// A lock on a relation.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Lock {
    /// The relation.
    relation: String,
    /// How strong.
    mode: LockMode,
}

/// Table-level lock modes, ascending.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum LockMode {
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

/// Something to do.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Action {
    /// Statements to run.
    Sql(Sql),
    /// A long change of rows, committed in batches.
    Batches(Batches),
    /// A condition that the engine checks.
    Gate(Gate),
    /// A person with a role agrees.
    Approval {
        /// Who.
        role: String,
        /// To what.
        reason: String,
    },
    /// Something that a person does outside the database.
    Manual {
        /// What.
        instruction: String,
    },
}

/// Statements to run.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Sql {
    /// The statements, in order, without final semicolons.
    statements: Vec<String>,
    /// Whether they run in one transaction; otherwise each runs outside any.
    transaction: bool,
    /// SQLite: whether foreign keys are switched off around the transaction and checked before it commits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    foreign_keys_off: bool,
}

/// A long change of rows.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Batches {
    /// What it does, in one line.
    title: String,
    /// The statement to run, outside a transaction.
    call: String,
}

/// A condition that the engine checks.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Gate {
    /// The condition, in one line.
    title: String,
    /// A query of one row and one column of an integer type.
    query: String,
    /// The answer expected.
    expected: i64,
    /// What to do where the answer is another.
    help: String,
    /// Statements that bring the condition about; offered, never run unasked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    remedy: Vec<String>,
}

/// A difference that a step makes to the catalogue.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    /// Where, by the kind of object.
    path: Open,
    /// What lies there afterwards; nothing where it is taken away.
    object: Option<Open>,
}

/// A table of the workshop schema that holds what a step or its inverse takes out.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Archive {
    /// The archive, as a name in SQL.
    relation: String,
    /// What it holds: `dropped_table`, `dropped_column`, `set_aside` or `replaced`.
    kind: Open,
}
