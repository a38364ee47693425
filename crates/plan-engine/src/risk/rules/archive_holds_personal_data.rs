//! Personal data in the archive of a schema plan.

use super::{Category, Context, Draft, Factor, Mitigation, RiskRule};
use crate::migration::Work;
use crate::migration::team::Duty;
use crate::plan::Action;

pub(super) const RULE: RiskRule = RiskRule {
    id: "archive-holds-personal-data",
    category: Category::Compliance,
    summary: "what the plan takes out is archived, and under GDPR an archive of personal data needs an end",
    explanation: "Reads the archives of schema plans where GDPR or HIPAA is named. Kept no longer than necessary (GDPR, article \
                  5(1)(e)): likelihood 0.5 where the plan ends without the phase `purge`, 0.3 where a step by hand answers the \
                  regime, 0.1 where it has the phase. Archives that only a way back makes do not count.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for part in &context.plan.schema_plans {
        let Some(migration) = context.migrations().iter().find(|it| it.id == part.migration) else { continue };
        let Some((regime, pointer)) = personal(context, migration) else { continue };
        let kept: Vec<&str> =
            part.plan.archives.iter().map(|it| it.relation.as_str()).filter(|it| !only_back(&part.plan, it)).collect();
        if kept.is_empty() {
            continue;
        }
        let purge = context.phases_of(&migration.id).find(|it| it.name == "purge");
        let names: Vec<&str> = kept.iter().take(3).copied().collect();
        let erased = erasures(context, &migration.id, &regime);
        let because = format!("{} hold what is taken out; {}", names.join(", "), match (purge, erased.first()) {
            (Some(_), _) => "the phase purge drops them behind an approval".to_owned(),
            (None, Some(_)) => format!("no phase drops them; a step answers {regime} by hand"),
            (None, None) => "no phase drops them".to_owned(),
        });
        let likely = match (purge, erased.first()) {
            (Some(_), _) => 0.1,
            (None, Some(_)) => 0.3,
            (None, None) => 0.5,
        };
        let fact = context.plan.specification.places.fact(&pointer, format!("{} is under {regime}", migration.id));
        let last = purge.or_else(|| context.phases_of(&migration.id).last());
        let mut draft = Draft::new(&migration.id, format!("Archives of {} outlive their purpose", migration.id), context.owner(Duty::Compliance))
            .likely(likely, because, vec![fact])
            .reaches(Factor::new(0.5, "a fine, not an outage: a proposal of this program", Vec::new()))
            .noticed(Factor::new(0.2, "nobody looks at an archive after a migration", Vec::new()))
            .taken_back(Factor::new(0.7, "an archive can be dropped later", Vec::new()));
        if let Some(phase) = last {
            draft = draft.phase(&phase.id);
        }
        let mut drops: Vec<Mitigation> = purge.map(|it| Context::some(it, "drops the archive", |it| matches!(it, Work::SchemaStep { .. }))).unwrap_or_default();
        drops.extend(erased);
        drafts.push(draft.mitigated(drops, "make the plan with `purge: true` under `schema`, and name a day for it"));
    }
    drafts
}

/// Whether an archive is made only on the way back.
fn only_back(plan: &crate::plan::Plan, relation: &str) -> bool {
    let makes = |actions: &[crate::plan::Action]| {
        actions.iter().any(|it| match it {
            Action::Sql(sql) => sql.statements.iter().any(|it| {
                let mut rest = it.strip_prefix("CREATE TABLE ").unwrap_or_default();
                rest = rest.strip_prefix("IF NOT EXISTS ").unwrap_or(rest);
                rest.strip_prefix(relation).is_some_and(|it| it.starts_with([' ', '(']))
            }),
            _ => false,
        })
    };
    let steps = || plan.phases.iter().flat_map(|it| &it.steps);
    steps().any(|it| makes(&it.inverse.actions)) && !steps().any(|it| makes(&it.forward))
}

/// Steps that answer what a regime asks of data which is no longer needed.
fn erasures(context: &Context<'_>, migration: &str, regime: &str) -> Vec<Mitigation> {
    let summary = context.plan.summaries.iter().find(|it| it.migration == migration);
    let controls = summary.into_iter().flat_map(|it| &it.controls).filter(|it| it.regime == regime);
    let erases = controls.filter(|it| ["erase", "no longer needed"].iter().any(|word| it.asks.contains(word)));
    let step = |it: &String, how: &String| Mitigation::Step { id: it.clone(), how: how.clone() };
    erases.flat_map(|it| it.steps.iter().map(move |id| step(id, &it.asks))).collect()
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
        assert!((under[0].likelihood.value - 0.3).abs() < 1e-9, "{under:#?}");
        assert!(found("archive-holds-personal-data", &spec("ISO 27001")).is_empty());
    }
}
