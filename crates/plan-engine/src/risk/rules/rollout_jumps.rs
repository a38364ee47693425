//! A stage that is much larger than the one before.

use super::{Category, Context, Draft, RiskRule};
use crate::migration::Work;
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "rollout-jumps",
    category: Category::Operational,
    summary: "a stage of a roll-out moves half of the traffic or more at once",
    explanation: "Reads the stages of each flag as the plan has them. A step of fifty points or more reaches so many users \
                  before anything is learnt about load that only they make: likelihood 0.1 and 0.2 more for each further \
                  fifty points.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let found = context.steps().filter_map(|(phase, step)| {
        let Work::Traffic { flag, from, to, .. } = &step.work else { return None };
        let points = to - from;
        if points < 50.0 {
            return None;
        }
        let because = format!("{flag} goes from {from} % to {to} % at once");
        Some(
            Draft::new(&step.id, format!("The new side gives way when {flag} goes from {from} % to {to} % of the traffic"), context.owner(Duty::Service))
                .phase(&phase.id)
                .likely(0.1 + 0.2 * (points - 50.0) / 50.0, because, step.basis.clone())
                .reaches(context.blast(&phase.migration))
                .noticed(context.noticed_in(phase))
                .taken_back(context.reversible(phase, step))
                .mitigated(context.triggers(phase), format!("add a stage between {from} % and {to} % to {flag}")),
        )
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn the_larger_the_jump_the_likelier() {
        let likelihoods = |stages: &str| -> Vec<f64> {
            let spec = format!("{{type: service, pattern: canary, source: a, target: b, flags: [{{name: f, stages: [{stages}]}}]}}");
            found("rollout-jumps", &spec).iter().map(|it| it.likelihood.value).collect()
        };
        assert!(likelihoods("{percentage: 30, hold: 1h}, {percentage: 60, hold: 1h}, {percentage: 100}").is_empty());
        let at_once = likelihoods("{percentage: 100}");
        let half = likelihoods("{percentage: 50, hold: 1h}, {percentage: 100}");
        assert!(at_once[0] > half[0] && half.len() == 2, "{at_once:?} {half:?}");
    }
}
