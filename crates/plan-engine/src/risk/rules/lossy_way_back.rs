//! A way back that does not keep every value.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::migration::Work;
use crate::migration::team::Duty;
use crate::plan::Loss;

pub(super) const RULE: RiskRule = RiskRule {
    id: "lossy-way-back",
    category: Category::Technical,
    summary: "on the way back some values follow a policy, since the old shape cannot hold them",
    explanation: "Reads the loss that each inverse states. The likelihood that such a value is written before the way back is \
                  0.3, a proposal of this program; nothing leaves the database without being archived.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for phase in &context.plan.phases {
        let lossy = phase.steps.iter().find_map(|step| match &step.inverse.loss {
            Loss::Policy(policy) => Some((step, policy)),
            Loss::Nothing | Loss::Everything(_) => None,
        });
        let Some((step, policy)) = lossy else { continue };
        let because = format!("`{}` is taken back so: {policy}", step.title);
        let kept = Context::some(phase, "asks before values are put in another shape", |it| matches!(it, Work::Approval { .. }));
        drafts.push(
            Draft::new(&phase.id, format!("Values change on the way back from {}", phase.id), context.owner(Duty::Database))
                .phase(&phase.id)
                .likely(0.3, because, step.basis.clone())
                .reaches(context.blast(&phase.migration))
                .noticed(Factor::new(0.7, "the archive lists every value that was replaced", Vec::new()))
                .taken_back(Factor::new(0.5, "the originals are archived and are put back by hand", Vec::new()))
                .mitigated(kept, "agree on the policy with those who own the data before this phase"),
        );
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found_in, plan};
    use crate::plan::Loss;
    use crate::risk::Circumstances;

    #[test]
    fn a_policy_is_told_once_a_phase() {
        let mut plan = plan("{type: service, pattern: canary, source: a, target: b}");
        assert!(found_in("lossy-way-back", &plan, &Circumstances::new()).is_empty());
        for step in &mut plan.phases[0].steps {
            step.inverse.loss = Loss::Policy("longer texts are cut".to_owned());
        }
        let risks = found_in("lossy-way-back", &plan, &Circumstances::new());
        assert_eq!(risks.len(), 1);
        assert!(risks[0].likelihood.because.contains("longer texts are cut"));
    }
}
