//! Disk that a step needs besides.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::estimate::words::bytes;
use crate::migration::Work;
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "disk-runs-full",
    category: Category::Technical,
    summary: "a step needs much free disk for a while, and nothing in the specification says that it is there",
    explanation: "Reads the free disk that the estimates state: a rewrite or an index build holds a second copy. Told from \
                  1 GB on. No field tells free disk, so the likelihood is 0.05 at 1 GB and 0.05 more for each tenfold of \
                  it, at most 0.4: a proposal of this program.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let needing = context.steps().filter_map(|(phase, step)| Some((phase, step, step.estimate.free_disk_bytes?)));
    let draft = |(phase, step, needed): (&crate::migration::MigrationPhase, &crate::migration::MigrationStep, f64)| {
        let tenfolds = (needed / 1e9).log10().max(0.0);
        let because = format!("{} have to be free while it runs; nobody says whether they are", bytes(needed));
        Draft::new(&step.id, format!("The disk runs full under `{}`", step.title), context.owner(Duty::Platform))
            .phase(&phase.id)
            .likely((0.05 + 0.05 * tenfolds).min(0.4), because, step.estimate.inputs.clone())
            .reaches(context.blast(&phase.migration))
            .noticed(Factor::new(0.5, "a full disk is seen when it is full, unless somebody watches it", Vec::new()))
            .taken_back(context.reversible(phase, step))
            .mitigated(
                Context::some(phase, "asks for free disk beforehand", |it| match it {
                    Work::Manual { instruction } => instruction.contains("disk"),
                    _ => false,
                }),
                format!("see that {} are free on the target's disk before {}", bytes(needed), step.id),
            )
    };
    needing.filter(|(.., needed)| *needed >= 1e9).map(draft).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found_in, plan};
    use crate::risk::Circumstances;

    #[test]
    fn the_larger_the_likelier() {
        let mut plan = plan("{type: service, pattern: canary, source: a, target: b}");
        let mut likelihood = |needed: f64| {
            plan.phases[0].steps[0].estimate.free_disk_bytes = Some(needed);
            found_in("disk-runs-full", &plan, &Circumstances::new()).first().map(|it| it.likelihood.value)
        };
        assert_eq!([likelihood(1e6), likelihood(1e9), likelihood(1e12)], [None, Some(0.05), Some(0.2)]);
    }
}
