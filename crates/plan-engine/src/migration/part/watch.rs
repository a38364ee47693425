//! What the monitoring says, as criteria of gates.

use super::super::context::{Context, prior};
use super::super::model::{Criterion, Holds, Measure};
use crate::specification::model::{Comparison, Fact};

/// A default of this program: for how long a metric is watched before it counts.
pub(crate) const WATCHED: f64 = 600.0;

/// The alert thresholds as criteria: every alert is quiet for `seconds`.
pub(crate) fn alerts(context: &Context<'_>, seconds: f64) -> Vec<Criterion> {
    let thresholds = context.migration.monitoring.alert_thresholds.iter().enumerate();
    let criterion = |(at, bound): (usize, &crate::specification::model::Bound)| {
        let places = [
            format!("/monitoring/alert_thresholds/{}", escaped(&bound.metric)),
            format!("/monitoring/alert_thresholds/{at}"),
            "/monitoring/alert_thresholds".to_owned(),
        ];
        let side = match bound.comparison {
            Comparison::Above => "above",
            Comparison::Below => "below",
        };
        let says = format!("{} {side} {} calls somebody", bound.metric, bound.threshold);
        Criterion {
            measure: Measure::Metric(bound.metric.clone()),
            holds: match bound.comparison {
                Comparison::Above => Holds::AtMost,
                Comparison::Below => Holds::AtLeast,
            },
            bound: bound.threshold,
            for_seconds: seconds,
            samples: None,
            basis: vec![context.fact(&places.each_ref().map(String::as_str), says)],
        }
    };
    thresholds.map(criterion).collect()
}

/// What the result has to stand, as criteria over `seconds`.
pub(crate) fn performance(context: &Context<'_>, seconds: f64) -> Vec<Criterion> {
    let wanted = &context.migration.performance;
    let criterion = |value: Option<f64>, metric: &str, holds: Holds, place: &str, says: String| {
        value.map(|bound| Criterion {
            measure: Measure::Metric(metric.to_owned()),
            holds,
            bound,
            for_seconds: seconds,
            samples: None,
            basis: vec![
                context.fact(&[&format!("/performance_requirements/{place}"), "/performance_requirements"], says),
            ],
        })
    };
    let say = |value: Option<f64>, says: fn(f64) -> String| value.map(says).unwrap_or_default();
    [
        criterion(
            wanted.max_query_ms,
            "query_response_time_ms",
            Holds::AtMost,
            "max_query_response_time_ms",
            say(wanted.max_query_ms, |it| format!("a query takes {it} ms at most")),
        ),
        criterion(
            wanted.connections,
            "connections",
            Holds::AtLeast,
            "concurrent_connections",
            say(wanted.connections, |it| format!("{it} connections at a time")),
        ),
        criterion(
            wanted.transactions_per_second,
            "transactions_per_second",
            Holds::AtLeast,
            "transactions_per_second",
            say(wanted.transactions_per_second, |it| format!("{it} transactions a second")),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Something that does not differ, fail or go on any more.
pub(crate) fn none_of(measure: Measure, seconds: f64, basis: Vec<Fact>) -> Criterion {
    Criterion { measure, holds: Holds::Equal, bound: 0.0, for_seconds: seconds, samples: None, basis }
}

/// The lag of a copy: under 5 s for 10 minutes.
pub(crate) fn caught_up(of: &str, basis: Vec<Fact>) -> Criterion {
    let mut basis = basis;
    basis.push(prior("a copy has caught up when it is at most 5 s behind for 10 minutes", "default of this program"));
    Criterion {
        measure: Measure::Lag(of.to_owned()),
        holds: Holds::AtMost,
        bound: 5.0,
        for_seconds: WATCHED,
        samples: None,
        basis,
    }
}

/// As a token of a JSON pointer.
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
