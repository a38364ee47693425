//! Cases for `promtool test rules`: each alert alarms where it has to, and is quiet where it must.

use super::super::yaml::Yaml;
use super::watched::{Trial, Watched, duration, labels};

/// How often the cases look, in seconds.
const TICK: f64 = 60.0;

/// Looks in one case at most: more would take minutes where a window is open for weeks.
const LONGEST: usize = 240;

/// The file of cases for the rules in `file`, which lies beside it.
pub(super) fn file(file: &str, watched: &[Watched]) -> Yaml {
    Yaml::map([
        ("rule_files", Yaml::List(vec![file.into()])),
        ("evaluation_interval", duration(TICK).into()),
        ("tests", Yaml::List(watched.iter().flat_map(of).collect())),
    ])
}

fn of(watched: &Watched) -> Vec<Yaml> {
    match watched.trial {
        Trial::Trigger { bad, bound, between, good } => {
            // The first look at which the time is over, and the ones around it.
            let fires = ticks(watched.for_seconds);
            let mut cases = vec![
                case(watched, "quiet on its bound", &[(bound, fires + 3)], &[(fires + 2, false)]),
                case(
                    watched,
                    "alarms after its time, not before",
                    &[(bad, fires + 2)],
                    &[(fires.saturating_sub(1), watched.for_seconds <= 0.0), (fires, true)],
                ),
                case(watched, "is over where it is good again", &[(bad, fires + 1), (good, 3)], &[(fires + 2, false)]),
            ];
            if let Some(between) = between {
                let looks = [(fires + 3, true), (fires + 6, false)];
                let values = [(bad, fires + 1), (between, 4), (good, 4)];
                cases.push(case(
                    watched,
                    "goes on between its bounds, ends beyond the one that clears it",
                    &values,
                    &looks,
                ));
                let values = [(between, fires + 4)];
                cases.push(case(watched, "does not begin between its bounds", &values, &[(fires + 3, false)]));
            }
            cases
        }
        Trial::Gate { good, bad, window } => {
            let over = ticks(window);
            let mut cases = vec![
                case(watched, "holds on its bound", &[(good, 4)], &[(2, false)]),
                case(watched, "does not hold beyond it", &[(bad, 4)], &[(2, true)]),
                case(watched, "does not hold where nothing is measured", &[], &[(2, true)]),
            ];
            if over > 1 {
                // What lies in the window counts to its end; over days it is only tried that it still counts.
                let ends = over <= LONGEST;
                let last = if ends { over } else { LONGEST };
                let looks = [(last - 1, true), (last + 2, !ends)];
                let name =
                    if ends { "holds again after its time, not before" } else { "holds again not before its time" };
                cases.push(case(watched, name, &[(bad, 1), (good, last + 3)], &looks));
            }
            cases
        }
    }
}

/// Looks until `seconds` are over.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds are 0 or more, and no time of a plan is longer than a century"
)]
fn ticks(seconds: f64) -> usize {
    (seconds / TICK).ceil() as usize
}

/// A case: values with how often each comes, and whether the alert alarms at which look.
fn case(watched: &Watched, name: &str, values: &[(f64, usize)], looks: &[(usize, bool)]) -> Yaml {
    let id = watched.labels.iter().filter(|(name, _)| matches!(*name, "trigger" | "gate" | "criterion"));
    let id: Vec<&str> = id.map(|(_, value)| value.as_str()).collect();
    let texts: Vec<String> =
        values.iter().map(|(value, times)| format!("{value}+0x{}", times.saturating_sub(1))).collect();
    let series = Yaml::map([("series", watched.series().into()), ("values", texts.join(" ").into())]);
    let series = if values.is_empty() { Vec::new() } else { vec![series] };
    let looks = looks.iter().map(|(tick, alarms)| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
        let seconds = *tick as u64 * TICK as u64;
        let all = labels(&[watched.labels.as_slice(), watched.adds.as_slice()].concat());
        let alarm = Yaml::map([("exp_labels", all), ("exp_annotations", labels(&watched.annotations))]);
        let expected = if *alarms { vec![alarm] } else { Vec::new() };
        Yaml::map([
            ("eval_time", format!("{seconds}s").into()),
            ("alertname", watched.name.as_str().into()),
            ("exp_alerts", Yaml::List(expected)),
        ])
    });
    Yaml::map([
        ("name", format!("{}: {name}", id.join(", criterion ")).into()),
        ("interval", duration(TICK).into()),
        ("input_series", Yaml::List(series)),
        ("alert_rule_test", Yaml::List(looks.collect())),
    ])
}
