//! The two schemas, and what the user says about the way from one to the other.

use clap::Args;
use cli_common::{Failure, input};
use database::{EngineUrl, ReadOptions, ScratchServer};
use plan_engine::plan::{Plan, Side};
use plan_engine::{Fill, MakeOptions};
use schema_diff::Dialect;
use schema_diff::diff::Rename;
use schema_diff::read::Reading;

use crate::{diagnostics, refusals};

/// What a plan is made from.
#[derive(Debug, Args)]
pub(crate) struct Sides {
    /// Where the system is: a file, a folder, `-`, REV:path, postgres://… or sqlite:PATH
    #[arg(long, value_name = "OLD")]
    pub(crate) before: String,
    /// Where it should be
    #[arg(long, value_name = "NEW")]
    pub(crate) after: String,
    #[command(flatten)]
    pub(crate) said: Said,
}

/// What the user says about the way.
#[derive(Debug, Args)]
pub(crate) struct Said {
    /// Whose SQL it is, where the inputs do not tell: postgres or sqlite
    #[arg(long)]
    pub(crate) dialect: Option<Dialect>,
    /// A table or column that was renamed, such as users.email=users.mail; repeat for more
    #[arg(long = "rename", value_name = "OLD=NEW")]
    pub(crate) renames: Vec<Rename>,
    /// A value for rows that have none, such as users.country='DE'; repeat for more
    #[arg(long = "fill", value_name = "TABLE.COLUMN=EXPRESSION")]
    pub(crate) fills: Vec<Fill>,
    /// End with the phase `purge`, which drops the archive behind an approval
    #[arg(long)]
    pub(crate) purge: bool,
}

impl Sides {
    /// Reads both sides and makes the plan; with `engine` both are made on scratch databases first, and the engine's own
    /// form of them decides.
    pub(crate) fn make(&self, engine: Option<&EngineUrl>) -> Result<Plan, Failure> {
        let before = input::Input::find(&self.before)?;
        let after = input::Input::find(&self.after)?;
        let dialect = input::dialect(self.said.dialect, &before, &after)?;
        let before = before.read(dialect)?;
        let after = after.read(dialect)?;
        diagnostics::check(&[&before, &after])?;
        let (mut old, mut new) = (Side::of(&before), Side::of(&after));
        if let Some(url) = engine {
            let server = scratch_server(dialect, Some(url))?;
            elaborate(&server, &mut old, &self.before)?;
            elaborate(&server, &mut new, &self.after)?;
        }
        let options =
            MakeOptions::new().renames(self.renames(&after)).fills(self.said.fills.clone()).purge(self.said.purge);
        plan_engine::make(old, new, &options).map_err(|error| refusals::failure(&error, &before, &after))
    }

    /// What the command line states, then what comments of the new schema state.
    fn renames(&self, after: &Reading) -> Vec<Rename> {
        let mut renames = self.said.renames.clone();
        renames.extend(Rename::stated(after).into_iter().filter(|it| !self.said.renames.contains(it)));
        renames
    }
}

/// Scratch databases for `dialect`: embedded for SQLite, on the server of `engine` for PostgreSQL.
pub(crate) fn scratch_server(dialect: Dialect, engine: Option<&EngineUrl>) -> Result<ScratchServer, Failure> {
    if let Some(url) = engine.filter(|url| url.dialect() != dialect) {
        return Err(Failure::new(format!("the plan is written for {dialect}, but {url} is {}", url.dialect()))
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
    let attempt = || {
        let database = server.create("elaborate")?;
        let mut session = database.open()?;
        session.execute_all(&side.statements)?;
        session.read_catalogue(&ReadOptions::default())
    };
    let reading = attempt().map_err(|error| {
        Failure::new(format!("{name}: the engine refuses it: {error}"))
            .help("the schema must load on an empty database; correct the statement named")
    })?;
    side.catalogue = reading.catalogue;
    Ok(())
}
