//! A plan of migrations as a table (RFC 4180): a row for each step.

use plan_engine::migration::MigrationPlan;

use super::words;

const HEADER: [&str; 14] = [
    "phase",
    "step",
    "kind",
    "title",
    "by",
    "after",
    "p50_seconds",
    "p80_seconds",
    "p95_seconds",
    "hours",
    "conditions",
    "way_back",
    "model",
    "derived_from",
];

/// The plan as CSV, lines ended by CRLF.
pub fn csv(plan: &MigrationPlan) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(HEADER);
    for (phase, step) in plan.phases.iter().flat_map(|phase| phase.steps.iter().map(move |step| (phase, step))) {
        let seconds = |p: f64| format!("{:.0}", step.estimate.distribution.quantile(p));
        let places: Vec<String> = step.basis.iter().map(words::place).collect();
        let _ = writer.write_record([
            phase.id.clone(),
            step.id.clone(),
            words::kind(&step.work).to_owned(),
            step.title.clone(),
            step.by.name().to_owned(),
            step.after.join(" "),
            seconds(0.5),
            seconds(0.8),
            seconds(0.95),
            words::hours(step),
            words::details(step).join("; "),
            words::back(step),
            step.estimate.explanation.clone(),
            places.join("; "),
        ]);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
