//! A plan for other programs.

use plan_engine::plan::{Phase, Plan};
use serde::Serialize;

use super::View;

/// One phase of a plan.
#[derive(Serialize)]
struct OnePhase<'a> {
    schema_version: &'a str,
    plan_digest: &'a str,
    phase: Option<&'a Phase>,
}

/// The plan as `plan.json` holds it; where the view names a phase, that phase with the plan's digest.
pub fn json(plan: &Plan, view: &View) -> String {
    let text = match view.phase {
        None => serde_json::to_string_pretty(plan),
        Some(_) => serde_json::to_string_pretty(&OnePhase {
            schema_version: &plan.schema_version,
            plan_digest: &plan.digest,
            phase: view.phases(plan).next(),
        }),
    };
    // Plain data with string keys: there is nothing in it that JSON cannot hold.
    text.unwrap_or_default() + "\n"
}
