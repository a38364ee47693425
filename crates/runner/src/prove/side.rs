//! One side of a plan, made on the engine.

use std::collections::BTreeSet;

use database::{ReadOptions, ScratchDatabase, ScratchServer, Session};
use findings::DiagnosticLevel;
use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, QualifiedName};

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
    /// Tables that the owner may not use freely: privileges revoked, or policies that hold for the owner too.
    pub(crate) closed: BTreeSet<QualifiedName>,
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
        database.apply(&side.statements).map_err(|error| {
            let statement = error.statement().unwrap_or_default().to_owned();
            Error::refused(&statement, error)
        })?;
        let mut session = database.open()?;
        let reading = session.read_catalogue(&ReadOptions::default())?;
        for diagnostic in reading.diagnostics.iter().filter(|it| it.level == DiagnosticLevel::Error) {
            let message =
                format!("what the engine prints of the schema {label} cannot be read: {}", diagnostic.message);
            report.fail(Stage::Elaborate, message);
        }
        let maker = Maker::new(&reading.catalogue, 0, 1);
        let mut closed = closed(&mut session)?;
        // Rows reach a partition through the table that it is part of.
        let within = |name: &&QualifiedName| closed.contains(reading.catalogue.partition_root(name));
        let partitions: Vec<_> = reading.catalogue.tables.keys().filter(within).cloned().collect();
        closed.extend(partitions);
        Ok(Self { database, catalogue: reading.catalogue, version: session.version().to_owned(), maker, closed })
    }

    /// Reports where the engine has another schema than the plan says.
    pub(crate) fn agrees_with(&self, label: &str, written: &Catalogue, dictionary: &Dictionary, report: &mut Report) {
        for difference in Expected::new(written, &self.catalogue, dictionary).differences(&self.catalogue) {
            report.fail(
                Stage::Elaborate,
                format!("the reader of the schema {label} disagrees with the engine (let the engine's own form decide: `plan make --engine`): {difference}"),
            );
        }
    }

    /// Runs a script that puts rows into the tables, in one transaction.
    pub(crate) fn put_in(&self, script: &str) -> Result<(), Error> {
        let mut session = self.database.open()?;
        let outcome = session.in_transaction(|session| session.execute(script));
        outcome.map_err(Error::given_rows)
    }

    /// Fills the tables, with rows like those of the `other` side where they are to be tame; those that stayed empty are
    /// returned.
    pub(crate) fn fill(&mut self, seed: u64, rows: usize, other: Option<&Self>) -> Result<Vec<Unfilled>, Error> {
        let maker = Maker::new(&self.catalogue, seed, 1).tame(other.is_some());
        self.maker = match other {
            Some(other) => maker.learning_from(&other.maker),
            None => maker,
        };
        let order = keys::parents_first(&self.catalogue);
        let (closed, open): (Vec<_>, Vec<_>) = order.into_iter().partition(|it| self.closed.contains(it));
        let mut session = self.database.open()?;
        let mut unfilled = fill::fill(&mut session, &mut self.maker, &open, rows)?;
        if !closed.is_empty() {
            let mut admin = self.database.open_as_admin()?;
            let mut left = fill::fill(&mut admin, &mut self.maker, &closed, rows)?;
            // Those that refer to closed tables can be filled now.
            let again: Vec<_> = unfilled.into_iter().map(|it| it.table).collect();
            left.extend(fill::fill(&mut session, &mut self.maker, &again, rows)?);
            unfilled = left;
        }
        populate(&mut session)?;
        Ok(unfilled)
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

/// Tables that the role of `session` may not use freely. PostgreSQL.
fn closed(session: &mut Session) -> Result<BTreeSet<QualifiedName>, Error> {
    if session.dialect() != Some(Dialect::Postgres) {
        return Ok(BTreeSet::new());
    }
    let rows = session.query(
        "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' \
         AND (pg_catalog.row_security_active(c.oid) OR NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE') \
         OR EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p \
         WHERE NOT pg_catalog.has_table_privilege(c.oid, p)))",
    )?;
    let name = |row: usize| Some(QualifiedName::new(rows.value(row, 0)?, rows.value(row, 1)?));
    Ok((0..rows.len()).filter_map(name).collect())
}

/// Fills materialised views that were made `WITH NO DATA`, which no version could read. Whether they hold rows is no part
/// of a schema, and a plan makes them anew with rows. One that cannot be filled stays as it is. PostgreSQL.
fn populate(session: &mut Session) -> Result<(), Error> {
    if session.dialect() != Some(Dialect::Postgres) {
        return Ok(());
    }
    session.execute(
        "DO $populate$ DECLARE empty regclass; BEGIN \
         FOR empty IN SELECT oid::regclass FROM pg_catalog.pg_class WHERE relkind = 'm' AND NOT relispopulated ORDER BY oid LOOP \
         BEGIN EXECUTE format('REFRESH MATERIALIZED VIEW %s', empty); EXCEPTION WHEN OTHERS THEN NULL; END; \
         END LOOP; END $populate$",
    )?;
    Ok(())
}
