//! Plans of small schemas, seen as their steps.

use expect_test::{Expect, expect};
use findings::SourceText;
use schema_diff::Dialect;
use schema_diff::read::{Limits, read};

use crate::plan::{Action, Plan, Side};
use crate::{Error, ErrorKind, MakeOptions, make};

fn plan(before: &str, after: &str) -> Result<Plan, Error> {
    let side = |sql: &str| {
        let reading = read(Dialect::Sqlite, &[SourceText::new("schema.sql", sql)], &Limits::default());
        Side { sources: Vec::new(), statements: Vec::new(), catalogue: reading.catalogue }
    };
    make(side(before), side(after), &MakeOptions::new())
}

fn check_steps(before: &str, after: &str, expected: &Expect) -> Result<(), Error> {
    let plan = plan(before, after)?;
    let mut text = String::new();
    for step in plan.phases.iter().flat_map(|phase| &phase.steps).filter(|step| step.subject.is_some()) {
        let gates = step.forward.iter().filter(|it| matches!(it, Action::Gate(_))).count();
        let gates = if gates == 0 { String::new() } else { format!(" ({gates} gates)") };
        text.push_str(&format!("{} {}{gates}\n", step.id, step.title));
    }
    expected.assert_eq(&text);
    Ok(())
}

#[test]
fn what_tightens_waits_for_the_old_version_to_go() -> Result<(), Error> {
    check_steps(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT NOT NULL)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT, c TEXT NOT NULL DEFAULT 'x')",
        &expect![[r"
            expand-1 Rebuild t: no longer require b; add c
            contract-2 Rebuild t: require a (1 gates)
        "]],
    )
}

#[test]
fn a_known_value_needs_no_gate() -> Result<(), Error> {
    check_steps(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'x')",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'x')",
        &expect![[r"
            backfill-1 Fill a of t with ('x')
            contract-2 Rebuild t: require a
        "]],
    )
}

#[test]
fn a_foreign_key_waits_for_the_key_that_it_references() -> Result<(), Error> {
    check_steps(
        "CREATE TABLE p (id INTEGER PRIMARY KEY, c TEXT)",
        "CREATE TABLE p (id INTEGER PRIMARY KEY, c TEXT UNIQUE); CREATE TABLE n (c TEXT REFERENCES p (c))",
        &expect![[r"
            expand-1 Create n
            contract-2 Rebuild p: add unique(c) (1 gates)
            contract-3 Rebuild n: add foreign key(c) references p(c) (1 gates)
        "]],
    )
}

#[test]
fn a_name_that_moves_to_another_table_is_freed_first() -> Result<(), Error> {
    check_steps(
        "CREATE TABLE a (x); CREATE INDEX i ON a (x); CREATE TABLE b (x)",
        "CREATE TABLE a (x); CREATE TABLE b (x); CREATE INDEX i ON b (x)",
        &expect![[r"
            expand-1 Drop index i on a
            expand-2 Create index i on b
        "]],
    )
}

#[test]
fn another_affinity_is_refused() {
    let outcome = plan("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a INTEGER)");
    assert_eq!(outcome.err().map(|error| error.kind()), Some(ErrorKind::Refused));
}
