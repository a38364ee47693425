//! Rows of one engine mended from another one.

use database::{EngineKind, Session};
use validation::repair::{Direction, RepairOptions, TableRepair, apply, plan, verify};
use validation::{CompareOptions, Difference, EngineOptions, EngineTable, Side, Verdict, Wanted};

use crate::{Server, mariadb, mysql, pair, postgres, servers, sqlite};

fn table(session: &Session) -> String {
    match session.kind() {
        EngineKind::Postgres => {
            "CREATE TABLE sample (id bigint PRIMARY KEY, flag boolean, price numeric(38,10), ratio double precision, small real, \
             label text, code char(3), raw bytea, day date, at timestamp(6), moment timestamptz, clock time, token uuid, doc jsonb)"
                .to_owned()
        }
        EngineKind::Sqlite => {
            "CREATE TABLE sample (id INTEGER PRIMARY KEY, flag BOOLEAN, price TEXT, ratio REAL, small REAL, label TEXT, code CHAR(3), \
             raw BLOB, day DATE, at TIMESTAMP, moment TIMESTAMPTZ, clock TIME, token UUID, doc JSON)"
                .to_owned()
        }
        // MySQL has no type of UUIDs.
        EngineKind::MySql => MARIADB.replace("token uuid", "token char(36)"),
        _ => MARIADB.to_owned(),
    }
}

const MARIADB: &str = "CREATE TABLE sample (id bigint PRIMARY KEY, flag tinyint(1), price decimal(38,10), ratio double, small float, \
     label longtext, code char(3), raw longblob, day date, at datetime(6), moment timestamp(6) NULL, clock time(6), token uuid, doc json)";

/// Values that both take, each row another edge.
fn rows(session: &Session) -> String {
    let bytes = |hex: &str| match session.kind() {
        EngineKind::Postgres => format!("'\\x{hex}'"),
        _ => format!("X'{hex}'"),
    };
    let token = "'6f1c0f8e-0000-4000-8000-0000000000aa'";
    let is_postgres = session.kind() == EngineKind::Postgres;
    let (yes, no) = if is_postgres { ("true", "false") } else { ("1", "0") };
    let rows = [
        format!(
            "(1, {yes}, '1.5000000000', 0.1, 0.5, 'it''s “é”', 'abc', {}, '2024-02-29', '2024-02-29 23:59:59.999999', \
             '2024-02-29 23:59:59.5', '23:59:59.5', {token}, '{{\"a\": [1, 2.50]}}')",
            bytes("00ff5c27")
        ),
        format!(
            "(2, {no}, '-1234567890123456789012345678.0123456789', -1.7976931348623157e308, 3, '', 'xyz', {}, '0001-01-01', \
             '0001-01-01 00:00:00', '1970-01-02 00:00:00', '00:00:00', NULL, 'null')",
            bytes("")
        ),
        "(3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)".to_owned(),
        format!(
            "(4, {yes}, '0.0000000001', 5e-324, 0.1, 'NULL', 'éab', {}, '9999-12-31', '9999-12-31 23:59:59.999999', \
             '2038-01-19 03:14:07', '00:00:00.000001', {token}, '\"😀\"')",
            bytes("41")
        ),
    ];
    rows.join(", ")
}

fn shown(found: &[Difference]) -> String {
    let line = |it: &Difference| {
        format!("{} {:?} {:?}\n  {:?}\n  {:?}", it.kind.as_str(), it.key, it.columns, it.source, it.target)
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn mended(source: &Server, target: &Server) {
    let (mut one, mut other) = (pair(source, "SELECT 1"), pair(target, "SELECT 1"));
    let (read, written) = (&mut one.target, &mut other.target);
    for session in [&mut *read, &mut *written] {
        session.execute(&table(session)).unwrap();
        if session.kind() == EngineKind::Postgres {
            session.execute("SET TimeZone = 'UTC'").unwrap();
        }
    }
    read.execute(&format!("INSERT INTO sample VALUES {}", rows(read))).unwrap();
    // Of the target's rows two have another value in one column, one in each column, one is extra.
    written.execute(&format!("INSERT INTO sample VALUES {}", rows(written))).unwrap();
    written.execute("DELETE FROM sample WHERE id = 3; INSERT INTO sample (id, label) VALUES (9, 'extra')").unwrap();
    let names =
        ["flag", "price", "ratio", "small", "label", "code", "raw", "day", "at", "moment", "clock", "token", "doc"];
    written.execute("UPDATE sample SET label = 'CHANGED' WHERE id IN (2, 4)").unwrap();
    let emptied: Vec<_> = names.iter().map(|it| format!("{it} = NULL")).collect();
    written.execute(&format!("UPDATE sample SET {} WHERE id = 1", emptied.join(", "))).unwrap();

    let open = |url: &str| EngineTable::open(&url.parse().unwrap(), None, "sample", &EngineOptions::default()).unwrap();
    let (from, to) = (open(&one.target_url), open(&other.target_url));
    let (from_selection, to_selection) = validation::pair(from.table(), to.table(), &Wanted::default()).unwrap();
    let shape = to.table().clone();
    let (mut from, mut to) = (from.select(from_selection).unwrap(), to.select(to_selection).unwrap());
    let options = CompareOptions::default();
    let mut found = Vec::new();
    let before = validation::compare(&mut from, &mut to, &options, &mut found).unwrap();
    let counts = (before.missing, before.extra, before.mismatched);
    assert_eq!(counts, (1, 1, 3), "{}", shown(&found));

    let selection = to.selection().clone();
    // SQLite's snapshot would keep writers out.
    to.refresh().unwrap();
    let repair = RepairOptions::new(Direction::SourceToTarget).deleting_extra();
    let tables = vec![TableRepair { table: shape, selection, differences: &mut found, read: None }];
    let mut steps = plan(written.kind(), tables, &repair).unwrap();
    assert_eq!(steps.summary()[0].left_over(), 0, "{:?}", steps.summary());
    drop(to);
    let done = apply(written, &mut steps, &mut ()).unwrap();
    assert_eq!((done.outcomes.applied, done.outcomes.changed, done.outcomes.refused), (5, 0, 0));
    drop(steps);
    let to = open(&other.target_url);
    let (_, to_selection) = validation::pair(open(&one.target_url).table(), to.table(), &Wanted::default()).unwrap();
    let mut to = to.select(to_selection).unwrap();
    let mut differing = Vec::new();
    let after = verify(&mut from, &mut to, &mut found, &options, &mut differing).unwrap().unwrap();
    assert_eq!(after.verdict(), Verdict::Equal, "{}", shown(&differing));
}

#[test]
fn postgres_mends_mariadb() {
    mended(&postgres(), &mariadb());
}

#[test]
fn mariadb_mends_postgres() {
    mended(&mariadb(), &postgres());
}

#[test]
fn sqlite_mends_postgres() {
    mended(&sqlite(), &postgres());
}

#[test]
fn postgres_mends_sqlite() {
    mended(&postgres(), &sqlite());
}

#[test]
fn mariadb_mends_mariadb() {
    mended(&mariadb(), &mariadb());
}

#[test]
fn mysql_mends_others_and_is_mended() {
    let Some(mysql) = mysql() else { return };
    for other in servers() {
        mended(&mysql, &other);
        mended(&other, &mysql);
    }
}

#[test]
fn postgres_mends_postgres() {
    mended(&postgres(), &postgres());
}

#[test]
fn rows_are_verified_by_the_bytes_of_their_keys() {
    for target in [mariadb()].into_iter().chain(mysql()) {
        let mut one = pair(&postgres(), "CREATE TABLE word (id text PRIMARY KEY, n int)");
        let mut other = pair(
            &target,
            "CREATE TABLE word (id varchar(20) COLLATE utf8mb4_general_ci PRIMARY KEY, n int) CHARSET utf8mb4",
        );
        one.target.execute("INSERT INTO word VALUES ('a', 1), ('A', 1), ('b', 2)").unwrap();
        other.target.execute("INSERT INTO word VALUES ('a', 1)").unwrap();
        let open =
            |url: &str| EngineTable::open(&url.parse().unwrap(), None, "word", &EngineOptions::default()).unwrap();
        let (from, to) = (open(&one.target_url), open(&other.target_url));
        let (from_selection, to_selection) = validation::pair(from.table(), to.table(), &Wanted::default()).unwrap();
        let (mut from, mut to) = (from.select(from_selection).unwrap(), to.select(to_selection).unwrap());
        let (options, mut found, mut left) = (CompareOptions::default(), Vec::new(), Vec::new());
        validation::compare(&mut from, &mut to, &options, &mut found).unwrap();
        other.target.execute("INSERT INTO word VALUES ('b', 2)").unwrap();
        verify(&mut from, &mut to, &mut found, &options, &mut left).unwrap();
        // The target's `a` is not the `A` that it cannot take.
        let keys: Vec<_> = left.iter().map(|it| (it.kind.as_str(), format!("{:?}", it.key))).collect();
        assert_eq!(keys, [("missing_in_target", "[Text(\"A\")]".to_owned())]);
    }
}
