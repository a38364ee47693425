//! `plan make`, `plan show`, `plan rollback`.

use super::{plan, planned};

#[test]
fn a_plan_is_made_with_a_summary_or_as_json() {
    let folder = planned("make");
    let arguments = "make --before before.sql --after after.sql --dialect sqlite";
    let summary = plan(&folder, &format!("{arguments} -o again.json"));
    assert!(summary.stdout.contains("There is a way back from every phase."), "{summary:?}");
    assert!(summary.stdout.contains("Next: `plan show again.json`"), "{summary:?}");
    let json = plan(&folder, arguments);
    assert_eq!(json.stdout, std::fs::read_to_string(folder.join("again.json")).unwrap(), "the same bytes");
}

#[test]
fn people_see_steps_the_way_back_and_the_point_of_no_return() {
    let shown = plan(&planned("show-human"), "show plan.json");
    for part in ["EXPAND  old version runs", "contract-1", "EXCLUSIVE database", "Point of no return: purge-1"] {
        assert!(shown.stdout.contains(part), "`{part}` is missing:\n{}", shown.stdout);
    }
    let widest = shown.stdout.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{widest:?} columns:\n{}", shown.stdout);
    assert!(!shown.stdout.contains('\u{1b}'), "no colours where there is no terminal");
}

#[test]
fn a_runbook_holds_every_statement() {
    let folder = planned("show-markdown");
    let shown = plan(&folder, "show plan.json --format markdown");
    for part in ["## Phase `expand`", "CREATE INDEX orders_customer ON orders (customer_id);", "**Way back.**"] {
        assert!(shown.stdout.contains(part), "`{part}` is missing:\n{}", shown.stdout);
    }
}

#[test]
fn json_is_the_plan_or_one_phase_of_it() {
    let folder = planned("show-json");
    let whole = plan(&folder, "show plan.json --format json");
    assert_eq!(whole.stdout, std::fs::read_to_string(folder.join("plan.json")).unwrap());
    let phase = plan(&folder, "show plan.json --format json --phase expand");
    let phase: serde_json::Value = serde_json::from_str(&phase.stdout).unwrap();
    assert_eq!(phase["phase"]["name"], "expand");
}

#[test]
fn purge_is_printed_as_a_script_only_where_it_is_asked_for() {
    let folder = planned("show-purge");
    let all = plan(&folder, "show plan.json --format sql");
    assert!(all.stdout.contains("contract-1") && !all.stdout.contains("purge-1"), "{}", all.stdout);
    let purge = plan(&folder, "show plan.json --format sql --phase purge");
    assert!(purge.stdout.contains("purge-1") && !purge.stdout.contains("contract-1"), "{}", purge.stdout);
}

#[test]
fn the_way_back_starts_after_contract_unless_told() {
    let folder = planned("rollback");
    let contract = plan(&folder, "rollback plan.json");
    assert!(contract.stdout.starts_with("Way back from contract"), "{contract:?}");
    let expand = plan(&folder, "rollback plan.json --from expand");
    assert!(expand.stdout.contains("expand-1") && !expand.stdout.contains("contract-"), "{expand:?}");
    let json = plan(&folder, "rollback plan.json --format json --output back.json");
    assert!(json.stdout.is_empty() && folder.join("back.json").exists(), "{json:?}");
}

#[test]
fn there_is_no_way_back_from_purge() {
    let ran = plan(&planned("rollback-purge"), "rollback plan.json --from purge --format sql");
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran:?}");
    assert!(ran.stderr.contains("no way back from purge: purge-1"), "{ran:?}");
}

#[test]
fn completions_and_the_man_page_come_from_the_arguments() {
    let folder = planned("shell");
    assert!(plan(&folder, "completions bash").stdout.contains("--queries-before"));
    let man = plan(&folder, "man").stdout;
    assert!(man.contains("PLAN ROLLBACK") && man.contains("queries"), "{man}");
}
