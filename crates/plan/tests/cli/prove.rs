//! `plan prove` on the embedded SQLite.

use super::{folder, plan, planned};

#[test]
fn a_plan_is_proven_and_the_proof_is_bound_to_it() {
    let folder = planned("prove");
    let ran = plan(&folder, "prove plan.json --rows 5 --seed 7 --output proof.json");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("PROVEN"), "{}", ran.stdout);
    assert!(ran.stderr.is_empty(), "no progress where there is no terminal: {}", ran.stderr);
    let read = |name: &str| -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap()
    };
    assert_eq!(read("proof.json")["plan_digest"], read("plan.json")["digest"]);
    assert_eq!(read("proof.json")["outcome"], "proven");
}

#[test]
fn two_schemas_are_planned_and_proven_at_once() {
    let folder = planned("prove-directly");
    let ran = plan(&folder, "prove --before before.sql --after after.sql --dialect sqlite --purge");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("purge-1") && ran.stdout.contains("PROVEN"), "{}", ran.stdout);
}

#[test]
fn statements_of_the_application_take_part() {
    let folder = planned("prove-queries");
    std::fs::write(folder.join("old.sql"), "SELECT fax FROM customers; -- the old version\n").unwrap();
    std::fs::write(folder.join("new.sql"), "SELECT phone FROM customers;").unwrap();
    let good = plan(&folder, "prove plan.json --queries-before old.sql --queries-after new.sql");
    assert_eq!(good.code, 0, "{}{}", good.stdout, good.stderr);
    std::fs::write(folder.join("new.sql"), "SELECT fax, phone FROM customers;").unwrap();
    let bad = plan(&folder, "prove plan.json --queries-before old.sql --queries-after new.sql");
    assert_eq!(bad.code, 1, "no schema of the new version has that column: {}{}", bad.stdout, bad.stderr);
    assert!(bad.stdout.contains("no such column: fax"), "{}", bad.stdout);
    std::fs::write(folder.join("new.sql"), "-- nothing").unwrap();
    assert_eq!(plan(&folder, "prove plan.json --queries-after new.sql").code, 3);
}

#[test]
fn nothing_to_do_is_proven_too() {
    let folder = folder("prove-nothing");
    std::fs::write(folder.join("a.sql"), "CREATE TABLE t (id INTEGER PRIMARY KEY);").unwrap();
    let ran = plan(&folder, "prove --before a.sql --after a.sql --dialect sqlite");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("there is nothing to do"), "{ran:?}");
}

#[test]
fn rows_that_are_given_take_part() {
    let folder = planned("prove-given-rows");
    std::fs::write(folder.join("rows.sql"), "INSERT INTO customers (id, fax) VALUES (7, 'seven');").unwrap();
    let good = plan(&folder, "prove plan.json --given-rows rows.sql");
    assert_eq!(good.code, 0, "{}{}", good.stdout, good.stderr);
    std::fs::write(folder.join("rows.sql"), "INSERT INTO customers (id, phone) VALUES (7, 'seven');").unwrap();
    let bad = plan(&folder, "prove plan.json --given-rows rows.sql");
    assert_eq!(bad.code, 3, "{}{}", bad.stdout, bad.stderr);
    assert!(bad.stderr.contains("does not take the rows given"), "{}", bad.stderr);
}
