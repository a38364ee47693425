//! Disk that a step needs besides.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::estimate::words::bytes;
use crate::migration::{MigrationPhase, MigrationStep, Work};
use crate::migration::team::Duty;
use crate::specification::model::Fact;

pub(super) const RULE: RiskRule = RiskRule {
    id: "disk-runs-full",
    category: Category::Technical,
    summary: "a step needs much free disk for a while, and it is not there, or nobody says that it is",
    explanation: "Reads the free disk that the estimates state: a rewrite or an index build holds a second copy. Told from \
                  1 GB on. Where `free_disk` is stated, the likelihood is 0.95 where that is less, 0.2 where it leaves less \
                  than a fifth over, and nothing is told where it leaves more. Where nobody says, it is 0.05 at 1 GB and \
                  0.05 more for each tenfold of it, at most 0.4: a proposal of this program.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let needing = context.steps().filter_map(|(phase, step)| Some((phase, step, step.estimate.free_disk_bytes?)));
    let draft = |(phase, step, needed): (&MigrationPhase, &MigrationStep, f64)| {
        let (likely, because, fact) = judged(context, &phase.migration, needed)?;
        let asks = |work: &Work| match work {
            Work::Gate(gate) => gate.criteria.iter().any(|it| it.measure.subject().contains("free on the disk")),
            _ => false,
        };
        let before = context.phases_of(&phase.migration).flat_map(|it| Context::some(it, "asks for free disk beforehand", asks));
        let draft = Draft::new(&step.id, format!("The disk runs full under `{}`", step.title), context.owner(Duty::Platform))
            .phase(&phase.id)
            .likely(likely, because, fact.into_iter().chain(step.estimate.inputs.iter().cloned()).collect())
            .reaches(context.blast(&phase.migration))
            .noticed(Factor::new(0.5, "a full disk is seen when it is full, unless somebody watches it", Vec::new()))
            .taken_back(context.reversible(phase, step))
            .mitigated(
                before.take(1).collect::<Vec<_>>(),
                format!("see that {} are free on the target's disk before {}, and state `free_disk`", bytes(needed), step.id),
            );
        Some(draft)
    };
    needing.filter(|(.., needed)| *needed >= 1e9).filter_map(draft).collect()
}

/// How likely there is too little, and why: by what is stated, else by how much is needed. Nothing where enough is left.
fn judged(context: &Context<'_>, migration: &str, needed: f64) -> Option<(f64, String, Option<Fact>)> {
    let own = context.migrations().iter().find(|it| it.id == migration);
    let Some((own, free)) = own.and_then(|it| Some((it, it.constraints.free_disk?))) else {
        let tenfolds = (needed / 1e9).log10().max(0.0);
        let because = format!("{} have to be free while it runs; nobody says whether they are: state `free_disk`", bytes(needed));
        return Some(((0.05 + 0.05 * tenfolds).min(0.4), because, None));
    };
    let likely = match free {
        _ if free < needed => 0.95,
        _ if free < 1.2 * needed => 0.2,
        _ => return None,
    };
    let because = format!("{} have to be free while it runs, {} are", bytes(needed), bytes(free));
    let fact = context.fact(own, "/constraints/free_disk", format!("{} are free", bytes(free)));
    Some((likely, because, Some(fact)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found_in, plan};
    use crate::risk::Circumstances;

    #[test]
    fn what_is_stated_decides() {
        let text = |free: &str| {
            format!("{{type: database, pattern: schema_change, source: a, target: b, constraints: {{free_disk: {free}}}, schema_changes: [{{table: t, changes: [{{type: drop_column, column: c}}]}}]}}")
        };
        let likelihood = |free: &str| {
            let mut plan = plan(&text(free));
            plan.phases[0].steps[0].estimate.free_disk_bytes = Some(50e9);
            found_in("disk-runs-full", &plan, &Circumstances::new()).first().map(|it| it.likelihood.value)
        };
        assert_eq!([likelihood("40 GB"), likelihood("55 GB"), likelihood("90 GB")], [Some(0.95), Some(0.2), None]);
    }

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
