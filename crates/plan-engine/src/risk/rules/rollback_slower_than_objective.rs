//! A way back that takes too long.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::estimate::words::duration;
use crate::migration::Work;
use crate::migration::team::Duty;
use crate::risk::factor::share_above;

pub(super) const RULE: RiskRule = RiskRule {
    id: "rollback-slower-than-objective",
    category: Category::Operational,
    summary: "the way back from a phase takes longer than recovery may take",
    explanation: "Compares the time of each phase's way back, without steps that nobody relies on yet, with the recovery time \
                  objective. The likelihood is the share of \
                  its distribution above the objective, told from 5 % on.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let specification = &context.plan.specification;
    let Some(objective) = specification.objectives.recovery_time else { return Vec::new() };
    let fact = specification.places.fact("/objectives/recovery_time", format!("recovery within {}", duration(objective)));
    let timed = context.plan.phases.iter().filter_map(|phase| Some((phase, phase.recovery()?)));
    let draft = |(phase, back): (&crate::migration::MigrationPhase, crate::estimate::Estimate)| {
        let likely = share_above(&back.distribution, objective);
        if likely < 0.05 {
            return None;
        }
        let because = format!(
            "{} at P50 and {} at P95, {} are allowed",
            duration(back.distribution.quantile(0.5)),
            duration(back.distribution.quantile(0.95)),
            duration(objective)
        );
        let stages = Context::some(phase, "goes in small stages, so that less has to be taken back", |it| matches!(it, Work::Traffic { .. }));
        Some(
            Draft::new(&phase.id, format!("The way back from {} takes too long", phase.id), context.owner(Duty::Release))
                .phase(&phase.id)
                .likely(likely, because, vec![fact.clone()])
                .reaches(context.blast(&phase.migration))
                .noticed(Factor::new(0.8, "how long a way back takes is known beforehand", back.inputs.clone()))
                .taken_back(Factor::new(0.5, "it comes to an end, only later", Vec::new()))
                .mitigated(stages, "rehearse the way back, or state the objective that holds for this phase"),
        )
    };
    timed.filter_map(draft).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn a_minute_is_too_short_for_people_and_a_month_is_not() {
        let spec = |time: &str| format!("{{type: service, pattern: blue_green, source: a, target: b, objectives: {{recovery_time: {time}}}}}");
        assert!(!found("rollback-slower-than-objective", &spec("1s")).is_empty());
        assert!(found("rollback-slower-than-objective", &spec("30d")).is_empty());
    }
}
