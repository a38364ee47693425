//! Times that nobody has measured.

use super::{Category, Context, Draft, Factor, Mitigation, RiskRule};
use crate::estimate::words::duration;
use crate::migration::team::Duty;
use crate::risk::factor::share_above;
use crate::specification::model::FactSource;

pub(super) const RULE: RiskRule = RiskRule {
    id: "estimate-rests-on-priors",
    category: Category::Operational,
    summary: "the time of a long step rests on a default instead of a measurement, and may be many times as long",
    explanation: "Reads the inputs of each estimate: a prior of this program in one that is longer than ten minutes at P80. \
                  The likelihood that it takes more than twice the median follows from the width of the distribution.",
    check,
};

/// Seconds at P80 from which a step is worth measuring.
const LONG: f64 = 600.0;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for phase in &context.plan.phases {
        let by_prior = phase.steps.iter().filter(|step| {
            let machine = !matches!(step.by, crate::migration::model::Performer::Role(_));
            let prior = |it: &crate::specification::model::Fact| matches!(it.source, FactSource::Prior { .. });
            machine && step.estimate.inputs.iter().any(prior) && step.estimate.distribution.quantile(0.8) > LONG
        });
        let Some(step) = by_prior.max_by(|one, other| {
            one.estimate.distribution.quantile(0.8).total_cmp(&other.estimate.distribution.quantile(0.8))
        }) else {
            continue;
        };
        let of = &step.estimate.distribution;
        let (median, p95) = (of.quantile(0.5), of.quantile(0.95));
        let overrun = share_above(of, 2.0 * median);
        if overrun < 0.01 {
            continue;
        }
        let because = format!("{} at P50 and {} at P95: {}", duration(median), duration(p95), step.estimate.explanation);
        let add = "measure the engine: `plan calibrate --engine URL -o throughput.json`, then `plan make --spec … --throughput \
                   throughput.json`";
        drafts.push(
            Draft::new(&phase.id, format!("`{}` takes more than twice its median", step.title), context.owner(Duty::Database))
                .phase(&phase.id)
                .likely(overrun, because, step.estimate.inputs.clone())
                .reaches(context.blast(&phase.migration))
                .noticed(Factor::new(0.7, "its progress is seen while it runs", step.basis.clone()))
                .taken_back(context.reversible(phase, step))
                .mitigated(Vec::<Mitigation>::new(), add),
        );
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;
    
    #[test]
    fn the_wide_prior_is_told_where_it_decides() {
        let spec = |rows: &str| {
            format!(
                "{{type: database, pattern: schema_change, source: PostgreSQL 14 on premises, target: PostgreSQL 16 on AWS, \
                 tables: [{{name: readings, rows: {rows}, size: 90 GB}}]}}"
            )
        };
        assert!(!found("estimate-rests-on-priors", &spec("900M")).is_empty());
    }
}
