//! Nothing may be lost, and something could be.

use super::super::factor::counted;
use super::{Category, Context, Draft, Factor, RiskRule};
use crate::estimate::words::duration;
use crate::migration::Work;
use crate::migration::model::Measure;
use crate::migration::team::Duty;
use crate::plan::Loss;
use crate::specification::model::Kind;

pub(super) const RULE: RiskRule = RiskRule {
    id: "zero-data-loss-at-risk",
    category: Category::Business,
    summary: "no data may be lost, and the plan has a step or an objective that allows for it",
    explanation: "Reads `zero_data_loss` and a recovery point objective of 0 (which says nothing of services: they hold no rows). Against it stand a recovery point objective above \
                  0 (likelihood 0.3), steps whose inverse loses everything (0.2), and a copy between two engines, whose last \
                  writes are lost where the switch does not wait for them (0.1).",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let objectives = &context.plan.specification.objectives;
    for migration in context.migrations() {
        let required = migration.constraints.special_requirements.iter().position(|it| {
            let plain = it.to_lowercase().replace(['-', ' '], "_");
            plain.contains("zero_data_loss") || plain.contains("no_data_loss")
        });
        let fact = match (required, objectives.recovery_point) {
            (Some(at), _) => context.fact(migration, &format!("/constraints/special_requirements/{at}"), "no data may be lost"),
            (None, Some(0.0)) if migration.kind != Kind::Service => context.plan.specification.places.fact("/objectives/recovery_point", "no write may be lost"),
            _ => continue,
        };
        let all: Vec<_> = context.phases_of(&migration.id).flat_map(|phase| phase.steps.iter().map(move |step| (phase, step))).collect();
        let lost = all.iter().copied().find(|(_, it)| matches!(it.inverse.loss, Loss::Everything(_)));
        let copied = all.iter().copied().find(|(_, it)| matches!(it.work, Work::Transfer { .. }));
        let (likely, because, at) = match (objectives.recovery_point, copied, lost) {
            (Some(point), ..) if point > 0.0 => {
                (0.3, format!("writes of {} may be lost by the objective", duration(point)), lost.or(copied))
            }
            (_, Some(copy), _) => (0.1, format!("`{}`: the last writes are lost where the switch does not wait for them", copy.1.title), Some(copy)),
            (_, None, Some(step)) => (0.2, format!("`{}` cannot be taken back", step.1.title), Some(step)),
            _ => continue,
        };
        let mut gates = Vec::new();
        for phase in context.phases_of(&migration.id) {
            gates.extend(Context::some(phase, "compares both sides, or waits for the last write", |it| match it {
                Work::Gate(gate) => gate.criteria.iter().any(|it| matches!(it.measure, Measure::Mismatches(_) | Measure::Lag(_))),
                _ => false,
            }));
        }
        gates.truncate(4);
        let noticed = if gates.is_empty() {
            Factor::new(0.1, "nothing compares both sides", Vec::new())
        } else {
            Factor::new(0.8, counted(gates.len(), "gate compares both sides or waits", "gates compare both sides or wait") + " for the last write", Vec::new())
        };
        let mut draft = Draft::new(&migration.id, format!("{} loses data although none may be lost", migration.id), context.owner(Duty::Database))
            .likely(likely, because, vec![fact])
            .reaches(context.blast(&migration.id))
            .noticed(noticed)
            .taken_back(Factor::new(0.1, "what is lost is lost; a backup holds what was there before", Vec::new()));
        if let Some((phase, _)) = at {
            draft = draft.phase(&phase.id);
        }
        drafts.push(draft.mitigated(gates, "compare both sides before the switch: `reconcile`, or counts and sums of every table"));
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn an_objective_that_allows_for_loss_contradicts_the_requirement() {
        let spec = |more: &str| {
            format!(
                "{{type: database, pattern: schema_change, source: PostgreSQL 14 on premises, target: PostgreSQL 16 on AWS, tables: \
                 [{{name: t, rows: 10k}}]{more}}}"
            )
        };
        let required = ", constraints: {special_requirements: [zero_data_loss]}";
        let likelihood = |more: &str| found("zero-data-loss-at-risk", &spec(more)).first().map(|it| it.likelihood.value);
        assert_eq!(likelihood(""), None);
        assert_eq!(likelihood(&format!("{required}, objectives: {{recovery_point: 5m}}")), Some(0.3));
        assert_eq!(likelihood(required), Some(0.1));
    }
}
