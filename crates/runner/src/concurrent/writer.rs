//! One session of the application that writes while a step runs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use database::{ErrorKind, Session};
use plan_engine::plan::AppVersion;
use schema_diff::Dialect;
use schema_diff::catalogue::DataType;

use super::ledger::{Ledger, Place};
use super::log::Log;
use super::plots::Plot;
use super::prepared::{delete_name, increase_name, increase_text, literals, statements, update_text};
use crate::application::Oracle;
use crate::application::judge::{self, Fault, Known};
use crate::application::session::Trouble;
use crate::application::statements::{Insert, Prepared, Update};
use crate::application::writes::is_of_former_type;
use crate::rows::fill;
use crate::rows::maker::{Maker, Row, Way};
use crate::sql::{self, Value};

/// The pause between two transactions: an application has other things to do, too.
const PAUSE: Duration = Duration::from_millis(2);
/// Rows of its own that a writer keeps per table.
const OWN_ROWS: usize = 5;
/// How often a transaction that lost against another is tried again.
const RETRIES: u32 = 2;
/// How often a statement is prepared again in one transaction.
const RENEWALS: u32 = 3;
/// An internal error: something that a plan was made for was replaced meanwhile.
const INTERNAL: &str = "XX000";
/// `statement_timeout`: the statement waited for longer than any application would.
const CANCELLED: &str = "57014";

/// A writer that has no session yet.
pub(crate) struct Recruit<'a> {
    /// Which version of the application it is.
    pub(crate) version: AppVersion,
    /// The version's own schema.
    pub(crate) known: Known<'a>,
    /// Makes its rows up.
    pub(crate) maker: Maker,
    /// Where it writes.
    pub(crate) plots: Vec<Plot>,
    /// What it reads.
    pub(crate) reads: Vec<Prepared>,
    /// Where it begins, so that not all begin with the same.
    pub(crate) turn: usize,
}

/// One session of the application that writes while a step runs.
pub(crate) struct Writer<'a> {
    pub(super) version: AppVersion,
    known: Known<'a>,
    session: Session,
    maker: Maker,
    plots: Vec<Plot>,
    reads: Vec<Prepared>,
    turn: usize,
    pub(super) ledger: Ledger,
    pub(super) log: Log,
}

impl<'a> Recruit<'a> {
    /// Prepares its statements on `session`.
    pub(crate) fn begin(self, session: Session) -> Result<Writer<'a>, database::Error> {
        let Self { version, known, maker, plots, reads, turn } = self;
        let (ledger, log) = (Ledger::default(), Log::default());
        let mut writer = Writer { version, known, session, maker, plots, reads, turn, ledger, log };
        writer.prepare()?;
        Ok(writer)
    }
}

/// What the writers of a shift have in common.
pub(crate) struct Shift<'s, 'o> {
    /// Whether it is over.
    pub(crate) over: &'s AtomicBool,
    /// How many have made their first transaction.
    pub(crate) at_work: &'s AtomicUsize,
    /// What the version's own schema accepts.
    pub(crate) oracle: &'s Mutex<&'o mut Oracle>,
}

/// A statement that the engine refused.
struct Refused {
    statement: String,
    error: database::Error,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Insert,
    Change,
    Read,
}

/// What a writer does in one transaction.
#[derive(Debug, Clone)]
enum Act {
    Insert(Insert, Row, String),
    Update(Update, Place, Value),
    Increase,
    Delete(Place),
    Read(Prepared),
}

impl Writer<'_> {
    /// Prepares everything; what cannot be prepared is told by the sequential application.
    fn prepare(&mut self) -> Result<(), database::Error> {
        self.session.execute("SET statement_timeout = '30s'")?;
        let mut all: Vec<(String, String)> = Vec::new();
        for plot in &self.plots {
            all.extend(statements(plot));
        }
        all.extend(self.reads.iter().map(|it| (it.name.clone(), it.sql.clone())));
        for (name, statement) in all {
            match self.session.prepare(&name, &statement) {
                Err(error) if error.kind() == ErrorKind::Unreachable => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Makes transactions until the shift is over, one at least.
    pub(crate) fn work(&mut self, shift: &Shift<'_, '_>) {
        let mut first = true;
        while first || !shift.over.load(Ordering::Acquire) {
            let outcome = self.transaction(shift);
            if first {
                shift.at_work.fetch_add(1, Ordering::AcqRel);
                first = false;
            }
            if let Err(error) = outcome {
                self.log.lost = Some(error);
                return;
            }
            std::thread::sleep(PAUSE);
        }
    }

    fn transaction(&mut self, shift: &Shift<'_, '_>) -> Result<(), database::Error> {
        self.turn = self.turn.wrapping_add(1);
        let count = self.plots.len().max(1);
        let at = (self.turn / 3) % count;
        let plot = self.plots.get(at).cloned();
        let act = plot.as_ref().and_then(|plot| self.next_act(plot)).or_else(|| {
            let at = self.turn % self.reads.len().max(1);
            self.reads.get(at).cloned().map(Act::Read)
        });
        let Some(act) = act else { return Ok(()) };
        if self.is_refused_by_own(plot.as_ref(), &act, shift)? {
            return Ok(());
        }
        let (mut tries, mut renewed) = (0, 0);
        loop {
            self.log.transactions += 1;
            let Err(refused) = self.attempt(plot.as_ref(), &act) else { return Ok(()) };
            match refused.error.kind() {
                ErrorKind::Unreachable => return Err(refused.error),
                ErrorKind::Conflict if tries < RETRIES => {
                    tries += 1;
                    self.log.retried += 1;
                    self.tell(Trouble::note(&refused.statement, &refused.error));
                }
                // A step may replace it again before the statement is run.
                _ if renewed < RENEWALS && is_replaced(&refused.error) => {
                    renewed += 1;
                    self.prepare()?;
                    self.tell(Trouble {
                        succeeded_when_prepared_again: true,
                        ..Trouble::note(&refused.statement, &refused.error)
                    });
                }
                _ => return self.judge(plot.as_ref(), &act, &refused, shift),
            }
        }
    }

    /// What comes next in a table.
    fn next_act(&mut self, plot: &Plot) -> Option<Act> {
        let own: Vec<Place> =
            self.ledger.own(&plot.statements.table, &plot.statements.key).into_iter().cloned().collect();
        let chosen = self.maker.chance(10);
        if plot.counter.is_some() && chosen < 3 {
            return Some(Act::Increase);
        }
        if plot.may_insert && own.len() < OWN_ROWS && (own.is_empty() || chosen < 6) {
            return self.next_insert(plot);
        }
        let place = own.get(self.maker.chance(own.len())).cloned()?;
        if plot.may_delete && own.len() > 1 && chosen == 9 {
            return Some(Act::Delete(place));
        }
        let update = plot.statements.updates.get(self.maker.chance(plot.statements.updates.len()))?.clone();
        let value = self.maker.value(&plot.statements.table, &update.column)?;
        Some(Act::Update(update, place, value))
    }

    fn next_insert(&mut self, plot: &Plot) -> Option<Act> {
        let insert = plot.statements.inserts.get(self.maker.chance(plot.statements.inserts.len()))?.clone();
        let way = if self.maker.chance(3) == 0 { Way::Plain } else { Way::Alike };
        let index = self.maker.chance(1000);
        let row = self.maker.row(&plot.statements.table, way, insert.naming, index, &plot.parents)?;
        let value = |column: &String| row.iter().find(|(it, _)| it == column).and_then(|(_, value)| value.clone());
        let row: Row = insert.columns.iter().map(|column| (column.clone(), value(column))).collect();
        let text = fill::insert_statement(Dialect::Postgres, self.maker.target(&plot.statements.table), &row);
        Some(Act::Insert(insert, row, text))
    }

    /// Whether the version's own schema would refuse what it is about to write: it would not write it then, also where
    /// the engine does not yet watch over it.
    fn is_refused_by_own(
        &mut self,
        plot: Option<&Plot>,
        act: &Act,
        shift: &Shift<'_, '_>,
    ) -> Result<bool, database::Error> {
        let Some(plot) = plot.filter(|it| it.stricter) else { return Ok(false) };
        let text = match act {
            Act::Insert(_, _, text) => text.clone(),
            Act::Update(update, place, value) => {
                let columns = plot.statements.inserts.last().map(|it| it.columns.clone()).unwrap_or_default();
                let known = self.row_at(plot, place, &columns);
                let of = |name: &String| known.get(name).cloned().flatten();
                let value_of = |name: &String| if *name == update.column { value.clone() } else { of(name) };
                let row: Row = columns.iter().map(|name| (name.clone(), value_of(name))).collect();
                fill::insert_statement(Dialect::Postgres, self.maker.target(&plot.statements.table), &row)
            }
            Act::Increase | Act::Delete(_) | Act::Read(_) => return Ok(false),
        };
        let mut oracle = shift.oracle.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(!judge::is_accepted(Dialect::Postgres, &mut oracle, &text)?)
    }

    /// What the row at `place` holds: as it was last written, or as it is where another version may have had a say.
    fn row_at(&mut self, plot: &Plot, place: &Place, columns: &[String]) -> BTreeMap<String, Value> {
        let claim = self.ledger.claim(place).map(|it| it.values.clone()).unwrap_or_default();
        if !columns.iter().all(|it| claim.contains_key(it)) {
            let condition = plot.statements.condition(&literals(place));
            let query = format!("SELECT {} FROM {} WHERE {condition}", sql::list(columns), plot.statements.target);
            let found = self.session.query(&query).ok().and_then(|it| it.rows.into_iter().next());
            if let Some(row) = found {
                return columns.iter().cloned().zip(row).collect();
            }
        }
        claim.into_iter().map(|(name, (_, value))| (name, value)).collect()
    }

    /// Makes one transaction.
    fn attempt(&mut self, plot: Option<&Plot>, act: &Act) -> Result<(), Refused> {
        self.plain("BEGIN", Kind::Change)?;
        let done = match (plot, act) {
            (_, Act::Read(read)) => self.read(read),
            (Some(plot), Act::Insert(insert, row, text)) => self.insert(plot, insert, row, text),
            (Some(plot), Act::Update(update, place, value)) => self.update(plot, update, place, value),
            (Some(plot), Act::Increase) => self.increase(plot),
            (Some(plot), Act::Delete(place)) => self.delete(plot, place),
            (None, _) => Ok(Noted::Nothing),
        };
        let kind = match act {
            Act::Insert(..) => Kind::Insert,
            Act::Read(_) => Kind::Read,
            _ => Kind::Change,
        };
        let outcome = done.and_then(|noted| self.plain("COMMIT", kind).map(|()| noted));
        match outcome {
            Ok(noted) => {
                // Only what is committed counts.
                if let Some(plot) = plot {
                    self.note(plot, noted);
                }
                Ok(())
            }
            Err(refused) => {
                // The first failure is the one worth telling; a lost connection has rolled back by itself.
                let _ = self.session.rollback();
                Err(refused)
            }
        }
    }

    fn note(&mut self, plot: &Plot, noted: Noted) {
        match noted {
            Noted::Nothing => {}
            Noted::Wrote(place, values) => self.ledger.wrote(place, values, &plot.shared),
            Noted::Deleted(place) => self.ledger.deleted(place),
            Noted::Increased => plot.counter.iter().for_each(|counter| self.ledger.increased(counter)),
        }
    }

    fn insert(&mut self, plot: &Plot, insert: &Insert, row: &Row, text: &str) -> Result<Noted, Refused> {
        if !self.may_refer(plot, row)? {
            return Ok(Noted::Nothing);
        }
        let values: Vec<Option<&str>> = row.iter().map(|(_, it)| it.as_deref()).collect();
        let rows = self.prepared(&insert.name, &values, text, Kind::Insert)?;
        let Some(key) = rows.rows.into_iter().next() else { return Ok(Noted::Nothing) };
        self.read_back(plot, &key, None)
    }

    /// Whether the rows that `row` leads to are there, by keys that the engine may not watch over yet; they are locked.
    fn may_refer(&mut self, plot: &Plot, row: &Row) -> Result<bool, Refused> {
        for key in &plot.own_references {
            let value = |column: &String| row.iter().find(|(it, _)| it == column).and_then(|(_, value)| value.clone());
            let values: Vec<Value> = key.columns.iter().map(value).collect();
            if values.contains(&None) {
                continue;
            }
            let equal = key.referenced_columns.iter().zip(&values).map(|(column, value)| {
                format!("{} = {}", sql::quote(column), sql::write(Dialect::Postgres, value.as_deref()))
            });
            let condition = equal.collect::<Vec<_>>().join(" AND ");
            let query = format!("SELECT 1 FROM {} WHERE {condition} FOR KEY SHARE", sql::relation(&key.references));
            if self.timed(&query, Kind::Insert, |session| session.query(&query))?.rows.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What the row holds now: a default or a trigger may have had a say.
    fn read_back(&mut self, plot: &Plot, key: &[Value], only: Option<&String>) -> Result<Noted, Refused> {
        let table = self.known.catalogue.tables.get(&plot.statements.table);
        let all = table.into_iter().flat_map(|it| &it.columns).filter(|it| it.generated.is_none());
        let columns: Vec<(String, DataType)> = all
            .filter(|it| only.is_none_or(|only| it.name == *only))
            .map(|it| (it.name.clone(), it.data_type.clone()))
            .collect();
        let names: Vec<&String> = plot.statements.key.iter().chain(columns.iter().map(|(name, _)| name)).collect();
        let literals: Vec<String> = key.iter().map(|it| sql::write(Dialect::Postgres, it.as_deref())).collect();
        let query = format!(
            "SELECT {} FROM {} WHERE {}",
            sql::list(names),
            plot.statements.target,
            plot.statements.condition(&literals)
        );
        let rows = self.timed(&query, Kind::Read, |session| session.query(&query))?;
        let Some(mut row) = rows.rows.into_iter().next() else { return Ok(Noted::Nothing) };
        let values = row.split_off(plot.statements.key.len().min(row.len()));
        let place = Place { table: plot.statements.table.clone(), columns: plot.statements.key.clone(), key: row };
        let values = columns.into_iter().zip(values).map(|((name, of), value)| (name, (of, value))).collect();
        Ok(Noted::Wrote(place, values))
    }

    fn update(&mut self, plot: &Plot, update: &Update, place: &Place, value: &Value) -> Result<Noted, Refused> {
        let text = update_text(plot, &update.column, value, place);
        let values: Vec<Option<&str>> = std::iter::once(value).chain(&place.key).map(|it| it.as_deref()).collect();
        if self.prepared(&update.name, &values, &text, Kind::Change)?.affected == 0 {
            return Ok(Noted::Nothing);
        }
        self.read_back(plot, &place.key, Some(&update.column).filter(|_| !plot.has_triggers))
    }

    fn increase(&mut self, plot: &Plot) -> Result<Noted, Refused> {
        let Some(counter) = &plot.counter else { return Ok(Noted::Nothing) };
        let values: Vec<Option<&str>> = counter.place.key.iter().map(|it| it.as_deref()).collect();
        let text = increase_text(plot, &counter.column, &literals(&counter.place));
        let rows = self.prepared(&increase_name(&plot.statements.table), &values, &text, Kind::Change)?;
        Ok(if rows.affected == 1 { Noted::Increased } else { Noted::Nothing })
    }

    fn delete(&mut self, plot: &Plot, place: &Place) -> Result<Noted, Refused> {
        let values: Vec<Option<&str>> = place.key.iter().map(|it| it.as_deref()).collect();
        let text = plot.statements.delete(&literals(place));
        let rows = self.prepared(&delete_name(&plot.statements.table), &values, &text, Kind::Change)?;
        Ok(if rows.affected == 0 { Noted::Nothing } else { Noted::Deleted(place.clone()) })
    }

    fn read(&mut self, read: &Prepared) -> Result<Noted, Refused> {
        let values = vec![None; crate::application::statements::count_parameters(&read.sql)];
        self.prepared(&read.name, &values, &read.sql, Kind::Read).map(|_| Noted::Nothing)
    }

    fn plain(&mut self, statement: &str, kind: Kind) -> Result<(), Refused> {
        self.timed(statement, kind, |session| session.execute(statement))
    }

    fn prepared(
        &mut self,
        name: &str,
        values: &[Option<&str>],
        text: &str,
        kind: Kind,
    ) -> Result<database::Rows, Refused> {
        self.timed(text, kind, |session| session.execute_prepared_with(name, values))
    }

    /// Runs a statement and notes how long it took: whatever it waits for is in that.
    fn timed<T>(
        &mut self,
        statement: &str,
        kind: Kind,
        run: impl FnOnce(&mut Session) -> Result<T, database::Error>,
    ) -> Result<T, Refused> {
        let started = Instant::now();
        let outcome = run(&mut self.session);
        self.log.ran(started.elapsed(), statement);
        outcome.map_err(|error| Refused { statement: statement.to_owned(), error, kind })
    }

    /// Says whose fault it is, as for the application that acts between steps.
    fn judge(
        &mut self,
        plot: Option<&Plot>,
        act: &Act,
        refused: &Refused,
        shift: &Shift<'_, '_>,
    ) -> Result<(), database::Error> {
        let error = &refused.error;
        if error.code() == Some(CANCELLED) {
            self.tell(Trouble::failure(&refused.statement, error));
            return Ok(());
        }
        let table = plot.map(|it| &it.statements.table);
        let failure = match (refused.kind, table) {
            (Kind::Insert, Some(table)) => {
                let mut oracle = shift.oracle.lock().unwrap_or_else(PoisonError::into_inner);
                judge::of_insert(error, self.known, table, &mut oracle, &refused.statement)? == Fault::Schema
            }
            (Kind::Change, Some(table)) => match judge::of_change(error, self.known, table)? {
                Fault::Chance => false,
                Fault::Values => self.refuses_the_same(plot, act),
                Fault::Schema | Fault::CachedPlan => true,
            },
            _ => !matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ConstraintViolation),
        };
        if failure {
            self.tell(Trouble::failure(&refused.statement, error));
        }
        Ok(())
    }

    /// Whether a row cannot even be given the value that it has: the value chosen may not go with its others.
    fn refuses_the_same(&mut self, plot: Option<&Plot>, act: &Act) -> bool {
        let (Some(plot), Act::Update(update, place, _)) = (plot, act) else { return true };
        let same = plot.statements.update(&update.column, &sql::quote(&update.column), &literals(place));
        self.plain(&same, Kind::Change).is_err()
    }

    fn tell(&mut self, trouble: Trouble) {
        self.log.troubles.push((self.version, trouble));
    }
}

/// Whether a statement has to be prepared again: what it was prepared for is another now.
fn is_replaced(error: &database::Error) -> bool {
    error.kind() == ErrorKind::CachedPlan || error.code() == Some(INTERNAL) || is_of_former_type(error)
}

/// What a transaction has done, to be noted once it is committed.
enum Noted {
    Nothing,
    Wrote(Place, BTreeMap<String, (DataType, Value)>),
    Deleted(Place),
    Increased,
}
