//! Reads `plan.json`.

use cli_common::{Failure, input};
use plan_engine::plan::Plan;

/// The plan in the file at `path`, or on standard input where that is `-`.
pub(crate) fn read(path: &str) -> Result<Plan, Failure> {
    let source = input::text(path)?;
    Plan::from_json(source.text()).map_err(|error| {
        Failure::new(format!("{path}: {error}"))
            .help("make a plan with `plan make --before OLD --after NEW -o plan.json`")
    })
}
