//! Infrastructure: from one place to another. What is not told (resources, sizes, networks) is not made up: it is asked for.

use super::{Pattern, service};
use crate::Error;
use crate::estimate::model::{Activity, transfer};
use crate::estimate::{Amount, Figure};
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Measure, MigrationGate, Note, Work};
use crate::migration::part::rollout::words;
use crate::migration::part::{consumers, probe, requirements, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::{Fact, Kind};

/// Seconds over which flows are looked at.
const FLOWS: f64 = 14.0 * 86_400.0;

pub(super) struct Infrastructure;

impl Pattern for Infrastructure {
    fn names(&self) -> &'static [&'static str] {
        &[
            "lift_and_shift",
            "cloud_to_cloud",
            "on_premises_to_cloud",
            "on_prem_to_cloud",
            "cloud_migration",
            "infrastructure",
        ]
    }

    fn summary(&self) -> &'static str {
        "what runs in one place replicated to another, tried there, cut over and the old place retired"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Infrastructure]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let phases = vec![assess(context), replicate(context), pilot(context), cut(context)];
        let mut phases: Vec<PhaseDraft> = phases;
        phases.extend([service::validate(context), service::decommission(context)]);
        Ok(phases)
    }
}

fn assess(context: &Context<'_>) -> PhaseDraft {
    let source = &context.migration.source;
    let purpose = format!("Everything on {source} is mapped, refactored or retired, and nothing talks to it unseen");
    let names: &[&str] = &["assess", "assessment", "preparation", "discovery", "planning"];
    let mut phase = PhaseDraft::new("assess", Anchor::Readies, purpose).also_called(names);
    phase.then_all(consumers::told(context));
    let fact = prior("flows of 14 days hold what runs every week", "pattern lift and shift");
    let unseen = Measure::Failures(format!("flows to or from {source} whose other end is in no inventory"));
    let seen = probe::metric(format!("max({})", probe::own(context, "unknown_flows", &[])));
    let gate = MigrationGate {
        criteria: vec![watch::none_of(unseen, seen, FLOWS, vec![fact.clone()])],
        otherwise: "find the owner of the other end and add it".to_owned(),
    };
    phase.then(
        StepDraft::new(
            "inventory",
            format!("Every flow of {source} has a known other end"),
            Work::Gate(gate),
            consumers::monitoring(),
            time::gate(FLOWS, fact.clone()),
            vec![fact, context.way_fact()],
        )
        .why("The specification names systems that depend on it, but flows show those that nobody named."),
    );
    phase
}

fn replicate(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} holds a copy of {source} that is kept up to date");
    let names: &[&str] = &["replicate", "replication", "migration", "data_migration", "execution"];
    let mut phase = PhaseDraft::new("replicate", Anchor::Deploys, purpose).also_called(names);
    let who = context.who(Duty::Platform);
    phase.then(
        StepDraft::new(
            "provision",
            format!("Provision {target} with its networks, keys and roles"),
            Work::Deployment { what: target.clone() },
            who.clone(),
            time::by_person(&who, Activity::Provision),
            vec![context.way_fact()],
        )
        .why("Names, addresses and rights differ between places; they are written down as code.")
        .idle_back(format!("destroy {target}; nothing uses it yet"), time::by_person(&who, Activity::Operate)),
    );
    phase.then(copied(context));
    phase
}

fn copied(context: &Context<'_>) -> StepDraft {
    let target = &context.migration.target;
    let (bytes, basis) = volume(context);
    let amount = match bytes {
        Some(bytes) => Amount::known(bytes, format!("bytes of {}", context.migration.id), basis.clone()),
        None => Amount::believed(
            500e9,
            1.5,
            format!("bytes of {}", context.migration.id),
            "nobody says how much data there is",
            "wide prior of this program: 500 GB, sigma 1.5; state `data_volume`",
        ),
    };
    let estimate = transfer(&amount, &context.throughputs.get(Figure::NetworkBytes));
    let what = format!("disks and objects of {}", context.migration.source);
    StepDraft::new(
        "copy",
        format!("Copy what {} holds to {target}", context.migration.source),
        Work::Transfer { what, rows: None, bytes },
        crate::migration::model::Performer::Program("replication".to_owned()),
        estimate,
        vec![basis],
    )
    .why("It runs while the old place works; only what changes since is left for the cut.")
    .idle_back("delete the copy", time::by_program("a copy that is deleted"))
}

/// The data volume, where it is told.
pub(super) fn volume(context: &Context<'_>) -> (Option<f64>, Fact) {
    let places = ["/constraints/data_volume_gb", "/constraints/data_volume"];
    match context.migration.constraints.data_volume {
        Some(bytes) => {
            (Some(bytes), context.fact(&places, format!("{} of data", crate::estimate::words::bytes(bytes))))
        }
        None => (None, prior("nobody says how much data there is", "state `data_volume`")),
    }
}

fn pilot(context: &Context<'_>) -> PhaseDraft {
    let target = &context.migration.target;
    let purpose = format!("The copy on {target} starts, works and can be gone back from");
    let mut phase =
        PhaseDraft::new("pilot", Anchor::Shifts, purpose).also_called(&["pilot", "testing", "test", "test_boot"]);
    let mut checks = consumers::checked(context, target);
    checks.extend(requirements::checked(context, target));
    phase.then_all(checks);
    let who = context.who(Duty::Platform);
    let gate = MigrationGate {
        criteria: vec![watch::none_of(
            Measure::Failures("steps of the rehearsed cut and of the way back".to_owned()),
            probe::check(context, "rehearsal"),
            0.0,
            vec![context.way_fact()],
        )],
        otherwise: "mend it and rehearse again".to_owned(),
    };
    phase.then(
        StepDraft::new(
            "rehearse",
            "Rehearse the cut and the way back on the copy, apart from the old place",
            Work::Gate(gate),
            who.clone(),
            time::by_person(&who, Activity::Rehearse),
            vec![context.way_fact()],
        )
        .why("What is done in the window has then been done before."),
    );
    phase
}

fn cut(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} does the work; {source} stands by");
    let names: &[&str] = &["cut", "cutover", "cut_over", "go_live", "switch"];
    let mut phase = PhaseDraft::new("cut", Anchor::Shifts, purpose).also_called(names);
    let who = context.who(Duty::Platform);
    let mut basis = vec![context.way_fact()];
    let mut notes = Vec::new();
    if let Some(seconds) = context.migration.constraints.max_downtime {
        let places = ["/constraints/max_downtime_minutes", "/constraints/max_downtime"];
        let fact = context.fact(&places, format!("{} of downtime at most", words(seconds)));
        notes.push(Note::new(
            format!("give up and go back where it is not done {} after the stop", words(seconds)),
            vec![fact.clone()],
        ));
        basis.push(fact);
    }
    let instruction =
        format!("stop {source}, copy what changed since, start {target}, point names and addresses at it");
    phase.then(
        StepDraft::new(
            "over",
            format!("Cut over from {source} to {target}"),
            Work::Manual { instruction },
            who.clone(),
            time::by_person(&who, Activity::Deploy),
            basis,
        )
        .why("Only one of the two writes at any time.")
        .felt(context)
        .back(
            format!("stop {target}, start {source}, point names and addresses back"),
            time::by_person(&who, Activity::Deploy),
        )
        .notes(notes),
    );
    phase
}
