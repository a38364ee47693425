//! A downtime that is longer than allowed.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::estimate::Estimate;
use crate::estimate::words::duration;
use crate::migration::team::Duty;
use crate::migration::time::sum;
use crate::migration::{MigrationPhase, Work};
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
        let fact = context.fact(migration, "/constraints/max_downtime", format!("downtime of {} at most", duration(allowed)));
        for phase in context.phases_of(&migration.id) {
            let held = phase.steps.iter().filter(|it| stops(it));
            let each = held.map(|it| (it.id.as_str(), format!("`{}`", it.title), it.estimate.clone(), context.reversible(phase, it)));
            let whole = in_one_go(phase).map(|(title, of)| (phase.id.as_str(), title, of, context.reversible_phase(phase)));
            for (id, title, of, back) in each.chain(whole) {
                let likely = share_above(&of.distribution, allowed);
                if likely < 0.01 {
                    continue;
                }
                let because = format!(
                    "{title} stops what uses it for {} at P80 and {} at P95, {} are allowed",
                    duration(of.distribution.quantile(0.8)),
                    duration(of.distribution.quantile(0.95)),
                    duration(allowed)
                );
                let basis = std::iter::once(fact.clone()).chain(of.inputs.iter().take(3).cloned()).collect();
                let timed = |work: &Work| match work {
                    Work::Gate(gate) => gate.criteria.iter().any(|it| it.measure.subject().contains("seconds without writes")),
                    _ => false,
                };
                let rehearsed = context.phases_of(&migration.id).flat_map(|it| Context::some(it, "is timed in the rehearsal", timed));
                let gates = rehearsed.chain(Context::gates(phase, "nothing goes on before this holds")).collect::<Vec<_>>();
                drafts.push(
                    Draft::new(id, format!("{title} takes longer than the downtime allowed"), context.owner(Duty::Database))
                        .phase(&phase.id)
                        .likely(likely, because, basis)
                        .reaches(context.blast(&migration.id))
                        .noticed(Factor::new(0.9, "an outage is seen at once", Vec::new()))
                        .taken_back(back)
                        .mitigated(gates, "rehearse it on a copy of this size and measure: `plan calibrate`"),
                );
            }
        }
    }
    drafts
}

/// The steps of a downtime, one after the other.
fn in_one_go(phase: &MigrationPhase) -> Option<(String, Estimate)> {
    let steps = phase.steps.iter().filter(|it| it.timing.in_one_go.is_some());
    let of = sum(steps.clone().map(|it| &it.estimate))?;
    let titles: Vec<String> = steps.map(|it| format!("`{}`", it.title)).collect();
    Some((titles.join(", then "), of))
}

/// Whether the application stands still while a step runs.
fn stops(step: &crate::migration::MigrationStep) -> bool {
    let held = step.facts.locks.iter().any(|it| it.mode == LockMode::AccessExclusive);
    held && Context::held_throughout(step)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found_in, plan};
    use crate::plan::{Facts, LockMode};
    use crate::risk::Circumstances;

    #[test]
    fn the_cut_is_held_against_what_is_allowed_as_a_whole() {
        let found = |allowed: &str| {
            let spec = format!(
                "{{type: database, pattern: schema_change, source: PostgreSQL 13, target: PostgreSQL 16, constraints: {{max_downtime: {allowed}}}, tables: [{{name: bills, rows: 5k}}]}}"
            );
            found_in("downtime-above-allowed", &plan(&spec), &Circumstances::new())
        };
        let [risk] = <[_; 1]>::try_from(found("7m")).unwrap();
        assert!(risk.likelihood.value > 0.05 && risk.likelihood.value < 0.4, "{risk:?}");
        assert!(risk.title.contains("Stop writes") && risk.title.contains("Open writes"), "{}", risk.title);
        assert!(format!("{:?}", risk.mitigations).contains("verify-rehearse"), "{:?}", risk.mitigations);
        assert!(found("6h").is_empty());
    }

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
