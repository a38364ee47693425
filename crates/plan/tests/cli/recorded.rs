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
