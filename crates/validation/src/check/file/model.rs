//! What `checks.toml` holds: the form of the file. The documentation of the fields here is that of its JSON Schema.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::sides::{SideSpec, TwoSides};

/// The checks of a migration.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Document {
    /// The databases, by the names that the checks call them.
    pub connections: BTreeMap<String, Connection>,
    /// What holds for every check that says nothing else.
    pub defaults: Defaults,
    /// How much of the databases may be used.
    pub throttle: Throttle,
    /// Rows compared one by one.
    pub table: Vec<TableCheck>,
    /// Numbers of rows.
    pub count: Vec<CountCheck>,
    /// Checksums of a whole table, of ranges of its key and of groups of its columns.
    pub checksum: Vec<ChecksumCheck>,
    /// Sums, averages, extremes, distinct values, quantiles.
    pub aggregate: Vec<AggregateCheck>,
    /// Queries and the relation that is expected of their answers.
    pub query: Vec<QueryCheck>,
    /// Rows that refer to rows that are not there.
    pub reference: Vec<ReferenceCheck>,
    /// Columns that are computed from others.
    pub derived: Vec<DerivedCheck>,
    /// The schemas of both sides.
    pub schema: Vec<SchemaCheck>,
}

/// A database. The password may stand in the URL, or better in a variable of the environment or a file.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Connection {
    /// `postgres://user@host:port/database`, `mysql://user@host:port/database`, `sqlite:path`; a relative path is one from the folder
    /// of the file of checks.
    pub url: Option<String>,
    /// The variable of the environment that holds the URL.
    pub url_env: Option<String>,
    /// The variable of the environment that holds the password.
    pub password_env: Option<String>,
    /// The file whose first line is the password.
    pub password_file: Option<PathBuf>,
}

/// What holds for every check that says nothing else.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Defaults {
    /// The connection of the source.
    pub source: Option<String>,
    /// The connection of the target.
    pub target: Option<String>,
    /// Which differences count: `exact` (customary) or `engine`, where what the engine takes for equal is equal.
    pub equality: Option<EqualitySpec>,
    /// How often rows that differ are read again: 0 where nobody writes. Customary is 3.
    pub rechecks: Option<u32>,
    /// The pause before they are read again for the first time, in milliseconds; it doubles. Customary is 200.
    pub recheck_pause: Option<u64>,
    /// How many examples of differences a report holds, per check. Customary is 10.
    pub examples: Option<usize>,
}

/// Which differences count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EqualitySpec {
    /// Those of representation too: 1.0 and 1.00 of one type of one engine are different.
    #[default]
    Exact,
    /// Only what the engine itself tells apart.
    Engine,
}

/// How much of the databases may be used.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Throttle {
    /// Connections per side, which share a snapshot: PostgreSQL only, any other engine is read with one.
    pub connections: Option<usize>,
    /// Rows per second and side.
    pub rows_per_second: Option<u64>,
    /// How long a statement may take, in seconds.
    pub statement_timeout: Option<u64>,
    /// Numbers that have to stay low: while one is above its bound, nothing is read.
    pub bound: Vec<LoadBound>,
}

/// A number that has to stay low while rows are read: the lag of a replica, the load of a server.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LoadBound {
    /// The connection that is asked.
    pub connection: String,
    /// A query whose answer is one number.
    pub query: String,
    /// The highest number at which rows are read.
    pub at_most: f64,
}

/// Rows compared one by one.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TableCheck {
    /// What reports call it; the table's name where nothing is said.
    pub name: Option<String>,
    /// The table of both sides.
    pub table: Option<String>,
    /// The rows of both sides that count: a condition in SQL.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// What is particular to the source.
    pub source: SideSpec,
    /// What is particular to the target.
    pub target: SideSpec,
    /// The columns that tell rows apart; the primary key where nothing is said.
    pub key: Vec<String>,
    /// The columns compared; those that both sides have where nothing is said, and it is an error where one side has more.
    pub columns: Vec<String>,
    /// Columns that are not compared.
    pub exclude: Vec<String>,
    /// Fields that are not a column of the same name on both sides.
    pub map: BTreeMap<String, Mapped>,
    /// How far values may be apart, by column.
    pub tolerance: BTreeMap<String, ToleranceSpec>,
    /// Which differences count.
    pub equality: Option<EqualitySpec>,
    /// Compare only a sample of the rows.
    pub sample: Option<SampleSpec>,
    /// How many rows may differ.
    pub allow: Bound,
}

/// A field that is not a column of the same name on both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Mapped {
    /// The source's column or expression in its SQL; the column of the field's name where nothing is said.
    pub source: Option<String>,
    /// The target's column or expression.
    pub target: Option<String>,
}

/// How far two values may be apart.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { absolute = \"0.005\" }",
    rename_all = "kebab-case",
    default
)]
pub struct ToleranceSpec {
    /// Numbers: so far apart at most, as a decimal number in quotes: `"0.005"`.
    pub absolute: Option<String>,
    /// Numbers: this share of the larger one at most: `0.01` is one per cent.
    pub relative: Option<f64>,
    /// Texts: upper and lower case are the same.
    pub ignore_case: bool,
    /// Texts: white space at both ends does not count, and any amount of it between words is the same.
    pub ignore_space: bool,
    /// Times: this fine is fine enough: `1ms`, `1s`, `500us`.
    pub time: Option<String>,
}

/// A sample of the rows instead of all.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SampleSpec {
    /// How many rows; as many as show that at most `at-most` differ where nothing is said.
    #[serde(default)]
    pub rows: Option<u64>,
    /// The seed of the choice: the same seed and rows give the same sample.
    #[serde(default)]
    pub seed: u64,
    /// How sure the bound is that is told: 0.99 where nothing is said.
    pub confidence: Option<f64>,
    /// The share of rows that may differ, which the bound has to lie under, unless `allow` has a `relative` one; without it a sample that
    /// finds nothing does not decide.
    pub at_most: Option<f64>,
}

/// How far two numbers may be apart; nothing at all where nothing is said. Either is enough.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Bound {
    /// So far at most.
    pub absolute: Option<f64>,
    /// This share of the source's number at most: `0.001` is one in a thousand.
    pub relative: Option<f64>,
}

/// Numbers of rows.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CountCheck {
    /// What reports call it.
    pub name: Option<String>,
    /// The table of both sides.
    pub table: Option<String>,
    /// The rows of both sides that count: a condition in SQL.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// What is particular to the source.
    pub source: SideSpec,
    /// What is particular to the target.
    pub target: SideSpec,
    /// Per group: a column, or `year(column)`, `month(column)`, `day(column)`, `hour(column)`.
    pub by: Option<String>,
    /// How far the numbers may be apart, in each group.
    pub allow: Bound,
}

/// Checksums.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ChecksumCheck {
    /// What reports call it.
    pub name: Option<String>,
    /// The table of both sides.
    pub table: Option<String>,
    /// The rows of both sides that count: a condition in SQL.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// What is particular to the source.
    pub source: SideSpec,
    /// What is particular to the target.
    pub target: SideSpec,
    /// The columns that tell rows apart.
    pub key: Vec<String>,
    /// Groups of columns, each with a checksum of its own; all columns in one where nothing is said.
    pub groups: Vec<Vec<String>>,
    /// How many ranges of the key have a checksum each. Customary is 1, the whole table.
    pub ranges: Option<usize>,
    /// Fields that are not a column of the same name on both sides.
    pub map: BTreeMap<String, Mapped>,
}

/// Sums, averages, extremes, distinct values, quantiles.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct AggregateCheck {
    /// What reports call it.
    pub name: Option<String>,
    /// The table of both sides.
    pub table: Option<String>,
    /// The rows of both sides that count: a condition in SQL.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// What is particular to the source.
    pub source: SideSpec,
    /// What is particular to the target.
    pub target: SideSpec,
    /// What is computed: `sum(column)`, `avg(column)`, `min(column)`, `max(column)`, `distinct(column)`, `nulls(column)`,
    /// `quantile(column, 0.95)`.
    pub of: Vec<String>,
    /// Per group, as in `count`.
    pub by: Option<String>,
    /// Fields that are not a column of the same name on both sides.
    pub map: BTreeMap<String, Mapped>,
    /// How far the numbers may be apart, in each group.
    pub allow: Bound,
}

/// Queries and the relation that is expected of their answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct QueryCheck {
    /// What reports call it.
    pub name: Option<String>,
    /// The query of the source; its connection.
    pub source: QuerySide,
    /// The query of the target; its connection.
    pub target: QuerySide,
    /// What is expected.
    pub relation: Relation,
    /// Columns of the answers that tell their rows apart: rows are matched by them. Without them rows are matched by their order
    /// where there is one row each, and as a set where there are more.
    pub key: Vec<String>,
    /// `equal` with one query: the number or text that it has to answer.
    pub value: Option<String>,
    /// `within`: how far numbers may be apart.
    pub allow: Bound,
}

/// The query of one side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct QuerySide {
    /// Its connection; that of the defaults where nothing is said.
    pub connection: Option<String>,
    /// The query; this side is not asked where there is none.
    pub sql: Option<String>,
}

/// What is expected of the answers to two queries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same rows.
    #[default]
    Equal,
    /// The same rows but for numbers, which lie as near as `allow` says.
    Within,
    /// No number of the target is larger than that of the source.
    AtMost,
    /// No row.
    Empty,
}

/// Rows that refer to rows that are not there.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ReferenceCheck {
    /// What reports call it.
    pub name: Option<String>,
    /// The connection; the target's where nothing is said.
    pub connection: Option<String>,
    /// The table that refers.
    pub table: String,
    /// Its columns that refer; those of all its foreign keys where nothing is said.
    pub columns: Vec<String>,
    /// The table that they refer to.
    pub to: Option<String>,
    /// The columns there; its primary key where nothing is said.
    pub to_columns: Vec<String>,
    /// The rows that count: a condition in SQL.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// How many rows may refer to nothing.
    pub at_most: u64,
}

/// A column that is computed from others.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct DerivedCheck {
    /// What reports call it.
    pub name: Option<String>,
    /// The connection; the target's where nothing is said.
    pub connection: Option<String>,
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// What it has to be, in SQL.
    pub is: String,
    /// The rows that count: a condition in SQL.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// How many rows may hold something else.
    pub at_most: u64,
}

/// The schemas of both sides.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SchemaCheck {
    /// What reports call it.
    pub name: Option<String>,
    /// The connection of the source.
    pub source: Option<String>,
    /// The connection of the target.
    pub target: Option<String>,
    /// Tables that are compared, by their names in the source; all where nothing is said (both sides of one product). One that neither
    /// side has is an error.
    pub tables: Vec<String>,
    /// Tables and columns that have another name in the target: `"customers"` = `"clients"`, `"customers.name"` = `"clients.full_name"`.
    pub renamed: BTreeMap<String, String>,
    /// Tables and columns (`table.column`, also other parts of tables) that may be on one side only, or differ: by the name that either
    /// side has for them. One that neither side has is an error.
    pub ignore: Vec<String>,
}

impl TableCheck {
    /// Where both sides are.
    pub(crate) fn sides(&self) -> TwoSides<'_> {
        TwoSides::of(self.table.as_deref(), self.filter.as_deref(), &self.source, &self.target)
    }
}

impl CountCheck {
    /// Where both sides are.
    pub(crate) fn sides(&self) -> TwoSides<'_> {
        TwoSides::of(self.table.as_deref(), self.filter.as_deref(), &self.source, &self.target)
    }
}

impl ChecksumCheck {
    /// Where both sides are.
    pub(crate) fn sides(&self) -> TwoSides<'_> {
        TwoSides::of(self.table.as_deref(), self.filter.as_deref(), &self.source, &self.target)
    }
}

impl AggregateCheck {
    /// Where both sides are.
    pub(crate) fn sides(&self) -> TwoSides<'_> {
        TwoSides::of(self.table.as_deref(), self.filter.as_deref(), &self.source, &self.target)
    }
}
