//! Work that one person alone can do.

use super::super::factor::counted;
use super::{Category, Context, Draft, Factor, RiskRule};
use crate::migration::team::Duty;
use crate::migration::model::Performer;

pub(super) const RULE: RiskRule = RiskRule {
    id: "role-of-one-person",
    category: Category::Operational,
    summary: "steps wait for a role that is one person",
    explanation: "Reads the roles and the steps that they do. The likelihood that the person is away is 1 − 0.97ᵈ over the d \
                  working days of its steps at P50, at most 20: three sick days in a hundred, a proposal of this program. A \
                  role that the specification does not name counts as one person; where it names none at all, that is \
                  one risk of all of them.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let specification = &context.plan.specification;
    let mut roles: Vec<&str> = context.steps().filter_map(|(_, it)| role(it)).collect();
    roles.sort_unstable();
    roles.dedup();
    if specification.roles.is_empty() && roles.len() > 1 {
        return vec![nobody(context, &roles)];
    }
    let draft = |name: &&str| {
        let stated = specification.roles.iter().position(|it| it.name == *name);
        let people = stated.and_then(|at| specification.roles.get(at)).map_or(1, |it| it.people);
        if people > 1 {
            return None;
        }
        let steps: Vec<_> = context.steps().filter(|(_, it)| role(it) == Some(*name)).map(|(_, it)| it).collect();
        let days = days_of(steps.iter().copied());
        let because = format!(
            "{} for {name}, about {}; {}",
            counted(steps.len(), "step waits", "steps wait"),
            working_days(days),
            if stated.is_some() { "there is one" } else { "the specification names nobody" }
        );
        let pointer = stated.map_or("/roles".to_owned(), |at| format!("/roles/{at}"));
        let fact = specification.places.fact(&pointer, because.clone());
        Some(
            Draft::new(*name, format!("{name} is away when a step waits for them"), context.owner(Duty::Release))
                .likely(1.0 - 0.97_f64.powf(days), because, vec![fact])
                .reaches(Factor::new(0.3, "the migration waits; what runs goes on running", Vec::new()))
                .noticed(Factor::new(0.5, "an absence is known on the day", Vec::new()))
                .taken_back(Factor::new(0.5, "somebody else can learn it, later", Vec::new()))
                .mitigated(Vec::new(), format!("name a second person for {name} under `roles`")),
        )
    };
    roles.iter().filter_map(draft).collect()
}

/// One risk where the specification names no role at all: it is one fact.
fn nobody(context: &Context<'_>, roles: &[&str]) -> Draft {
    let days = days_of(context.steps().map(|(_, it)| it).filter(|it| role(it).is_some()));
    let because = format!("{} wait for one person each, about {} in all", roles.join(", "), working_days(days));
    let fact = context.plan.specification.places.fact("/roles", "the specification names nobody");
    Draft::new("roles", "Somebody is away when a step waits for them", context.owner(Duty::Release))
        .likely(1.0 - 0.97_f64.powf(days), because, vec![fact])
        .reaches(Factor::new(0.3, "the migration waits; what runs goes on running", Vec::new()))
        .noticed(Factor::new(0.5, "an absence is known on the day", Vec::new()))
        .taken_back(Factor::new(0.5, "somebody else can learn it, later", Vec::new()))
        .mitigated(Vec::new(), format!("name who does what, and who stands in, under `roles`: {}", roles.join(", ")))
}

/// Working days of steps at P50, from 1 to 20.
fn days_of<'a>(steps: impl Iterator<Item = &'a crate::migration::MigrationStep>) -> f64 {
    let seconds: f64 = steps.map(|it| it.estimate.distribution.quantile(0.5)).sum();
    (seconds / (8.0 * 3_600.0)).ceil().clamp(1.0, 20.0)
}

fn working_days(days: f64) -> String {
    if days > 1.0 { format!("{days} working days") } else { "one working day".to_owned() }
}

fn role(step: &crate::migration::MigrationStep) -> Option<&str> {
    match &step.by {
        Performer::Role(name) => Some(name),
        Performer::Program(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn nobody_named_is_one_risk() {
        let risks = found("role-of-one-person", "{type: service, pattern: canary, source: a, target: b}");
        assert_eq!(risks.len(), 1, "{risks:#?}");
        assert!(risks[0].likelihood.because.contains("release-manager"));
    }

    #[test]
    fn two_people_settle_it() {
        let spec = |people: u32| {
            format!("{{type: service, pattern: canary, source: a, target: b, roles: [{{name: service-engineer, people: {people}}}]}}")
        };
        let about = |people: u32| {
            found("role-of-one-person", &spec(people)).iter().any(|it| it.id.ends_with("service-engineer"))
        };
        assert!(about(1) && !about(2));
    }
}
