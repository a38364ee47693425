//! A rehearsal of the cut and of the way back: it worked, not long ago, and fast enough.

use super::super::context::{Context, prior};
use super::super::model::{Criterion, Holds, Measure};
use super::{probe, watch};
use crate::migration::part::rollout::words;

/// Seconds for which a rehearsal counts.
const FRESH: f64 = 7.0 * 86_400.0;

/// What a rehearsal has to show. Whoever runs it reports failures, when it ended, how long the way back took, and how long
/// nobody could write.
pub(crate) fn criteria(context: &Context<'_>) -> Vec<Criterion> {
    let fresh =
        prior("a rehearsal counts for 7 days", "default of this program, gate drill: what is older was another system");
    let of = |what: &str, metric: String, basis| {
        watch::none_of(Measure::Metric(what.to_owned()), probe::metric(metric), 0.0, basis)
    };
    let failures =
        Measure::Failures("steps of the cut and of the way back that did not do what they should".to_owned());
    let age = format!("time() - max({})", probe::own(context, "drill_timestamp_seconds", &[]));
    let age = of("seconds since the last rehearsal", age, vec![fresh]);
    let mut criteria = vec![
        watch::none_of(failures, probe::check(context, "rehearsal"), 0.0, vec![context.way_fact()]),
        Criterion { holds: Holds::AtMost, bound: FRESH, ..age },
    ];
    if let Some(seconds) = context.specification.objectives.recovery_time {
        let says = format!("a service may be away for {}", words(seconds));
        let fact = context.global(&["/objectives/recovery_time", "/objectives/rto"], says);
        let took = probe::own(context, "drill_seconds", &[("part", "way_back")]);
        let took = format!("max(quantile_over_time(0.95, {took}[7d]))");
        let took = of("seconds that the rehearsed way back took, P95 of the rehearsals", took, vec![fact]);
        criteria.push(Criterion { holds: Holds::AtMost, bound: seconds, ..took });
    }
    if let Some(seconds) = context.migration.constraints.max_downtime.filter(|it| *it > 0.0) {
        let places = ["/constraints/max_downtime_minutes", "/constraints/max_downtime"];
        let fact = context.fact(&places, format!("{} of downtime at most", words(seconds)));
        let down = probe::own(context, "drill_seconds", &[("part", "downtime")]);
        let down = format!("max(max_over_time({down}[7d]))");
        let down = of("seconds without writes in the rehearsed cut", down, vec![fact]);
        criteria.push(Criterion { holds: Holds::AtMost, bound: seconds, ..down });
    }
    criteria
}
