//! Whole specifications.

use findings::SourceText;

use super::*;

fn read_text(name: &str, text: &str) -> Specification {
    let (specification, diagnostics) = read(&SourceText::new(name, text));
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    specification.unwrap()
}

#[test]
fn windows_of_one_migration_have_one_time_zone() {
    let text = "
windows:
- {name: north, time_zone: Europe/Oslo, hours: '01:00-04:00'}
- {name: south, time_zone: Africa/Lagos, hours: '01:00-04:00'}
migrations:
- {id: a, type: service, pattern: canary, source: x, target: y, windows: [north]}
- {id: b, type: service, pattern: canary, source: x, target: y, windows: [south]}
";
    let read = |text: &str| super::read(&SourceText::new("zones.yaml", text)).1;
    assert!(read(text).iter().all(|it| it.code != "several-time-zones"), "{:?}", read(text));
    let both = text.replace("[south]", "[south, north]");
    let fault = read(&both).into_iter().find(|it| it.code == "several-time-zones").unwrap();
    assert!(fault.message.contains("Europe/Oslo") && fault.message.contains("Africa/Lagos"), "{fault:?}");
    let line = |text: &str| format!("{:?}", read(text).iter().find(|it| it.code == "several-time-zones"));
    assert!(line(&both).contains("line: 7"), "{}", line(&both));
    let all = text.replace(", windows: [south]", "");
    assert!(line(&all).contains("line: 4"), "{}", line(&all));
}

#[test]
fn older_names_and_units_mean_the_same_as_newer_ones() {
    let old = r#"{
        "type": "database", "pattern": "schema_change", "source": "a", "target": "b",
        "constraints": {"max_downtime_minutes": 15, "data_volume_gb": 2, "compliance_requirements": ["GDPR"]},
        "tables_to_migrate": [{"name": "orders", "row_count": 2000000, "size_mb": 300, "critical": true}],
        "feature_flags": [{"name": "f", "rollout_schedule": [{"percentage": 10, "duration_hours": 2}]}],
        "rollback_triggers": [{"metric": "error_rate", "threshold": 0.02, "duration_minutes": 5, "action": "alert_team"}],
        "business_continuity": {"preferred_migration_window": {"start": "22:00", "end": "02:00", "timezone": "UTC"}}
    }"#;
    let new = "
type: database
pattern: expand_contract
source: a
target: b
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
