//! `plan calibrate`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use cli_common::{Exit, Failure, Output};
use database::EngineUrl;
use indicatif::{ProgressBar, ProgressStyle};
use plan_engine::estimate::{Calibration, Figure};
use runner::{CalibrateEvent, CalibrateOptions, ErrorKind};

/// Measures an engine.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The engine: postgres://… or sqlite:PATH; a scratch database is made beside its own, and dropped
    #[arg(long, value_name = "URL")]
    engine: EngineUrl,
    /// Rows of each table that is measured on, at most; fewer are taken where the time would not do
    #[arg(long, value_name = "N", default_value_t = CalibrateOptions::default().rows, value_parser = clap::value_parser!(u64).range(1_000..=100_000_000))]
    rows: u64,
    /// Seconds to measure for; three rounds are made whatever time they take
    #[arg(long, value_name = "S", default_value_t = CalibrateOptions::default().time.as_secs(), value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: u64,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let options = CalibrateOptions::default().rows(arguments.rows).time(Duration::from_secs(arguments.seconds));
    let cancelled = cancelled_by_the_keyboard()?;
    let bar = Bar::new();
    let calibration = runner::calibrate(&arguments.engine, &options, &cancelled, &mut |event| bar.show(&event));
    bar.finish();
    let calibration = calibration.map_err(|error| match error.kind() {
        ErrorKind::Cancelled => Failure::new(format!("{}: {error}", arguments.engine)),
        _ => Failure::new(format!("{}: cannot be measured: {error}", arguments.engine))
            .help("the role needs the right to create databases (CREATEDB), and the disk room for some tables"),
    })?;
    let json = calibration.to_json().map_err(|error| Failure::new(error.to_string()))?;
    arguments.output.write(&json)?;
    if let Some(path) = arguments.output.output.as_ref().filter(|_| !arguments.output.to_stdout()) {
        let summary = Output { output: None, colour: arguments.output.colour };
        let path = path.display();
        let next = format!("\nWritten to {path}. Next: `plan make --spec FILE --throughput {path}`.\n");
        summary.write(&(table(&calibration) + &next))?;
    }
    Ok(Exit::Done)
}

/// True as soon as Ctrl-C is pressed: what was made is dropped then. Pressed again, it ends at once.
fn cancelled_by_the_keyboard() -> Result<Arc<AtomicBool>, Failure> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let pressed = Arc::clone(&cancelled);
    ctrlc::set_handler(move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("breaking off after the statement under way; the scratch database is dropped");
    })
    .map_err(|error| Failure::new(format!("cannot listen to Ctrl-C: {error}")))?;
    Ok(cancelled)
}

/// A bar on standard error, and only on a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::new(1_000);
        if let Ok(style) = ProgressStyle::with_template("{spinner} [{bar:20}] {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    fn show(&self, event: &CalibrateEvent<'_>) {
        let thousandths = Duration::try_from_secs_f64(event.done).map_or(0, |it| it.as_millis());
        self.0.set_position(u64::try_from(thousandths).unwrap_or_default());
        let round = if event.round == 0 { "first look".to_owned() } else { format!("round {}", event.round) };
        self.0.set_message(format!("{round}: {}, {} rows: {}", event.table, event.rows, event.what));
    }

    fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// The figures, for people, in columns as wide as what stands in them.
fn table(calibration: &Calibration) -> String {
    let rows = calibration.tables.first().map_or(0.0, |it| it.rows);
    let mut text = format!(
        "{}: {} figures on {} tables of {rows:.0} rows\n\n",
        calibration.engine,
        calibration.figures.len(),
        calibration.tables.len(),
    );
    let mut lines = vec![["figure", "P5", "median", "P95", "what"].map(str::to_owned)];
    lines.extend(calibration.figures.iter().map(|figure| {
        let [low, middle, high] = figure.quantiles().map(|it| figure.unit.words(it));
        let name: Figure = figure.name;
        [name.as_str().to_owned(), low, middle, high, name.meaning().to_owned()]
    }));
    let widest = |column: usize| lines.iter().filter_map(|it| it.get(column)).map(|it| it.chars().count()).max();
    let widths = [0, 1, 2, 3].map(|column| widest(column).unwrap_or_default());
    for [name, low, middle, high, what] in &lines {
        let [first, second, third, fourth] = widths;
        text.push_str(&format!("  {name:<first$}  {low:>second$}  {middle:>third$}  {high:>fourth$}  {what}\n"));
    }
    text.push_str("\nOn a table between those measured, with the spread of a run on another day; a plan takes the shape of each table into account.\n");
    text
}

#[cfg(test)]
mod tests {
    use plan_engine::estimate::{MeasuredTable, Sample};

    use super::*;

    #[test]
    fn columns_do_not_touch() {
        let table_of = |name: &str, row_bytes: f64| MeasuredTable {
            name: name.to_owned(),
            statements: Vec::new(),
            rows: 5e6,
            row_bytes,
            index_row_bytes: 20.0,
        };
        let sample = |name: &str| Sample { table: name.to_owned(), amount: 5e6, seconds: vec![1.0, 1.1, 0.9, 1.0] };
        let tables = vec![table_of("narrow", 60.0), table_of("wide", 500.0)];
        let samples = vec![(Figure::InsertRows, vec![sample("narrow"), sample("wide")])];
        let found = Calibration::of("PostgreSQL", "postgres://", std::collections::BTreeMap::new(), tables, samples);
        let text = table(&found);
        let row = text.lines().find(|it| it.contains("insert_rows")).unwrap();
        let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect();
        assert!(cells.len() == 5 && cells[1..4].iter().all(|it| it.ends_with("rows/s") && it.len() > 14), "{text}");
    }
}
