//! Approvals, by the record of the plan.

use super::flat;
use crate::plan;
use crate::recorded::{done_before, planned};

const APPROVAL: &str = "service/decommission-approve";

#[test]
fn an_approval_is_met_once_it_is_recorded() {
    let folder = planned("gate-approvals");
    let ask = format!("gate plan.json --step {APPROVAL}");
    let unknown = plan(&folder, &ask);
    assert!(unknown.code == 3 && flat(&unknown.stdout).contains("no record is given of who agreed"), "{unknown:?}");

    done_before(&folder, APPROVAL);
    let with_state = format!("{ask} --state state.json");
    let open = plan(&folder, &with_state);
    assert_eq!(open.code, 1, "{open:?}");
    let says = flat(&open.stdout);
    for part in ["release-manager agrees", "nobody has agreed", "`plan record`", APPROVAL, "--by NAME"] {
        assert!(says.contains(part), "{part}: {says}");
    }

    let agreed = format!("record plan.json --state state.json --at 2027-05-04T09:30Z --approved {APPROVAL} --by Ida");
    assert_eq!(plan(&folder, &agreed).code, 0);
    let met = plan(&folder, &with_state);
    assert!(met.code == 0 && flat(&met.stdout).contains("Ida agreed at 2027-05-04T09:30:00Z"), "{met:?}");

    // What is taken back is agreed to no more.
    let back = format!("record plan.json --state state.json --at 2027-05-04T09:40Z --taken-back {APPROVAL}");
    assert_eq!(plan(&folder, &back).code, 0);
    assert_eq!(plan(&folder, &with_state).code, 1);
    // A record of another plan says nothing of this one.
    let text = std::fs::read_to_string(folder.join("plan.json")).unwrap();
    let digest = serde_json::from_str::<serde_json::Value>(&text).unwrap()["digest"].as_str().unwrap().to_owned();
    let state = std::fs::read_to_string(folder.join("state.json")).unwrap();
    std::fs::write(folder.join("state.json"), state.replace(&digest, &"0".repeat(digest.len()))).unwrap();
    assert_eq!(plan(&folder, &with_state).code, 3);
}
