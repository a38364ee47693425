//! Personal data in the archive of a schema plan.

use super::{Category, Context, Draft, Factor, Mitigation, RiskRule};
use crate::migration::Work;
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "archive-holds-personal-data",
    category: Category::Compliance,
    summary: "what the plan takes out is archived, and under GDPR an archive of personal data needs an end",
    explanation: "Reads the archives of schema plans where GDPR or HIPAA is named. Kept no longer than necessary (GDPR, article \
                  5(1)(e)): likelihood 0.5 where the plan ends without the phase `purge`, 0.1 where it has one.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for part in &context.plan.schema_plans {
        let Some(migration) = context.migrations().iter().find(|it| it.id == part.migration) else { continue };
        let Some((regime, pointer)) = personal(context, migration) else { continue };
        if part.plan.archives.is_empty() {
            continue;
        }
        let purge = context.phases_of(&migration.id).find(|it| it.name == "purge");
        let names: Vec<&str> = part.plan.archives.iter().take(3).map(|it| it.relation.as_str()).collect();
        let because = format!("{} hold what is taken out; {}", names.join(", "), match purge {
            Some(_) => "the phase purge drops them behind an approval",
            None => "no phase drops them",
        });
        let fact = context.plan.specification.places.fact(&pointer, format!("{} is under {regime}", migration.id));
        let last = purge.or_else(|| context.phases_of(&migration.id).last());
        let mut draft = Draft::new(&migration.id, format!("Archives of {} outlive their purpose", migration.id), context.owner(Duty::Compliance))
            .likely(if purge.is_some() { 0.1 } else { 0.5 }, because, vec![fact])
            .reaches(Factor::new(0.5, "a fine, not an outage: a proposal of this program", Vec::new()))
            .noticed(Factor::new(0.2, "nobody looks at an archive after a migration", Vec::new()))
            .taken_back(Factor::new(0.7, "an archive can be dropped later", Vec::new()));
        if let Some(phase) = last {
            draft = draft.phase(&phase.id);
        }
        let drops: Vec<Mitigation> = purge.map(|it| Context::some(it, "drops the archive", |it| matches!(it, Work::SchemaStep { .. }))).unwrap_or_default();
        drafts.push(draft.mitigated(drops, "make the plan with `purge: true` under `schema`, and name a day for it"));
    }
    drafts
}

/// The regime that asks, and where it stands.
fn personal(context: &Context<'_>, migration: &crate::specification::model::Migration) -> Option<(String, String)> {
    let asks = |it: &String| ["gdpr", "dsgvo", "hipaa"].iter().any(|regime| it.to_lowercase().contains(regime));
    let own = migration.constraints.compliance.iter().enumerate();
    let own = own.map(|(at, it)| (it, format!("{}/constraints/compliance/{at}", migration.pointer)));
    let whole = context.plan.specification.compliance.iter().enumerate().map(|(at, it)| (it, format!("/compliance/{at}")));
    own.chain(whole).find(|(it, _)| asks(it)).map(|(it, pointer)| (it.clone(), pointer))
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn values_that_do_not_fit_leave_an_archive() {
        let spec = |regime: &str| {
            format!(
                "{{type: database, pattern: schema_change, source: PostgreSQL 15, target: PostgreSQL 15, constraints: \
                 {{compliance: [{regime}]}}, tables: [{{name: guests, rows: 5k}}], schema_changes: [{{table: guests, changes: \
                 [{{type: modify_column, column: age, old_type: text, new_type: integer}}]}}]}}"
            )
        };
        let under = found("archive-holds-personal-data", &spec("GDPR"));
        assert_eq!(under.len(), 1);
        assert!((under[0].likelihood.value - 0.5).abs() < 1e-9, "{under:#?}");
        assert!(found("archive-holds-personal-data", &spec("ISO 27001")).is_empty());
    }
}
