//! The two schemas, and what the user says about the way from one to the other.

use clap::Args;
use cli_common::{Failure, input};
use database::{EngineUrl, ScratchServer};
use plan_engine::plan::{Plan, Side};
use plan_engine::{By, Convert, Derive, Fill, MakeOptions, Move};
use schema_diff::Dialect;
use schema_diff::diff::Rename;
use schema_diff::read::Reading;

use crate::{diagnostics, refusals};

/// What the user says about the way.
#[derive(Debug, Args)]
pub(crate) struct Said {
    /// Whose SQL it is, where the inputs do not tell: postgres or sqlite
    #[arg(long)]
    pub(crate) dialect: Option<Dialect>,
    /// What was renamed, such as users=people or users.email=users.mail; repeat for more
    #[arg(long = "rename", value_name = "OLD=NEW")]
    pub(crate) renames: Vec<Rename>,
    /// A value for rows that have none, such as users.country='DE'; repeat for more
    #[arg(long = "fill", value_name = "TABLE.COLUMN=EXPRESSION")]
    pub(crate) fills: Vec<Fill>,
    /// How a column's values become those of its new type and back, such as
    /// `'readings.at=up:to_timestamp(at),down:extract(epoch FROM at)::bigint'`; repeat for more
    #[arg(long = "convert", value_name = "TABLE.COLUMN=up:EXPRESSION,down:EXPRESSION")]
    pub(crate) conversions: Vec<Convert>,
    /// What a column that comes is made of, in terms of those that go, and the other way round: for a split
    /// `'people.first_name=split_part(name, $$ $$, 1)'`, one for each column that comes, and
    /// `'people.name=concat_ws($$ $$, first_name, last_name)'`; repeat for more
    #[arg(long = "derive", value_name = "TABLE.COLUMN=EXPRESSION")]
    pub(crate) derives: Vec<Derive>,
    /// A column that moves to another table, such as customers.street=addresses.street; repeat for more
    #[arg(long = "move", value_name = "TABLE.COLUMN=OTHER.COLUMN")]
    pub(crate) moves: Vec<Move>,
    /// What joins the rows of the table that columns move to with those that they move from, such as
    /// `addresses.customer_id=customers.id`; repeat for more
    #[arg(long = "by", value_name = "OTHER.COLUMN=TABLE.COLUMN")]
    pub(crate) joins: Vec<By>,
    /// With the phase `purge`, which drops the archive behind an approval
    #[arg(long)]
    pub(crate) purge: bool,
}

/// Reads the schemas that `before` and `after` name and makes the plan; with `engine` both are made on scratch databases
/// first, and the engine's own form of them decides.
pub(crate) fn make(before: &str, after: &str, said: &Said, engine: Option<&EngineUrl>) -> Result<Plan, Failure> {
    let (old_input, new_input) = (input::Input::find(before)?, input::Input::find(after)?);
    let told = old_input.dialect().or_else(|| new_input.dialect());
    let stated = said.dialect.or_else(|| engine.and_then(EngineUrl::dialect).filter(|_| told.is_none()));
    let dialect = input::dialect(stated, &old_input, &new_input)?;
    let (mut old, mut new) = input::read_both(&old_input, &new_input, dialect)?;
    diagnostics::check(&[&old, &new])?;
    let renames = said.renames(&old, &new);
    let (mut old_side, mut new_side) = (Side::take(&mut old), Side::take(&mut new));
    if let Some(url) = engine {
        let server = scratch_server(dialect, Some(url))?;
        elaborate(&server, &mut old_side, before)?;
        elaborate(&server, &mut new_side, after)?;
    }
    let options = MakeOptions::new()
        .renames(renames)
        .fills(said.fills.clone())
        .conversions(said.conversions.clone())
        .derives(said.derives.clone())
        .moves(said.moves.clone(), said.joins.clone())
        .purge(said.purge);
    plan_engine::make(old_side, new_side, &options).map_err(|error| refusals::failure(&error, &old, &new))
}

impl Said {
    /// Whether it says anything about how a plan is made; a plan that is there already takes no notice of it.
    pub(crate) fn is_about_making(&self) -> bool {
        let stated =
            self.renames.len() + self.fills.len() + self.conversions.len() + self.derives.len() + self.moves.len();
        self.dialect.is_some() || stated > 0
    }

    /// Nothing of it is said beside a specification, which says it itself.
    pub(crate) fn only_for_sides(&self) -> Result<(), Failure> {
        if !self.is_about_making() && self.moves.is_empty() && self.joins.is_empty() && !self.purge {
            return Ok(());
        }
        Err(Failure::new("options about the way between two schemas do not go with --spec")
            .help("state them in `schema` of the migration: renames, fills, conversions, derives, moves, joins, purge"))
    }

    /// What the command line states, then what comments of the new schema state.
    fn renames(&self, before: &Reading, after: &Reading) -> Vec<Rename> {
        let mut renames = self.renames.clone();
        renames.extend(Rename::stated(before, after).into_iter().filter(|it| !self.renames.contains(it)));
        renames
    }
}

/// Scratch databases for `dialect`: embedded for SQLite, on the server of `engine` for PostgreSQL.
pub(crate) fn scratch_server(dialect: Dialect, engine: Option<&EngineUrl>) -> Result<ScratchServer, Failure> {
    if let Some(url) = engine.filter(|url| url.dialect() != Some(dialect)) {
        return Err(Failure::new(format!("the plan is written for {dialect}, but {url} is {}", url.kind()))
            .help("give a server of the plan's dialect with --engine; SQLite needs none"));
    }
    match (dialect, engine) {
        (Dialect::Sqlite, _) => {
            ScratchServer::sqlite().map_err(|error| input::engine::failure("the embedded SQLite", &error))
        }
        (_, Some(url)) => {
            ScratchServer::postgres(url).map_err(|error| input::engine::failure(&url.to_string(), &error))
        }
        (_, None) => Err(Failure::new(format!("a plan for {dialect} needs a server to run on"))
            .help("give one with --engine postgres://user@host/database; only scratch databases are made on it")),
    }
}

/// Makes the side on a scratch database and takes over the catalogue that the engine reads back.
fn elaborate(server: &ScratchServer, side: &mut Side, name: &str) -> Result<(), Failure> {
    let reading = database::elaborate(server, &side.statements).map_err(|error| {
        Failure::new(format!("{name}: the engine refuses it: {error}"))
            .help("the schema must load on an empty database; correct the statement named")
    })?;
    side.catalogue = reading.catalogue;
    Ok(())
}
