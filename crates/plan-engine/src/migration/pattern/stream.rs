//! Stream: a connector reads the source's log into a stream, consumers transform and write it; caught up and compared, the cut
//! moves writes.
//!
//! Source: Kafka Connect and Debezium documentation (at least once: keys make what comes twice harmless; dead letters).

use super::{Pattern, change_data_capture, crossing, data as moved};
use crate::Error;
use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft};
use crate::migration::model::{Criterion, Holds, Measure};
use crate::migration::part::{data, probe, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::{Fact, Kind};

pub(super) struct Stream;

impl Pattern for Stream {
    fn names(&self) -> &'static [&'static str] {
        &["stream", "streaming", "event_stream"]
    }

    fn summary(&self) -> &'static str {
        "a connector turns the source's log into a stream that consumers transform and write, until the cut"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Database]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        Ok(vec![
            moved::assess(context),
            connector(context),
            snapshot(context),
            caught_up(context),
            parity(context),
            crossing::cut(context, Vec::new()),
            crossing::watched(context),
            crossing::release(context),
        ])
    }
}

/// What carries the stream, as it is told.
fn carrier(context: &Context<'_>) -> (String, Fact) {
    match data::told(context).and_then(|it| it.connector.clone()) {
        Some(name) => {
            let fact = data::fact(context, "connector", format!("{name} carries the stream"));
            (name, fact)
        }
        None => (
            "a connector".to_owned(),
            prior("a connector reads the source's log", "default of this program; state `data.connector`"),
        ),
    }
}

fn connector(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let (name, fact) = carrier(context);
    let purpose = format!("{name} reads {source}, and consumers wait for it at {target}");
    let mut phase = moved::phase("connector", Anchor::Readies, purpose, &["connector", "setup", "pipeline", "prepare"]);
    phase.then(moved::provision(context, "its schema and, on each table, the key by which what comes twice is known"));
    let mut step = moved::deployment(
        context,
        "deploy",
        format!("Deploy {name} for {source}, its topics, and a topic of dead letters"),
        name.clone(),
    );
    step.step.basis.push(fact.clone());
    let back = time::by_person(&context.who(Duty::Platform), Activity::Operate);
    phase.then(
        step.why("What a consumer cannot take goes to the dead letters: it holds nothing up and is not lost.")
            .idle_back("delete the connector with its slot and topics", back),
    );
    let running = probe::metric(format!("min({})", probe::own(context, "connector_running", &[])));
    let measure = Measure::Metric(format!("whether every task of {name} runs"));
    let criterion = watch::none_of(measure, running, 60.0, vec![fact]);
    let criterion = Criterion { holds: Holds::AtLeast, bound: 1.0, ..criterion };
    let title = format!("Every task of {name} runs");
    phase.then(
        moved::gate(
            context,
            ("running", title),
            vec![criterion],
            60.0,
            "look into the connector's log and start it again",
        )
        .why("A task that stands still holds the source's log back until its disk is full."),
    );
    phase
}

fn snapshot(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} holds the rows of {source} as of the beginning of the stream");
    let names: &[&str] = &["snapshot", "copy", "initial_copy", "data_migration", "migration"];
    let mut phase = moved::phase("snapshot", Anchor::Readies, purpose, names);
    for step in moved::copies(
        context,
        "the stream's snapshot",
        "Snapshot and changes pass the same consumers, so both are transformed alike.",
    ) {
        phase.then(step);
    }
    phase
}

fn caught_up(context: &Context<'_>) -> PhaseDraft {
    let target = &context.migration.target;
    let mut phase = change_data_capture::catch_up(context);
    phase.purpose =
        format!("The consumers at {target} are within 5 s of the source, and nothing lies in the dead letters");
    let dead = probe::metric(format!("max({})", probe::own(context, "dead_letters", &[])));
    let measure = Measure::Failures("messages in the dead letters".to_owned());
    let criterion = watch::none_of(measure, dead, watch::WATCHED, moved::basis(context));
    let title = "No message lies in the dead letters".to_owned();
    phase.then(
        moved::gate(
            context,
            ("dead-letters", title),
            vec![criterion],
            watch::WATCHED,
            "mend the consumer, and send them again",
        )
        .why("Each of them is a row that differs."),
    );
    phase
}

fn parity(context: &Context<'_>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} holds what the transformation makes of {source}, each row once");
    let names: &[&str] = &["parity", "verify", "verification", "validation", "testing", "transform"];
    let mut phase = moved::phase("parity", Anchor::Readies, purpose, names);
    let compared = data::parity(context, &format!("rows of {target} and the transformation of rows of {source}"));
    let twice = probe::metric(format!("sum(increase({}[1d]))", probe::own(context, "duplicates_applied_total", &[])));
    let twice = watch::none_of(
        Measure::Mismatches("messages that came twice and were applied twice".to_owned()),
        twice,
        0.0,
        moved::basis(context),
    );
    let title = format!("{target} is what the transformation makes of {source}");
    let otherwise = "mend the transformation, empty the tables that differ, and let the stream write them anew";
    phase.then(
        moved::gate(context, ("same", title), vec![compared.criterion, twice], compared.seconds, otherwise)
            .why("A stream delivers at least once: keys have to make twice the same as once."),
    );
    moved::verified(context, &mut phase);
    phase
}
