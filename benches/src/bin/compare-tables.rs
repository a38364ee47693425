//! Compares a table of two databases, as a whole process to measure: `compare-tables SOURCE TARGET TABLE [CONNECTIONS]`.

use std::process::ExitCode;
use std::time::Instant;

use validation::{CompareOptions, EngineOptions, EngineTable, Observer, Progress, Side, Wanted, compare, pair};

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
        [source, target, table] => run(source, target, table, "1"),
        [source, target, table, connections] => run(source, target, table, connections),
        _ => Err("usage: compare-tables SOURCE TARGET TABLE [CONNECTIONS]".into()),
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
    let source = EngineTable::open(&source.parse()?, None, table, &options)?;
    let target = EngineTable::open(&target.parse()?, None, table, &options)?;
    let (of_source, of_target) = pair(source.table(), target.table(), &Wanted::default())?;
    let (mut source, mut target) = (source.select(of_source)?, target.select(of_target)?);
    let mut observer = Stages { begun, last: None };
    let comparison = compare(&mut source, &mut target, &CompareOptions::default(), &mut observer)?;
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
