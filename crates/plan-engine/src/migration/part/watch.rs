//! What the monitoring says, as criteria of gates.

use super::super::context::{Context, prior};
use super::super::model::{Criterion, Holds, Measure, Probe, ProbeSide};
use super::super::pattern::Engine;
use super::{engine_probe, probe};
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
        let holds = match bound.comparison {
            Comparison::Above => Holds::AtMost,
            Comparison::Below => Holds::AtLeast,
        };
        let mut basis = vec![context.fact(&places.each_ref().map(String::as_str), says)];
        basis.extend(queried(context, &bound.metric));
        Criterion { holds, bound: bound.threshold, ..of_metric(context, &bound.metric, seconds, basis) }
            .probed(probe::named(context, &bound.metric, holds))
    };
    thresholds.map(criterion).collect()
}

/// What the new side is judged by while it carries traffic: every alert is quiet, it answers no slower than the old side
/// where no alert bounds that, and as large a share of its answers is right as has to be.
pub(crate) fn judged(context: &Context<'_>, seconds: f64) -> Vec<Criterion> {
    let mut criteria = alerts(context, seconds);
    criteria.extend(available(context, seconds));
    let Some(service) = &context.migration.service else { return criteria };
    let load = &service.legacy.load;
    let told = [
        (load.average_response_ms, "average", ["average", "mean", "avg"], "on average"),
        (load.p95_response_ms, "p95", ["p95", "p95", "95th"], "at P95"),
    ];
    for (value, name, words, at) in told {
        let Some(bound) = value else { continue };
        let place = format!("/service_details/legacy_service/current_load/{name}_response_time_ms");
        let fact = context.fact(&[&place], format!("the old side answers in {bound} ms {at}"));
        let is_same = |it: &&mut Criterion| {
            let metric = it.measure.subject().to_lowercase();
            let timed = ["response", "latency", "duration"].iter().any(|word| metric.contains(word));
            timed && words.iter().any(|word| metric.contains(word)) && it.holds == Holds::AtMost
        };
        if let Some(alert) = criteria.iter_mut().find(is_same) {
            alert.basis.push(fact);
            continue;
        }
        let metric = format!("response_time_{name}");
        let mut basis = vec![fact];
        basis.extend(queried(context, &metric));
        criteria.push(Criterion { bound, ..of_metric(context, &metric, seconds, basis) });
    }
    criteria
}

/// The share of requests that succeeds where neither an objective nor an alert says: 99.9 %.
const AVAILABLE: f64 = 0.999;

/// The share of requests that has to succeed; where nothing is told by which requests are judged, a default.
fn available(context: &Context<'_>, seconds: f64) -> Option<Criterion> {
    let objectives = &context.specification.objectives;
    if objectives.availability.is_none() && context.migration.monitoring.alert_thresholds.is_empty() {
        let says = format!("{} % of the requests succeed", AVAILABLE * 100.0);
        let cites = "default of this program; state `objectives.availability` or `alert_thresholds`";
        return Some(succeeds(context, AVAILABLE, seconds, vec![prior(says, cites)]));
    }
    let share = objectives.availability?;
    let says = format!("{} % of the requests have to succeed", share * 100.0);
    let mut basis = vec![context.global(&["/objectives/availability", "/objectives/slo"], says)];
    basis.extend(objectives.availability_days.map(|days| {
        let minutes = (1.0 - share) * days * 1_440.0;
        let says = format!("over {days} days, in which everything may fail for {minutes:.1} min");
        context.global(&["/objectives/availability_over"], says)
    }));
    Some(succeeds(context, share, seconds, basis))
}

fn succeeds(context: &Context<'_>, share: f64, seconds: f64, mut basis: Vec<Fact>) -> Criterion {
    basis.extend(["availability", "success_rate", "error_rate"].iter().find_map(|it| queried(context, it)));
    let measure = Measure::Metric("share of requests that succeed".to_owned());
    let criterion = none_of(measure, probe::succeeding(context), seconds, basis);
    Criterion { holds: Holds::AtLeast, bound: share, ..criterion }
}

/// What the result has to stand, as criteria over `seconds`.
pub(crate) fn performance(context: &Context<'_>, seconds: f64) -> Vec<Criterion> {
    let wanted = &context.migration.performance;
    let target = Engine::of(&context.migration.target);
    let connections = engine_probe::connections(&target, ProbeSide::Target);
    let criterion = |value: Option<f64>, metric: &str, holds: Holds, place: &str, says: String| {
        let place = format!("/performance_requirements/{place}");
        let mut basis = vec![context.fact(&[&place, "/performance_requirements"], says)];
        basis.extend(queried(context, metric));
        let told = context.migration.monitoring.queries.contains_key(metric);
        let engine = connections.clone().filter(|_| metric == "connections" && !told);
        let probe = engine.unwrap_or_else(|| probe::named(context, metric, holds));
        let of = |bound| Criterion { holds, bound, ..of_metric(context, metric, seconds, basis) }.probed(probe);
        value.map(of)
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

/// A metric of the monitoring that stays at nothing or below, until told otherwise.
pub(crate) fn of_metric(context: &Context<'_>, name: &str, seconds: f64, basis: Vec<Fact>) -> Criterion {
    let probe = probe::named(context, name, Holds::AtMost);
    Criterion { holds: Holds::AtMost, ..none_of(Measure::Metric(name.to_owned()), probe, seconds, basis) }
}

impl Criterion {
    fn probed(self, probe: Probe) -> Self {
        Self { probe, ..self }
    }
}

/// The query that the specification gives for a metric, as a fact.
pub(crate) fn queried(context: &Context<'_>, metric: &str) -> Option<Fact> {
    let query = context.migration.monitoring.queries.get(metric)?;
    let place = format!("/monitoring/queries/{}", escaped(metric));
    Some(context.fact(&[&place, "/monitoring/queries"], format!("{metric} is {query}")))
}

/// Something that does not differ, fail or go on any more.
pub(crate) fn none_of(measure: Measure, probe: Probe, seconds: f64, basis: Vec<Fact>) -> Criterion {
    let (holds, bound, for_seconds) = (Holds::Equal, 0.0, seconds);
    Criterion { measure, probe, holds, bound, for_seconds, samples: None, samples_probe: None, basis }
}

/// The lag of a copy: under 5 s for 10 minutes.
pub(crate) fn caught_up(of: &str, probe: Probe, basis: Vec<Fact>) -> Criterion {
    let mut basis = basis;
    basis.push(prior("a copy has caught up when it is at most 5 s behind for 10 minutes", "default of this program"));
    let lag = none_of(Measure::Lag(of.to_owned()), probe, WATCHED, basis);
    Criterion { holds: Holds::AtMost, bound: 5.0, ..lag }
}

/// As a token of a JSON pointer.
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
