//! Event sourcing: what happens is captured as events, state is projected from them and compared, then the events become the
//! authority.
//!
//! Source: Young, "Versioning in an Event Sourced System" (upcasters, weak schemas); Fowler, "Event Sourcing".

use super::schema_change::product;
use super::{Pattern, data as moved};
use crate::Error;
use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Measure, Note, Performer, Probe, ProbeSide, Work};
use crate::migration::part::probe::{self, sql};
use crate::migration::part::{data, engine_probe, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::{Fact, Kind};

pub(super) struct EventSourcing;

impl Pattern for EventSourcing {
    fn names(&self) -> &'static [&'static str] {
        &["event_sourcing", "event_store"]
    }

    fn summary(&self) -> &'static str {
        "what happens is captured as events, state projected from them and compared, then the events are the authority"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Database]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        Ok(vec![
            moved::assess(context),
            capture(context),
            project(context),
            shadow(context),
            authority(context),
            retire(context),
        ])
    }
}

/// The table of events, as it is told.
fn store(context: &Context<'_>) -> (String, Fact) {
    match data::told(context).and_then(|it| it.event_store.clone()) {
        Some(name) => {
            let fact = data::fact(context, "event_store", format!("events are kept in {name}"));
            (name, fact)
        }
        None => (
            "events".to_owned(),
            prior("events are kept in `events`", "default of this program; state `data.event_store`"),
        ),
    }
}

/// A query on the store where it is a table of an engine with SQL, else a metric.
fn asked(context: &Context<'_>, statement: String, metric: &str) -> Probe {
    let (_, new) = product::sides(context);
    match new.product {
        Some("PostgreSQL" | "SQLite" | "MySQL" | "MariaDB") => sql(ProbeSide::Target, statement),
        _ => probe::metric(format!("max({})", probe::own(context, metric, &[]))),
    }
}

/// The positions of events have no gaps.
fn without_gaps(context: &Context<'_>, seconds: f64) -> Criterion {
    let (name, fact) = store(context);
    let table = engine_probe::identifier(&name);
    let statement = format!("SELECT coalesce(max(position) - min(position) + 1 - count(*), 0) FROM {table}");
    let measure = Measure::Query(format!("positions of {name} without an event"));
    watch::none_of(measure, asked(context, statement, "event_gaps"), seconds, vec![fact])
}

fn capture(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (name, _) = store(context);
    let purpose = format!("Everything that happens to {source} is an event of {target}");
    let mut phase = moved::phase("capture", Anchor::Readies, purpose, &["capture", "setup", "prepare", "events"]);
    phase.then(moved::provision(
        context,
        &format!("{name} (position, stream, version, type, schema, payload, made), upcasters, compensations"),
    ));
    let what = "a build that writes an event with each change, in the same transaction".to_owned();
    let step = moved::deployment(context, "events", format!("Deploy a build of {source} that captures events"), what);
    let back = time::by_person(&context.who(Duty::Platform), Activity::Deploy);
    phase.then(
        step.why("An event beside the transaction is an event that may be missing.")
            .idle_back("bring the build before back, and drop the events", back),
    );
    let step = StepDraft::new(
        "origin",
        format!("Write the state of {source} as first events"),
        Work::Transfer { what: "one event for each row that was there before".to_owned(), rows: None, bytes: None },
        Performer::Program("replication".to_owned()),
        origin(context),
        moved::basis(context),
    );
    phase.then(
        step.why("Without it the events begin in the middle of the story.")
            .idle_back("drop the first events", time::by_program("rows that are dropped")),
    );
    let title = format!("The positions of {name} have no gaps");
    phase.then(
        moved::gate(
            context,
            ("sequence", title),
            vec![without_gaps(context, watch::WATCHED)],
            watch::WATCHED,
            "find the writer that gives up its position, and capture anew",
        )
        .why("A gap is an event that nobody will ever replay."),
    );
    phase
}

/// The tables are read once.
fn origin(context: &Context<'_>) -> crate::estimate::Estimate {
    let copies = moved::copies(context, "", "");
    time::sum(copies.iter().map(|it| &it.step.estimate)).unwrap_or_else(|| time::by_program("rows that are read"))
}

fn project(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("A replay of the events of {target} gives the tables of {source}");
    let names: &[&str] = &["project", "projection", "replay", "backfill", "data_migration", "migration"];
    let mut phase = moved::phase("project", Anchor::Readies, purpose, names);
    let step = StepDraft::new(
        "replay",
        format!("Replay the events of {target} into a projection"),
        Work::Transfer { what: "all events, through the upcasters".to_owned(), rows: None, bytes: None },
        Performer::Program("replay".to_owned()),
        origin(context),
        moved::basis(context),
    );
    let dropped = time::by_program("a projection that is dropped");
    phase.then(
        step.why("A projection is made anew whenever it is wrong; the events stay.")
            .idle_back("drop the projection, and build it anew", dropped),
    );
    phase.then_all(super::schema_change::moving::compared(context));
    let parity = Measure::Mismatches("hashes of two replays of the same events".to_owned());
    let twice = probe::check(context, "replay");
    let criterion = watch::none_of(parity, twice, 0.0, moved::basis(context));
    let title = "Two replays give the same state".to_owned();
    phase.then(
        moved::gate(
            context,
            ("deterministic", title),
            vec![criterion],
            0.0,
            "take time, chance and calls out of the projection",
        )
        .why("A replay that depends on the day gives another history each time."),
    );
    phase
}

fn shadow(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("Reads of the projection of {target} give what {source} gives");
    let names: &[&str] = &["shadow_read", "shadow", "verify", "verification", "validation", "testing"];
    let mut phase = moved::phase("shadow-read", Anchor::Readies, purpose, names);
    phase.then(moved::stage(context, "shadow", "off", "reads go to both and are compared, the tables answer"));
    let parity = data::parity(context, &format!("reads of the projection and of {source}"));
    let title = "The projection reads as the tables do".to_owned();
    phase.then(
        moved::gate(
            context,
            ("parity", title),
            vec![parity.criterion],
            parity.seconds,
            "mend the projection, replay, and count anew",
        )
        .why("What users will read is compared before they do.")
        .note(Note::new("comparisons count from the last replay", vec![parity.basis])),
    );
    let target = target.clone();
    let mut checks = crate::migration::part::requirements::checked(context, &target);
    checks.extend(crate::migration::part::consumers::checked(context, &target));
    phase.then_all(checks);
    phase.then(moved::rehearsed(context));
    phase
}

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Events come first, the old tables are projected from them.
fn authority(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} decides, and the tables of {source} are projected from its events");
    let names: &[&str] = &["authority", "cutover", "cut_over", "switch", "go_live", "live"];
    let mut phase = moved::phase("authority", Anchor::Shifts, purpose, names);
    phase.then(inverses(context));
    let reason = format!("commands are decided on the events; {source} is projected from them and could take over");
    phase.then(
        moved::approval(context, "approve", format!("Agree that {target} decides"), reason)
            .why("It is the first step that users feel."),
    );
    let who = context.who(Duty::Service);
    let flag = format!("{} stage", context.migration.id);
    let work = Work::Traffic { flag: flag.clone(), from: 0.0, to: 100.0, hold_seconds: 0.0 };
    let step = StepDraft::new(
        "decide",
        format!("Commands are decided on the events of {target}"),
        work,
        who.clone(),
        time::by_person(&who, Activity::Operate),
        moved::basis(context),
    );
    let back = time::by_person(&who, Activity::Operate);
    phase.then(
        step.why("The projection back keeps the tables current, so that they can decide again.")
            .felt(context)
            .back(format!("wait until the projection back is done, set `{flag}` back to `shadow`"), back),
    );
    let (seconds, fact) = super::service::stated_hold(context, names).unwrap_or_else(|| {
        (DAY, prior("a day and a night are watched", "default of this program; state a phase `authority`"))
    });
    let mut criteria = watch::judged(context, seconds);
    criteria.push(without_gaps(context, seconds));
    let behind = probe::metric(format!("max({})", probe::own(context, "lag_seconds", &[("direction", "back")])));
    let behind = watch::caught_up(&format!("the projection back into {source}"), behind, vec![fact.clone()]);
    criteria.push(Criterion { for_seconds: seconds, ..behind });
    let title = format!("{target} decides without an alert, and {source} follows");
    let mut step = moved::gate(context, ("held", title), criteria, seconds, format!("set `{flag}` back to `shadow`"));
    step.step.estimate = time::gate(seconds, fact);
    phase.then(step.why("The tables are a fallback only while the projection back is current."));
    phase
}

/// Every type of event can be projected back.
fn inverses(context: &Context<'_>) -> StepDraft {
    let (name, fact) = store(context);
    let table = engine_probe::identifier(&name);
    let statement =
        format!("SELECT count(DISTINCT type) FROM {table} WHERE type NOT IN (SELECT type FROM compensations)");
    let measure = Measure::Query(format!("types of {name} without a projection back"));
    let criterion = watch::none_of(measure, asked(context, statement, "events_without_inverse"), 0.0, vec![fact]);
    let title = "Every type of event has a projection back".to_owned();
    moved::gate(
        context,
        ("inverses", title),
        vec![criterion],
        0.0,
        "write the projection back, or its compensation, into `compensations`",
    )
    .why("The first event without one is the point of no return.")
}

fn retire(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} is the only authority");
    let names: &[&str] = &["retire", "release", "decommission", "decommissioning", "cleanup"];
    let mut phase = moved::phase("retire", Anchor::Removes, purpose, names);
    let used = Measure::Usage(format!("reads and writes of the tables of {source} past the projection"));
    let requests = probe::metric(probe::requests(context, &[("side", "source")]));
    let criterion = watch::none_of(used, requests, watch::WATCHED, vec![context.way_fact()]);
    let title = format!("Nobody uses the tables of {source}");
    phase.then(
        moved::gate(context, ("unused", title), vec![criterion], watch::WATCHED, "find who does, and move them")
            .why("Who is left breaks now."),
    );
    let reason = "the projection back stops: events from here on have no way into the old tables".to_owned();
    phase.then(
        moved::approval(context, "approve", format!("Agree that {source} is let go"), reason)
            .why("The next step is the point of no return."),
    );
    let step = moved::manual(
        context,
        ("stop", format!("Stop the projection back, archive the tables of {source}")),
        format!(
            "stop the projection back, dump the tables of {source}, keep the dump as long as the regimes ask, then drop them"
        ),
        (Duty::Database, Activity::Configure),
    );
    let step = step.why("Tables that nobody reads are wrong without anybody seeing it.").changing(context);
    phase.then(step.no_way_back("what events from here on say is nowhere else".to_owned()));
    phase.then(super::service::gone(context));
    phase
}
