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

#[test]
fn roles_that_a_schema_names_are_made_and_go_again() {
    let server = crate::postgres();
    let scratch = server.create("roles").unwrap();
    scratch
        .apply([
            "DO $$ BEGIN CREATE ROLE migration_architect_made NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
            "CREATE TABLE t (a int)",
            "GRANT SELECT ON t TO migration_architect_made, \"migration_architect \"\"named\"",
            "ALTER DEFAULT PRIVILEGES FOR ROLE migration_architect_made GRANT SELECT ON TABLES TO PUBLIC",
            "ALTER TABLE t OWNER TO migration_architect_made",
        ])
        .unwrap();
    let mut admin = Engine::connect(&crate::postgres_url()).unwrap();
    let count =
        "SELECT count(*) FROM pg_roles WHERE rolname IN ('migration_architect_made', 'migration_architect \"named')";
    assert_eq!(admin.session().query(count).unwrap().scalar().as_deref(), Some("2"));
    drop(scratch);
    drop(server);
    assert_eq!(admin.session().query(count).unwrap().scalar().as_deref(), Some("0"));
}

#[test]
fn what_needs_a_superuser_is_the_owners_afterwards_who_is_none() {
    let scratch = crate::postgres().create("superuser").unwrap();
    scratch.apply(["CREATE FOREIGN DATA WRAPPER w", "CREATE SERVER s FOREIGN DATA WRAPPER w"]).unwrap();
    let mut session = scratch.open().unwrap();
    session.execute("COMMENT ON FOREIGN DATA WRAPPER w IS 'mine'").unwrap();
    let rights = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";
    assert_eq!(session.query(rights).unwrap().scalar().as_deref(), Some("f"));
    let hidden = scratch.apply(["CREATE EXTENSION file_fdw; CREATE TABLE t (a int)"]).unwrap_err();
    assert_eq!(hidden.kind(), ErrorKind::Syntax);
}
