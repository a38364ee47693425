//! Parallel run: both sides compute, the old one answers, until the answers have been the same often enough.

use super::{Pattern, service};
use crate::Error;
use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Holds, Measure, MigrationGate, Work};
use crate::migration::part::rollout::{self, words};
use crate::migration::part::{consumers, probe, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::{Fact, Kind};

pub(super) struct ParallelRun;

/// Comparisons without a mismatch that bound its rate at 10⁻⁴ with 95 % confidence (rule of three: 3/n).
const COMPARISONS: f64 = 30_000.0;
const RULE: &str = "rule of three: no mismatch in n comparisons bounds the rate at 3/n with 95 % confidence";

impl Pattern for ParallelRun {
    fn names(&self) -> &'static [&'static str] {
        &["parallel_run", "parallel_running", "shadow"]
    }

    fn summary(&self) -> &'static str {
        "requests mirrored to the new side, its answers compared with the old ones until they are the same"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Service]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let mut phases = vec![service::prepare(context), service::deploy(context), mirror(context)];
        phases.extend(rollout::phases(context));
        phases.extend([service::validate(context), service::drain(context), service::decommission(context)]);
        Ok(phases)
    }
}

fn mirror(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} gives the answers of {source}, and users get those of {source}");
    let names: &[&str] = &["parallel_run", "mirror", "shadow", "comparison", "parallel"];
    let mut phase = PhaseDraft::new("mirror", Anchor::Shifts, purpose).also_called(names);
    let who = context.who(Duty::Platform);
    phase.then(
        StepDraft::new(
            "requests",
            format!("Mirror requests of {source} to {target}, with stubs where {target} would act on the world"),
            Work::Deployment { what: "a mirror of requests".to_owned() },
            who.clone(),
            time::by_person(&who, Activity::Provision),
            vec![context.pattern_fact(), context.way_fact()],
        )
        .why("A payment or a mail that is sent twice is worse than a wrong answer.")
        .changing(context)
        .idle_back("stop the mirror", time::by_program("a mirror that is switched off")),
    );
    let (seconds, basis) = time_for(context);
    phase.then(
        StepDraft::new(
            "noise",
            format!("{source} is compared with itself: what differs there is noise"),
            Work::Gate(MigrationGate {
                criteria: vec![compared(
                    context,
                    format!("answers of {source} to the same request, twice"),
                    (Holds::AtLeast, "baseline"),
                    &basis,
                )],
                otherwise: "exclude times, ids and orders from the comparison by a rule each".to_owned(),
            }),
            consumers::monitoring(),
            time::gate(seconds, basis.clone()),
            vec![basis.clone()],
        )
        .why("Without it nobody knows which differences are the new side's."),
    );
    phase.then(
        StepDraft::new(
            "same",
            format!("{target} answers as {source} does"),
            Work::Gate(MigrationGate {
                criteria: vec![compared(
                    context,
                    format!("answers of {target} and {source}"),
                    (Holds::Equal, "candidate"),
                    &basis,
                )],
                otherwise: "mend what differs, or agree with those concerned that it may, and count anew".to_owned(),
            }),
            consumers::monitoring(),
            time::gate(seconds, basis.clone()),
            vec![basis],
        )
        .why(format!("{COMPARISONS} comparisons without a mismatch: one request in 10,000 differs at most.")),
    );
    phase
}

fn compared(context: &Context<'_>, what: String, (holds, with): (Holds, &str), basis: &Fact) -> Criterion {
    let of = |metric| probe::metric(format!("sum({})", probe::own(context, metric, &[("with", with)])));
    let facts = vec![basis.clone(), prior(format!("{COMPARISONS} comparisons"), RULE)];
    Criterion {
        holds,
        samples: Some(COMPARISONS),
        samples_probe: Some(of("comparisons_total")),
        ..watch::none_of(Measure::Mismatches(what), of("mismatches_total"), 0.0, facts)
    }
}

/// How long the comparisons take to come, a day at least: batches and nights differ from days.
fn time_for(context: &Context<'_>) -> (f64, Fact) {
    const DAY: f64 = 86_400.0;
    let load = context.migration.service.as_ref().and_then(|it| it.legacy.load.requests_per_second);
    match load.filter(|it| *it > 0.0) {
        Some(per_second) => {
            let seconds = COMPARISONS / per_second;
            let place = "/service_details/legacy_service/current_load";
            let says = format!(
                "{per_second} requests a second: {COMPARISONS} come in {}, and a day is compared at least",
                words(seconds)
            );
            (seconds.max(DAY), context.fact(&[&format!("{place}/requests_per_second"), place], says))
        }
        None => (DAY, prior("a day is compared", "default of this program; state the load")),
    }
}
