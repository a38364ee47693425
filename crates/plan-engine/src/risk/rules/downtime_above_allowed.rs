//! A downtime that is longer than allowed.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::estimate::words::duration;
use crate::migration::team::Duty;
use crate::plan::LockMode;
use crate::risk::factor::share_above;

pub(super) const RULE: RiskRule = RiskRule {
    id: "downtime-above-allowed",
    category: Category::Business,
    summary: "what stops the application takes longer than the specification allows",
    explanation: "Reads `max_downtime` and the time of what stops the application: the cut of a migration as a whole, and steps \
                  that write a table anew or build an index under ACCESS EXCLUSIVE. The likelihood is the share of the distribution above \
                  what is allowed, told from 1 % on.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for migration in context.migrations() {
        let Some(allowed) = migration.constraints.max_downtime else { continue };
        for phase in context.phases_of(&migration.id) {
            for step in phase.steps.iter().filter(|it| stops(it)) {
                let of = &step.estimate.distribution;
                let likely = share_above(of, allowed);
                if likely < 0.01 {
                    continue;
                }
                let because = format!(
                    "`{}` stops what uses it for {} at P80, {} are allowed",
                    step.title,
                    duration(of.quantile(0.8)),
                    duration(allowed)
                );
                let fact = context.fact(migration, "/constraints/max_downtime", format!("downtime of {} at most", duration(allowed)));
                let mut basis = vec![fact];
                basis.extend(step.estimate.inputs.iter().take(3).cloned());
                drafts.push(
                    Draft::new(&step.id, format!("`{}` takes longer than the downtime allowed", step.title), context.owner(Duty::Database))
                        .phase(&phase.id)
                        .likely(likely, because, basis)
                        .reaches(context.blast(&migration.id))
                        .noticed(Factor::new(0.9, "an outage is seen at once", Vec::new()))
                        .taken_back(context.reversible(phase, step))
                        .mitigated(
                            Context::gates(phase, "nothing is stopped before this holds"),
                            "rehearse it on a copy of this size and measure: `plan calibrate`",
                        ),
                );
            }
        }
    }
    drafts
}

/// Whether the application stands still while a step runs.
fn stops(step: &crate::migration::MigrationStep) -> bool {
    let held = step.facts.locks.iter().any(|it| it.mode == LockMode::AccessExclusive);
    let inside = step.timing.because.contains("downtime");
    held && Context::held_throughout(step) || inside
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found_in, plan};
    use crate::plan::{Facts, LockMode};
    use crate::risk::Circumstances;

    #[test]
    fn a_rewrite_under_a_lock_is_held_against_what_is_allowed() {
        let spec = "{type: database, pattern: schema_change, source: PostgreSQL 15, target: PostgreSQL 15, constraints: \
                    {max_downtime: 10m}, tables: [{name: bills, rows: 5k}], schema_changes: [{table: bills, changes: [{type: \
                    drop_column, column: fax}]}]}";
        let mut plan = plan(spec);
        let step = &mut plan.phases.last_mut().unwrap().steps[0];
        step.facts = Facts::lock("public.bills", LockMode::AccessExclusive).rewriting("public.bills");
        step.estimate.distribution = schedule::Distribution::Fixed { seconds: 900.0 };
        assert_eq!(found_in("downtime-above-allowed", &plan, &Circumstances::new()).len(), 1);
        plan.phases.last_mut().unwrap().steps[0].estimate.distribution = schedule::Distribution::Fixed { seconds: 60.0 };
        assert!(found_in("downtime-above-allowed", &plan, &Circumstances::new()).is_empty());
    }
}
