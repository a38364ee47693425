//! Whole specifications.

use findings::SourceText;

use super::*;

fn read_text(name: &str, text: &str) -> Specification {
    let (specification, diagnostics) = read(&SourceText::new(name, text));
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    specification.unwrap()
}

#[test]
fn older_names_and_units_mean_the_same_as_newer_ones() {
    let old = r#"{
        "type": "database", "pattern": "schema_change", "source": "PostgreSQL 13", "target": "PostgreSQL 16",
        "constraints": {"max_downtime_minutes": 15, "data_volume_gb": 2, "compliance_requirements": ["GDPR"]},
        "tables_to_migrate": [{"name": "orders", "row_count": 2000000, "size_mb": 300, "critical": true}],
        "feature_flags": [{"name": "f", "rollout_schedule": [{"percentage": 10, "duration_hours": 2}]}],
        "rollback_triggers": [{"metric": "error_rate", "threshold": 0.02, "duration_minutes": 5, "action": "alert_team"}],
        "business_continuity": {"preferred_migration_window": {"start": "22:00", "end": "02:00", "timezone": "UTC"}}
    }"#;
    let new = "
type: database
pattern: expand_contract
source: PostgreSQL 13
target: PostgreSQL 16
constraints: {max_downtime: 15m, data_volume: 2 GB, compliance: [GDPR]}
tables: [{name: orders, rows: 2M, size: 300 MB, critical: true}]
flags: [{name: f, stages: [{percentage: 10%, hold: PT2H}]}]
triggers: [{metric: error_rate, comparison: above, threshold: 2%, for: 300s, action: alert_team}]
windows: [{name: preferred_migration_window, hours: '22:00-02:00'}]
";
    let (mut old, mut new) = (read_text("a.json", old), read_text("a.yaml", new));
    assert_eq!(old.places.fact("/tables/0/rows", "x").pointer, "/tables_to_migrate/0/row_count");
    assert_eq!(old.places.fact("/tables_to_migrate/0/row_count", "x").pointer, "/tables_to_migrate/0/row_count");
    assert_eq!(old.places.fact("/nowhere", "x").pointer, "");
    assert_eq!(new.places.fact("/rollback_triggers/0/duration_minutes", "x").pointer, "/triggers/0/for");
    for specification in [&mut old, &mut new] {
        specification.places = model::Places::default();
        specification.windows[0].pointer.clear();
    }
    assert_eq!(old, new);
}

#[test]
fn a_specification_survives_as_plain_data() {
    let specification = read_text(
        "a.toml",
        "type = 'service'\npattern = 'canary'\nsource = 'a'\ntarget = 'b'\ndeadline = 2027-01-11T09:00:00Z\n",
    );
    let json = serde_json::to_string(&specification).unwrap();
    assert_eq!(serde_json::from_str::<Specification>(&json).unwrap(), specification);
    assert_eq!(specification.deadline.unwrap().to_string(), "2027-01-11T09:00:00Z");
}

#[test]
fn the_examples_of_the_guide_are_read() {
    for (name, text) in guide::EXAMPLES {
        let specification = read_text(name, text);
        assert!(!specification.migrations.is_empty() && !specification.windows.is_empty());
    }
    assert!(!guide().contains("<!--"));
}

#[test]
fn a_name_is_one_within_its_own_list() {
    let text = "
migrations:
- {id: a, type: service, pattern: canary, source: x, target: y, constraints: {dependencies: [s, u]},
   phases: [{name: p, phase: p}], flags: [{name: f, stages: [{percentage: 5}]}],
   triggers: [{metric: m, threshold: 1, action: pause}, {metric: m, threshold: 2, action: alert_team}]}
- {id: b, type: service, pattern: canary, source: x, target: y, constraints: {dependencies: [s]},
   phases: [{name: p}], flags: [{name: f, stages: [{percentage: 5}]}], triggers: [{metric: m, threshold: 1, action: pause}]}
";
    assert_eq!(read(&SourceText::new("a.yaml", text)).1, []);
}

#[test]
fn what_can_be_is_no_slip_of_the_pen() {
    let text = "
type: database
pattern: schema_change
source: PostgreSQL 13
target: PostgreSQL 16
start: 1999-12-31T23:59Z
constraints: {max_downtime: 99 w, data_volume: 900 PB}
tables: [{name: t, rows: 1000000000000000, size_mb: 1e12, writes_per_second: 1e12}]
throughput: [{name: copy_rows, rate: 1 rows/d, sigma: 5}]
";
    assert_eq!(read(&SourceText::new("a.yaml", text)).1, []);
}
