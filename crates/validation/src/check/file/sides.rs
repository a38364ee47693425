//! What a check reads of each side, with what holds for both filled in.

use serde::Deserialize;

/// What is particular to one side of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SideSpec {
    /// Its connection; that of the defaults where nothing is said.
    pub connection: Option<String>,
    /// A file of CSV or Parquet instead of a table, relative to the folder of the file of checks. `csv:` or `parquet:` stands before it
    /// where its name does not tell the format, options of CSV behind a `?`: `orders.csv?delimiter=;&null=\\N`.
    pub file: Option<String>,
    /// Its table.
    pub table: Option<String>,
    /// Its rows that count: a condition in its SQL (of a file: in that of SQLite), in place of that for both sides.
    #[serde(rename = "where")]
    pub filter: Option<String>,
}

/// Both sides of a check.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TwoSides<'c> {
    pub(crate) source: OneSide<'c>,
    pub(crate) target: OneSide<'c>,
}

/// One side of a check.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OneSide<'c> {
    pub(crate) connection: Option<&'c str>,
    pub(crate) file: Option<&'c str>,
    pub(crate) table: Option<&'c str>,
    pub(crate) filter: Option<&'c str>,
}

impl<'c> TwoSides<'c> {
    pub(crate) fn of(
        table: Option<&'c str>,
        filter: Option<&'c str>,
        source: &'c SideSpec,
        target: &'c SideSpec,
    ) -> Self {
        let one = |side: &'c SideSpec| OneSide {
            connection: side.connection.as_deref(),
            file: side.file.as_deref(),
            table: side.table.as_deref().or(table),
            filter: side.filter.as_deref().or(filter),
        };
        Self { source: one(source), target: one(target) }
    }
}
