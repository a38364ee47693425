//! A new interface that old clients cannot use.

use findings::Severity;

use super::super::factor::counted;
use super::{Category, Context, Draft, RiskRule};
use crate::migration::Work;
use crate::migration::team::Duty;
use crate::specification::model::{Fact, FactSource};

pub(super) const RULE: RiskRule = RiskRule {
    id: "interface-breaks-clients",
    category: Category::Business,
    summary: "the comparison of the interfaces found changes that break clients which run today",
    explanation: "Reads the compatibility report of the migration's documents. A breaking finding makes the likelihood 0.9, \
                  since a message shows it; one that may break 0.4. The blast radius is that of the systems that depend on \
                  the service.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let draft = |report: &crate::migration::model::ApiReport| {
        let worst = report.findings.iter().filter(|it| it.severity >= Severity::PotentiallyBreaking);
        let worst = worst.max_by_key(|it| it.severity)?;
        let number = report.findings.iter().filter(|it| it.severity == worst.severity).count();
        let (likely, words) = match worst.severity {
            Severity::Breaking => (0.9, counted(number, "change breaks", "changes break")),
            _ => (0.4, counted(number, "change may break", "changes may break")),
        };
        let at = worst.operation.as_ref().map(|it| format!("{it}: ")).unwrap_or_default();
        let because = format!("{words} old clients, {at}{}", worst.message);
        let source =
            FactSource::Report { migration: report.migration.clone(), finding: Some(worst.fingerprint.clone()) };
        let basis = vec![Fact { source, pointer: String::new(), says: because.clone() }];
        let shift = context.phases_of(&report.migration).find(|it| moves(it));
        let title = format!("Clients of {} fail on the new interface", report.migration);
        let mut draft = Draft::new(&report.migration, title, context.owner(Duty::Service))
            .likely(likely, because, basis)
            .reaches(context.blast(&report.migration));
        let mut mitigations = Vec::new();
        if let Some(phase) = shift {
            draft = draft.phase(&phase.id).noticed(context.noticed_in(phase)).taken_back(context.reversible_phase(phase));
            mitigations = context.triggers(phase);
        }
        for phase in context.phases_of(&report.migration) {
            mitigations.extend(Context::some(phase, "tries the clients' own contract tests first", |it| match it {
                Work::Gate(gate) => gate.criteria.iter().any(|it| it.measure.subject().contains("contract tests")),
                _ => false,
            }));
        }
        Some(draft.mitigated(mitigations, "serve the old interface beside the new one until its usage is zero"))
    };
    context.plan.reports.iter().filter_map(draft).collect()
}

fn moves(phase: &crate::migration::MigrationPhase) -> bool {
    phase.steps.iter().any(|it| matches!(it.work, Work::Traffic { .. } | Work::Deployment { .. }))
}

#[cfg(test)]
mod tests {
    use super::super::super::{Circumstances, assess};
    use super::super::testing::plan;
    use crate::migration::model::{ApiFinding, ApiReport};
    use findings::{Severity, Verdict};

    #[test]
    fn a_breaking_finding_is_a_risk_of_its_clients() {
        let mut plan = plan("{type: service, pattern: canary, source: a, target: b, constraints: {dependencies: [shop, till]}}");
        let finding = ApiFinding {
            rule: "request-property-became-required".to_owned(),
            severity: Severity::Breaking,
            operation: Some("POST /orders".to_owned()),
            message: "the property `size` is required now".to_owned(),
            fingerprint: "f1".to_owned(),
            place: None,
        };
        let migration = plan.summaries[0].migration.clone();
        plan.reports.push(ApiReport {
            migration,
            kind: "openapi".to_owned(),
            before: "a".to_owned(),
            after: "b".to_owned(),
            verdict: Verdict::from(Severity::Breaking),
            findings: vec![finding],
        });
        let all = assess(&plan, &Circumstances::new()).risks;
        let risk = all.iter().find(|it| it.rule == "interface-breaks-clients").unwrap();
        assert!((risk.likelihood.value - 0.9).abs() < 1e-9);
        assert!(risk.likelihood.because.contains("POST /orders"));
        assert!((risk.impact.value - 0.46).abs() < 1e-9, "{}", risk.impact.value);
    }
}
