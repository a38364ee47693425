//! Twins of columns in partitioned tables and in tables that others inherit from.

use plan_engine::plan::PhaseName;

use crate::bench::{Bench, go, scalar};

fn partitioned(column: &str) -> String {
    format!(
        "CREATE TABLE notes (id integer NOT NULL, kind text NOT NULL, {column}\n, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind);
         CREATE TABLE notes_a PARTITION OF notes FOR VALUES IN ('a');
         CREATE TABLE notes_rest PARTITION OF notes DEFAULT PARTITION BY LIST (kind);
         CREATE TABLE notes_other PARTITION OF notes_rest DEFAULT;"
    )
}

#[test]
fn a_row_that_moves_to_another_partition_keeps_what_one_shape_cannot_hold() {
    let (before, after) = (partitioned("body text"), partitioned("number integer -- renamed from: body"));
    let mut bench = Bench::new(&before, &after, &[]);
    bench.forward_to(PhaseName::Cutover);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO notes (id, kind, body) VALUES (1, 'a', 'abc'), (2, 'a', '7')");
    go(&mut session, "INSERT INTO notes (id, kind, number) VALUES (3, 'a', 33), (4, 'b', NULL)");
    go(&mut session, "UPDATE notes SET kind = 'z'");
    go(&mut session, "UPDATE notes SET kind = 'a', body = '8' WHERE id = 2");
    go(&mut session, "UPDATE notes SET kind = 'a', number = 44 WHERE id = 4");
    let rows = |column: &str| {
        format!("SELECT string_agg(id || kind || coalesce({column}::text, '-'), ' ' ORDER BY id) FROM notes")
    };
    assert_eq!(scalar(&mut session, &rows("body")).as_deref(), Some("1zabc 2a8 3z33 4a44"));
    assert_eq!(scalar(&mut session, &rows("number")).as_deref(), Some("1z- 2a8 3z33 4a44"));
    bench.forward_to(PhaseName::Contract);
    go(&mut session, "UPDATE notes SET kind = 'b' WHERE id = 1; INSERT INTO notes VALUES (5, 'a', 55)");
    bench.back_from(PhaseName::Contract);
    let back = scalar(&mut session, &rows("body"));
    assert!(back.is_some_and(|it| it.ends_with(" 2a8 3z33 4a44 5a55")), "rows of the new version are there");
}

#[test]
fn the_archive_follows_rows_from_partition_to_partition() {
    let (before, after) = (partitioned("body varchar(3)"), partitioned("text text -- renamed from: body"));
    let mut bench = Bench::new(&before, &after, &[]);
    bench.forward_to(PhaseName::Cutover);
    let mut session = bench.session();
    go(
        &mut session,
        "INSERT INTO notes (id, kind, text) VALUES (1, 'a', 'abcdef'), (2, 'b', 'ghijkl'), (3, 'a', 'mnopqr')",
    );
    go(
        &mut session,
        "UPDATE notes SET kind = 'c' WHERE id = 1; INSERT INTO notes_other (id, kind, text) VALUES (4, 'd', 'stuvwx')",
    );
    assert_eq!(bench.kept("body").as_deref(), Some("abcdef ghijkl mnopqr stuvwx"));
    go(&mut session, "TRUNCATE notes_a");
    assert_eq!(bench.kept("body").as_deref(), Some("abcdef ghijkl stuvwx"), "only what was of rows there is gone");
    go(&mut session, "DELETE FROM notes WHERE id = 2");
    bench.back_from(PhaseName::Cutover);
    assert_eq!(
        scalar(&mut session, "SELECT string_agg(id || body, ' ' ORDER BY id) FROM notes").as_deref(),
        Some("1abc 4stu")
    );
    bench.forward_to(PhaseName::Contract);
    assert_eq!(
        scalar(&mut session, "SELECT string_agg(id || text, ' ' ORDER BY id) FROM notes").as_deref(),
        Some("1abcdef 4stuvwx")
    );
    go(&mut session, "TRUNCATE notes");
}

#[test]
fn tables_that_inherit_write_both_shapes() {
    let tables = |column: &str| {
        format!(
            "CREATE TABLE notes (id integer PRIMARY KEY, {column}\n); CREATE TABLE memos (due date) INHERITS (notes);
             CREATE TABLE secrets (level integer) INHERITS (memos);"
        )
    };
    let mut bench = Bench::new(&tables("body text"), &tables("text text -- renamed from: body"), &[]);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO memos VALUES (1, 'early', NULL)");
    bench.forward_to(PhaseName::Cutover);
    go(
        &mut session,
        "INSERT INTO memos (id, body) VALUES (2, 'old'); INSERT INTO secrets (id, text, level) VALUES (3, 'new', 9)",
    );
    go(&mut session, "UPDATE notes SET text = text || '!' WHERE id <> 2; UPDATE memos SET body = body || '?'");
    let rows = |column: &str| format!("SELECT string_agg(id || {column}, ' ' ORDER BY id) FROM notes");
    for column in ["body", "text"] {
        assert_eq!(scalar(&mut session, &rows(column)).as_deref(), Some("1early!? 2old? 3new!?"));
    }
    bench.forward_to(PhaseName::Contract);
    go(&mut session, "INSERT INTO secrets (id, text, level) VALUES (4, 'last', 1)");
    bench.back_from(PhaseName::Contract);
    assert_eq!(scalar(&mut session, &rows("body")).as_deref(), Some("1early!? 2old? 3new!? 4last"));
}

#[test]
fn each_version_reads_what_its_expression_gives() {
    let table = |column: &str, half: &str| {
        format!(
            "CREATE TABLE notes (id integer PRIMARY KEY, {column}\n, size integer GENERATED ALWAYS AS (length({half})) STORED);"
        )
    };
    let (before, after) = (table("body text", "body"), table("text text -- renamed from: body", "text"));
    let mut bench = Bench::new(&before, &after, &[]);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO notes (id, body) VALUES (1, 'early')");
    bench.forward_to(PhaseName::Cutover);
    go(&mut session, "INSERT INTO notes (id, text) VALUES (2, 'new'); UPDATE notes SET body = 'late' WHERE id = 1");
    let sizes = "SELECT string_agg(id || ':' || size, ' ' ORDER BY id) FROM notes";
    assert_eq!(scalar(&mut session, sizes).as_deref(), Some("1:4 2:3"));
    bench.forward_to(PhaseName::Contract);
    go(&mut session, "UPDATE notes SET text = 'longer' WHERE id = 2");
    assert_eq!(scalar(&mut session, sizes).as_deref(), Some("1:4 2:6"));
    bench.back_from(PhaseName::Contract);
    assert_eq!(scalar(&mut session, sizes).as_deref(), Some("1:4 2:6"));
}
