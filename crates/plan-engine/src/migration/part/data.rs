//! What the specification tells of the way of the data, and what follows from it: names, parity, room for the log.

use super::super::context::{Context, prior};
use super::super::model::{Criterion, Holds, Measure, ProbeSide};
use super::super::pattern::Engine;
use super::probe::{self, sql};
use super::{engine_probe, watch};
use crate::estimate::words::{bytes, duration};
use crate::specification::model::{Data, Fact};

/// The rate of mismatches that parity excludes where nobody says.
const RATE: f64 = 1e-4;
/// Seconds over which sides are compared at least: batches and nights differ from days.
const DAY: f64 = 86_400.0;
const RULE: &str = "rule of three: no mismatch in n comparisons bounds the rate at 3/n with 95 % confidence (Hanley and \
                    Lippman-Hand, JAMA 1983)";

/// What is told.
pub(crate) fn told<'a>(context: &'a Context<'_>) -> Option<&'a Data> {
    context.migration.data.as_ref()
}

/// A value of `data` as a fact.
pub(crate) fn fact(context: &Context<'_>, field: &str, says: impl Into<String>) -> Fact {
    context.fact(&[&format!("/data/{field}")], says)
}

/// The names by which both sides and what lies between are reached, as far as they are told.
pub(crate) fn names(context: &Context<'_>) -> Vec<Fact> {
    let Some(data) = told(context) else { return Vec::new() };
    let all = [
        ("source_connection", &data.source_connection, "the source is reached by"),
        ("target_connection", &data.target_connection, "the target is reached by"),
        ("publication", &data.publication, "the publication is"),
        ("slot", &data.slot, "the slot is"),
        ("subscription", &data.subscription, "the subscription is"),
    ];
    all.into_iter()
        .filter_map(|(field, name, says)| Some(fact(context, field, format!("{says} {}", name.as_ref()?))))
        .collect()
}

/// That no row may be lost, as far as it is told.
pub(crate) fn losses(context: &Context<'_>) -> Vec<Fact> {
    let point = context.specification.objectives.recovery_point.map(|seconds| {
        let says = format!("writes of {} may be lost at most", duration(seconds));
        context.global(&["/objectives/recovery_point", "/objectives/rpo"], says)
    });
    context.requires("zero_data_loss").into_iter().chain(point).collect()
}

/// No mismatch in as many comparisons as bound the rate of mismatches, and how long these take to come, with the facts.
pub(crate) struct Parity {
    /// The condition.
    pub(crate) criterion: Criterion,
    /// How long it takes, in seconds.
    pub(crate) seconds: f64,
    /// What says how long.
    pub(crate) basis: Fact,
}

/// Parity of what is read or written on both sides: n = 3/rate comparisons without a mismatch.
pub(crate) fn parity(context: &Context<'_>, what: &str) -> Parity {
    let (rate, stated) = match told(context).and_then(|it| it.mismatch_rate) {
        Some(rate) => (rate, fact(context, "mismatch_rate", format!("at most {} % may differ", rate * 100.0))),
        None => (
            RATE,
            prior(
                format!("at most {} % may differ", RATE * 100.0),
                "default of this program; state `data.mismatch_rate`",
            ),
        ),
    };
    let needed = (3.0 / rate).ceil();
    let (seconds, basis) = time_for(context, needed);
    let of = |metric| probe::metric(format!("sum({})", probe::own(context, metric, &[("with", "candidate")])));
    let mut facts = vec![stated, prior(format!("{needed:.0} comparisons"), RULE), basis.clone()];
    facts.extend(losses(context));
    let none = watch::none_of(Measure::Mismatches(what.to_owned()), of("mismatches_total"), 0.0, facts);
    let criterion = Criterion { samples: Some(needed), samples_probe: Some(of("comparisons_total")), ..none };
    Parity { criterion, seconds, basis }
}

/// How long comparisons take to come, a day at least.
fn time_for(context: &Context<'_>, needed: f64) -> (f64, Fact) {
    let stated = told(context).and_then(|it| it.comparisons_per_second);
    let transactions = context.migration.performance.transactions_per_second;
    let says = |rate: f64| {
        let come = duration(needed / rate);
        format!("{rate} comparisons a second: {needed:.0} come in {come}, and a day is compared at least")
    };
    match (stated, transactions.filter(|it| *it > 0.0)) {
        (Some(rate), _) => ((needed / rate).max(DAY), fact(context, "comparisons_per_second", says(rate))),
        (None, Some(rate)) => {
            let place = "/performance_requirements/transactions_per_second";
            ((needed / rate).max(DAY), context.fact(&[place, "/performance/transactions_per_second"], says(rate)))
        }
        (None, None) => {
            (DAY, prior("a day is compared", "default of this program; state `data.comparisons_per_second`"))
        }
    }
}

/// The log that a slot holds back stays below what its disk takes: four fifths of `log_disk`, from which on somebody decides.
pub(crate) fn retained(context: &Context<'_>, sender: &Engine, seconds: f64) -> Option<Criterion> {
    const SHARE: f64 = 0.8;
    let disk = told(context)?.log_disk.filter(|it| *it > 0.0)?;
    let mut basis = vec![fact(context, "log_disk", format!("the log may take {}", bytes(disk)))];
    basis.extend(told(context)?.log_rate.map(|rate| {
        let lasts = duration(disk * SHARE / rate);
        fact(context, "log_rate", format!("{} of log are written a second: four fifths last {lasts}", bytes(rate)))
    }));
    let probe = if sender.product == Some("PostgreSQL") {
        let name = engine_probe::object_name(context);
        let statement = format!(
            "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) FROM pg_replication_slots WHERE slot_name = '{name}'"
        );
        sql(ProbeSide::Source, statement)
    } else {
        probe::metric(format!("max({})", probe::own(context, "retained_log_bytes", &[])))
    };
    let measure = Measure::Query("bytes of log that are kept for the copy".to_owned());
    let criterion = watch::none_of(measure, probe, seconds, basis);
    Some(Criterion { holds: Holds::AtMost, bound: disk * SHARE, ..criterion })
}

/// What is applied outruns what is written: what is behind does not grow.
pub(crate) fn outrun(context: &Context<'_>, basis: Vec<Fact>) -> Criterion {
    let behind = probe::own(context, "lag_bytes", &[("direction", "forward")]);
    let measure = Measure::Metric("bytes a second by which what is behind grows".to_owned());
    let criterion = watch::none_of(measure, probe::metric(format!("max(deriv({behind}[10m]))")), 0.0, basis);
    Criterion { holds: Holds::AtMost, ..criterion }
}
