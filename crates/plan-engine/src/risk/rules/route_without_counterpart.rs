//! A route that is gone.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::migration::Work;
use crate::migration::part::routes::{Fate, matched, name};
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "route-without-counterpart",
    category: Category::Business,
    summary: "a route of the old service has no counterpart in the new one",
    explanation: "Matches the routes of both sides by method and path, apart from versions and the names of parameters. A \
                  route that is left over fails for whoever calls it once traffic moves: likelihood 0.9 where its traffic is \
                  told, 0.6 where it is not; usage zero for 30 days before it is deleted is the gate. \
                  A route whose end the comparison of the documents tells is left to `interface-breaks-clients`.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for migration in context.migrations() {
        let Some(service) = &migration.service else { continue };
        if service.new.routes.is_empty() {
            continue;
        }
        let matching = matched(&service.legacy.routes, &service.new.routes);
        let gone = service.legacy.routes.iter().zip(&matching.fates).enumerate().filter(|(_, it)| *it.1 == Fate::Gone);
        let shift = context.phases_of(&migration.id).find(|it| it.steps.iter().any(is_traffic));
        for (at, (route, _)) in gone.filter(|(_, (route, _))| !reported(context, &migration.id, &name(route))) {
            let (likely, traffic) = match route.requests_per_second {
                Some(rate) if rate > 0.0 => (0.9, format!("it is called {rate} times a second")),
                Some(_) => (0.1, "nobody calls it by what is told".to_owned()),
                None => (0.6, "its traffic is not told".to_owned()),
            };
            let because = format!("the new side has no {}; {traffic}", name(route));
            let basis = vec![context.fact(migration, &format!("/service/legacy/endpoints/{at}"), because.clone())];
            let mut draft = Draft::new(
                format!("{}:{}", migration.id, name(route)),
                format!("Calls of {} fail", name(route)),
                context.owner(Duty::Service),
            )
            .likely(likely, because, basis)
            .reaches(context.blast(&migration.id))
            .noticed(Factor::new(0.5, "a route that is missing is seen in the errors of the new side", Vec::new()))
            .mitigated(
                context.phases_of(&migration.id).flat_map(usage_gates).take(3).collect(),
                format!("add {} to the new side, or keep it on the old one until nobody calls it", name(route)),
            );
            if let Some(phase) = shift {
                draft = draft.phase(&phase.id).taken_back(context.reversible_phase(phase));
            }
            drafts.push(draft);
        }
    }
    drafts
}

/// Whether the comparison of the documents tells of the route: then it is a risk by that rule.
fn reported(context: &Context<'_>, migration: &str, route: &str) -> bool {
    let reports = context.plan.reports.iter().filter(|it| it.migration == migration);
    let gone = |it: &crate::migration::model::ApiFinding| it.rule.ends_with("-removed") && it.operation.as_deref() == Some(route);
    reports.flat_map(|it| &it.findings).any(gone)
}

fn is_traffic(step: &crate::migration::MigrationStep) -> bool {
    matches!(step.work, Work::Traffic { .. })
}

fn usage_gates(phase: &crate::migration::MigrationPhase) -> Vec<super::Mitigation> {
    Context::some(phase, "the old side stays until nothing uses it", |it| match it {
        Work::Gate(gate) => {
            gate.criteria.iter().any(|it| matches!(it.measure, crate::migration::model::Measure::Usage(_)))
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn a_route_that_is_left_over_is_told() {
        let spec = |new: &str| {
            format!(
                "{{type: service, pattern: strangler_fig, source: a, target: b, service: {{legacy: {{endpoints: [GET /v1/rooms, \
                 POST /v1/keys]}}, new: {{endpoints: [GET /v2/rooms{new}]}}}}}}"
            )
        };
        let risks = found("route-without-counterpart", &spec(""));
        assert_eq!(risks.len(), 1, "{risks:#?}");
        assert!(risks[0].title.contains("POST /v1/keys"));
        assert!(found("route-without-counterpart", &spec(", POST /v2/keys")).is_empty());
    }
}
