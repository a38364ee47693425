//! A regime that nothing in the plan answers.

use super::super::factor::counted;
use super::{Category, Context, Draft, Factor, RiskRule};
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "regime-without-control",
    category: Category::Compliance,
    summary: "what a regime asks of a change lies with people, or nowhere in the plan",
    explanation: "Reads the controls that the plan places for each regime. A regime without any: likelihood 0.8; with controls, \
                  0.1 that one is skipped, since each is a step with evidence. A finding of an audit cannot be taken back.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for migration in context.migrations() {
        let summary = context.plan.summaries.iter().find(|it| it.migration == migration.id);
        let own = migration.constraints.compliance.iter().enumerate();
        let own = own.map(|(at, it)| (it, format!("{}/constraints/compliance/{at}", migration.pointer)));
        let whole = context.plan.specification.compliance.iter().enumerate();
        let whole = whole.map(|(at, it)| (it, format!("/compliance/{at}")));
        for (regime, pointer) in own.chain(whole) {
            let controls = || summary.into_iter().flat_map(|it| &it.controls).filter(|it| it.regime == *regime);
            let steps: Vec<&String> = controls().flat_map(|it| &it.steps).collect();
            let (likely, because) = match steps.len() {
                0 => (0.8, format!("no step of the plan answers {regime}")),
                number => (0.1, {
                    let answers = counted(number, "step answers", "steps answer");
                    format!("{answers} {regime}, each with evidence; one may be skipped")
                }),
            };
            let fact = context.plan.specification.places.fact(&pointer, format!("{} is under {regime}", migration.id));
            let evidence: Vec<&str> = controls().map(|it| it.evidence.as_str()).take(2).collect();
            let noticed = if evidence.is_empty() {
                Factor::new(0.0, "nothing shows afterwards what was done", Vec::new())
            } else {
                Factor::new(0.7, format!("shown afterwards by {}", evidence.join("; ")), Vec::new())
            };
            let phase = steps.first().and_then(|id| context.steps().find(|(_, it)| it.id == **id)).map(|(it, _)| it);
            let mitigations = controls().flat_map(|control| {
                control.steps.iter().map(|id| super::Mitigation::Step { id: id.clone(), how: control.asks.clone() })
            });
            let mut draft = Draft::new(format!("{}:{regime}", migration.id), format!("{} does not show that it kept to {regime}", migration.id), context.owner(Duty::Compliance))
                .likely(likely, because, vec![fact])
                .reaches(Factor::new(0.8, "a regime binds the whole company, not this system alone", Vec::new()))
                .noticed(noticed)
                .taken_back(Factor::new(0.1, "what was not recorded then cannot be recorded later", Vec::new()));
            if let Some(phase) = phase {
                draft = draft.phase(&phase.id);
            }
            drafts.push(draft.mitigated(mitigations.collect(), format!("name who answers for {regime} in `roles`")));
        }
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::super::Mitigation;
    use super::super::testing::{found, found_in, plan};
    use crate::risk::Circumstances;

    const SPEC: &str = "{type: service, pattern: canary, source: a, target: b, constraints: {compliance: [SOX]}}";

    #[test]
    fn controls_are_the_mitigation() {
        let risks = found("regime-without-control", SPEC);
        assert!((risks[0].likelihood.value - 0.1).abs() < 1e-9);
        assert!(risks[0].mitigations.iter().all(|it| matches!(it, Mitigation::Step { .. })));
    }

    #[test]
    fn a_regime_without_any_is_worse() {
        let mut plan = plan(SPEC);
        plan.summaries[0].controls.clear();
        let risks = found_in("regime-without-control", &plan, &Circumstances::new());
        assert!((risks[0].likelihood.value - 0.8).abs() < 1e-9);
        assert!(matches!(risks[0].mitigations[..], [Mitigation::Missing { .. }]));
    }
}
