use database::{ErrorKind, ScratchServer, elaborate, witness};
use findings::{Confirmation, Witness};

fn statements(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// A witness that any failure confirms.
fn witness(setup: &[&str], statement: &str) -> Witness {
    Witness {
        setup: statements(setup),
        statement: statement.to_owned(),
        instance: None,
        fails_with: String::new(),
        confirmation: Confirmation::Unconfirmed("not tried".to_owned()),
    }
}

fn only_what_fails_after_and_not_before_is_confirmed(server: &ScratchServer, engine: &str) {
    let parent = "CREATE TABLE parent (id integer PRIMARY KEY)";
    let before = statements(&[parent, "CREATE TABLE t (a integer, b text, p integer)"]);
    let after = statements(&[
        parent,
        "CREATE TABLE t (a integer CHECK (a > 0), p integer REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
    ]);
    let mut witnesses = [
        witness(&[], "INSERT INTO t (a) VALUES (0)"),
        witness(&["INSERT INTO t (a) VALUES (1)"], "SELECT b FROM t"),
        witness(&["INSERT INTO parent VALUES (1)"], "INSERT INTO t (p) VALUES (2)"),
        witness(&["INSERT INTO parent VALUES (1)"], "INSERT INTO t (p) VALUES (1)"),
        witness(&[], "INSERT INTO nowhere VALUES (1)"),
        witness(&["INSERT INTO t (b) VALUES ('x')"], "SELECT 1"),
    ];
    witness::confirm(server, &before, &after, &mut witnesses).unwrap();
    let confirmed: Vec<_> = witnesses
        .iter()
        .map(|witness| matches!(&witness.confirmation, Confirmation::ConfirmedBy(by) if by.starts_with(engine)))
        .collect();
    assert_eq!(confirmed, [true, true, true, false, false, false], "{witnesses:#?}");
    assert!(witnesses.iter().zip(confirmed).all(|(witness, confirmed)| confirmed != witness.fails_with.is_empty()));
    let reasons: Vec<_> = witnesses
        .iter()
        .filter_map(|witness| match &witness.confirmation {
            Confirmation::Unconfirmed(reason) => reason.split(':').next(),
            Confirmation::ConfirmedBy(_) => None,
        })
        .collect();
    assert_eq!(
        reasons,
        [
            "it works on the new schema",
            "it fails on the old schema too",
            "what it needs does not work on the new schema"
        ]
    );
}

#[test]
fn only_what_fails_after_and_not_before_is_confirmed_on_sqlite() {
    only_what_fails_after_and_not_before_is_confirmed(&crate::sqlite(), "SQLite 3.");
}

#[test]
fn only_what_fails_after_and_not_before_is_confirmed_on_postgres() {
    only_what_fails_after_and_not_before_is_confirmed(&crate::postgres(), "PostgreSQL 1");
}

#[test]
fn a_failure_for_another_reason_confirms_nothing() {
    let (before, after) = (statements(&["CREATE TABLE t (a, b)"]), statements(&["CREATE TABLE t (a)"]));
    let mut it = Witness { fails_with: "no such column: a".to_owned(), ..witness(&[], "SELECT b FROM t") };
    witness::confirm(&crate::sqlite(), &before, &after, [&mut it]).unwrap();
    let Confirmation::Unconfirmed(reason) = it.confirmation else { panic!("confirmed") };
    assert!(reason.starts_with("it fails on the new schema for another reason: no such column: b"), "{reason}");
}

#[test]
fn a_schema_that_the_engine_refuses_confirms_nothing() {
    let mut it = witness(&[], "SELECT 1");
    witness::confirm(&crate::sqlite(), &statements(&["CREATE TABLE t (a, a)"]), &[], [&mut it]).unwrap();
    let Confirmation::Unconfirmed(reason) = it.confirmation else { panic!("confirmed") };
    assert!(reason.starts_with("the old schema does not stand on the engine: duplicate column name: a"), "{reason}");
}

#[test]
fn a_statement_that_the_engine_refuses_is_named() {
    let error = elaborate(&crate::postgres(), &statements(&["CREATE TABLE t (a int)", "CREATE TABLE u (b nothing)"]));
    let error = error.unwrap_err();
    assert_eq!((error.kind(), error.statement()), (ErrorKind::Undefined, Some("CREATE TABLE u (b nothing)")));
}

#[test]
fn extensions_that_the_owner_may_not_create_come_from_the_login_given() {
    let server = crate::postgres();
    let scratch = server.create("extension").unwrap();
    scratch.apply(["CREATE EXTENSION pageinspect", "CREATE TABLE t (a int)"]).unwrap();
    let smuggled = scratch.apply(["CREATE EXTENSION file_fdw; CREATE ROLE migration_architect_smuggled"]).unwrap_err();
    assert_eq!(smuggled.kind(), ErrorKind::Syntax, "{smuggled}");
}
