//! A database schema before and after, and what is said about the way between them.

use schema_diff::Dialect;
use schema_diff::diff::Rename;

use super::{Fields, Object, Seen};
use crate::specification::form::{List, Said, Text, Truth};
use crate::specification::model;
use crate::specification::reader::Reader;
use crate::{By, Convert, Derive, Fill, Move};

#[derive(Default)]
pub(super) struct Schema {
    before: Option<String>,
    after: Option<String>,
    dialect: Option<String>,
    statistics: Option<String>,
    renames: Option<Vec<String>>,
    fills: Option<Vec<String>>,
    conversions: Option<Vec<String>>,
    derives: Option<Vec<String>>,
    moves: Option<Vec<String>>,
    joins: Option<Vec<String>>,
    purge: Option<bool>,
}

impl Object for Schema {
    type Made = model::SchemaSides;
    const NAME: &'static str = "schema";
    const ABOUT: &'static str =
        "A database schema before and after; the database part of the plan is the plan from one to the other.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>(
                "before",
                "Where it is: a file, a folder, `REV:path`, or an engine's URL. Paths are relative to the specification.",
                |it| &mut it.before,
            )
            .required()
            .field::<Text>("after", "Where it should be, in the same ways.", |it| &mut it.after)
            .required()
            .field::<Said<Dialect>>("dialect", "Whose SQL it is, where the inputs do not tell.", |it| &mut it.dialect)
            .field::<Text>("statistics", "The URL of an engine on which rows and sizes are read.", |it| {
                &mut it.statistics
            })
            .field::<List<Said<Rename>>>("renames", "What was renamed, as `--rename` of `plan make` takes it.", |it| {
                &mut it.renames
            })
            .field::<List<Said<Fill>>>("fills", "Values for rows that have none, as `--fill` takes them.", |it| {
                &mut it.fills
            })
            .field::<List<Said<Convert>>>(
                "conversions",
                "How values become those of a new type and back, as `--convert` takes it.",
                |it| &mut it.conversions,
            )
            .field::<List<Said<Derive>>>(
                "derives",
                "What columns that come are made of, as `--derive` takes it.",
                |it| &mut it.derives,
            )
            .field::<List<Said<Move>>>("moves", "Columns that move to another table, as `--move` takes them.", |it| {
                &mut it.moves
            })
            .field::<List<Said<By>>>("joins", "What joins the rows of such tables, as `--by` takes it.", |it| {
                &mut it.joins
            })
            .field::<Truth>("purge", "Whether the plan drops the archive at its end.", |it| &mut it.purge)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::SchemaSides> {
        Some(model::SchemaSides {
            before: self.before?,
            after: self.after?,
            dialect: self.dialect,
            statistics: self.statistics,
            renames: self.renames.unwrap_or_default(),
            fills: self.fills.unwrap_or_default(),
            conversions: self.conversions.unwrap_or_default(),
            derives: self.derives.unwrap_or_default(),
            moves: self.moves.unwrap_or_default(),
            joins: self.joins.unwrap_or_default(),
            purge: self.purge.unwrap_or_default(),
        })
    }
}
