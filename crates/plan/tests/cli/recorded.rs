//! `plan record`, and what is written from the state that it keeps.

use super::{folder, plan};

pub(super) const FERRY: &str = "name: ferry
start: 2027-05-03T07:00Z
roles: [{name: backend-engineer}, {name: release-manager}, {name: sre}]
contacts:
- {role: release-manager, name: Ida Holm, reach: ['phone +47 22 00 00 00', 'chat #harbour']}
escalation:
- {role: backend-engineer, decides: what is wrong}
- {role: release-manager, after: 10m}
audiences: [{audience: customers, contact: help@harbour.test, channel: the status page}]
type: service
pattern: canary
source: Ferry 1
target: Ferry 2
monitoring: {alert_thresholds: {error_rate: 1%}}
triggers: [{metric: error_rate, threshold: 2%, for: 5m, action: automatic_rollback}]
flags: [{name: ferry_two, stages: [{percentage: 10, hold: 1h}, {percentage: 100}]}]
";

/// A folder with `plan.json`.
pub(super) fn planned(test: &str) -> std::path::PathBuf {
    let folder = folder(test);
    std::fs::write(folder.join("ferry.yaml"), FERRY).unwrap();
    let made = plan(&folder, "make --spec ferry.yaml -o plan.json");
    assert_eq!(made.code, 0, "{made:?}");
    folder
}

/// The ids of the steps of `plan.json`, in order, with their kind of work.
pub(super) fn steps(folder: &std::path::Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(folder.join("plan.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let phases = json["phases"].as_array().unwrap().iter();
    phases
        .flat_map(|it| it["steps"].as_array().unwrap())
        .map(|it| {
            let kind = it["work"].as_object().unwrap().keys().next().unwrap().clone();
            (it["id"].as_str().unwrap().to_owned(), kind)
        })
        .collect()
}

/// Records everything before the step called `until`.
pub(super) fn done_before(folder: &std::path::Path, until: &str) {
    for (id, kind) in steps(folder).into_iter().take_while(|it| it.0 != until) {
        let entries = match kind.as_str() {
            "gate" => vec![format!("--gate {id} --result passed")],
            "approval" => vec![format!("--approved {id} --by Ida")],
            _ => vec![format!("--started {id}"), format!("--finished {id}")],
        };
        for entry in entries {
            let ran = plan(folder, &format!("record plan.json --state state.json --at 2027-05-03T08:00Z {entry}"));
            assert_eq!(ran.code, 0, "{entry}: {ran:?}");
        }
    }
}

#[test]
fn the_way_back_begins_where_the_state_says() {
    let folder = planned("recorded");
    let second = "ferry/canary-ferry_two-to-100";
    let (id, _) = steps(&folder).into_iter().find(|it| it.0.ends_with("canary-ferry_two-to-100")).expect(second);
    done_before(&folder, &id);
    let started = plan(&folder, &format!("record plan.json --state state.json --at 2027-05-03T09:00Z --started {id}"));
    assert!(started.code == 0 && started.stdout.contains("1 under way"), "{started:?}");
    let position = format!("--position {id} --name before-all --value 0/16B3748");
    let noted = plan(&folder, &format!("record plan.json --state state.json --at 2027-05-03T09:01Z {position}"));
    assert_eq!(noted.code, 0, "{noted:?}");
    let back = plan(&folder, "rollback plan.json --state state.json --format json");
    assert_eq!(back.code, 0, "{back:?}");
    let json: serde_json::Value = serde_json::from_str(&back.stdout).unwrap();
    assert_eq!(
        (json["phases"][0]["whole"].as_bool(), json["kind"].as_str()),
        (Some(false), Some("migration_rollback"))
    );
    assert_eq!(json["phases"][0]["steps"][0]["was"], "under_way");
    assert_eq!(json["data"][0]["positions"][0]["position"], "0/16B3748");
    let runbook = plan(&folder, "rollback plan.json --state state.json --format runbook");
    assert!(
        runbook.stdout.contains("Ida Holm: phone +47 22 00 00 00") && runbook.stdout.contains("0/16B3748"),
        "{runbook:?}"
    );
    // Back and forth again.
    let phase = json["phases"][0]["takes_back"].as_str().unwrap();
    let taken = format!("record plan.json --state state.json --at 2027-05-03T09:10Z --taken-back {phase}");
    assert_eq!(plan(&folder, &taken).code, 0);
    let after = plan(&folder, "rollback plan.json --state state.json --format json");
    let json: serde_json::Value = serde_json::from_str(&after.stdout).unwrap();
    assert_ne!(json["phases"][0]["takes_back"], phase);
    assert_eq!(plan(&folder, "schedule plan.json --progress state.json --draws 50").code, 0);
}

#[test]
fn what_contradicts_the_plan_is_not_recorded() {
    let folder = planned("contradicted");
    let (last, _) = steps(&folder).pop().unwrap();
    let early = plan(&folder, &format!("record plan.json --state state.json --at 2027-05-03T09:00Z --started {last}"));
    assert!(early.code == 3 && early.stderr.contains("waits for"), "{early:?}");
    assert!(!folder.join("state.json").exists());
    let nowhere = plan(&folder, "record plan.json --state state.json --at 2027-05-03T09:00Z --started ferry/x");
    assert!(nowhere.code == 3 && nowhere.stderr.contains("no step `ferry/x`"), "{nowhere:?}");
    let nothing = plan(&folder, "record plan.json --state state.json --at 2027-05-03T09:00Z");
    assert_eq!(nothing.code, 3, "{nothing:?}");
}

/// A trouble on the way, with everything before the last stage done.
fn in_trouble(test: &str) -> std::path::PathBuf {
    let folder = planned(test);
    let (id, _) = steps(&folder).into_iter().find(|it| it.0.ends_with("canary-ferry_two-to-100")).unwrap();
    done_before(&folder, &id);
    let says =
        format!("record plan.json --state state.json --at 2027-05-03T09:00Z --trouble {id} --says tickets-get-lost");
    assert_eq!(plan(&folder, &says).code, 0);
    folder
}

#[test]
fn the_status_says_what_is_wrong_and_when_it_ends() {
    let folder = in_trouble("status");
    let found = plan(&folder, "status plan.json --state state.json --at 2027-05-03T10:00Z --format json");
    assert_eq!(found.code, 1, "{found:?}");
    let json: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!((json["health"].as_str(), json["passed"].as_bool()), (Some("in_trouble"), Some(false)));
    assert!(json["end"]["p95"].as_str() >= json["end"]["p50"].as_str());
    let page = plan(&folder, "status plan.json --state state.json --at 2027-05-03T10:00Z --format markdown");
    for part in ["## Summary", "## Technical update", "tickets-get-lost", "P80", "### Next"] {
        assert!(page.stdout.contains(part), "no {part} in {}", page.stdout);
    }
    let early = plan(&folder, "status plan.json --state state.json --at 2027-05-03T08:00Z");
    assert!(early.code == 3 && early.stderr.contains("later"), "{early:?}");
}

#[test]
fn everybody_is_told_in_their_words_and_nothing_is_blank() {
    let folder = in_trouble("comms");
    let told = plan(&folder, "comms plan.json --state state.json --out messages");
    assert_eq!(told.stdout.lines().count(), 24, "{told:?}");
    for file in told.stdout.lines() {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert_no_blanks(&text);
        let to_customers = file.ends_with("customers.md");
        assert_eq!(text.contains("help@harbour.test"), to_customers, "{text}");
        // Customers hear nothing of how it is built.
        assert!(!to_customers || !text.contains("ferry_two") && !text.contains("Ferry 1"), "{text}");
    }
    let business = std::fs::read_to_string(folder.join("messages/before-business.md")).unwrap();
    assert!(business.contains("2027-05-03 08:00 UTC") || business.contains("2027-05-03 09:00 UTC"), "{business}");
    let list = plan(&folder, "checklist plan.json --moment during --state state.json");
    assert!(list.stdout.contains("- [x]") && list.stdout.contains("- [ ]"), "{list:?}");
}

/// The text without its code, which may hold any characters.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let lines = text.lines().map(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if fence || fenced {
            return "x".to_owned();
        }
        let parts = line.split('`').enumerate();
        parts.map(|(number, part)| if number % 2 == 1 { "x" } else { part }).collect::<String>()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Nothing that somebody would have to fill in.
fn assert_no_blanks(text: &str) {
    assert!(!text.contains("\n\n\n") && !text.contains("None") && !text.contains("Some("), "{text}");
    for blank in [
        "TODO",
        "TBD",
        "FIXME",
        "example.com",
        "changeme",
        "XXX",
        "???",
        "____",
        "()",
        "``",
        ": .",
        " ,",
        "NaN",
        "<fill",
    ] {
        assert!(!text.contains(blank), "{blank} in {text}");
    }
    for heading in text.split("\n## ").skip(1) {
        assert!(heading.lines().any(|it| !it.trim().is_empty() && !heading.starts_with(it)), "nothing below {heading}");
    }
}

#[test]
fn what_is_not_told_is_asked_for() {
    let folder = folder("comms-missing");
    std::fs::write(folder.join("ferry.yaml"), FERRY.replace("audiences:", "#")).unwrap();
    assert_eq!(plan(&folder, "make --spec ferry.yaml -o plan.json").code, 0);
    let customers = plan(&folder, "comms plan.json --audience customers --moment before");
    assert!(customers.code == 3 && customers.stderr.contains("audiences"), "{customers:?}");
    let trouble = plan(&folder, "comms plan.json --audience business --moment trouble");
    assert!(trouble.code == 3 && trouble.stderr.contains("plan record"), "{trouble:?}");
    assert_eq!(plan(&folder, "comms plan.json --audience business --moment before").code, 0);
}

/// The examples of the predecessor's kind: one migration at the top level, of a database that moves and of a service.
const KINDS: [(&str, &str); 2] = [
    (
        "harbour.yaml",
        "type: database\npattern: schema_change\nsource: PostgreSQL 13\ntarget: PostgreSQL 16\nconstraints: \
         {max_downtime_minutes: 20, data_volume_gb: 90, compliance_requirements: [GDPR]}\ntables: [{name: berths, rows: 4M, \
         size: 2 GB, critical: true}]\nschema_changes: [{table: berths, changes: [{type: add_column, column: depth, \
         data_type: integer, nullable: true}, {type: drop_column, column: remark}]}]\n",
    ),
    ("ferry.yaml", FERRY),
];

#[test]
fn runbooks_are_whole_from_every_phase() {
    let folder = folder("runbooks");
    for (file, text) in KINDS {
        std::fs::write(folder.join(file), text).unwrap();
        assert_eq!(plan(&folder, &format!("make --spec {file} -o plan.json")).code, 0);
        let json: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(folder.join("plan.json")).unwrap()).unwrap();
        for phase in json["phases"].as_array().unwrap() {
            let id = phase["id"].as_str().unwrap();
            let runbook = plan(&folder, &format!("rollback plan.json --from {id} --format runbook"));
            assert_eq!(runbook.code, 0, "{runbook:?}");
            assert_no_blanks(&prose(&runbook.stdout));
            let order = [
                "## 1. Should we",
                "## 2. Who is",
                "## 3. Before",
                "## 4. The steps",
                "## 5. What is lost",
                "## 6. It is done",
            ];
            let places: Vec<_> = order.iter().map(|it| runbook.stdout.find(it)).collect();
            assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {}", runbook.stdout);
        }
    }
}

/// An SQLite database goes to the end of the plan and back by the scripts; every check behind a phase answers as told.
#[test]
fn checks_of_the_way_back_answer_as_told() {
    let folder = folder("asked-back");
    std::fs::write(folder.join("before.sql"), super::BEFORE).unwrap();
    std::fs::write(folder.join("after.sql"), super::AFTER).unwrap();
    let yaml = "migrations:\n- id: shop\n  type: database\n  pattern: schema_change\n  source: SQLite shop\n  target: SQLite \
                shop 2\n  schema: {before: before.sql, after: after.sql, dialect: sqlite}\n";
    std::fs::write(folder.join("shop.yaml"), yaml).unwrap();
    assert_eq!(plan(&folder, "make --spec shop.yaml -o plan.json").code, 0);
    let session = rusqlite::Connection::open(folder.join("shop.db")).unwrap();
    let run = |script: &str| {
        let statements: Vec<_> = script.lines().filter(|line| !line.starts_with('.')).collect();
        session.execute_batch(&statements.join("\n")).unwrap();
    };
    run(super::BEFORE);
    run(&plan(&folder, "show plan.json --format sql").stdout);
    assert_eq!(plan(&folder, "rollback plan.json --from contract --out back").code, 0);
    let back: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("back/rollback.json")).unwrap()).unwrap();
    let mut asked = 0;
    for (at, phase) in back["phases"].as_array().unwrap().iter().enumerate() {
        let name = phase["takes_back"].as_str().unwrap().replace('/', "-");
        if let Ok(script) = std::fs::read_to_string(folder.join(format!("back/{:02}-{name}.sql", at + 1))) {
            run(&script);
        }
        for check in phase["exit"].as_array().unwrap().iter().filter(|it| it["how"]["sql"].is_object()) {
            let sql = &check["how"]["sql"];
            let answer: i64 = session.query_row(sql["statement"].as_str().unwrap(), [], |row| row.get(0)).unwrap();
            assert_eq!(answer.to_string(), sql["expected"].as_str().unwrap(), "{name}: {check}");
            asked += 1;
        }
    }
    assert!(asked > 5, "{asked}");
}
