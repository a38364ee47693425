use database::{Engine, ErrorKind, ScratchServer};

#[test]
fn a_scratch_role_has_no_rights_beyond_its_database() {
    let scratch = crate::postgres().create("rights").unwrap();
    let mut session = scratch.open().unwrap();
    session.execute("CREATE SCHEMA s; CREATE TABLE public.t (a int); COMMENT ON SCHEMA public IS 'x'").unwrap();
    for forbidden in ["CREATE ROLE r", "ALTER SYSTEM SET work_mem = '1MB'", "COPY public.t FROM PROGRAM 'true'"] {
        assert_eq!(session.execute(forbidden).unwrap_err().kind(), ErrorKind::Permission, "{forbidden}");
    }
    scratch
        .open_as_admin()
        .unwrap()
        .execute("CREATE ROLE migration_architect_test; DROP ROLE migration_architect_test")
        .unwrap();
}

#[test]
fn scratch_databases_and_their_role_go_with_their_owner_even_while_in_use() {
    let server = crate::postgres();
    let scratch = server.create("gone").unwrap();
    let mut session = scratch.open().unwrap();
    let names = session.query("SELECT current_database(), current_user").unwrap();
    let (database, role) = (names.value(0, 0).unwrap(), names.value(0, 1).unwrap());
    assert!(database.starts_with("migration_architect_scratch_") && role.starts_with("migration_architect_scratch_"));
    drop(scratch);
    drop(server);
    let mut admin = Engine::connect(&crate::postgres_url()).unwrap();
    let left = format!(
        "SELECT count(*) FROM (SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles) x \
         WHERE datname IN ('{database}', '{role}')"
    );
    assert_eq!(admin.session().query(&left).unwrap().scalar().as_deref(), Some("0"));
    assert_eq!(session.execute("SELECT 1").unwrap_err().kind(), ErrorKind::Unreachable);
}

fn a_copy_has_the_rows_and_a_life_of_its_own(server: &ScratchServer) {
    let original = server.create("original").unwrap();
    original.open().unwrap().execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)").unwrap();
    let copy = original.copy("copy").unwrap();
    copy.open().unwrap().execute("INSERT INTO t VALUES (2)").unwrap();
    let count = "SELECT count(*) FROM t";
    assert_eq!(original.open().unwrap().query(count).unwrap().scalar().as_deref(), Some("1"));
    drop(original);
    assert_eq!(copy.open().unwrap().query(count).unwrap().scalar().as_deref(), Some("2"));
}

#[test]
fn a_copy_has_the_rows_and_a_life_of_its_own_on_sqlite() {
    a_copy_has_the_rows_and_a_life_of_its_own(&crate::sqlite());
}

#[test]
fn a_copy_has_the_rows_and_a_life_of_its_own_on_postgres() {
    a_copy_has_the_rows_and_a_life_of_its_own(&crate::postgres());
}
