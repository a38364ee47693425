use std::time::Duration;

use database::{EngineUrl, ErrorKind, ScratchServer, Session};

fn a_failed_transaction_leaves_nothing(server: &ScratchServer) {
    let scratch = server.create("tx").unwrap();
    let mut session = scratch.open().unwrap();
    session.execute("CREATE TABLE t (a int NOT NULL); INSERT INTO t VALUES (1)").unwrap();
    let outcome: Result<(), database::Error> = session.in_transaction(|session| {
        session.execute("INSERT INTO t VALUES (2)")?;
        session.execute("INSERT INTO t VALUES (NULL)")
    });
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::ConstraintViolation);
    session.in_transaction(|session| session.execute("INSERT INTO t VALUES (3)")).unwrap();
    let rows = session.query("SELECT a FROM t ORDER BY a").unwrap();
    assert_eq!(rows.rows.concat(), [Some("1".to_owned()), Some("3".to_owned())]);
}

#[test]
fn a_failed_transaction_leaves_nothing_on_sqlite() {
    a_failed_transaction_leaves_nothing(&crate::sqlite());
}

#[test]
fn a_failed_transaction_leaves_nothing_on_postgres() {
    a_failed_transaction_leaves_nothing(&crate::postgres());
}

#[test]
fn a_statement_prepared_before_a_change_of_type_fails_with_a_cached_plan() {
    let scratch = crate::postgres().create("plan").unwrap();
    let (mut application, mut migration) = (scratch.open().unwrap(), scratch.open().unwrap());
    migration.execute("CREATE TABLE t (a int, n numeric); INSERT INTO t VALUES (1, 2.50)").unwrap();
    application.prepare("all", "SELECT * FROM t").unwrap();
    application.prepare("one", "SELECT a::text FROM t WHERE a = $1").unwrap();
    assert_eq!(application.execute_prepared("all").unwrap().value(0, 0).as_deref(), Some("1"));
    migration.execute("ALTER TABLE t ADD b text").unwrap();
    let error = application.execute_prepared("all").unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::CachedPlan, Some("0A000")));
    let rows = application.execute_prepared_with("one", &[Some("1")]).unwrap();
    assert_eq!(rows.scalar().as_deref(), Some("1"));
    assert_eq!(application.execute_prepared("none").unwrap_err().kind(), ErrorKind::Undefined);
}

#[test]
fn a_lock_that_is_not_granted_is_a_lock_timeout() {
    for server in [crate::postgres(), crate::sqlite()] {
        let scratch = server.create("lock").unwrap();
        let (mut first, mut second) = (scratch.open().unwrap(), scratch.open().unwrap());
        first.execute("CREATE TABLE t (a int)").unwrap();
        first.begin().unwrap();
        first.execute("ALTER TABLE t ADD COLUMN b int").unwrap();
        second.set_lock_timeout(Duration::from_millis(30)).unwrap();
        let error = second.execute("INSERT INTO t (a) VALUES (1)").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LockTimeout, "{error}");
        first.rollback().unwrap();
        second.execute("INSERT INTO t (a) VALUES (1)").unwrap();
    }
}

#[test]
fn errors_say_what_failed_where() {
    for server in [crate::postgres(), crate::sqlite()] {
        let scratch = server.create("error").unwrap();
        let mut session = scratch.open().unwrap();
        let error = session.execute_all(["CREATE TABLE t (a int)", "INSERT INTO missing VALUES (1)"]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Undefined, "{error}");
        assert_eq!(error.statement(), Some("INSERT INTO missing VALUES (1)"));
        assert_eq!(session.execute("CREATE TABEL t").unwrap_err().kind(), ErrorKind::Syntax);
        assert_eq!(session.execute("CREATE TABLE t (a int)").unwrap_err().kind(), ErrorKind::Duplicate);
    }
}

#[test]
fn an_engine_out_of_reach_is_named_without_its_password() {
    for url in ["postgres://me:secret@127.0.0.1:1/db", "sqlite:/nowhere/at/all.db"] {
        let error = Session::open(&url.parse::<EngineUrl>().unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
        assert!(
            error.to_string().starts_with("cannot connect to ") && !error.to_string().contains("secret"),
            "{error}"
        );
    }
}
