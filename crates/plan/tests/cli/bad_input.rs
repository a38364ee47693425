//! Bad input: exit 3, one helpful message, no panic.

use super::{folder, plan, planned};

/// Exit 3, `message` on standard error, nothing on standard output.
#[track_caller]
fn could_not_tell(ran: &super::Ran, messages: &[&str]) {
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stdout.is_empty(), "{ran:?}");
    assert!(!ran.stderr.contains("panicked"), "{ran:?}");
    for message in messages {
        assert!(ran.stderr.contains(message), "`{message}` is missing: {ran:?}");
    }
}

#[test]
fn files_that_are_no_schemas() {
    let folder = folder("no-schemas");
    std::fs::write(folder.join("a.sql"), "CREATE TABLE t (id INTEGER);").unwrap();
    std::fs::write(folder.join("binary.sql"), b"SQLite format 3\0\x10\0").unwrap();
    std::fs::write(folder.join("broken.sql"), "CREATE TABLE (;\nCREATE TABLE u (id INTEGER);").unwrap();
    let make = |after: &str| plan(&folder, &format!("make --before a.sql --after {after} --dialect sqlite"));
    could_not_tell(&make("missing.sql"), &["missing.sql: cannot be read", "help: give a file"]);
    could_not_tell(&make("binary.sql"), &["binary.sql: not a text file", "sqlite:PATH"]);
    could_not_tell(&make("broken.sql"), &["broken.sql:1:", "could not be read"]);
    could_not_tell(&make("HEAD:nowhere/at/all.sql"), &["HEAD:nowhere/at/all.sql"]);
}

#[test]
fn a_dialect_that_is_unknown_or_untold() {
    let folder = folder("dialects");
    std::fs::write(folder.join("a.sql"), "CREATE TABLE t (id INTEGER);").unwrap();
    could_not_tell(&plan(&folder, "make --before a.sql --after a.sql --dialect oracle"), &["unknown dialect `oracle`"]);
    could_not_tell(&plan(&folder, "make --before a.sql --after a.sql"), &["nothing tells the dialect", "--dialect"]);
}

#[test]
fn what_is_stated_of_columns_that_cannot_be() {
    let folder = folder("stated");
    std::fs::write(folder.join("a.sql"), "CREATE TABLE p (id int PRIMARY KEY, x int, name text NOT NULL);").unwrap();
    std::fs::write(folder.join("b.sql"), "CREATE TABLE p (id int PRIMARY KEY, x int, name int NOT NULL);").unwrap();
    std::fs::write(folder.join("c.sql"), "CREATE TABLE p (id int PRIMARY KEY, x int, a text NOT NULL);").unwrap();
    let make = |after: &str, said: &str| {
        plan(&folder, &format!("make --before a.sql --after {after} --dialect postgres {said}"))
    };
    could_not_tell(&make("b.sql", "--fill p.nme=1"), &["--fill p.nme", "neither schema"]);
    could_not_tell(&make("b.sql", "--convert p.name=up:random()::int,down:name::text"), &["`random`", "another value"]);
    could_not_tell(&make("b.sql", "--convert p.name=up:name||,down:name::text"), &["`name||` is no SQL expression"]);
    could_not_tell(&make("c.sql", "--derive p.a=name||clock_timestamp() --derive p.name=a"), &["`clock_timestamp`"]);
    let moved = "CREATE TABLE p (id bigint PRIMARY KEY, x int); CREATE TABLE q (pid bigint PRIMARY KEY, name text);";
    std::fs::write(folder.join("d.sql"), moved).unwrap();
    could_not_tell(&make("d.sql", "--move p.name=q.name --by q.pid=p.id"), &["public.p.id", "changes its type too"]);
    let ran = make("c.sql", r#"--rename "p"."name"=p.a -o plan.json"#);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn an_engine_that_is_not_there() {
    let folder = planned("no-engine");
    let url = "postgres://u:secret@127.0.0.1:1/d";
    let ran = plan(&folder, &format!("prove --before before.sql --after after.sql --dialect postgres --engine {url}"));
    could_not_tell(&ran, &["127.0.0.1:1", "help: check that the engine runs"]);
    assert!(!ran.stderr.contains("secret"), "{ran:?}");
    let ran = plan(&folder, &format!("prove plan.json --engine {url}"));
    could_not_tell(&ran, &["the plan is written for sqlite"]);
    let ran = plan(&folder, "prove --before before.sql --after after.sql --dialect postgres");
    could_not_tell(&ran, &["--engine postgres://"]);
}

#[test]
fn a_plan_that_is_none_was_altered_or_is_too_new() {
    let folder = planned("no-plan");
    could_not_tell(&plan(&folder, "show before.sql"), &["before.sql: this is no plan", "help: make a plan"]);
    let text = std::fs::read_to_string(folder.join("plan.json")).unwrap();
    std::fs::write(folder.join("altered.json"), text.replace("fax", "fox")).unwrap();
    could_not_tell(&plan(&folder, "show altered.json"), &["altered"]);
    std::fs::write(folder.join("newer.json"), text.replace("\"1.0\"", "\"2.0\"")).unwrap();
    could_not_tell(&plan(&folder, "prove newer.json"), &["2.0"]);
}

#[test]
fn bad_usage_is_not_a_difference() {
    let folder = planned("usage");
    could_not_tell(&plan(&folder, "show plan.json --format pdf"), &["pdf"]);
    could_not_tell(&plan(&folder, "show plan.json --phase later"), &["unknown phase `later`"]);
    could_not_tell(&plan(&folder, "show plan.json --phase validate"), &["no phase validate", "its phases are"]);
    could_not_tell(&plan(&folder, "prove"), &["<PLAN>"]);
    could_not_tell(&plan(&folder, "prove plan.json --fill a.b=1"), &["--before"]);
    could_not_tell(&plan(&folder, "make --before before.sql --after after.sql --rename x"), &["write old=new"]);
    assert_eq!(plan(&folder, "--help").code, 0);
}

#[test]
fn a_refusal_names_reason_place_and_remedy() {
    let folder = folder("refusal");
    std::fs::write(folder.join("a.sql"), "CREATE TABLE t (id INTEGER PRIMARY KEY);").unwrap();
    let after = "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE VIRTUAL TABLE search USING fts5(body);";
    std::fs::write(folder.join("b.sql"), after).unwrap();
    let ran = plan(&folder, "make --before a.sql --after b.sql --dialect sqlite -o plan.json");
    could_not_tell(&ran, &["refused: ", "help: ", "no plan: 1 change refused"]);
    assert!(!folder.join("plan.json").exists(), "no plan is written");
}
