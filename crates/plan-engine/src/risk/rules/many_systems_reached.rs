//! Many systems that a fault reaches.

use super::super::factor::counted;
use super::{Category, Context, Draft, Factor, RiskRule};
use crate::migration::Work;
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "many-systems-reached",
    category: Category::Business,
    summary: "many systems depend on what is migrated, and each is a way in which it can fail unseen",
    explanation: "Reads the dependencies of a migration, and migrations that wait for it, from three on. Each fails with a \
                  probability of 5 %, as if they were independent: likelihood 1 − 0.95ⁿ. The 5 % is a proposal of this \
                  program.",
    check,
};

/// Systems from which on it is told.
const MANY: usize = 3;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let draft = |summary: &crate::migration::model::MigrationSummary| {
        let migration = context.migrations().iter().find(|it| it.id == summary.migration)?;
        let number = i32::try_from(summary.reaches.len()).unwrap_or(i32::MAX);
        if summary.reaches.len() < MANY {
            return None;
        }
        let because = format!("{number} systems, each with a probability of 5 %: {}", summary.reaches.join(", "));
        let fact = context.fact(migration, "/constraints/dependencies", because.clone());
        let mut checks = Vec::new();
        for phase in context.phases_of(&migration.id) {
            checks.extend(phase.steps.iter().filter(|step| is_about(step, &summary.reaches)).map(|step| {
                super::Mitigation::Step { id: step.id.clone(), how: step.title.clone() }
            }));
        }
        let watched = if checks.is_empty() {
            Factor::new(0.1, "no step of the plan asks these systems", Vec::new())
        } else {
            Factor::new(0.7, counted(checks.len(), "step asks or tells", "steps ask or tell") + " these systems by name", Vec::new())
        };
        let shift = context.phases_of(&migration.id).find(|it| {
            it.steps.iter().any(|it| matches!(it.work, Work::Traffic { .. } | Work::Deployment { .. })) || it.name == "cut"
        });
        let title = format!("One of the {number} systems around {} fails with it", migration.id);
        let mut draft = Draft::new(&migration.id, title, context.owner(Duty::Release))
            .likely(1.0 - 0.95_f64.powi(number), because, vec![fact])
            .reaches(context.blast(&migration.id))
            .noticed(watched);
        if let Some(phase) = shift {
            draft = draft.phase(&phase.id).taken_back(context.reversible_phase(phase));
        }
        Some(draft.mitigated(checks, "name the systems under `dependencies`: each gets a check of its own"))
    };
    context.plan.summaries.iter().filter_map(draft).collect()
}

fn is_about(step: &crate::migration::MigrationStep, systems: &[String]) -> bool {
    matches!(step.work, Work::Gate(_) | Work::Manual { .. }) && systems.iter().any(|it| step.title.contains(it.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn more_systems_make_it_likelier() {
        let spec = |all: &str| format!("{{type: service, pattern: canary, source: a, target: b, constraints: {{dependencies: [{all}]}}}}");
        let likelihood = |all: &str| found("many-systems-reached", &spec(all)).first().map(|it| it.likelihood.value);
        assert_eq!(likelihood("till, shop"), None);
        assert_eq!(likelihood("till, shop, post"), Some(0.143));
        assert!(likelihood("till, shop, post, mail") > likelihood("till, shop, post"));
    }
}
