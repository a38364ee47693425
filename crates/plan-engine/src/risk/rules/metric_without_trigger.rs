//! A metric that matters and starts nothing.

use super::{Category, Context, Draft, Factor, Mitigation, RiskRule};
use crate::migration::Work;
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "metric-without-trigger",
    category: Category::Operational,
    summary: "metrics are called critical, and neither an alert nor a trigger has a bound for them",
    explanation: "Compares `critical_metrics` with `alert_thresholds` and `rollback_triggers`. The likelihood that a fault shows \
                  only there is 0.1 for each such metric, at most 0.5: a proposal of this program.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let draft = |migration: &crate::specification::model::Migration| {
        let bound = |metric: &String| {
            migration.monitoring.alert_thresholds.iter().any(|it| it.metric == *metric)
                || migration.triggers.iter().any(|it| it.bound.metric == *metric)
        };
        let free: Vec<&String> = migration.monitoring.critical_metrics.iter().filter(|it| !bound(it)).collect();
        if free.is_empty() {
            return None;
        }
        let names = free.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
        let because = format!("{names}: critical, and no bound says when that is too much");
        let facts = free.iter().take(8).filter_map(|metric| {
            let at = migration.monitoring.critical_metrics.iter().position(|it| it == *metric)?;
            let place = format!("/monitoring/critical_metrics/{at}");
            Some(context.fact(migration, &place, format!("{metric} is critical")))
        });
        // So many metrics are counted exactly.
        #[allow(clippy::cast_precision_loss)]
        let likely = (0.1 * free.len() as f64).min(0.5);
        let shift = context.phases_of(&migration.id).find(|it| it.steps.iter().any(|it| matches!(it.work, Work::Traffic { .. } | Work::Deployment { .. })));
        let add = format!("give {names} a bound under `monitoring.alert_thresholds`: it becomes part of every gate");
        let mut draft = Draft::new(&migration.id, format!("A fault of {} that only {names} would show goes unseen", migration.id), context.owner(Duty::Service))
            .likely(likely, because, facts.collect())
            .reaches(context.blast(&migration.id))
            .noticed(Factor::new(0.4, "somebody looks at the metrics, and no machine does", Vec::new()));
        if let Some(phase) = shift {
            draft = draft.phase(&phase.id).taken_back(context.reversible_phase(phase));
        }
        Some(draft.mitigated(Vec::<Mitigation>::new(), add))
    };
    context.migrations().iter().filter_map(draft).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn a_bound_settles_a_metric() {
        let spec = |bounds: &str| {
            format!(
                "{{type: service, pattern: canary, source: a, target: b, monitoring: {{critical_metrics: [error_rate, queue_depth], \
                 alert_thresholds: {{{bounds}}}}}}}"
            )
        };
        let risks = found("metric-without-trigger", &spec("error_rate: 0.01"));
        assert!(risks[0].title.contains("queue_depth") && !risks[0].title.contains("error_rate"));
        assert!((risks[0].likelihood.value - 0.1).abs() < 1e-9);
        assert!(found("metric-without-trigger", &spec("error_rate: 0.01, queue_depth: 500")).is_empty());
    }
}
