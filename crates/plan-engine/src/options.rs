//! What a user can say about a plan.

use schema_diff::catalogue::{Catalogue, QualifiedName};
use schema_diff::diff::Rename;
use schema_diff::diff::stated_name::{sides, unquoted};

use crate::{By, Convert, Derive, Move};

/// What a user can say about a plan.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct MakeOptions {
    /// Renames; none is ever guessed.
    pub renames: Vec<Rename>,
    /// Values for rows that have none where the new schema demands one, or the old one on the way back.
    pub fills: Vec<Fill>,
    /// How the values of columns that change type are converted, where it is not to be inferred.
    pub conversions: Vec<Convert>,
    /// What columns that come and go are made of, where they are two shapes of one thing.
    pub derives: Vec<Derive>,
    /// Columns that move to another table.
    pub moves: Vec<Move>,
    /// What joins the rows of tables between which columns move.
    pub joins: Vec<By>,
    /// Whether the plan ends with the phase `purge`, which drops the archive.
    pub purge: bool,
}

impl MakeOptions {
    /// Nothing said.
    pub fn new() -> Self {
        Self::default()
    }

    /// With these renames.
    pub fn renames(mut self, renames: Vec<Rename>) -> Self {
        self.renames = renames;
        self
    }

    /// With these fills.
    pub fn fills(mut self, fills: Vec<Fill>) -> Self {
        self.fills = fills;
        self
    }

    /// With these conversions.
    pub fn conversions(mut self, conversions: Vec<Convert>) -> Self {
        self.conversions = conversions;
        self
    }

    /// With these derivations.
    pub fn derives(mut self, derives: Vec<Derive>) -> Self {
        self.derives = derives;
        self
    }

    /// With these moves, joined so.
    pub fn moves(mut self, moves: Vec<Move>, joins: Vec<By>) -> Self {
        self.moves = moves;
        self.joins = joins;
        self
    }

    /// With or without the phase `purge`.
    pub fn purge(mut self, purge: bool) -> Self {
        self.purge = purge;
        self
    }
}

/// A value for rows that have none: `table.column=expression` or `schema.table.column=expression`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fill {
    /// The column, as `table.column` or `schema.table.column`.
    pub column: String,
    /// An SQL expression; it may use the row's other columns.
    pub expression: String,
}

impl Fill {
    /// Whether it speaks of the column `column` of `schema.table`.
    pub(crate) fn speaks_of(&self, table: &QualifiedName, column: &str) -> bool {
        self.column == format!("{}.{column}", table.name) || self.column == format!("{table}.{column}")
    }
}

/// What is wrong with the first of `fills` that speaks of no column of either side.
pub(crate) fn unknown_fill(fills: &[Fill], sides: [&Catalogue; 2]) -> Option<String> {
    let is_there = |fill: &Fill| {
        let tables = sides.into_iter().flat_map(|side| &side.tables);
        tables.into_iter().any(|(name, table)| table.columns.iter().any(|it| fill.speaks_of(name, &it.name)))
    };
    let fill = fills.iter().find(|fill| !is_there(fill))?;
    Some(format!("--fill {}: neither schema has a column of that name", fill.column))
}

impl std::str::FromStr for Fill {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match sides(text) {
            Some((column, expression)) if column.contains('.') && !expression.is_empty() => {
                Ok(Self { column: unquoted(column), expression: expression.to_owned() })
            }
            _ => Err(format!("`{text}` is no fill: write table.column=expression, for example users.country='DE'")),
        }
    }
}
