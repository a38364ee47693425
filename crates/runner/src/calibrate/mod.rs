//! How fast an engine is: scan, insert, backfill in batches, index, validation, rewrite and trigger, each measured on
//! scratch tables of four shapes, several times.

mod bench;
mod options;
mod postgres;
mod shape;
mod sqlite;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use database::{EngineUrl, ScratchServer};
use plan_engine::estimate::{Calibration, Figure, MeasuredTable, Sample};
use schema_diff::Dialect;

use crate::Error;
use bench::{Bench, Size, Timed};
pub use options::CalibrateOptions;
use shape::Shape;

/// Rounds that are made whatever time they take: fewer tell nothing of the spread.
const LEAST_ROUNDS: u32 = 3;
const MOST_ROUNDS: u32 = 7;
/// Rows of the first looks, from which the number of rows follows that the time allows.
const FIRST_LOOKS: [u64; 2] = [2_000, 10_000];
/// A round over all shapes takes about so many times what one takes on the narrow table: shapes with many indexes are
/// slow.
const ROUND_COST: f64 = 14.0;

/// What a calibration is at.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct CalibrateEvent<'a> {
    /// The round, from one; zero for what comes before.
    pub round: u32,
    /// The table.
    pub table: &'a str,
    /// Its rows.
    pub rows: u64,
    /// What is measured.
    pub what: &'a str,
    /// The share of the whole that is done, 0 to 1; an estimate.
    pub done: f64,
}

/// Measures the engine of `url` in a scratch database beside its own, which is dropped whatever happens. `cancelled` is looked at between
/// statements.
///
/// # Errors
/// [`Cancelled`](crate::ErrorKind::Cancelled) where it was, [`Engine`](crate::ErrorKind::Engine) where the engine refuses
/// something.
pub fn calibrate(
    url: &EngineUrl,
    options: &CalibrateOptions,
    cancelled: &AtomicBool,
    progress: &mut dyn FnMut(CalibrateEvent<'_>),
) -> Result<Calibration, Error> {
    let server = ScratchServer::beside(url)?;
    let database = server.create("calibrate")?;
    let mut run = Run { bench: Bench::open(&database)?, cancelled, progress, round: 0, done: 0.0 };
    let engine = run.bench.engine().to_owned();
    let settings = run.bench.settings()?;
    let started = Instant::now();
    let rows = run.affordable_rows(options)?;
    let shapes = Shape::all(server.dialect());
    for shape in &shapes {
        run.show(shape, rows, "making rows");
        run.bench.fill_source(shape, rows)?;
    }
    let mut measured: Vec<Measured> = shapes.iter().map(|_| Measured::default()).collect();
    let budget = options.time.as_secs_f64().max(1.0);
    for round in 1..=MOST_ROUNDS {
        run.round = round;
        for (at, (shape, its)) in shapes.iter().zip(&mut measured).enumerate() {
            run.done = share(started.elapsed(), budget, round - 1, at, shapes.len());
            its.add(run.measure(shape, rows)?);
        }
        if round >= LEAST_ROUNDS && started.elapsed().as_secs_f64() >= budget {
            break;
        }
    }
    Ok(report(&engine, &url.to_string(), settings, &shapes, rows, &measured))
}

/// How far it is: by the rounds that have to be made, or by time where that is less.
fn share(elapsed: Duration, budget: f64, rounds: u32, tables: usize, all: usize) -> f64 {
    let part = as_float(tables as u64) / as_float(all.max(1) as u64);
    let by_rounds = (f64::from(rounds) + part) / f64::from(LEAST_ROUNDS);
    by_rounds.min(elapsed.as_secs_f64() / budget).clamp(0.0, 1.0)
}

/// One calibration under way.
struct Run<'a> {
    bench: Bench,
    cancelled: &'a AtomicBool,
    progress: &'a mut dyn FnMut(CalibrateEvent<'_>),
    round: u32,
    done: f64,
}

impl Run<'_> {
    fn show(&mut self, shape: &Shape, rows: u64, what: &str) {
        (self.progress)(CalibrateEvent { round: self.round, table: shape.name, rows, what, done: self.done });
    }

    /// Says what comes next, and stops where that is asked for.
    fn next(&mut self, shape: &Shape, rows: u64, what: &str) -> Result<(), Error> {
        self.show(shape, rows, what);
        if self.cancelled.load(Ordering::Relaxed) { Err(Error::cancelled()) } else { Ok(()) }
    }

    /// One round on one table.
    fn measure(&mut self, shape: &Shape, rows: u64) -> Result<(Size, Vec<Timed>), Error> {
        match self.bench.dialect() {
            Dialect::Sqlite => sqlite::round(self, shape, rows),
            _ => postgres::round(self, shape, rows),
        }
    }

    /// As many rows as the time allows, by a first look at few and a second at some more.
    fn affordable_rows(&mut self, options: &CalibrateOptions) -> Result<u64, Error> {
        let shapes = Shape::all(self.bench.dialect());
        let Some(narrow) = shapes.first().filter(|_| options.rows > FIRST_LOOKS[1]) else {
            return Ok(options.rows.max(1));
        };
        let [few, some] = FIRST_LOOKS;
        let (first, second) = (self.look(narrow, few)?, self.look(narrow, some)?);
        let by_row = ((second - first) / as_float(some - few)).max(second / as_float(some) / 10.0);
        let fixed = (second - by_row * as_float(some)).max(0.0) * as_float(shapes.len() as u64);
        let round = options.time.as_secs_f64() / f64::from(LEAST_ROUNDS) - fixed;
        let rows = Duration::try_from_secs_f64(round / (ROUND_COST * by_row)).map_or(some, |it| it.as_secs());
        Ok(rows.clamp(some, options.rows))
    }

    /// Seconds that a round takes on `rows` rows.
    fn look(&mut self, shape: &Shape, rows: u64) -> Result<f64, Error> {
        self.bench.fill_source(shape, rows)?;
        let started = Instant::now();
        self.measure(shape, rows)?;
        let seconds = started.elapsed().as_secs_f64();
        self.bench.drop_source(shape)?;
        Ok(seconds)
    }
}

/// Rows and the like; beyond 2⁵³ nobody counts.
#[expect(clippy::cast_precision_loss, reason = "measurements are not that exact")]
fn as_float(number: u64) -> f64 {
    number as f64
}

/// What was measured on one table.
#[derive(Debug, Default)]
struct Measured {
    size: Size,
    by_figure: BTreeMap<Figure, (f64, Vec<f64>)>,
}

impl Measured {
    fn add(&mut self, (size, timed): (Size, Vec<Timed>)) {
        self.size = size;
        for it in timed {
            let (amount, seconds) = self.by_figure.entry(it.figure).or_default();
            // Repetitions differ by a page or two; a sample has one amount.
            if *amount <= 0.0 {
                *amount = it.amount;
            }
            seconds.push(if it.amount > 0.0 { it.seconds * *amount / it.amount } else { it.seconds });
        }
    }
}

fn report(
    engine: &str,
    url: &str,
    settings: BTreeMap<String, String>,
    shapes: &[Shape],
    rows: u64,
    measured: &[Measured],
) -> Calibration {
    let rows = as_float(rows);
    let tables = shapes.iter().zip(measured).map(|(shape, its)| MeasuredTable {
        name: shape.name.to_owned(),
        statements: shape.statements.clone(),
        rows,
        row_bytes: its.size.heap / rows,
        index_row_bytes: its.size.indexes / rows,
    });
    let samples = Figure::ALL.into_iter().map(|figure| {
        let one = |(shape, its): (&Shape, &Measured)| {
            let (amount, seconds) = its.by_figure.get(&figure)?.clone();
            Some(Sample { table: shape.name.to_owned(), amount, seconds })
        };
        (figure, shapes.iter().zip(measured).filter_map(one).collect())
    });
    Calibration::of(engine, url, settings, tables.collect(), samples)
}
