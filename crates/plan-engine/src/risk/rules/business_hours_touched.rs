//! Work that is felt, at any hour.

use super::super::factor::counted;
use super::{Category, Context, Draft, RiskRule};
use crate::estimate::words::duration;
use crate::migration::Work;
use crate::migration::team::Duty;
use crate::plan::LockMode;

pub(super) const RULE: RiskRule = RiskRule {
    id: "business-hours-touched",
    category: Category::Business,
    summary: "steps that can be felt in production may run at any hour: no window and no business hours are told",
    explanation: "Reads which steps move traffic or take a lock that holds writes, and whether anything keeps them out \
                  of business hours. Without any, likelihood 40 / 168: the share of a week that office hours are.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for phase in &context.plan.phases {
        let felt = phase.steps.iter().filter(|step| {
            let free = step.timing.windows.is_empty() && step.timing.outside.is_empty();
            let locks = step.facts.locks.iter().any(|it| it.mode >= LockMode::Share);
            free && (locks || matches!(step.work, Work::Traffic { .. }))
        });
        let felt: Vec<_> = felt.collect();
        let Some(longest) = felt.iter().max_by(|one, other| {
            one.estimate.distribution.quantile(0.95).total_cmp(&other.estimate.distribution.quantile(0.95))
        }) else {
            continue;
        };
        let because = format!(
            "{} of {} can be felt, the longest takes {} at P95, and nothing says when they may run",
            counted(felt.len(), "step", "steps"),
            phase.id,
            duration(longest.estimate.distribution.quantile(0.95))
        );
        let title = format!("`{}` is felt at the busiest hour", longest.title);
        drafts.push(
            Draft::new(&phase.id, title, context.owner(Duty::Release))
                .phase(&phase.id)
                .likely(40.0 / 168.0, because, longest.basis.clone())
                .reaches(context.blast(&phase.migration))
                .noticed(context.noticed_in(phase))
                .taken_back(context.reversible(phase, longest))
                .mitigated(Vec::new(), "state `windows` or `business_hours`: such steps then keep to them"),
        );
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn a_window_keeps_steps_out_of_business_hours() {
        let spec = |more: &str| format!("{{type: service, pattern: canary, source: a, target: b{more}}}");
        assert!(!found("business-hours-touched", &spec("")).is_empty());
        assert!(found("business-hours-touched", &spec(", windows: [{name: night, hours: '01:00-05:00'}]")).is_empty());
    }
}
