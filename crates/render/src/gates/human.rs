//! For people: a table for each gate, and what to do.

use std::fmt::Write as _;

use runner::{AskedGate, GateOutcome, GateReport};

use crate::paint::Paint;
use crate::plan::words::count;
use crate::table::{lines, table};
use crate::wrap::wrapped;

/// The report for people at a terminal, laid out for 100 columns; the last line is what comes of all.
pub fn human(report: &GateReport, colour: bool) -> String {
    let paint = Paint(colour);
    let mut out = String::new();
    for gate in &report.gates {
        write_gate(&mut out, gate, paint);
    }
    let _ = writeln!(out, "{}", summary(report, paint));
    out
}

fn write_gate(out: &mut String, gate: &AskedGate, paint: Paint) {
    let _ = writeln!(out, "{}  {}", paint.heading(&gate.step), gate.title);
    let mut table = table(&["", "Condition", "Answer", "Found"]);
    for it in &gate.conditions {
        let says = it.says.split_whitespace().collect::<Vec<_>>().join(" ");
        table.add_row([mark(it.outcome).to_owned(), it.condition.clone(), it.outcome.words().to_owned(), says]);
    }
    out.push_str(&lines(&table));
    if let (GateOutcome::NotMet, Some(otherwise)) = (gate.outcome, &gate.otherwise) {
        out.push_str(&wrapped("  otherwise: ", otherwise));
    }
    out.push('\n');
}

fn mark(outcome: GateOutcome) -> &'static str {
    match outcome {
        GateOutcome::Met => "✓",
        GateOutcome::NotMet => "✗",
        GateOutcome::NotAsked | GateOutcome::CouldNotTell => "?",
    }
}

/// How many of what was asked are met, and what is not.
fn summary(report: &GateReport, paint: Paint) -> String {
    let of = |outcome| report.gates.iter().flat_map(|it| &it.conditions).filter(|it| it.outcome == outcome).count();
    let all = count(report.gates.iter().map(|it| it.conditions.len()).sum(), "condition");
    let unknown = of(GateOutcome::NotAsked) + of(GateOutcome::CouldNotTell);
    let gates = count(report.gates.len(), "gate");
    let untold = if unknown > 0 { format!(", {unknown} could not be told") } else { String::new() };
    match report.outcome {
        GateOutcome::Met => paint.good(&format!("MET: {gates}, {all}")),
        GateOutcome::NotMet => {
            paint.bad(&format!("NOT MET: {gates}, {} of {all} not met{untold}", of(GateOutcome::NotMet)))
        }
        GateOutcome::NotAsked | GateOutcome::CouldNotTell => {
            paint.warning(&format!("COULD NOT TELL: {gates}, {unknown} of {all} could not be told"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gates::sample;

    #[test]
    fn what_is_not_met_stands_with_what_was_found_and_what_to_do() {
        let text = human(&sample::unmet(), false);
        let row =
            |name: &str| text.lines().find(|it| it.contains(name)).unwrap().split_whitespace().collect::<Vec<_>>();
        assert_eq!(row("berths <old>").join(" "), "✗ the check `berths <old>` not met failed: 3 mismatched");
        assert_eq!(row("lag").join(" "), "? lag not asked no engine is given");
        assert!(text.contains("otherwise: mend it"), "{text}");
        assert!(text.ends_with("NOT MET: 2 gates, 1 of 5 conditions not met, 2 could not be told\n"), "{text}");
    }

    #[test]
    fn met_is_said_of_what_is_met_only() {
        let mut report = sample::unmet();
        let gates: Vec<_> = report.gates.drain(1..).collect();
        let met = GateReport::of("0a1b", "x", gates);
        assert!(human(&met, false).ends_with("MET: 1 gate, 1 condition\n"));
        assert!(human(&GateReport::of("0a1b", "x", Vec::new()), false).starts_with("COULD NOT TELL"));
    }
}
