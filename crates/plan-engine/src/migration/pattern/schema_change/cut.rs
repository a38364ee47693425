//! The engine's cut: writes stop, the rest arrives, writes go on at the target; then the source is kept, and let go.

use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Measure, MigrationGate, Note, Performer, Work};
use crate::migration::part::engine_probe::{self, Flow};
use crate::migration::part::rollout::words;
use crate::migration::part::{consumers, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::Fact;

use super::moving::downtime;
use super::product;

/// Seconds for which the reverse feed is kept, where nobody says.
const KEPT: f64 = 72.0 * 3_600.0;

/// Writes stop, the rest arrives, the reverse feed begins, writes go on at the target.
pub(super) fn cut(context: &Context<'_>) -> PhaseDraft {
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
    phase.then(drained(context, &basis));
    let back = time::by_person(&who, Activity::Operate);
    let (_, new) = product::sides(context);
    let instruction = format!(
        "set {} of {target} past those of {source}; note the position of {target}'s log; start the reverse feed \
         from it; point the connection pool at {target}; open writes",
        product::keys(&new)
    );
    phase.then(
        StepDraft::new(
            "switch",
            format!("Open writes on {target}, with a feed back to {source}"),
            Work::Manual { instruction },
            who.clone(),
            time::by_person(&who, Activity::Operate),
            basis,
        )
        .why("The reverse feed begins behind the last write of the source and before the first of the target: no row is on one side only.")
        .felt(context)
    .in_one_go("downtime")
        .back(format!("stop writes on {target}, wait until {source} has caught up, open writes there"), back),
    );
    phase
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
    facts.extend(context.requires("zero_data_loss"));
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
    let (seconds, basis) = super::super::service::stated_hold(context, names).unwrap_or_else(|| {
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
    let lag = format!("the feed back from {target} to {source}");
    let probe = engine_probe::lag(context, &product::sides(context).1, Flow::Back);
    criteria.push(Criterion { for_seconds: seconds, ..watch::caught_up(&lag, probe, vec![basis.clone()]) });
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
    phase.then(super::super::service::gone(context));
    phase
}
