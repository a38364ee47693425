//! Statements that the triggers of a twin must take as the table does.

use plan_engine::plan::PhaseName;

use crate::bench::{Bench, go, scalar};

const CUT: (&str, &str) = (
    "CREATE TABLE notes (id integer PRIMARY KEY, body varchar(3), other integer);",
    "CREATE TABLE notes (id integer PRIMARY KEY, text text, -- renamed from: body
        other integer);",
);

#[test]
fn the_archive_follows_rows_and_the_table_that_is_emptied() {
    let mut bench = Bench::new(CUT.0, CUT.1, &[]);
    bench.forward_to(PhaseName::Cutover);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO notes (id, text) VALUES (1, 'abcdef'), (2, 'abc'), (3, 'ghijkl'), (4, 'mnopqr')");
    assert_eq!(
        scalar(&mut session, "SELECT string_agg(body, ' ' ORDER BY id) FROM notes").as_deref(),
        Some("abc abc ghi mno")
    );
    assert_eq!(bench.kept("body").as_deref(), Some("abcdef ghijkl mnopqr"));
    go(
        &mut session,
        "UPDATE notes SET other = 1; UPDATE notes SET id = 9 WHERE id = 1; DELETE FROM notes WHERE id = 3",
    );
    assert_eq!(bench.kept("body").as_deref(), Some("mnopqr abcdef"), "the key goes with the row");
    // The new version writes the very value that stands in; so nothing is kept any more.
    go(&mut session, "UPDATE notes SET text = 'abc' WHERE id = 9");
    assert_eq!(bench.kept("body").as_deref(), Some("mnopqr"));
    // The old version writes the row without touching the column, and then the column.
    go(&mut session, "UPDATE notes SET body = body, other = 2 WHERE id = 4");
    assert_eq!(bench.kept("body").as_deref(), Some("mnopqr"));
    go(&mut session, "UPDATE notes SET body = 'xyz' WHERE id = 4");
    assert_eq!(bench.kept("body"), None);
    assert_eq!(scalar(&mut session, "SELECT text FROM notes WHERE id = 4").as_deref(), Some("xyz"));
    go(&mut session, "INSERT INTO notes (id, text) VALUES (5, 'stuvwx'); TRUNCATE notes");
    assert_eq!(bench.kept("body"), None, "the archive is emptied with the table");
    go(&mut session, "INSERT INTO notes (id, text) VALUES (6, 'uvwxyz')");
    bench.forward_to(PhaseName::Contract);
    go(
        &mut session,
        "INSERT INTO notes (id, text) VALUES (7, 'longer'); TRUNCATE notes; INSERT INTO notes (id, text) VALUES (8, 'longest')",
    );
    bench.back_from(PhaseName::Contract);
    assert_eq!(scalar(&mut session, "SELECT string_agg(id || body, ' ') FROM notes").as_deref(), Some("8lon"));
    assert_eq!(bench.kept("body").as_deref(), Some("longest"));
    bench.forward_to(PhaseName::Contract);
    assert_eq!(scalar(&mut session, "SELECT string_agg(id || text, ' ') FROM notes").as_deref(), Some("8longest"));
}

#[test]
fn a_role_that_sees_some_rows_writes_both_shapes() {
    let table = |column: &str| {
        format!(
            "CREATE TABLE notes (id integer PRIMARY KEY, owner name NOT NULL DEFAULT current_user, {column});
             ALTER TABLE notes ENABLE ROW LEVEL SECURITY; ALTER TABLE notes FORCE ROW LEVEL SECURITY;
             CREATE POLICY own ON notes USING (owner = current_user);"
        )
    };
    let (before, after) = (table("body varchar(3)"), table("text text -- renamed from: body\n"));
    let mut bench = Bench::new(&before, &after, &[]);
    let mut admin = bench.admin();
    let role = format!("ma_test_{}", std::process::id());
    go(
        &mut admin,
        &format!(
            "CREATE ROLE {role}; GRANT ALL ON notes TO {role}; INSERT INTO notes VALUES (1, '{role}', 'abc'), (2, 'postgres', 'def')"
        ),
    );
    bench.forward_to(PhaseName::Cutover);
    go(&mut admin, &format!("GRANT {role} TO CURRENT_USER"));
    go(&mut admin, &format!("SET ROLE {role}"));
    go(&mut admin, "INSERT INTO notes (id, text) VALUES (3, 'longer'); UPDATE notes SET text = 'longest'");
    assert_eq!(
        scalar(&mut admin, "SELECT string_agg(id || body, ' ' ORDER BY id) FROM notes").as_deref(),
        Some("1lon 3lon")
    );
    go(&mut admin, "RESET ROLE");
    assert_eq!(bench.kept("body").as_deref(), Some("longest longest"));
    assert_eq!(
        scalar(&mut admin, "SELECT text FROM notes WHERE id = 2").as_deref(),
        Some("def"),
        "it is another's row"
    );
    bench.forward_to(PhaseName::Contract);
    go(
        &mut admin,
        &format!(
            "SET ROLE {role}; UPDATE notes SET text = 'else' WHERE id = 3; DELETE FROM notes WHERE id = 1; RESET ROLE"
        ),
    );
    bench.back_from(PhaseName::Contract);
    assert_eq!(
        scalar(&mut admin, "SELECT string_agg(id || body, ' ' ORDER BY id) FROM notes").as_deref(),
        Some("2def 3els")
    );
    go(&mut admin, &format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
fn a_backfill_fires_no_trigger_and_changes_no_other_column() {
    let table = |column: &str| {
        format!(
            "CREATE TABLE notes (id integer PRIMARY KEY, {column}, touched integer NOT NULL DEFAULT 0);
             CREATE TABLE log (id integer);
             CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END $$;
             CREATE TRIGGER touch BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION touch();
             CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.id); RETURN NULL; END $$;
             CREATE TRIGGER tell AFTER UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION tell();"
        )
    };
    let (before, after) = (table("amount integer, body varchar(9)"), table("amount text, body varchar(4)"));
    let mut bench = Bench::new(&before, &after, &[]);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO notes VALUES (1, 5, 'abc'), (2, 6, 'abcdefghi')");
    let touched = "SELECT sum(touched) + (SELECT count(*) FROM log) FROM notes";
    for _ in 0..2 {
        bench.forward_to(PhaseName::Contract);
        assert_eq!(scalar(&mut session, touched).as_deref(), Some("0"));
        bench.back_from(PhaseName::Contract);
        assert_eq!(scalar(&mut session, touched).as_deref(), Some("0"));
    }
    assert_eq!(
        scalar(&mut session, "SELECT string_agg(amount || body, ' ' ORDER BY id) FROM notes").as_deref(),
        Some("5abc 6abcdefghi")
    );
    go(&mut session, "UPDATE notes SET amount = 7 WHERE id = 1");
    assert_eq!(scalar(&mut session, touched).as_deref(), Some("2"), "what an application writes fires them");
}

#[test]
fn values_that_the_engine_takes_for_equal_are_told_apart() {
    let table = |n: &str, d: &str, j: &str, i: &str| {
        format!("CREATE TABLE v (id integer PRIMARY KEY, {n} numeric, {d} double precision, {j} json, {i} interval);")
    };
    let before = table("n", "d", "j", "i");
    let after = "CREATE TABLE v (id integer PRIMARY KEY, n2 numeric, -- renamed from: n
        d2 double precision, -- renamed from: d
        j2 json, -- renamed from: j
        i2 interval -- renamed from: i
        );";
    let old = "SELECT string_agg(concat_ws('|', n, d, j, i), ' ' ORDER BY id) FROM v";
    let new = "SELECT string_agg(concat_ws('|', n2, d2, j2, i2), ' ' ORDER BY id) FROM v";
    let mut bench = Bench::new(&before, after, &[]);
    let mut session = bench.session();
    go(
        &mut session,
        r#"INSERT INTO v VALUES (1, 1.10, '-0', '{"a": 1}', '24:00:00'), (2, 'NaN', 'NaN', '{"a":1,"a":2}', '1 day')"#,
    );
    let first = scalar(&mut session, old);
    bench.forward_to(PhaseName::Cutover);
    assert_eq!(scalar(&mut session, new), first);
    // Each is equal to what was there, as the engine's own `=` has it.
    go(&mut session, r#"UPDATE v SET n2 = 1.100, d2 = '0', j2 = '{"a":1}', i2 = '1 day' WHERE id = 1"#);
    go(&mut session, "UPDATE v SET n = 'NaN', d = 'NaN', i = '24:00:00' WHERE id = 2");
    let now = Some(r#"1.100|0|{"a":1}|1 day NaN|NaN|{"a":1,"a":2}|24:00:00"#);
    assert_eq!(scalar(&mut session, old).as_deref(), now);
    assert_eq!(scalar(&mut session, new).as_deref(), now);
    bench.forward_to(PhaseName::Contract);
    assert_eq!(scalar(&mut session, new).as_deref(), now);
    bench.back_from(PhaseName::Contract);
    assert_eq!(scalar(&mut session, old).as_deref(), now);
}

#[test]
fn a_row_that_replication_writes_around_the_trigger_is_met_by_the_gate() {
    let mut bench = Bench::new(CUT.0, CUT.1, &[]);
    bench.forward_to(PhaseName::Cutover);
    let (mut session, mut admin) = (bench.session(), bench.admin());
    go(&mut admin, "SET session_replication_role = replica; INSERT INTO notes (id, body) VALUES (1, 'abc')");
    assert_eq!(scalar(&mut session, "SELECT text FROM notes"), None, "the trigger did not see it");
    let met = bench.again(PhaseName::Contract).expect_err("the gate").to_string();
    assert!(met.contains("both shapes of public.notes.body are equal"), "{met}");
    bench.again(PhaseName::Backfill).expect("the backfill");
    bench.forward_to(PhaseName::Contract);
    assert_eq!(scalar(&mut session, "SELECT text FROM notes").as_deref(), Some("abc"));
}

#[test]
fn numbers_that_the_former_type_cannot_hold_are_kept() {
    let table = |kind: &str| format!("CREATE TABLE accounts (id integer PRIMARY KEY, balance {kind} NOT NULL);");
    let mut bench = Bench::new(&table("integer"), &table("bigint"), &[]);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO accounts VALUES (1, 1)");
    bench.forward_to(PhaseName::Cutover);
    go(
        &mut session,
        "INSERT INTO accounts (id, balance) VALUES (2, 9223372036854775807); UPDATE accounts SET balance = -9223372036854775808 WHERE id = 1",
    );
    assert_eq!(bench.kept("balance").as_deref(), Some("-9223372036854775808 9223372036854775807"));
    bench.forward_to(PhaseName::Contract);
    go(&mut session, "INSERT INTO accounts (id, balance) VALUES (3, 9223372036854775807)");
    bench.back_from(PhaseName::Contract);
    let balances = "SELECT string_agg(balance::text, ' ' ORDER BY id) FROM accounts";
    assert_eq!(scalar(&mut session, balances).as_deref(), Some("-2147483648 2147483647 2147483647"));
    assert_eq!(bench.kept("balance").as_deref(), Some("-9223372036854775808 9223372036854775807 9223372036854775807"));
}
