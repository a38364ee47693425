//! `JUnit` XML, for build servers: a test suite per gate, a test case per condition.

use runner::{AskedCondition, AskedGate, GateOutcome, GateReport};

use crate::findings::escape;

/// The report as `JUnit` XML: a condition that does not hold fails; one that nobody could tell is an error, since nobody may go
/// on from it. Times are in seconds.
pub fn junit(report: &GateReport) -> String {
    let all: Vec<&AskedCondition> = report.gates.iter().flat_map(|it| &it.conditions).collect();
    let suites: String = report.gates.iter().map(suite).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plan gate\" {}>\n{suites}</testsuites>\n",
        counts(&all)
    )
}

fn suite(gate: &AskedGate) -> String {
    let all: Vec<&AskedCondition> = gate.conditions.iter().collect();
    let cases: String = gate.conditions.iter().map(|it| case(gate, it)).collect();
    format!("  <testsuite name=\"{}\" {}>\n{cases}  </testsuite>\n", escape(&gate.step), counts(&all))
}

fn counts(all: &[&AskedCondition]) -> String {
    let of = |element| all.iter().filter(|it| self::element(it.outcome) == Some(element)).count();
    format!("tests=\"{}\" failures=\"{}\" errors=\"{}\"", all.len(), of("failure"), of("error"))
}

fn element(outcome: GateOutcome) -> Option<&'static str> {
    match outcome {
        GateOutcome::Met => None,
        GateOutcome::NotMet => Some("failure"),
        GateOutcome::NotAsked | GateOutcome::CouldNotTell => Some("error"),
    }
}

fn case(gate: &AskedGate, it: &AskedCondition) -> String {
    let content = element(it.outcome).map_or(String::new(), |element| {
        format!(
            "<{element} message=\"{}\" type=\"{}\">{}</{element}>",
            escape(&it.says),
            it.outcome.words(),
            escape(gate.otherwise.as_deref().unwrap_or_default())
        )
    });
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a condition")]
    let seconds = it.milliseconds as f64 / 1000.0;
    format!(
        "    <testcase name=\"{}\" classname=\"{}\" time=\"{seconds:.3}\">{content}</testcase>\n",
        escape(&it.condition),
        it.kind.word()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gates::sample;

    #[test]
    fn what_does_not_hold_fails_and_what_nobody_told_is_an_error() {
        let text = junit(&sample::unmet());
        assert!(text.contains("<testsuites name=\"plan gate\" tests=\"5\" failures=\"1\" errors=\"2\">"), "{text}");
        assert!(
            text.contains("<testsuite name=\"quay/cut-approval\" tests=\"1\" failures=\"0\" errors=\"0\">"),
            "{text}"
        );
        let failure = "<testcase name=\"the check `berths &lt;old&gt;`\" classname=\"check\" time=\"1.250\"><failure \
                       message=\"failed: 3 mismatched\" type=\"not met\">mend it</failure></testcase>";
        assert!(text.contains(failure), "{text}");
        assert!(text.contains("<error message=\"no engine is given\" type=\"not asked\">"), "{text}");
    }
}
