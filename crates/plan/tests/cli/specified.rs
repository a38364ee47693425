//! `plan make --spec` and `plan schedule`: what a specification names is read and becomes one plan.

use super::{AFTER, BEFORE, folder, plan};

const SPECIFICATION: &str = "
name: shop
start: 2027-04-05T08:00Z
deadline: 2027-07-05T08:00Z
roles: [{name: dba, people: 1}, {name: backend-engineer, people: 2}, {name: release-manager, people: 1}]
migrations:
- id: shop-db
  type: database
  pattern: schema_change
  source: SQLite shop
  target: SQLite shop, second form
  schema: {before: before.sql, after: after.sql, dialect: sqlite}
  tables: [{name: orders, rows: 2M, critical: true}]
- id: shop-api
  type: service
  pattern: canary
  source: Shop API 1
  target: Shop API 2
  together_with: [shop-db]
  api: {before: old.yaml, after: new.yaml}
  constraints: {dependencies: [till]}
  feature_flags:
  - name: shop_v2
    initial_percentage: 5
    rollout_schedule: [{percentage: 5, duration_hours: 3}, {percentage: 100, duration_hours: 0}]
";

const API: &str = "openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
paths:
  /orders:
    get:
      parameters:
      - {name: page, in: query, required: false, schema: {type: integer}}
      responses: {'200': {description: orders}}
";

fn specified(test: &str, specification: &str) -> std::path::PathBuf {
    let folder = folder(test);
    let written = [
        ("shop.yaml", specification),
        ("before.sql", BEFORE),
        ("after.sql", AFTER),
        ("old.yaml", API),
        ("new.yaml", &API.replace("required: false", "required: true")),
    ];
    for (name, text) in written {
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder
}

#[test]
fn schemas_and_interfaces_become_one_plan() {
    let folder = specified("specified", SPECIFICATION);
    let made = plan(&folder, "make --spec shop.yaml -o plan.json");
    assert_eq!(made.code, 0, "{made:?}");
    assert!(made.stdout.contains("of 2 migrations") && made.stdout.contains("plan schedule plan.json"), "{made:?}");
    let text = std::fs::read_to_string(folder.join("plan.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["kind"], "migration_plan");
    assert_eq!(json["reports"][0]["verdict"], "breaking");
    let phases: Vec<&str> = json["phases"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    let at = |id: &str| phases.iter().position(|it| *it == id).unwrap_or_else(|| panic!("no {id} in {phases:?}"));
    assert!(at("shop-db/expand") < at("shop-api/deploy") && at("shop-api/validate") < at("shop-db/contract"));
    assert!(at("shop-api/decommission") < at("shop-db/contract"));
    // The schema's part goes on working by itself.
    let back = plan(&folder, "rollback plan.json --migration shop-db --from contract --format json");
    assert_eq!(back.code, 0, "{back:?}");
}

#[test]
fn a_schedule_says_when_and_whether_the_deadline_is_met() {
    let folder = specified("scheduled", SPECIFICATION);
    assert_eq!(plan(&folder, "make --spec shop.yaml -o plan.json").code, 0);
    let found = plan(&folder, "schedule plan.json --draws 300 --format json");
    assert_eq!(found.code, 0, "{found:?}");
    assert_eq!(found.stdout, plan(&folder, "schedule plan.json --draws 300 --format json").stdout);
    let json: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!((json["commit"].as_str(), json["deadline"]["met"].as_bool()), (Some("p80"), Some(true)));
    let missed = plan(&folder, "schedule plan.json --draws 300 --start 2027-07-02T08:00Z");
    assert_eq!(missed.code, 1, "{missed:?}");
    assert!(missed.stdout.contains("the deadline is met in"), "{missed:?}");
}

#[test]
fn a_schema_plan_alone_is_scheduled_with_priors() {
    let folder = super::planned("scheduled-alone");
    let asked = plan(&folder, "schedule plan.json");
    assert!(asked.code == 3 && asked.stderr.contains("--start"), "{asked:?}");
    let found = plan(&folder, "schedule plan.json --start 2027-04-05T08:00Z --draws 200");
    assert!(found.code == 0 && found.stdout.contains("schema/contract"), "{found:?}");
}

/// Two databases, each with a schema of its own.
fn two_schemas(test: &str) -> std::path::PathBuf {
    let second = SPECIFICATION.split_once("- id: shop-api").unwrap().0.replace("migrations:\n", "");
    let second = second.split_once("- id: shop-db").unwrap().1;
    let text = format!("{SPECIFICATION}- id: depot-db{}", second.replace("SQLite shop", "SQLite depot"));
    let folder = specified(test, &text);
    let made = plan(&folder, "make --spec shop.yaml -o plan.json");
    assert_eq!(made.code, 0, "{made:?}");
    folder
}

#[test]
fn a_schema_plan_of_several_is_chosen_by_its_migration() {
    let folder = two_schemas("chosen");
    for command in ["prove plan.json", "show plan.json --format sql"] {
        let asked = plan(&folder, command);
        assert_eq!(asked.code, 3, "{asked:?}");
        assert!(asked.stderr.contains("shop-db, depot-db") && asked.stderr.contains("--migration"), "{asked:?}");
        let wrong = plan(&folder, &format!("{command} --migration shop-api"));
        assert!(wrong.code == 3 && wrong.stderr.contains("shop-db, depot-db"), "{wrong:?}");
    }
    let script = plan(&folder, "show plan.json --format sql --migration depot-db");
    assert!(script.code == 0 && script.stdout.contains("ALTER TABLE"), "{script:?}");
    let back = plan(&folder, "rollback plan.json --migration depot-db --format json");
    assert_eq!(back.code, 0, "{back:?}");
    let times = plan(&folder, "show plan.json --migration depot-db --format csv");
    assert!(times.code == 3 && times.stderr.contains("--migration"), "{times:?}");
}

#[test]
fn a_schema_inside_a_plan_of_migrations_is_proven() {
    let folder = two_schemas("proven-inside");
    let proven = plan(&folder, "prove plan.json --migration shop-db --rows 20 --format json");
    assert_eq!(proven.code, 0, "{proven:?}");
    let json: serde_json::Value = serde_json::from_str(&proven.stdout).unwrap();
    assert_eq!(json["outcome"], "proven", "{json}");
    let alone = super::planned("proven-alone");
    let refused = plan(&alone, "prove plan.json --migration shop-db");
    assert!(refused.code == 3 && refused.stderr.contains("leave --migration out"), "{refused:?}");
}

#[test]
fn passwords_of_engines_are_not_written() {
    let folder = folder("passwords");
    let yaml = "
migrations:
- id: shop
  type: database
  pattern: schema_change
  source: postgres://app:geheim@db.example/shop
  target: postgres://app:geheim@db.example/shop2
  constraints: {dependencies: ['postgres://feed:geheim@feed.example/x']}
  tables: [{name: orders, rows: 20M}]
  schema_changes: [{table: orders, changes: [{type: drop_column, column: fax}]}]
";
    std::fs::write(folder.join("shop.yaml"), yaml).unwrap();
    let made = plan(&folder, "make --spec shop.yaml -o plan.json");
    assert!(made.code == 0 && !made.stdout.contains("geheim"), "{made:?}");
    let text = std::fs::read_to_string(folder.join("plan.json")).unwrap();
    assert!(!text.contains("geheim"));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["specification"]["migrations"][0]["source"], "postgres://app@db.example/shop");
    let facts = json["phases"].to_string();
    assert!(facts.contains("postgres://feed@feed.example/x"), "{facts}");
    // An engine that cannot be reached is named without its password, too.
    let engine =
        yaml.replace("  tables:", "  schema: {before: 'postgres://app:geheim@127.0.0.1:1/x', after: a.sql}\n  tables:");
    std::fs::write(folder.join("engine.yaml"), engine).unwrap();
    std::fs::write(folder.join("a.sql"), AFTER).unwrap();
    let failed = plan(&folder, "make --spec engine.yaml -o engine.json");
    assert!(failed.code == 3 && !failed.stderr.contains("geheim"), "{failed:?}");
}
