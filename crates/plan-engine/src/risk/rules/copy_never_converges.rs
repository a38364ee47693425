//! A copy that rows outrun.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::estimate::words::count;
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "copy-never-converges",
    category: Category::Technical,
    summary: "rows change faster than they are copied, so that the copy never catches up",
    explanation: "Reads the writes a second of each table (w) and the rows applied a second (a). A copy takes \
                  (N/r)/(1 − w/a) and never ends where w ≥ a. The likelihood is the probability of w ≥ a, with a as \
                  uncertain as its measurement or prior; from 1 % on it is told.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let copies = context.steps().filter_map(|(phase, step)| Some((phase, step, step.estimate.convergence?)));
    let at_risk = copies.filter(|(.., it)| it.probability_never >= 0.01 || it.never());
    let draft = |(phase, step, it): (&crate::migration::MigrationPhase, &crate::migration::MigrationStep, _)| {
        let it: crate::estimate::Convergence = it;
        let because = format!(
            "{} rows/s are written and about {} rows/s can be applied: in {:.0} % of cases the copy never catches up",
            count(it.writes_per_second),
            count(it.applied_per_second),
            it.probability_never * 100.0
        );
        let title = format!("`{}` never catches up with what is written", step.title);
        Draft::new(&step.id, title, context.owner(Duty::Database))
            .phase(&phase.id)
            .likely(it.probability_never, because, step.estimate.inputs.clone())
            .reaches(context.blast(&phase.migration))
            .noticed(Factor::new(0.8, "the lag of a copy is measured while it runs", step.basis.clone()))
            .taken_back(context.reversible(phase, step))
            .mitigated(
                Context::gates(phase, "goes on only once the copy has caught up"),
                "measure the speed with `plan calibrate`, or copy in hours with fewer writes",
            )
    };
    at_risk.map(draft).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn a_table_written_faster_than_rows_are_copied_is_told() {
        let spec = |writes: &str| {
            format!(
                "{{type: database, pattern: schema_change, source: PostgreSQL 14 on premises, target: PostgreSQL 16 on AWS, \
                 tables: [{{name: events, rows: 40M, size: 8 GB, writes_per_second: {writes}}}]}}"
            )
        };
        let risks = found("copy-never-converges", &spec("50000"));
        assert!(risks.iter().any(|it| it.likelihood.value > 0.5), "{risks:#?}");
        assert!(found("copy-never-converges", &spec("0.1")).is_empty());
    }
}
