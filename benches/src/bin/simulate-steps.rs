//! Simulates a generated task graph once, to measure the whole process with.

use std::process::ExitCode;

use schedule::{Instant, SimulateOptions, simulate};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (steps, draws, hours) = match arguments.as_slice() {
        [steps, draws] => (steps.parse(), draws.parse(), false),
        [steps, draws, hours] if hours == "office-hours" => (steps.parse(), draws.parse(), true),
        _ => {
            eprintln!("usage: simulate-steps STEPS DRAWS [office-hours]");
            return ExitCode::FAILURE;
        }
    };
    let (Ok(steps), Ok(draws)) = (steps, draws) else {
        eprintln!("STEPS and DRAWS are numbers");
        return ExitCode::FAILURE;
    };
    // Monday, 2027-01-11, 9:00 UTC.
    let options = SimulateOptions::new(Instant::from_seconds(1_799_658_000)).draws(draws);
    match schema_benches::schedule::graph(steps, hours).and_then(|graph| simulate(&graph, &options)) {
        Ok(found) => {
            let day = |at: Option<Instant>| at.map_or_else(|| "never".to_owned(), |at| at.to_string());
            println!("P50 {}, P80 {}, P95 {}", day(found.end().p50), day(found.end().p80), day(found.end().p95));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
