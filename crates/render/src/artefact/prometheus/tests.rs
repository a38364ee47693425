//! Rules as promtool takes them.

use std::process::Command;

use crate::artefact::testing::plan_of;
use crate::artefact::{ArtefactFormat, artefacts};

const FERRY: &str = "
id: ferry
type: service
pattern: canary
source: ferry desk 1
target: ferry desk 2
service:
  legacy: {endpoints: [GET /crossings], load: {requests_per_second: 90, p95_response_time_ms: 210}}
  new: {endpoints: [GET /crossings]}
flags: [{name: desk-2, stages: [{percentage: 5, hold: 30m}, {percentage: 100, hold: 1h}]}]
monitoring:
  critical_metrics: [error_rate, crossings_sold]
  alert_thresholds: {error_rate: 1%, 'queue \"A\" length': 40}
  queries: {late: 'sum(late_total) or vector(0)', crossings_sold: 'sum(rate(sold_total{desk=\"2\"}[5m]))'}
triggers:
- {metric: error_rate, threshold: 3%, for: 4m, action: automatic_rollback}
- {metric: error_rate, threshold: 2%, for: 10m, action: alert_team}
- {metric: crossings_sold, comparison: below, threshold: 12, for: 90s, action: pause}
- {metric: success_ratio, comparison: below, threshold: 0.97, action: automatic_rollback}
- {metric: late, threshold: 5, for: 5m, action: alert_team}
- {metric: oversold, threshold: 0, for: 1h, action: alert_team}
";

/// `promtool` over all rules and cases of `specification`; how many cases it ran.
fn checked(specification: &str, name: &str) -> usize {
    let folder = std::env::temp_dir().join(format!("migration-architect-{name}-{}", std::process::id()));
    let files = artefacts(&plan_of(specification), None).unwrap().files;
    let mut cases = 0;
    for artefact in files {
        let word = match artefact.format {
            ArtefactFormat::PrometheusRules => "check",
            ArtefactFormat::PrometheusTests => "test",
            _ => continue,
        };
        let path = folder.join(&artefact.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &artefact.text).unwrap();
        let output = Command::new("promtool").args([word, "rules"]).arg(&path).output().expect("promtool is installed");
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "{}\n{}\n{}", path.display(), String::from_utf8_lossy(&said), artefact.text);
        cases += artefact.text.matches("alertname: ").count();
    }
    std::fs::remove_dir_all(folder).unwrap();
    cases
}

#[test]
fn every_trigger_and_gate_alarms_where_it_has_to_and_nowhere_else() {
    // Five triggers with 19 looks between them, six gates over an hour and half of one with 5 each.
    assert!(checked(FERRY, "ferry") > 45);
}

#[test]
fn a_rule_that_watches_something_else_is_found_by_the_cases() {
    let plan = plan_of(FERRY);
    let files = artefacts(&plan, None).unwrap().files;
    let rules =
        files.iter().find(|it| it.format == ArtefactFormat::PrometheusRules && it.text.contains("0.03")).unwrap();
    let cases = files.iter().find(|it| it.path == rules.path.replace(".rules.", ".test.")).unwrap();
    let folder = std::env::temp_dir().join(format!("migration-architect-ferry-mutants-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("alerts.test.yml"), &cases.text).unwrap();
    let passes = |text: &str| {
        std::fs::write(folder.join("alerts.rules.yml"), text).unwrap();
        let mut promtool = Command::new("promtool");
        promtool.args(["test", "rules"]).arg(folder.join("alerts.test.yml")).output().unwrap().status.success()
    };
    assert!(passes(&rules.text));
    for (from, to) in [
        ("> 0.03", ">= 0.03"),
        ("> 0.024", "> 0.029"),
        ("240s", "120s"),
        ("< 12\n", "> 12\n"),
        ("alertstate=\"firing", "alertstate=\"none"),
    ] {
        let mutant = rules.text.replacen(from, to, 1);
        assert!(mutant != rules.text, "no {from} in\n{}", rules.text);
        assert!(!passes(&mutant), "nothing notices {to} for {from}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn alerts_say_what_to_do() {
    let files = artefacts(&plan_of(FERRY), None).unwrap().files;
    let rules =
        files.iter().find(|it| it.format == ArtefactFormat::PrometheusRules && it.text.contains("trigger-1")).unwrap();
    for says in ["plan rollback plan.json --from ferry/", "action: acts", "action: calls", "takes_back"] {
        assert!(rules.text.contains(says), "{says}\n{}", rules.text);
    }
}
