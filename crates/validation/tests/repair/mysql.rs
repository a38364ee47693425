//! What only MySQL and MariaDB have, mended by applying and by the script.

use validation::repair::{Direction, RepairOptions, apply, write_script};

use crate::naive::{Found, shown};
use crate::{Pair, Server, mariadb, mysql, pair};

/// Columns, with the values of a row and of the same row before it was mended. The script goes through the session here: what its
/// literals mean does not depend on the client.
const TABLE: &str = "CREATE TABLE kept (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, bits bit(10), y year, mood enum('', 'a', 'it''s'), \
     tags set('a', 'b'), born date, seen datetime(3), touched timestamp(6) NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(6), \
     took time(6), place geometry, raw binary(3), latin varchar(20) CHARACTER SET latin1, small float, big bigint unsigned, \
     exact decimal(65,30), twice decimal(65,29) GENERATED ALWAYS AS (exact * 2) STORED, \
     half double GENERATED ALWAYS AS (small / 2) VIRTUAL, filled int UNSIGNED ZEROFILL)";

const ROWS: [&str; 3] = [
    "b'1000000001', 1901, '', 'a,b', '0000-00-00', '2024-02-30 00:00:00.001', '2001-02-03 04:05:06.000007', '-838:59:58.999999', \
     ST_GeomFromText('POINT(1 -0.1)'), X'00275c', 'é''\\\\', 0.1, 18446744073709551615, \
     -12345678901234567890123456789012345.000000000000000000000000000001, 7",
    "b'0', 0, 'it''s', '', '9999-12-31', '0000-00-00 00:00:00', '2038-01-19 03:14:07.999999', '838:59:59', \
     ST_GeomFromText('LINESTRING(0 0, 1 1, 2 2)'), X'', '', 3.4028234663852886e38, 0, 0, 0",
    "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
];

const COLUMNS: &str = "bits, y, mood, tags, born, seen, touched, took, place, raw, latin, small, big, exact, filled";

fn servers() -> impl Iterator<Item = Server> {
    [mariadb()].into_iter().chain(mysql())
}

/// Rows that are missing, extra, and that hold each row's values in place of another one's; one has the number 0.
fn differing(server: &Server) -> Pair {
    let mut pair = pair(server, TABLE);
    for (number, row) in ROWS.iter().enumerate() {
        let other = ROWS[(number + 1) % ROWS.len()];
        let insert = |id: usize, row: &str| format!("INSERT INTO kept (id, {COLUMNS}) VALUES ({id}, {row})");
        pair.source.execute(&insert(10 * number, row)).unwrap();
        pair.target.execute(&insert(10 * number + 1, row)).unwrap();
        pair.source.execute(&insert(10 * number + 2, row)).unwrap();
        pair.target.execute(&insert(10 * number + 2, other)).unwrap();
        // Only one column differs: the time of the last change is not that of the repair.
        pair.source.execute(&insert(10 * number + 3, row)).unwrap();
        pair.target.execute(&insert(10 * number + 3, row)).unwrap();
        pair.target
            .execute(&format!("UPDATE kept SET filled = 5, touched = touched WHERE id = {}", 10 * number + 3))
            .unwrap();
    }
    pair
}

fn options() -> RepairOptions {
    RepairOptions::new(Direction::SourceToTarget).deleting_extra()
}

#[test]
fn every_type_is_guarded_and_written() {
    for server in servers() {
        let mut pair = differing(&server);
        let engine = pair.target.kind();
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["kept"]);
        let mut plan = found.plan(engine, &options());
        assert_eq!(plan.summary()[0].left_over(), 0, "{:?}", plan.summary());
        let done = apply(&mut pair.target, &mut plan, &mut ()).unwrap();
        assert_eq!((done.outcomes.applied, done.outcomes.changed, done.outcomes.refused), (12, 0, 0), "{engine}");
        assert_eq!(shown(&mut pair.source, "kept"), shown(&mut pair.target, "kept"), "{engine}");
        // Numbers go on behind those that were given.
        pair.target.execute("INSERT INTO kept (bits) VALUES (b'1')").unwrap();
        let last = pair.target.query("SELECT max(id) FROM kept").unwrap().scalar();
        assert_eq!(last.as_deref(), Some("24"), "{engine}");
    }
}

#[test]
fn every_type_is_guarded_and_written_by_the_script() {
    for server in servers() {
        let mut pair = differing(&server);
        let engine = pair.target.kind();
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["kept"]);
        let mut script = Vec::new();
        write_script(&mut found.plan(engine, &options()), &mut script).unwrap();
        pair.target.execute(&String::from_utf8(script).unwrap()).unwrap();
        assert_eq!(shown(&mut pair.source, "kept"), shown(&mut pair.target, "kept"), "{engine}");
    }
}

#[test]
fn documents_that_no_text_makes_are_replaced() {
    let Some(server) = mysql() else { return };
    let setup = "CREATE TABLE doc (id int PRIMARY KEY, doc json); \
         INSERT INTO doc VALUES (1, JSON_OBJECT('on', CAST('2024-02-29' AS DATE))), (2, JSON_OBJECT('n', CAST(1.10 AS DECIMAL(5,2)))), \
         (3, JSON_ARRAY(CAST(X'00ff' AS BINARY))), (4, '1.0'), (5, JSON_QUOTE('a\"😀'))";
    let mut pair = pair(&server, setup);
    pair.source
        .execute("UPDATE doc SET doc = '{\"b\": [1, 1.5e300, null], \"a\": \"\\\\u0000\"}' WHERE id < 4")
        .unwrap();
    pair.source.execute("UPDATE doc SET doc = '1.5' WHERE id = 4; DELETE FROM doc WHERE id = 5").unwrap();
    let engine = pair.target.kind();
    let mut found = Found::new(&mut pair.source, &mut pair.target, &["doc"]);
    let done = apply(&mut pair.target, &mut found.plan(engine, &options()), &mut ()).unwrap();
    assert_eq!((done.outcomes.applied, done.outcomes.changed, done.outcomes.refused), (5, 0, 0));
    assert_eq!(shown(&mut pair.source, "doc"), shown(&mut pair.target, "doc"));
}
