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

/// The figures, for people.
fn table(calibration: &Calibration) -> String {
    let rows = calibration.tables.first().map_or(0.0, |it| it.rows);
    let mut text = format!(
        "{}: {} figures on {} tables of {rows:.0} rows\n\n  {:<16}{:>16}{:>16}{:>16}  what\n",
        calibration.engine,
        calibration.figures.len(),
        calibration.tables.len(),
        "figure",
        "P5",
        "median",
        "P95",
    );
    for figure in &calibration.figures {
        let [low, middle, high] = figure.quantiles().map(|it| figure.unit.words(it));
        let name: Figure = figure.name;
        text.push_str(&format!("  {name:<16}{low:>16}{middle:>16}{high:>16}  {}\n", name.meaning()));
    }
    text.push_str("\nOn a table between those measured, with the spread of a run on another day; a plan takes the shape of each table into account.\n");
    text
}
