//! The end of the old place: nothing uses it, somebody agrees, the copy back stops, it is deleted.

use super::super::{consumers, probe, watch};
use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Measure, MigrationGate, Note, ProbeSide, Work};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::{Fact, Fate};

/// Seconds without a flow to the old place.
const UNUSED: f64 = 14.0 * 86_400.0;

/// The old place goes: behind a gate that nothing uses it, and an approval.
pub(crate) fn decommission(context: &Context<'_>) -> PhaseDraft {
    let source = &context.migration.source;
    let purpose = format!("{source} is gone");
    let names: &[&str] = &["decommission", "decommissioning", "cleanup", "clean_up", "retire"];
    let mut phase = PhaseDraft::new("decommission", Anchor::Removes, purpose).also_called(names);
    phase.then(unused(context));
    phase.then(approved(
        context,
        format!("the copy back to {source} stops and {source} is deleted: from here on there is no way back to it"),
    ));
    phase.then(unlink(context));
    phase.then(delete(context));
    phase
}

/// What moved is no longer kept at the old place, which stays for the rest.
pub(crate) fn release(context: &Context<'_>) -> PhaseDraft {
    let source = &context.migration.source;
    let purpose = format!("What has moved is held at {} only; the rest of {source} stays", context.migration.target);
    let names: &[&str] = &["release", "decommission", "cleanup", "clean_up", "retire"];
    let mut phase = PhaseDraft::new("release", Anchor::Removes, purpose).also_called(names);
    phase.then(approved(
        context,
        format!("the last copy at {source} of what has moved goes: from here on there is no way back to it"),
    ));
    phase.then(unlink(context));
    phase
}

fn unused(context: &Context<'_>) -> StepDraft {
    let source = &context.migration.source;
    let fact = prior("what runs every week shows within 14 days", "default of this program");
    let flows = probe::own(context, "flows", &[("side", ProbeSide::Source.word())]);
    let gate = MigrationGate {
        criteria: vec![watch::none_of(
            Measure::Usage(format!("flows to {source}, the copy back left out")),
            probe::metric(format!("sum({flows}) or vector(0)")),
            UNUSED,
            vec![fact.clone()],
        )],
        otherwise: "find the other end of the flow, move it, and count anew".to_owned(),
    };
    StepDraft::new(
        "unused",
        format!("Nothing has reached {source} for 14 days"),
        Work::Gate(gate),
        consumers::monitoring(),
        time::gate(UNUSED, fact.clone()),
        vec![fact, context.way_fact()],
    )
    .why("Who still goes there is found now, while it still answers.")
}

fn approved(context: &Context<'_>, reason: String) -> StepDraft {
    let (role, who) = (context.role(Duty::Release), context.who(Duty::Release));
    StepDraft::new(
        "approve",
        format!("Agree that there is no way back to {} any more", context.migration.source),
        Work::Approval { role, reason },
        who.clone(),
        time::by_person(&who, Activity::Approve),
        vec![context.way_fact()],
    )
    .why("The next step is the point of no return.")
}

fn unlink(context: &Context<'_>) -> StepDraft {
    let source = &context.migration.source;
    let who = context.who(Duty::Platform);
    let instruction = format!("stop the copy back to {source}, drop what it was made of, and keep the last position");
    StepDraft::new(
        "unlink",
        format!("Stop the copy back to {source}"),
        Work::Manual { instruction },
        who.clone(),
        time::by_person(&who, Activity::Operate),
        vec![context.way_fact()],
    )
    .why("As long as it runs, it is paid for, and holds back what the target may clean up.")
    .changing(context)
    .no_way_back(format!("{source} no longer gets what is written at {}: it grows old", context.migration.target))
}

fn delete(context: &Context<'_>) -> StepDraft {
    let source = &context.migration.source;
    let who = context.who(Duty::Platform);
    let instruction = format!(
        "keep images, backups and configuration of {source} for as long as they have to be kept, then delete it with its addresses, keys and alerts"
    );
    let step = StepDraft::new(
        "delete",
        format!("Delete {source}"),
        Work::Manual { instruction },
        who.clone(),
        time::by_person(&who, Activity::Configure),
        vec![context.way_fact()],
    )
    .why("What is kept running is patched, paid and attacked.")
    .changing(context)
    .no_way_back(format!("{source} is deleted; only its images are left"));
    step.notes(retired(context))
}

/// Resources that go without a counterpart.
fn retired(context: &Context<'_>) -> Option<Note> {
    const NAMED: usize = 24;
    let items: Vec<_> = context.inventory?.resources.iter().filter(|it| it.fate == Fate::Retire).collect();
    let names: Vec<&str> = items.iter().take(NAMED).map(|it| it.name.as_str()).collect();
    let facts: Vec<Fact> = items.iter().take(NAMED).map(|it| it.basis.clone()).collect();
    let more = items.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!items.is_empty()).then(|| Note::new(format!("goes without a counterpart: {}{more}", names.join(", ")), facts))
}
