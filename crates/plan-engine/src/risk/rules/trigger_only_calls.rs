//! No trigger that acts by itself.

use super::{Category, Context, Draft, RiskRule};
use crate::migration::Work;
use crate::migration::team::Duty;
use crate::specification::model::TriggerAction;

pub(super) const RULE: RiskRule = RiskRule {
    id: "trigger-only-calls",
    category: Category::Operational,
    summary: "traffic moves, and nothing takes it back by itself when the new side is sick",
    explanation: "Reads the triggers of migrations that move traffic. Where none starts the way back by itself, a fault lasts \
                  until somebody is awake: likelihood 0.3 with a trigger that calls, 0.5 with none; a trigger whose bound is \
                  more than twice that of the alert on the same metric counts as late: 0.2.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for migration in context.migrations() {
        let moves = |it: &&crate::migration::MigrationPhase| it.steps.iter().any(|it| matches!(it.work, Work::Traffic { .. }));
        let Some(phase) = context.phases_of(&migration.id).find(moves) else { continue };
        let Some((likely, because, place)) = weakness(migration) else { continue };
        let fact = context.fact(migration, place, because.clone());
        drafts.push(
            Draft::new(&migration.id, format!("{} stays sick until somebody acts", migration.target), context.owner(Duty::Service))
                .phase(&phase.id)
                .likely(likely, because, vec![fact])
                .reaches(context.blast(&migration.id))
                .noticed(context.noticed_in(phase))
                .taken_back(context.reversible_phase(phase))
                .mitigated(
                    Context::gates(phase, "no further stage begins while an alert sounds"),
                    "add a trigger with `action: automatic_rollback`",
                ),
        );
    }
    drafts
}

/// What is weak about the triggers: likelihood, reason, place.
fn weakness(migration: &crate::specification::model::Migration) -> Option<(f64, String, &'static str)> {
    let acting: Vec<_> = migration.triggers.iter().filter(|it| it.action == TriggerAction::AutomaticRollback).collect();
    if acting.is_empty() {
        let (likely, words) = if migration.triggers.is_empty() { (0.5, "there is none") } else { (0.3, "they call somebody or do less") };
        return Some((likely, format!("no trigger starts the way back by itself: {words}"), "/triggers"));
    }
    let late = acting.iter().find_map(|it| {
        let alert = migration.monitoring.alert_thresholds.iter().find(|bound| bound.metric == it.bound.metric)?;
        let late = it.bound.threshold > 2.0 * alert.threshold;
        late.then(|| format!("{}: the alert sounds at {}, the way back starts at {}", alert.metric, alert.threshold, it.bound.threshold))
    })?;
    Some((0.2, late, "/triggers"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn an_alarm_is_less_than_a_way_back() {
        let likelihood = |triggers: &str| {
            let spec = format!(
                "{{type: service, pattern: canary, source: a, target: b, monitoring: {{alert_thresholds: {{error_rate: 0.01}}}}, \
                 triggers: [{triggers}]}}"
            );
            found("trigger-only-calls", &spec).first().map(|it| it.likelihood.value)
        };
        assert_eq!(likelihood(""), Some(0.5));
        assert_eq!(likelihood("{metric: error_rate, threshold: 0.02, for: 1m, action: alert_team}"), Some(0.3));
        assert_eq!(likelihood("{metric: error_rate, threshold: 0.09, for: 1m, action: automatic_rollback}"), Some(0.2));
        assert_eq!(likelihood("{metric: error_rate, threshold: 0.02, for: 1m, action: automatic_rollback}"), None);
    }
}
