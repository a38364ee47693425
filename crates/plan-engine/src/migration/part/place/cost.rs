//! What the target costs, held against what was planned; and the rehearsed way back.

use super::super::{probe, watch};
use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::StepDraft;
use crate::migration::model::{Criterion, Holds, Measure, MigrationGate, Work};
use crate::migration::part::rollout::words;
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::Fact;

/// By what share the target may cost more than planned, where nobody says.
const TOLERANCE: f64 = 0.15;
/// Seconds that a rehearsal counts.
const FRESH: f64 = 7.0 * 86_400.0;
/// Seconds that a way back may take, where nobody says.
const RECOVERY: f64 = 4.0 * 3_600.0;

/// The projected cost of what is in `wave` is within the tolerance of what was planned for it.
pub(crate) fn gate(context: &Context<'_>, wave: &str) -> StepDraft {
    let clouds = context.migration.clouds.as_ref();
    let stated = clouds.and_then(|it| it.cost_tolerance);
    let share = stated.unwrap_or(TOLERANCE);
    let percent = (share * 1_000.0).round() / 10.0;
    let fact = match stated {
        Some(_) => context.fact(&["/clouds/cost_tolerance"], format!("{percent} % above what was planned at most")),
        None => prior("15 % above what was planned at most", "default of this program; state `clouds.cost_tolerance`"),
    };
    let mut facts = vec![fact.clone()];
    facts.extend(planned(context));
    let ratio = probe::own(context, "cost_ratio", &[("wave", wave)]);
    let measure = Measure::Metric(format!("projected monthly cost of {wave} over what was planned for it"));
    let criterion = watch::none_of(measure, probe::metric(format!("max({ratio})")), 0.0, facts.clone());
    let gate = MigrationGate {
        criteria: vec![Criterion { holds: Holds::AtMost, bound: 1.0 + share, ..criterion }],
        otherwise:
            "find what costs more (sizes, traffic between regions, what runs idle) and plan anew before more follows"
                .to_owned(),
    };
    let who = context.who(Duty::Platform);
    StepDraft::new(
        "cost",
        format!("{wave} costs at most {percent} % more than planned"),
        Work::Gate(gate),
        who.clone(),
        time::by_person(&who, Activity::Review),
        facts,
    )
    .why("What is too dear in small is too dear in large, and cannot be taken back as easily then.")
}

fn planned(context: &Context<'_>) -> Vec<Fact> {
    let Some(clouds) = &context.migration.clouds else { return Vec::new() };
    let sides = [(&clouds.source, "source", "costs"), (&clouds.target, "target", "is planned to cost")];
    let fact = |(cloud, side, says): (&crate::specification::model::Cloud, &str, &str)| {
        let cost = cloud.monthly_cost?;
        Some(context.fact(&[&format!("/clouds/{side}/monthly_cost")], format!("the {side} {says} {cost} a month")))
    };
    sides.into_iter().filter_map(fact).collect()
}

/// The way back was rehearsed within seven days, and its P95 is within the recovery time objective.
pub(crate) fn drill(context: &Context<'_>, what: &str) -> StepDraft {
    let fresh = prior("a rehearsal counts for 7 days", "default of this program, gate drill");
    let objective = context.specification.objectives.recovery_time;
    let allowed = match objective {
        Some(seconds) => {
            let says = format!("a service may be away for {}", words(seconds));
            context.global(&["/objectives/recovery_time", "/objectives/rto"], says)
        }
        None => prior("a way back takes 4 h at most", "default of this program; state `objectives.recovery_time`"),
    };
    let at_most = |measure: &str, expression: String, bound: f64, basis: &Fact| {
        let measure = Measure::Metric(measure.to_owned());
        let criterion = watch::none_of(measure, probe::metric(expression), 0.0, vec![basis.clone()]);
        Criterion { holds: Holds::AtMost, bound, ..criterion }
    };
    let age = format!("time() - max({})", probe::own(context, "drill_timestamp_seconds", &[]));
    let took = format!("max({})", probe::own(context, "drill_seconds", &[("quantile", "0.95")]));
    let criteria = vec![
        watch::none_of(
            Measure::Failures("steps of the rehearsed cut and of the way back".to_owned()),
            probe::check(context, "rehearsal"),
            0.0,
            vec![context.way_fact()],
        ),
        at_most("seconds since the last rehearsal", age, FRESH, &fresh),
        at_most("seconds that the rehearsed way back took, P95", took, objective.unwrap_or(RECOVERY), &allowed),
    ];
    let who = context.who(Duty::Platform);
    let gate = MigrationGate { criteria, otherwise: "mend it and rehearse again".to_owned() };
    StepDraft::new(
        "rehearse",
        format!("Rehearse the cut and the way back of {what}"),
        Work::Gate(gate),
        who.clone(),
        time::by_person(&who, Activity::Rehearse),
        vec![context.way_fact(), fresh, allowed],
    )
    .why("What is done in the window has then been done before.")
}
