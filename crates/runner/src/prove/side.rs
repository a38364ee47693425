//! One side of a plan, made on the engine.

use database::{ReadOptions, ScratchDatabase, ScratchServer};
use findings::DiagnosticLevel;
use schema_diff::catalogue::Catalogue;

use super::dictionary::Dictionary;
use super::expected::Expected;
use super::report::Report;
use crate::application::Oracle;
use crate::rows::fill::{self, Unfilled};
use crate::rows::keys;
use crate::rows::maker::Maker;
use crate::{Error, Stage};

/// One side of a plan, made on the engine: what that version of the application is written for.
pub(crate) struct Side {
    database: ScratchDatabase,
    /// What the engine makes of it.
    pub(crate) catalogue: Catalogue,
    /// Product and version of the engine.
    pub(crate) version: String,
    maker: Maker,
}

impl Side {
    /// Makes the schema of `side` in a scratch database and reads it back.
    pub(crate) fn make(
        server: &ScratchServer,
        label: &str,
        side: &plan_engine::plan::Side,
        report: &mut Report,
    ) -> Result<Self, Error> {
        let database = server.create(label)?;
        apply(&database, &side.statements)?;
        let mut session = database.open()?;
        let reading = session.read_catalogue(&ReadOptions::default())?;
        for diagnostic in reading.diagnostics.iter().filter(|it| it.level == DiagnosticLevel::Error) {
            let message =
                format!("what the engine prints of the schema {label} cannot be read: {}", diagnostic.message);
            report.fail(Stage::Elaborate, message);
        }
        let maker = Maker::new(&reading.catalogue, 0, 1);
        Ok(Self { database, catalogue: reading.catalogue, version: session.version().to_owned(), maker })
    }

    /// Reports where the engine has another schema than the plan says.
    pub(crate) fn agrees_with(&self, label: &str, written: &Catalogue, dictionary: &Dictionary, report: &mut Report) {
        for difference in Expected::new(written, &self.catalogue, dictionary).differences(&self.catalogue) {
            report.fail(
                Stage::Elaborate,
                format!("the reader of the schema {label} disagrees with the engine: {difference}"),
            );
        }
    }

    /// Runs a script that puts rows into the tables, in one transaction.
    pub(crate) fn put_in(&self, script: &str) -> Result<(), Error> {
        let mut session = self.database.open()?;
        let outcome = session.in_transaction(|session| session.execute(script));
        outcome.map_err(Error::given_rows)
    }

    /// Fills the tables; those that stayed empty are returned.
    pub(crate) fn fill(&mut self, seed: u64, rows: usize, tame: bool) -> Result<Vec<Unfilled>, Error> {
        self.maker = Maker::new(&self.catalogue, seed, 1).tame(tame);
        let order = keys::parents_first(&self.catalogue);
        let mut session = self.database.open()?;
        Ok(fill::fill(&mut session, &mut self.maker, &order, rows)?)
    }

    /// A copy of the database, with its rows.
    pub(crate) fn copy(&self, label: &str) -> Result<ScratchDatabase, Error> {
        Ok(self.database.copy(label)?)
    }

    /// A session that tells what the schema accepts. Copies cannot be made while it is open.
    pub(crate) fn oracle(&self) -> Result<Oracle, Error> {
        Ok(Oracle { session: self.database.open()? })
    }

    /// A maker that knows rows that the schema accepts; values that have to differ are counted from `first`.
    pub(crate) fn maker(&self, first: u64) -> Maker {
        self.maker.clone().counting_from(first)
    }
}

/// Runs the statements that make a schema.
fn apply(database: &ScratchDatabase, statements: &[String]) -> Result<(), Error> {
    let mut session = database.open()?;
    statements.iter().try_for_each(|statement| {
        database.run(&mut session, statement).map_err(|error| Error::refused(statement, error))
    })
}
