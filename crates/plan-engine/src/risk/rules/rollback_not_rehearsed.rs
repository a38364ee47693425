//! A way back that nobody has tried.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::migration::Work;
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "rollback-not-rehearsed",
    category: Category::Operational,
    summary: "no proof shows that the way back works",
    explanation: "Looks for a proof that is bound to the digest of each schema plan (`plan prove`), given with --proof. Without \
                  one the likelihood that the way back fails is 0.3, with a gate that rehearses it 0.1: a proposal of this \
                  program.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for part in &context.plan.schema_plans {
        if context.circumstances.proven.contains(&part.plan.digest) || part.plan.phases.is_empty() {
            continue;
        }
        let Some(migration) = context.migrations().iter().find(|it| it.id == part.migration) else { continue };
        let Some(phase) = context.phases_of(&migration.id).find(|it| !it.way_back.steps.is_empty()) else { continue };
        let mut drills = Vec::new();
        for phase in context.phases_of(&migration.id) {
            drills.extend(Context::some(phase, "rehearses the way back", |it| match it {
                Work::Gate(gate) => gate.criteria.iter().any(|it| rehearses(it.measure.subject())),
                Work::Manual { instruction } => rehearses(instruction),
                _ => false,
            }));
        }
        let likely = if drills.is_empty() { 0.3 } else { 0.1 };
        let because = format!("no proof at hand is bound to the schema plan {}", part.plan.digest.get(..12).unwrap_or_default());
        let fact = crate::specification::model::Fact {
            source: crate::specification::model::FactSource::SchemaPlan { migration: migration.id.clone(), step: None },
            pointer: String::new(),
            says: because.clone(),
        };
        drafts.push(
            Draft::new(&migration.id, format!("The way back of {} fails when it is needed", migration.id), context.owner(Duty::Database))
                .phase(&phase.id)
                .likely(likely, because, vec![fact])
                .reaches(context.blast(&migration.id))
                .noticed(Factor::new(0.2, "a way back that fails is noticed when it is needed", Vec::new()))
                .taken_back(Factor::new(0.3, "a restore of a backup remains", Vec::new()))
                .mitigated(drills, "prove it: `plan prove plan.json -o proof.json`, then `plan risk plan.json --proof proof.json`"),
        );
    }
    drafts
}

fn rehearses(text: &str) -> bool {
    ["rehears", "prove", "drill"].iter().any(|it| text.contains(it))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found_in, plan};
    use crate::risk::Circumstances;

    #[test]
    fn a_proof_of_this_very_plan_settles_it() {
        let plan = plan(
            "{type: database, pattern: schema_change, source: PostgreSQL 15, target: PostgreSQL 15, tables: [{name: bills, rows: \
             5k}], schema_changes: [{table: bills, changes: [{type: modify_column, column: age, old_type: text, new_type: integer}]}]}",
        );
        assert_eq!(found_in("rollback-not-rehearsed", &plan, &Circumstances::new()).len(), 1);
        let proven = plan.schema_plans.iter().map(|it| it.plan.digest.clone()).collect();
        assert!(found_in("rollback-not-rehearsed", &plan, &Circumstances::new().proven(proven)).is_empty());
    }
}
