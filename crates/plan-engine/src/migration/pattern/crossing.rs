//! The crossing from one engine to another: writes stop, the rest arrives, writes go on at the target; then the source is kept, and let go.

use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Holds, Measure, MigrationGate, Note, Performer, Work};
use crate::migration::part::engine_probe::{self, Flow};
use crate::migration::part::rollout::words;
use crate::migration::part::{consumers, data, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::Fact;

use super::schema_change::moving::downtime;
use super::schema_change::product;

/// Seconds for which the reverse feed is kept, where nobody says.
const KEPT: f64 = 72.0 * 3_600.0;

/// Writes stop, the rest arrives (by `last`, where it does not by itself), the reverse feed begins, writes go on at the target.
pub(super) fn cut(context: &Context<'_>, last: Vec<StepDraft>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let allowed = downtime(context);
    let within =
        allowed.as_ref().map(|(seconds, _)| format!(" within {} without writes", words(*seconds))).unwrap_or_default();
    let purpose = format!("{target} takes the writes{within}, and {source} follows it");
    let names: &[&str] = &["cut", "cutover", "cut_over", "switch", "go_live"];
    let mut phase = PhaseDraft::new("cut", Anchor::Readies, purpose).also_called(names);
    let who = context.who(Duty::Database);
    let mut basis = vec![context.way_fact()];
    basis.extend(allowed.iter().map(|(_, fact)| fact.clone()));
    basis.extend(data::told(context).and_then(|it| it.reverse).map(|it| {
        let says = if it { "a feed back runs behind the switch" } else { "no feed back runs behind the switch" };
        data::fact(context, "reverse", says)
    }));
    let role = context.role(Duty::Release);
    let manager = context.who(Duty::Release);
    let reason = format!("writes of {source} stop in the window{within}; everything before is done");
    phase.then(
        StepDraft::new(
            "approve",
            "Agree to the cut",
            Work::Approval { role, reason },
            manager.clone(),
            time::by_person(&manager, Activity::Approve),
            basis.clone(),
        )
        .why("It is the only part that users feel."),
    );
    phase.then(fenced(context, &who, &basis));
    for step in last {
        phase.then(step.in_one_go("downtime"));
    }
    phase.then(drained(context, &basis));
    if reversed(context) {
        phase.then(position(context, &who, &basis));
        phase.then(fed_back(context, &who, &basis));
    }
    phase.then(switched(context, &who, &basis));
    if reversed(context) {
        phase.then(verified(context, &basis));
    } else {
        let (role, manager) = (context.role(Duty::Release), context.who(Duty::Release));
        let reason =
            format!("{target} takes writes that {source} never gets: from the first one on there is no way back");
        phase.then(
            StepDraft::new(
                "agree",
                format!("Agree that {target} takes writes without a feed back"),
                Work::Approval { role, reason },
                manager.clone(),
                time::by_program("a word in the room where the cut is done"),
                basis.clone(),
            )
            .why("The next step is the point of no return.")
            .felt(context)
            .in_one_go("downtime"),
        );
    }
    phase.then(opened(context, &who, &basis));
    phase
}

/// Whether a feed back to the source runs behind the switch.
pub(super) fn reversed(context: &Context<'_>) -> bool {
    context.migration.data.as_ref().and_then(|it| it.reverse).unwrap_or(true)
}

/// Where the feed back begins: behind the last flush of the source's rows and before the first write of the target.
fn position(context: &Context<'_>, who: &Performer, basis: &[Fact]) -> StepDraft {
    let target = &context.migration.target;
    let (_, new) = product::sides(context);
    let instruction = format!(
        "make what holds the feed back on {target} ({} called {}), and write its position into the state of the plan",
        product::holder(&new),
        engine_probe::object_name_back(context)
    );
    let step = StepDraft::new(
        "position",
        format!("Record the position of {target}'s log from which the feed back begins"),
        Work::Manual { instruction },
        who.clone(),
        time::by_program("a slot that is made"),
        basis.to_vec(),
    );
    step.why("Recorded before the last flush it would send rows of the source back to it; behind the switch it would miss rows.")
        .felt(context)
        .in_one_go("downtime")
        .idle_back("drop the slot of the feed back, so that it holds no log", time::by_program("a slot that is dropped"))
}

fn fed_back(context: &Context<'_>, who: &Performer, basis: &[Fact]) -> StepDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let instruction =
        format!("start the feed from {target} to {source} at the position recorded, without a copy of rows");
    let step = StepDraft::new(
        "feed-back",
        format!("Start the feed back to {source}"),
        Work::Manual { instruction },
        who.clone(),
        time::by_program("a feed that is started"),
        basis.to_vec(),
    );
    step.why("The source stays current, so that the way back loses no row.")
        .felt(context)
        .in_one_go("downtime")
        .idle_back("stop the feed back", time::by_program("a feed that is stopped"))
}

fn switched(context: &Context<'_>, who: &Performer, basis: &[Fact]) -> StepDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (_, new) = product::sides(context);
    let instruction = format!(
        "set {} of {target} past those of {source}; point the connection pool at {target}, which still refuses writes",
        product::keys(&new)
    );
    let step = StepDraft::new(
        "switch",
        format!("Point the application at {target}"),
        Work::Manual { instruction },
        who.clone(),
        time::rehearsed("a pool that is pointed elsewhere"),
        basis.to_vec(),
    );
    step.why("Reads come first: what they break is seen while no row has been written yet.")
        .felt(context)
        .in_one_go("downtime")
        .back(format!("point the connection pool at {source}"), time::rehearsed("a pool that is pointed elsewhere"))
}

/// The feed back runs before anything is written that needs it.
fn verified(context: &Context<'_>, basis: &[Fact]) -> StepDraft {
    let source = &context.migration.source;
    let (_, new) = product::sides(context);
    let measure = Measure::Query(format!("feeds back to {source} that run"));
    let criterion = watch::none_of(measure, engine_probe::running(context, &new, Flow::Back), 0.0, basis.to_vec());
    let criterion = Criterion { holds: Holds::AtLeast, bound: 1.0, ..criterion };
    let otherwise =
        format!("point the connection pool at {source} and open writes there: the feed back has to run first");
    let step = StepDraft::new(
        "reverse-verified",
        format!("The feed back to {source} runs"),
        Work::Gate(MigrationGate { criteria: vec![criterion], otherwise }),
        consumers::monitoring(),
        time::by_program("a question to the engine"),
        basis.to_vec(),
    );
    step.why("The first write without a feed back is the point of no return.").felt(context).in_one_go("downtime")
}

fn opened(context: &Context<'_>, who: &Performer, basis: &[Fact]) -> StepDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (_, new) = product::sides(context);
    let step = StepDraft::new(
        "unfence",
        format!("Open writes on {target}"),
        Work::Manual { instruction: format!("lift the fence of {target} ({})", product::fence(&new)) },
        who.clone(),
        time::by_program("rights that are given"),
        basis.to_vec(),
    );
    let step = step.why("From here on the downtime is over.").felt(context).in_one_go("downtime");
    if !reversed(context) {
        return step.no_way_back(format!("rows that {target} takes from here on are nowhere else: no feed back runs"));
    }
    let back = time::by_program("rights that are taken, and a lag that runs out");
    step.back(format!("stop writes on {target}, and wait until {source} has the last of them"), back)
}

fn fenced(context: &Context<'_>, who: &Performer, basis: &[Fact]) -> StepDraft {
    let source = &context.migration.source;
    let abort = downtime(context).map(|(seconds, fact)| {
        let says =
            format!("open writes on {source} again where the switch is not done {} after this step", words(seconds));
        Note::new(says, vec![fact])
    });
    let (old, _) = product::sides(context);
    let instruction =
        format!("make {source} read-only for applications ({}), end their sessions", product::fence(&old));
    StepDraft::new(
        "fence",
        format!("Stop writes on {source}"),
        Work::Manual { instruction },
        who.clone(),
        time::by_program("rights that are taken"),
        basis.to_vec(),
    )
    .why("From here on the downtime runs.")
    .felt(context)
    .in_one_go("downtime")
    .back(format!("open writes on {source} again"), time::by_program("rights that are given back"))
    .notes(abort)
}

fn drained(context: &Context<'_>, basis: &[Fact]) -> StepDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let mut facts = basis.to_vec();
    facts.extend(data::losses(context));
    let (old, _) = product::sides(context);
    let behind = Measure::Lag(format!("what {target} has applied of {source}'s log"));
    let unconfirmed = engine_probe::unconfirmed(context, &old, Flow::Forward);
    let mut criteria = vec![watch::none_of(behind, unconfirmed, 0.0, facts.clone())];
    criteria.extend(counted(context, &facts));
    let gate =
        MigrationGate { criteria, otherwise: format!("open writes on {source} again and find out what stays behind") };
    StepDraft::new(
        "drained",
        format!("{target} has every row of {source}"),
        Work::Gate(gate),
        Performer::Program("reconcile".to_owned()),
        time::by_program("a lag that runs out"),
        facts,
    )
    .why("A row that is not there now is lost to every reader of the new side.")
    .felt(context)
    .in_one_go("downtime")
}

/// The counts of the critical tables, or of all where none is called critical, are the same on both sides.
fn counted(context: &Context<'_>, facts: &[Fact]) -> Vec<Criterion> {
    let tables = &context.migration.tables;
    let any = tables.iter().any(|it| it.critical);
    let counted = tables.iter().filter(|it| it.critical || !any);
    let criterion = |table: &crate::specification::model::Table| {
        let measure = Measure::Mismatches(format!("rows of {} on both sides", table.name));
        watch::none_of(measure, engine_probe::counts(&table.name), 0.0, facts.to_vec())
    };
    counted.map(criterion).collect()
}

/// The target works; the source follows it, so that there is a way back.
pub(super) fn watched(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} has worked for a while, and {source} could take over again");
    let names: &[&str] = &["watch", "monitoring", "stabilization", "soak"];
    let mut phase = PhaseDraft::new("watch", Anchor::Readies, purpose).also_called(names);
    let (seconds, basis) = super::service::stated_hold(context, names).unwrap_or_else(|| {
        (
            KEPT,
            prior(
                "the reverse feed is kept for three days",
                "default of this program; state a phase `watch` with its time",
            ),
        )
    });
    let mut criteria = watch::alerts(context, seconds);
    criteria.extend(watch::performance(context, seconds));
    if reversed(context) {
        let lag = format!("the feed back from {target} to {source}");
        let probe = engine_probe::lag(context, &product::sides(context).1, Flow::Back);
        criteria.push(Criterion { for_seconds: seconds, ..watch::caught_up(&lag, probe, vec![basis.clone()]) });
    } else if criteria.is_empty() {
        criteria.extend(watch::judged(context, seconds));
    }
    let mut facts = vec![basis.clone()];
    facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
    let gate = MigrationGate {
        criteria,
        otherwise: format!("stop writes on {target}, let {source} catch up, open writes there"),
    };
    phase.then(
        StepDraft::new(
            "kept",
            format!("{target} works for {} while {source} follows", words(seconds)),
            Work::Gate(gate),
            consumers::monitoring(),
            time::gate(seconds, basis),
            facts,
        )
        .why("A fault that shows on the third day is taken back without a row lost, as long as the feed runs."),
    );
    phase
}

/// The source is let go, which ends the way back.
pub(super) fn release(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} stands alone");
    let names: &[&str] = &["release", "decommission", "decommissioning", "retire", "cleanup"];
    let mut phase = PhaseDraft::new("release", Anchor::Readies, purpose).also_called(names);
    let role = context.role(Duty::Release);
    let who = context.who(Duty::Release);
    let reason = format!("the feed back to {source} stops: from here on there is no way back that keeps new rows");
    phase.then(
        StepDraft::new(
            "approve",
            format!("Agree that {source} is let go"),
            Work::Approval { role, reason },
            who.clone(),
            time::by_person(&who, Activity::Approve),
            vec![context.way_fact()],
        )
        .why("The next step is the point of no return."),
    );
    let who = context.who(Duty::Database);
    let instruction = format!(
        "stop the feed back, drop its slots, take a last backup of {source} and keep it as long as the regimes ask, then switch it off"
    );
    phase.then(
        StepDraft::new(
            "stop-feed",
            format!("Stop the feed back and switch {source} off"),
            Work::Manual { instruction },
            who.clone(),
            time::by_person(&who, Activity::Configure),
            vec![context.way_fact()],
        )
        .why("A feed back needs the same columns on both sides, so the schema changes only once it is gone.")
        .changing(context)
        .no_way_back(format!("rows that {target} takes from here on are nowhere else")),
    );
    phase.then(super::service::gone(context));
    phase
}
