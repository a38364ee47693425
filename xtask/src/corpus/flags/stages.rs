//! LaunchDarkly's table: which systems a request goes to in a stage, and whose answer counts.

use anyhow::Context;
use cutover::Stage;
use cutover::stage::{Operation, Side};
use serde::Deserialize;
use serde_json::Value;

use super::Outcomes;

#[derive(Debug, Deserialize)]
struct Case {
    op: Operation,
    stage: String,
    authoritative: Side,
    requests: Vec<Side>,
}

pub(super) fn is_table(whole: &Value) -> bool {
    whole.pointer("/cases/0/authoritative").is_some()
}

pub(super) fn run(whole: &Value, outcomes: &mut Outcomes) -> anyhow::Result<()> {
    let cases: Vec<Case> = whole.get("cases").map(Vec::deserialize).context("no cases")??;
    for case in cases {
        let route = case.stage.parse::<Stage>()?.route(case.op);
        let requests: Vec<Side> = route.sides().collect();
        let is_same = (route.authority, &requests) == (case.authoritative, &case.requests);
        let problem = format!("{:?} first and {requests:?}, expected {:?}", route.authority, case.requests);
        outcomes.add(&format!("{:?} in {}", case.op, case.stage), (!is_same).then_some(problem));
    }
    Ok(())
}
