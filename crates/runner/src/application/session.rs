//! A version of the application that runs: one session whose statements stay prepared.

use std::collections::BTreeSet;

use database::{ErrorKind, Session};
use plan_engine::plan::{AppVersion, ColumnConversion};
use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, QualifiedName};

use super::Oracle;
use super::judge::Known;
use super::reach::Reach;
use super::statements::{self, Prepared, TableStatements};
use crate::rows::maker::Maker;
use crate::sql::Value;

/// Something that the engine refused to the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The statement, written out.
    pub(crate) statement: String,
    /// What the engine said.
    pub(crate) message: String,
    /// Whether the plan is to blame.
    pub(crate) failure: bool,
    /// Whether it succeeded when it was prepared again.
    pub(crate) succeeded_when_prepared_again: bool,
    /// The table that could not be written whatever was tried, where that is all there is to say.
    pub(crate) unwritten: Option<QualifiedName>,
    /// Whether other rows were in the way at the last try.
    pub(crate) collided: bool,
}

/// How much a version does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope<'s> {
    /// It reads and writes everything.
    Everything,
    /// It reads and writes one table or view.
    Relation(&'s QualifiedName),
    /// It reads everything.
    Reads,
}

/// A version of the application that runs.
pub(crate) struct Application<'a> {
    pub(super) version: AppVersion,
    pub(super) catalogue: &'a Catalogue,
    /// Columns that are there in two shapes.
    replaced: &'a [ColumnConversion],
    pub(super) session: Session,
    pub(super) maker: Maker,
    pub(super) tables: Vec<TableStatements>,
    pub(super) inserted: Vec<(QualifiedName, Vec<Value>)>,
    reads: Vec<Prepared>,
    /// Rows that it leaves alone: others answer for them.
    pub(super) avoided: BTreeSet<(QualifiedName, Vec<Value>)>,
    /// Tables in which it looks for what it wrote.
    pub(super) read_back: BTreeSet<QualifiedName>,
}

impl<'a> Application<'a> {
    /// Opens the version on `session`; what cannot be prepared is trouble. Its statements are those `given`, or made
    /// up for its `catalogue`; what its own schema refuses is left out.
    pub(crate) fn open(
        version: AppVersion,
        (catalogue, replaced): (&'a Catalogue, &'a [ColumnConversion]),
        (reach, given): (&Reach, &[String]),
        session: Session,
        maker: Maker,
        oracle: &mut Oracle,
    ) -> Result<(Self, Vec<Trouble>), database::Error> {
        let reads = if given.is_empty() { statements::selects(catalogue, reach) } else { as_given(given) };
        let mut tables = if given.is_empty() { statements::tables(catalogue, reach) } else { Vec::new() };
        if catalogue.dialect == Dialect::Postgres {
            tables.iter_mut().try_for_each(|it| it.leave_out_refused(&mut oracle.session))?;
        }
        let mut application = Self {
            version,
            catalogue,
            replaced,
            session,
            maker,
            tables,
            inserted: Vec::new(),
            reads: Vec::new(),
            avoided: BTreeSet::new(),
            read_back: BTreeSet::new(),
        };
        let mut troubles = Vec::new();
        for read in reads {
            match tried(&mut oracle.session, &read)? {
                Ok(()) => match application.session.prepare(&read.name, &read.sql) {
                    Ok(()) => application.reads.push(read),
                    Err(error) => troubles.push(Trouble::failure(&read.sql, &error)),
                },
                // A statement made up is dropped in silence: a view may fail on the rows made up, too.
                Err(error) if !given.is_empty() => troubles.push(Trouble::note(&read.sql, &error)),
                Err(_) => {}
            }
        }
        if application.catalogue.dialect == Dialect::Postgres {
            application.prepare_writes(&mut troubles)?;
        }
        Ok((application, troubles))
    }

    /// What the version knows.
    pub(super) fn known(&self) -> Known<'a> {
        Known { catalogue: self.catalogue, replaced: self.replaced }
    }

    /// Leaves the rows at `places` alone from now on.
    pub(crate) fn avoid(&mut self, places: &BTreeSet<(QualifiedName, Vec<Value>)>) {
        self.avoided.clone_from(places);
        // A row of its own that was set aside has left its key to another session's.
        self.inserted.retain(|it| !places.contains(it));
    }

    /// Looks for what it wrote in `tables` from now on.
    pub(crate) fn read_back(mut self, tables: BTreeSet<QualifiedName>) -> Self {
        self.read_back = tables;
        self
    }

    /// Which version it is.
    pub(crate) fn version(&self) -> AppVersion {
        self.version
    }

    /// Reads and writes what lies in `scope`; statements that were given always run.
    pub(crate) fn act(&mut self, oracle: &mut Oracle, scope: Scope<'_>) -> Result<Vec<Trouble>, database::Error> {
        let mut troubles = Vec::new();
        let reads: Vec<Prepared> = self.reads.iter().filter(|it| scope.reads(it.relation.as_ref())).cloned().collect();
        let writes: Vec<TableStatements> = self.tables.iter().filter(|it| scope.writes(&it.table)).cloned().collect();
        for table in &writes {
            self.write(table, oracle, &mut troubles)?;
        }
        for read in &reads {
            self.read(read, &mut troubles)?;
        }
        Ok(troubles)
    }

    fn read(&mut self, read: &Prepared, troubles: &mut Vec<Trouble>) -> Result<(), database::Error> {
        let Err(error) = execute(&mut self.session, read) else { return Ok(()) };
        match error.kind() {
            ErrorKind::Unreachable => return Err(error),
            ErrorKind::CachedPlan => {
                let again = self.session.prepare(&read.name, &read.sql).and_then(|()| execute(&mut self.session, read));
                troubles.push(Trouble {
                    failure: again.is_err(),
                    succeeded_when_prepared_again: again.is_ok(),
                    ..Trouble::note(&read.sql, &error)
                });
            }
            // The rows that it meets, or its own earlier run, are in the way.
            ErrorKind::InvalidValue => troubles.push(Trouble::note(&read.sql, &error)),
            ErrorKind::ConstraintViolation if is_collision(&error) => troubles.push(Trouble::note(&read.sql, &error)),
            _ => troubles.push(Trouble::failure(&read.sql, &error)),
        }
        Ok(())
    }
}

impl Scope<'_> {
    fn reads(self, relation: Option<&QualifiedName>) -> bool {
        match self {
            Self::Everything | Self::Reads => true,
            Self::Relation(name) => relation.is_none_or(|it| it == name),
        }
    }

    fn writes(self, table: &QualifiedName) -> bool {
        match self {
            Self::Everything => true,
            Self::Relation(name) => table == name,
            Self::Reads => false,
        }
    }
}

/// Whether other rows are in the way, rather than a condition on the row itself.
fn is_collision(error: &database::Error) -> bool {
    matches!(error.code(), Some("23505" | "23503" | "23P01" | "1555" | "2067" | "2579" | "787" | "1811"))
}

fn as_given(given: &[String]) -> Vec<Prepared> {
    let prepared =
        |(at, sql): (usize, &String)| Prepared { name: format!("given {at}"), sql: sql.clone(), relation: None };
    given.iter().enumerate().map(prepared).collect()
}

fn execute(session: &mut Session, prepared: &Prepared) -> Result<(), database::Error> {
    let parameters = vec![None; statements::count_parameters(&prepared.sql)];
    session.execute_prepared_with(&prepared.name, &parameters).map(|_| ())
}

/// Runs a statement on a database with the version's own schema, without a trace.
fn tried(session: &mut Session, read: &Prepared) -> Result<Result<(), database::Error>, database::Error> {
    session.begin()?;
    let outcome = session.prepare(&read.name, &read.sql).and_then(|()| execute(session, read));
    session.rollback()?;
    Ok(match outcome {
        // Rows made up do not fit statements that were given; the statement itself is one of this schema.
        Err(error) if is_collision(&error) => Ok(()),
        outcome => outcome,
    })
}

impl Trouble {
    /// Something that the plan is to blame for.
    pub(crate) fn failure(statement: &str, error: &database::Error) -> Self {
        Self { failure: true, ..Self::note(statement, error) }
    }

    /// Something worth telling.
    pub(crate) fn note(statement: &str, error: &database::Error) -> Self {
        Self {
            statement: statement.to_owned(),
            message: error.to_string(),
            failure: false,
            succeeded_when_prepared_again: false,
            unwritten: None,
            collided: is_collision(error),
        }
    }
}
