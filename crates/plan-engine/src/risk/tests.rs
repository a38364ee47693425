//! What holds of every assessment, whatever the plan.

use std::collections::BTreeSet;

use super::rules::testing::plan;
use super::{Circumstances, Level, Mitigation, assess};
use crate::migration::MigrationPlan;

const MIGRATIONS: [&str; 7] = [
    "{type: service, pattern: canary, source: a, target: b}",
    "{type: service, pattern: strangler_fig, source: a, target: b, constraints: {compliance: [SOX, GDPR, PCI_DSS]}, \
     service: {legacy: {endpoints: [GET /v1/rooms, POST /v1/keys]}, new: {endpoints: [GET /v2/rooms]}}}",
    "{type: service, pattern: parallel_run, source: a, target: b, objectives: {recovery_time: 1s, recovery_point: 0}, \
     constraints: {dependencies: [till, shop, post], special_requirements: [zero_data_loss]}, \
     monitoring: {critical_metrics: [error_rate, queue_depth], alert_thresholds: {error_rate: 0.01}}}",
    "{type: infrastructure, pattern: lift_and_shift, source: a, target: b}",
    "{type: database, pattern: schema_change, source: PostgreSQL 14 on premises, target: PostgreSQL 16 on AWS, \
     constraints: {compliance: [GDPR], max_downtime: 10m, dependencies: [a, b, c]}, objectives: {recovery_time: 30m}, \
     tables: [{name: readings, rows: 900M, size: 90 GB, writes_per_second: 9000, critical: true}]}",
    "{type: database, pattern: schema_change, source: PostgreSQL 15, target: PostgreSQL 15, roles: [{name: dba, people: 1}], \
     tables: [{name: guests, rows: 5M, size: 1 GB, writes_per_second: 90, reads_per_second: 900, critical: true}], \
     schema_changes: [{table: guests, changes: [{type: modify_column, column: age, old_type: text, new_type: integer}, \
     {type: drop_column, column: fax}, {type: add_column, column: seen_at, data_type: timestamptz, nullable: true}]}]}",
    "{migrations: [{id: db, type: database, pattern: schema_change, source: PostgreSQL 15, target: PostgreSQL 15, \
     tables: [{name: bills, rows: 5k}], schema_changes: [{table: bills, changes: [{type: drop_column, column: fax}]}]}, \
     {id: api, type: service, pattern: canary, source: a, target: b, together_with: [db]}]}",
];

/// What a plan can be referred to by.
fn ids(plan: &MigrationPlan) -> BTreeSet<&str> {
    let steps = plan.phases.iter().flat_map(|it| &it.steps).map(|it| it.id.as_str());
    steps.chain(plan.triggers.iter().map(|it| it.id.as_str())).collect()
}

#[test]
fn what_is_done_about_a_risk_exists_in_the_plan() {
    for text in MIGRATIONS {
        let plan = plan(text);
        let (ids, assessment) = (ids(&plan), assess(&plan, &Circumstances::new()));
        assert!(!assessment.risks.is_empty(), "{text}");
        let phases: BTreeSet<&str> = plan.phases.iter().map(|it| it.id.as_str()).collect();
        for risk in &assessment.risks {
            assert!(!risk.mitigations.is_empty(), "{}", risk.id);
            assert!(risk.phase.as_deref().is_none_or(|it| phases.contains(it)), "{}: {:?}", risk.id, risk.phase);
            for mitigation in &risk.mitigations {
                match mitigation {
                    Mitigation::Step { id, how } | Mitigation::Trigger { id, how } => {
                        assert!(ids.contains(id.as_str()) && !how.is_empty(), "{}: {id}", risk.id);
                    }
                    Mitigation::Missing { add } => assert!(!add.is_empty(), "{}", risk.id),
                }
            }
        }
    }
}

#[test]
fn every_score_is_the_product_of_factors_that_rest_on_facts() {
    for text in MIGRATIONS {
        for risk in assess(&plan(text), &Circumstances::new()).risks {
            let factors = [&risk.likelihood, &risk.impact, &risk.detectability, &risk.reversibility];
            assert!(factors.iter().all(|it| (0.0..=1.0).contains(&it.value) && !it.because.is_empty()), "{risk:#?}");
            assert!(factors.iter().any(|it| !it.basis.is_empty()), "{} rests on nothing: {risk:#?}", risk.id);
            let [likely, impact, noticed, back] = factors.map(|it| it.value);
            let product = likely * impact * (1.0 - noticed) * (1.0 - back);
            assert!((risk.score - product).abs() < 1e-4 && risk.level == Level::of(risk.score), "{risk:#?}");
        }
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_each_risk_once() {
    for text in MIGRATIONS {
        let (one, other) = (plan(text), plan(text));
        let found = assess(&one, &Circumstances::new());
        assert_eq!(found.to_json().unwrap(), assess(&other, &Circumstances::new()).to_json().unwrap());
        let ids: BTreeSet<&str> = found.risks.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids.len(), found.risks.len(), "a risk is told twice: {text}");
        let highest = found.risks.iter().map(|it| it.level).max();
        assert_eq!(highest, Some(found.level));
        let in_phases: usize = found.phases.iter().map(|it| it.risks).sum();
        assert_eq!(in_phases, found.risks.iter().filter(|it| it.phase.is_some()).count());
    }
}
