//! Blue-green: the new side whole beside the old one, one switch, the old side kept for the way back.

use super::{Pattern, service};
use crate::Error;
use crate::estimate::model::{Activity, hold};
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{MigrationGate, Work};
use crate::migration::part::rollout::words;
use crate::migration::part::{consumers, room, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::Kind;

pub(super) struct BlueGreen;

impl Pattern for BlueGreen {
    fn names(&self) -> &'static [&'static str] {
        &["blue_green", "blue_green_deployment"]
    }

    fn summary(&self) -> &'static str {
        "the new side whole beside the old one, one switch of all traffic, the old side held for the way back"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Service, Kind::Infrastructure]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let phases = vec![
            service::prepare(context),
            service::deploy(context),
            switch(context),
            service::validate(context),
            service::decommission(context),
        ];
        Ok(phases)
    }
}

fn switch(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("All traffic is on {target}; {source} runs on for the way back");
    let names: &[&str] = &["switch", "cutover", "cut_over", "go_live"];
    let mut phase = PhaseDraft::new("switch", Anchor::Shifts, purpose).also_called(names);
    let who = context.who(Duty::Service);
    let work =
        Work::Traffic { flag: format!("{} switch", context.migration.id), from: 0.0, to: 100.0, hold_seconds: 0.0 };
    let mut basis = vec![context.pattern_fact(), context.way_fact()];
    basis.extend(downtime(context));
    basis.extend(room::balancers(context));
    let step = StepDraft::new(
        "all",
        format!("Switch all traffic from {source} to {target}"),
        work,
        who.clone(),
        time::by_person(&who, Activity::Operate),
        basis,
    )
    .why("One switch: there is no time in which both sides answer. Lower the TTL of names beforehand by as much as it was.")
    .felt(context)
    .back(format!("switch back to {source}"), time::by_program("a switch that is set back"));
    phase.then(step);
    let fact = prior("the switch is judged for 30 minutes before anything else", "default of this program");
    let seconds = 1_800.0;
    let criteria = watch::judged(context, seconds);
    let gate = if criteria.is_empty() {
        let reason = "the switch settles; no alert threshold is told".to_owned();
        let work = Work::Wait { seconds, reason: reason.clone() };
        StepDraft::new("settle", reason, work, consumers::monitoring(), hold(seconds, fact.clone()), vec![fact])
    } else {
        let mut facts = vec![fact.clone()];
        facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
        let otherwise = format!("switch back to {source}");
        let work = Work::Gate(MigrationGate { criteria, otherwise });
        let title = format!("No alert for {} behind the switch", words(seconds));
        StepDraft::new("settle", title, work, consumers::monitoring(), time::gate(seconds, fact), facts)
    };
    phase.then(gate.why("What a switch breaks shows at once."));
    phase
}

fn downtime(context: &Context<'_>) -> Option<crate::specification::model::Fact> {
    let seconds = context.migration.constraints.max_downtime?;
    let places = ["/constraints/max_downtime_minutes", "/constraints/max_downtime"];
    Some(context.fact(&places, format!("{} of downtime at most", words(seconds))))
}
