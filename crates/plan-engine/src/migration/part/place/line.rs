//! What everything stands on at the target, and the line between both places.

use super::super::{consumers, probe, watch};
use super::Moved;
use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Holds, Measure, MigrationGate, Work};
use crate::migration::team::Duty;
use crate::migration::time;

/// Seconds there and back, where nobody says.
const ROUND_TRIP: f64 = 0.03;
/// Bytes a second, where nobody says.
const THROUGHPUT: f64 = 62.5e6;
/// Seconds for which the line is measured.
const MEASURED: f64 = 86_400.0;

/// Networks, rights, keys and what is shared, and the line: measured for a day before anything relies on it.
pub(crate) fn phase(context: &Context<'_>, foundation: Option<&Moved<'_>>) -> PhaseDraft {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let purpose = format!("{target} has networks, rights and keys, and reaches {source} fast enough");
    let names: &[&str] = &["foundation", "landing_zone", "connectivity", "network", "setup"];
    let mut phase = PhaseDraft::new("foundation", Anchor::Deploys, purpose).also_called(names);
    let who = context.who(Duty::Platform);
    let words = foundation.map(|it| format!(": {}", it.words(""))).unwrap_or_default();
    let mut basis = foundation.map_or_else(|| vec![context.way_fact()], |it| it.basis(context));
    basis.extend(places(context));
    phase.then(
        StepDraft::new(
            "provision",
            format!("Provision networks, rights and keys of {target}{words}"),
            Work::Deployment { what: format!("the foundation of {target}") },
            who.clone(),
            time::by_person(&who, Activity::Provision),
            basis,
        )
        .why("Names, addresses and rights differ between places; they are written down as code.")
        .idle_back(format!("destroy {target}; nothing uses it yet"), time::by_person(&who, Activity::Operate)),
    );
    phase.then(
        StepDraft::new(
            "line",
            format!("Connect {source} and {target} by an encrypted line"),
            Work::Deployment { what: format!("a line between {source} and {target}") },
            who.clone(),
            time::by_person(&who, Activity::Provision),
            vec![context.way_fact()],
        )
        .why("Copies, the way back and what is on the other side for a while all go over it.")
        .changing(context)
        .idle_back("take the line down; nothing uses it yet", time::by_person(&who, Activity::Operate)),
    );
    phase.then(measured(context));
    phase
}

fn places(context: &Context<'_>) -> Option<crate::specification::model::Fact> {
    let target = &context.migration.clouds.as_ref()?.target;
    let region = target.region.as_ref()?;
    Some(context.fact(&["/clouds/target/region", "/clouds"], format!("the target is in {region}")))
}

/// The round trip at P99 and the throughput, each within its bound for a day.
fn measured(context: &Context<'_>) -> StepDraft {
    let clouds = context.migration.clouds.as_ref();
    let trip = clouds.and_then(|it| it.round_trip);
    let trip_basis = match trip {
        Some(seconds) => {
            context.fact(&["/clouds/round_trip"], format!("a round trip takes {} ms at most", seconds * 1_000.0))
        }
        None => prior("a round trip of 30 ms at most", "default of this program; state `clouds.round_trip`"),
    };
    let speed = clouds.and_then(|it| it.throughput);
    let speed_basis = match speed {
        Some(rate) => context.fact(
            &["/clouds/throughput"],
            format!("{} between both at least", crate::estimate::Unit::Bytes.words(rate)),
        ),
        None => prior("62.5 MB/s (500 Mbit/s) at least", "default of this program; state `clouds.throughput`"),
    };
    let seen = probe::metric(format!("max({})", probe::own(context, "round_trip_seconds", &[("quantile", "0.99")])));
    let round_trip = Measure::Metric("round trip between both places at P99, in seconds".to_owned());
    let round_trip = watch::none_of(round_trip, seen, MEASURED, vec![trip_basis.clone()]);
    let seen = probe::metric(format!("min({})", probe::own(context, "link_bytes_per_second", &[])));
    let throughput = Measure::Metric("throughput between both places, in bytes a second".to_owned());
    let throughput = watch::none_of(throughput, seen, 0.0, vec![speed_basis.clone()]);
    let criteria = vec![
        Criterion { holds: Holds::AtMost, bound: trip.unwrap_or(ROUND_TRIP), ..round_trip },
        Criterion { holds: Holds::AtLeast, bound: speed.unwrap_or(THROUGHPUT), ..throughput },
    ];
    let mut facts = vec![trip_basis, speed_basis];
    facts.extend(near(context));
    let day = prior("a line is measured for a day and a night", "default of this program");
    facts.push(day.clone());
    let gate = MigrationGate {
        criteria,
        otherwise: "get a better line, or let what waits for each other move together".to_owned(),
    };
    StepDraft::new(
        "connectivity",
        "The line is fast enough, by day and by night",
        Work::Gate(gate),
        consumers::monitoring(),
        time::gate(MEASURED, day),
        facts,
    )
    .why("While a part is here and a part there, every call between them takes the line.")
}

/// What waits for something in every request, as facts.
fn near(context: &Context<'_>) -> Vec<crate::specification::model::Fact> {
    const FACTS: usize = 12;
    let Some(inventory) = context.inventory else { return Vec::new() };
    let sensitive: std::collections::BTreeSet<&str> =
        inventory.dependencies.iter().filter(|it| it.latency_sensitive).map(|it| it.from.as_str()).collect();
    let items = inventory.resources.iter().filter(|it| sensitive.contains(it.name.as_str()));
    items.take(FACTS).map(|it| it.basis.clone()).collect()
}
