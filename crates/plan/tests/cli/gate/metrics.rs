//! Metrics of a real Prometheus.

use std::fmt::Write as _;
use std::path::Path;

use testkit::engine::Prometheus;

use super::flat;
use crate::recorded::{done_before, planned};
use crate::{Ran, plan};

/// 2027-05-03T08:00Z, when everything before the first stage was recorded.
const EIGHT: u64 = 1_809_331_200;
/// The gate behind the first stage: an error rate of at most 1 % for an hour.
const HELD: &str = "service/canary-ferry_two-held-10";

/// Errors from eight to half past ten, a value every 15 seconds: too many of them from 9:20 to 9:30.
fn errors() -> String {
    let mut text = "# TYPE error_rate gauge\n".to_owned();
    for second in (0..9_000).step_by(15) {
        let rate = if (4_800..5_400).contains(&second) { 0.03 } else { 0.002 };
        writeln!(text, "error_rate{{side=\"target\"}} {rate} {}", EIGHT + second).unwrap();
    }
    text
}

/// Asks the gate at a time of that morning.
fn asked(folder: &Path, url: &str, at: &str, more: &str) -> Ran {
    plan(folder, &format!("gate plan.json --step {HELD} --prometheus {url} --at 2027-05-03T{at}Z {more}"))
}

#[test]
fn a_metric_is_met_once_it_was_right_for_as_long_as_it_has_to_be() {
    let folder = planned("gate-metrics");
    done_before(&folder, HELD);
    let server = Prometheus::start(&errors()).unwrap();
    let ask = |at: &str| asked(&folder, &server.url(), at, "--state state.json");

    let early = ask("08:30");
    assert!(early.code == 1 && flat(&early.stdout).contains("1800 s have passed"), "{early:?}");
    let met = ask("09:15");
    assert!(met.code == 0 && flat(&met.stdout).contains("it was 0.002 at its worst within the last 3600 s"), "{met:?}");
    let now = ask("09:25");
    assert!(now.code == 1 && flat(&now.stdout).contains("it is 0.03"), "{now:?}");
    let before = ask("10:10");
    assert!(before.code == 1 && flat(&before.stdout).contains("it was 0.03 at its worst"), "{before:?}");
    let unknown = ask("23:00");
    assert!(unknown.code == 3 && flat(&unknown.stdout).contains("there is no value of"), "{unknown:?}");
    let unrecorded = asked(&folder, &server.url(), "09:15", "");
    assert!(unrecorded.code == 3 && flat(&unrecorded.stdout).contains("no record says since when"), "{unrecorded:?}");

    let json = asked(&folder, &server.url(), "09:25", "--state state.json --format json -o gates.json");
    assert_eq!(json.code, 1, "{json:?}");
    let read =
        |path: &Path| serde_json::from_str::<serde_json::Value>(&std::fs::read_to_string(path).unwrap()).unwrap();
    let report = read(&folder.join("gates.json"));
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas/gate-report.schema.json");
    let validator = jsonschema::validator_for(&read(&schema)).unwrap();
    assert_eq!(validator.iter_errors(&report).map(|it| it.to_string()).collect::<Vec<_>>(), [""; 0]);
    let condition = &report["gates"][0]["conditions"][0];
    assert_eq!((condition["found"].as_f64(), condition["wanted"]["bound"].as_f64()), (Some(0.03), Some(0.01)));

    let url = server.url();
    drop(server);
    let gone = asked(&folder, &url, "09:15", "--state state.json");
    assert!(gone.code == 3 && flat(&gone.stdout).contains("cannot read from"), "{gone:?}");
    let no_address = asked(&folder, "https://monitoring:9090", "09:15", "");
    assert!(no_address.code == 3 && no_address.stderr.contains("begins with http://"), "{no_address:?}");
}
