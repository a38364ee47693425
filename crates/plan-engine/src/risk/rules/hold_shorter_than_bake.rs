//! A stage that is too short to learn anything.

use super::{Category, Context, Draft, RiskRule};
use crate::estimate::words::{count, duration};
use crate::migration::Work;
use crate::migration::part::bake;
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "hold-shorter-than-bake",
    category: Category::Operational,
    summary: "a stage is held for less time than the requests take to come that would show more errors",
    explanation: "Reads the load and rate of errors of the old side, the alert on errors, and the hold of each stage. A rise \
                  from one to the other shows in n requests of each side (two proportions, 5 %, power 80 %), which take \
                  n/(rps·weight). The likelihood is the share of that time that the hold lacks, halved: what is not seen need \
                  not be there. The plan's gate holds the stage until the requests have come.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for migration in context.migrations() {
        let Some(load) = migration.service.as_ref().map(|it| &it.legacy.load) else { continue };
        let (Some(per_second), Some(errors)) = (load.requests_per_second, load.error_rate) else { continue };
        let alert = migration.monitoring.alert_thresholds.iter().find(|it| it.metric.contains("error"));
        let Some(needed) = alert.and_then(|it| bake::requests(errors, it.threshold)) else { continue };
        for phase in context.phases_of(&migration.id) {
            for step in &phase.steps {
                let Work::Traffic { flag, to, hold_seconds, .. } = &step.work else { continue };
                let Some(seconds) = bake::seconds(needed, per_second, *to) else { continue };
                if seconds <= *hold_seconds || *to >= 100.0 {
                    continue;
                }
                let because = format!(
                    "{} requests show a rise from {errors} to the alert; at {to} % of {per_second} a second they take {}, {flag} \
                     is held for {}",
                    count(needed),
                    duration(seconds),
                    duration(*hold_seconds)
                );
                drafts.push(
                    Draft::new(&step.id, format!("{flag} goes on from {to} % before anything is known"), context.owner(Duty::Service))
                        .phase(&phase.id)
                        .likely((1.0 - hold_seconds / seconds) / 2.0, because, step.basis.clone())
                        .reaches(context.blast(&migration.id))
                        .noticed(context.noticed_in(phase))
                        .taken_back(context.reversible(phase, step))
                        .mitigated(
                            Context::gates(phase, "holds the stage until enough requests have come"),
                            format!("hold {to} % for {}", duration(seconds)),
                        ),
                );
            }
        }
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn a_minute_at_one_per_cent_shows_nothing() {
        let spec = |hold: &str| {
            format!(
                "{{type: service, pattern: canary, source: a, target: b, service: {{legacy: {{load: {{requests_per_second: 90, \
                 error_rate: 0.001}}}}}}, monitoring: {{alert_thresholds: {{error_rate: 0.002}}}}, flags: [{{name: f, stages: \
                 [{{percentage: 1, hold: {hold}}}, {{percentage: 100}}]}}]}}"
            )
        };
        let risks = found("hold-shorter-than-bake", &spec("1m"));
        assert_eq!(risks.len(), 1);
        assert!(risks[0].likelihood.value > 0.49);
        assert!(found("hold-shorter-than-bake", &spec("14d")).is_empty());
    }
}
