//! Another major version of the engine.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::migration::Work;
use crate::migration::pattern::Engine;
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "engine-changes-major-version",
    category: Category::Technical,
    summary: "the target is another product or major version of the engine: sort orders, plans and extensions may differ",
    explanation: "Reads product and major version in the words of `source` and `target`. Likelihood 0.2 and 0.05 more for each \
                  major version between, 0.7 for another product. A change of the operating system's collations breaks the \
                  order of text indexes without an error (PostgreSQL manual, 24.2.2.1), hence the low detectability.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let draft = |migration: &crate::specification::model::Migration| {
        let (old, new) = (Engine::of(&migration.source), Engine::of(&migration.target));
        let (old_product, new_product) = (old.product?, new.product?);
        let likely = if old_product == new_product {
            let (old, new) = (old.major?, new.major?);
            let between = new.abs_diff(old);
            if between == 0 {
                return None;
            }
            0.2 + 0.05 * f64::from(between.min(10))
        } else {
            0.7
        };
        let because = format!("from {} to {}", migration.source, migration.target);
        let fact = context.fact(migration, "/target", because.clone());
        let mut gates = Vec::new();
        for phase in context.phases_of(&migration.id) {
            gates.extend(Context::some(phase, "compares both sides before the switch", |it| match it {
                Work::Gate(gate) => gate
                    .criteria
                    .iter()
                    .any(|it| matches!(it.measure, crate::migration::model::Measure::Mismatches(_))),
                _ => false,
            }));
        }
        gates.truncate(3);
        let last = context.phases_of(&migration.id).find(|it| it.name == "cut");
        let mut draft = Draft::new(&migration.id, format!("{} behaves otherwise on {}", migration.id, migration.target), context.owner(Duty::Database))
            .likely(likely, because, vec![fact])
            .reaches(context.blast(&migration.id))
            .noticed(Factor::new(0.3, "another order of text or another plan gives no error", Vec::new()));
        if let Some(phase) = last {
            draft = draft.phase(&phase.id).taken_back(context.reversible_phase(phase));
        }
        Some(draft.mitigated(gates, "run the application's tests on the new version, and compare `pg_collation` and extensions of both sides"))
    };
    context.migrations().iter().filter_map(draft).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn two_versions_on_are_likelier_than_one() {
        let likelihood = |way: &str, target: &str| {
            let spec = format!("{{{way}, source: PostgreSQL 14 on premises, target: {target}}}");
            found("engine-changes-major-version", &spec).first().map(|it| it.likelihood.value)
        };
        let tables = "type: database, pattern: schema_change, tables: [{name: t, rows: 10, size: 1 MB}]";
        assert_eq!(likelihood(tables, "PostgreSQL 15 on AWS"), Some(0.25));
        assert_eq!(likelihood(tables, "PostgreSQL 16 on AWS"), Some(0.3));
        assert_eq!(likelihood(tables, "PostgreSQL 14 on AWS"), None);
        // Another product is a matter of infrastructure; the pattern of databases refuses it.
        assert_eq!(likelihood("type: infrastructure, pattern: cloud_migration", "MySQL 8 on AWS"), Some(0.7));
    }
}
