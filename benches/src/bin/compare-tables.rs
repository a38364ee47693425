//! Compares two tables or files, as a whole process to measure: `compare-tables SOURCE TARGET [TABLE [CONNECTIONS]]`. A source or target is the
//! URL of a database with the table, or a file, whose key is `id`.

use std::process::ExitCode;
use std::time::Instant;

use validation::rows::{FilePlace, Place, RowsOptions, open_pair};
use validation::{CompareOptions, EngineOptions, Observer, Progress, Wanted, compare};

/// Prints when each stage begins.
struct Stages {
    begun: Instant,
    last: Option<validation::Stage>,
}

impl Observer for Stages {
    fn progress(&mut self, progress: &Progress) {
        if self.last.replace(progress.stage) != Some(progress.stage) {
            eprintln!("{:>7} ms {}", self.begun.elapsed().as_millis(), progress.stage.as_str());
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [source, target] => run(source, target, "", "1"),
        [source, target, table] => run(source, target, table, "1"),
        [source, target, table, connections] => run(source, target, table, connections),
        _ => Err("usage: compare-tables SOURCE TARGET [TABLE [CONNECTIONS]]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(source: &str, target: &str, table: &str, connections: &str) -> Result<(), Box<dyn std::error::Error>> {
    let begun = Instant::now();
    let options = EngineOptions::default().connections(connections.parse()?);
    let wanted = if table.is_empty() { Wanted::default().with_key(["id"]) } else { Wanted::default() };
    let rows = RowsOptions::new(wanted).with_engine(options);
    let (mut source, mut target) = open_pair(&place(source, table)?, &place(target, table)?, &rows)?;
    let mut observer = Stages { begun, last: None };
    let comparison = compare(source.as_mut(), target.as_mut(), &CompareOptions::default(), &mut observer)?;
    println!(
        "{}: {} missing, {} extra, {} mismatched; {} ({})",
        source.info().label,
        comparison.missing,
        comparison.extra,
        comparison.mismatched,
        comparison.strategy.as_str(),
        comparison.reason
    );
    eprintln!("{:>7} ms in all", begun.elapsed().as_millis());
    Ok(())
}

fn place(named: &str, table: &str) -> Result<Place, Box<dyn std::error::Error>> {
    if FilePlace::is_named_by(named) {
        return Ok(Place::File(named.parse()?));
    }
    Ok(Place::Table(named.parse()?, table.to_owned()))
}
