//! The checkpoint and the audit, in the workshop of the written database.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use database::{EngineKind, Result, Session, Table, Value};

use super::outcome::{Outcome, Outcomes};
use crate::repair::step::{Cell, Step};
use crate::wire::to_json;

const WORKSHOP: &str = "migration_architect";
/// The batch that says that a run is finished.
const FINISHED: i128 = -1;
/// Rows of the audit in one statement: far below every engine's limit of parameters.
const ROWS: usize = 100;
const AUDIT: [&str; 13] = [
    "run",
    "attempt",
    "round",
    "step",
    "batch",
    "table_name",
    "action",
    "row_key",
    "before_values",
    "after_values",
    "outcome",
    "note",
    "why",
];

/// The two tables, and the run that is written into them.
pub(super) struct Books {
    engine: EngineKind,
    checkpoint: String,
    audit: String,
    pub(super) run: String,
    pub(super) attempt: u64,
}

/// A line of the audit.
pub(super) struct Line<'a> {
    pub(super) number: u64,
    pub(super) table: &'a Table,
    pub(super) step: &'a Step,
    pub(super) before: Vec<Cell>,
    pub(super) outcome: Outcome,
}

impl Books {
    /// Makes the tables where they are not there, and finds the run that is to be gone on with, or begins one.
    pub(super) fn open(session: &mut Session, engine: EngineKind, run: &str) -> Result<Self> {
        let name = |name: &str| match engine {
            EngineKind::Postgres => format!("{}.{}", engine.quote(WORKSHOP), engine.quote(name)),
            _ => engine.quote(&format!("{WORKSHOP}_{name}")),
        };
        let (checkpoint, audit) = (name("repair_checkpoint"), name("repair_audit"));
        let mut books = Self { engine, checkpoint, audit, run: run.to_owned(), attempt: 1 };
        books.create(session)?;
        books.attempt = books.current_attempt(session)?;
        Ok(books)
    }

    fn create(&self, session: &mut Session) -> Result<()> {
        // Not even `IF NOT EXISTS` is allowed to a role that may write the tables only.
        let (checkpoint, audit) = (&self.checkpoint, &self.audit);
        let mut has =
            |what: &str, table: &str| session.query(&format!("SELECT {what} FROM {table} WHERE 1 = 0")).is_ok();
        if has("stale, locked", checkpoint) && has("run", audit) {
            return Ok(());
        }
        if has("run", checkpoint) {
            return ["stale", "locked"].iter().try_for_each(|column| {
                session.execute(&format!("ALTER TABLE {checkpoint} ADD COLUMN {column} bigint NOT NULL DEFAULT 0"))
            });
        }
        let (text, json, time) = match self.engine {
            EngineKind::Postgres => ("text", "jsonb", "timestamptz NOT NULL DEFAULT clock_timestamp()"),
            EngineKind::Sqlite => ("text", "text", "text NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"),
            _ => ("longtext", "longtext", "datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)"),
        };
        // Whatever the database's own character set and engine are: every text fits, and a transaction holds all.
        let kept = match self.engine {
            EngineKind::MySql | EngineKind::MariaDb => " ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            _ => "",
        };
        if self.engine == EngineKind::Postgres {
            session.execute(&format!("CREATE SCHEMA IF NOT EXISTS {}", self.engine.quote(WORKSHOP)))?;
        }
        session.execute(&format!(
            "CREATE TABLE IF NOT EXISTS {checkpoint} (run varchar(32) NOT NULL, attempt bigint NOT NULL, round bigint NOT NULL, \
             batch bigint NOT NULL, applied bigint NOT NULL, already bigint NOT NULL, changed bigint NOT NULL, \
             refused bigint NOT NULL, stale bigint NOT NULL, locked bigint NOT NULL, at {time}, PRIMARY KEY (run, attempt, round, batch)){kept}"
        ))?;
        session.execute(&format!(
            "CREATE TABLE IF NOT EXISTS {audit} (run varchar(32) NOT NULL, attempt bigint NOT NULL, round bigint NOT NULL, \
             step bigint NOT NULL, batch bigint NOT NULL, table_name {text} NOT NULL, action varchar(10) NOT NULL, \
             row_key {json} NOT NULL, before_values {json}, after_values {json}, outcome varchar(10) NOT NULL, note {text}, \
             why {text} NOT NULL, at {time}, PRIMARY KEY (run, attempt, round, step)){kept}"
        ))
    }

    /// The attempt that is under way, or a new one.
    fn current_attempt(&self, session: &mut Session) -> Result<u64> {
        let sql = format!(
            "SELECT max(attempt), max(CASE WHEN batch = {FINISHED} THEN attempt ELSE 0 END) FROM {} WHERE run = {}",
            self.checkpoint,
            self.placeholder(1)
        );
        let mut last = (0, 0);
        session.stream(&sql, &[Value::Text(self.run.clone())], &mut |row: &[Value]| -> Result<_> {
            last = (number(row.first()), number(row.get(1)));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(if last.0 == last.1 { last.0 + 1 } else { last.0 })
    }

    /// The batches of a round that are done, and what became of their steps.
    pub(super) fn done(&self, session: &mut Session, round: u64) -> Result<(u64, Outcomes)> {
        let sql = format!(
            "SELECT count(*), coalesce(sum(applied), 0), coalesce(sum(already), 0), coalesce(sum(changed), 0), \
             coalesce(sum(refused), 0), coalesce(sum(stale), 0), coalesce(sum(locked), 0) FROM {} WHERE run = {} AND attempt = {} AND round = {} AND batch >= 0",
            self.checkpoint,
            self.placeholder(1),
            self.placeholder(2),
            self.placeholder(3)
        );
        let mut done = (0, Outcomes::default());
        session.stream(&sql, &self.place(round), &mut |row: &[Value]| -> Result<_> {
            let at = |place| number(row.get(place));
            let (applied, already, changed, refused) = (at(1), at(2), at(3), at(4));
            done = (at(0), Outcomes { applied, already, changed, refused, stale: at(5), locked: at(6) });
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(done)
    }

    /// The numbers of the steps that may go through after the others: those refused, and those whose row was locked.
    pub(super) fn to_try_again(&self, session: &mut Session, round: u64) -> Result<BTreeSet<u64>> {
        let sql = format!(
            "SELECT step FROM {} WHERE run = {} AND attempt = {} AND round = {} AND outcome IN ('refused', 'locked')",
            self.audit,
            self.placeholder(1),
            self.placeholder(2),
            self.placeholder(3)
        );
        let mut refused = BTreeSet::new();
        session.stream(&sql, &self.place(round), &mut |row: &[Value]| -> Result<_> {
            refused.insert(number(row.first()));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(refused)
    }

    /// Notes that a batch is under way. Whoever else is at the same batch waits here, and fails once this one is committed.
    pub(super) fn claim(&self, session: &mut Session, round: u64, batch: u64) -> Result<()> {
        self.insert_checkpoint(session, round, batch.into())
    }

    /// Notes in the same transaction what became of its steps.
    pub(super) fn settle(&self, session: &mut Session, round: u64, batch: u64, outcomes: &Outcomes) -> Result<()> {
        let Outcomes { applied, already, changed, refused, stale, locked } = *outcomes;
        let counts = [applied, already, changed, refused, stale, locked];
        let at = |place| self.placeholder(place);
        let columns = ["applied", "already", "changed", "refused", "stale", "locked"];
        let set: Vec<_> = columns.iter().zip(1..).map(|(it, place)| format!("{it} = {}", at(place))).collect();
        let sql = format!(
            "UPDATE {} SET {} WHERE run = {} AND attempt = {} AND round = {} AND batch = {}",
            self.checkpoint,
            set.join(", "),
            at(7),
            at(8),
            at(9),
            at(10)
        );
        let mut values: Vec<_> = counts.into_iter().map(integer).collect();
        values.extend(self.place(round));
        values.push(integer(batch));
        session.execute_with(&sql, &values).map(|_| ())
    }

    /// Notes that the run is finished.
    pub(super) fn finish(&self, session: &mut Session, round: u64) -> Result<()> {
        self.insert_checkpoint(session, round, FINISHED)
    }

    fn insert_checkpoint(&self, session: &mut Session, round: u64, batch: i128) -> Result<()> {
        let places: Vec<_> = (1..=4).map(|place| self.placeholder(place)).collect();
        let sql = format!(
            "INSERT INTO {} (run, attempt, round, batch, applied, already, changed, refused, stale, locked) VALUES ({}, 0, 0, 0, 0, 0, 0)",
            self.checkpoint,
            places.join(", ")
        );
        let mut values = self.place(round).to_vec();
        values.push(Value::Integer(batch));
        session.execute_with(&sql, &values).map(|_| ())
    }

    /// Writes lines of the audit.
    pub(super) fn audit(
        &self,
        session: &mut Session,
        (round, batch): (u64, u64),
        lines: &[Line<'_>],
        reason: &str,
    ) -> Result<()> {
        for lines in lines.chunks(ROWS) {
            let rows: Vec<_> = (0..lines.len()).map(|row| self.placeholders(row * AUDIT.len())).collect();
            let sql = format!("INSERT INTO {} ({}) VALUES {}", self.audit, AUDIT.join(", "), rows.join(", "));
            let values: Vec<_> = lines.iter().flat_map(|line| self.values(line, round, batch, reason)).collect();
            session.execute_with(&sql, &values)?;
        }
        Ok(())
    }

    fn values(&self, line: &Line<'_>, round: u64, batch: u64, reason: &str) -> [Value; AUDIT.len()] {
        let step = line.step;
        let identity = if step.key.is_empty() { &step.seen } else { &step.key };
        let cells = |cells: &[Cell]| {
            if cells.is_empty() { Value::Null } else { Value::Text(json(line.table, cells)) }
        };
        let why = format!("{}{}{reason}", step.mends.kind.as_str(), if reason.is_empty() { "" } else { ": " });
        [
            Value::Text(self.run.clone()),
            integer(self.attempt),
            integer(round),
            integer(line.number),
            integer(batch),
            Value::Text(crate::repair::plan::full_name(line.table)),
            Value::Text(step.action.as_str().to_owned()),
            Value::Text(json(line.table, identity)),
            cells(&line.before),
            cells(&step.written),
            Value::Text(line.outcome.as_str().to_owned()),
            line.outcome.note().map_or(Value::Null, |it| Value::Text(without_nul(it))),
            Value::Text(without_nul(&why)),
        ]
    }

    fn placeholders(&self, before: usize) -> String {
        let places: Vec<_> = (1..=AUDIT.len()).map(|place| self.placeholder(before + place)).collect();
        format!("({})", places.join(", "))
    }

    fn placeholder(&self, place: usize) -> String {
        if self.engine == EngineKind::Postgres { format!("${place}") } else { "?".to_owned() }
    }

    fn place(&self, round: u64) -> [Value; 3] {
        [Value::Text(self.run.clone()), integer(self.attempt), integer(round)]
    }
}

/// Values by the names of their columns.
fn json(table: &Table, cells: &[Cell]) -> String {
    let named = cells.iter().filter_map(|it| Some((table.columns.get(it.column)?.name.clone(), to_json(&it.value))));
    serde_json::Value::Object(named.collect()).to_string()
}

/// No engine keeps this character in all of its texts.
fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn integer(number: u64) -> Value {
    Value::Integer(number.into())
}

/// A count, as whatever type the engine counts in.
fn number(value: Option<&Value>) -> u64 {
    match value {
        Some(Value::Integer(it)) => u64::try_from(*it).unwrap_or(0),
        Some(Value::Decimal(it)) => it.normalised().as_str().parse().unwrap_or(0),
        _ => 0,
    }
}
