//! Differences that are old: the source has changed since.

use validation::Wanted;
use validation::repair::write_script;

use crate::live::{compared, differing, mended, options, planned};
use crate::naive::shown;
use crate::{pair, servers};

const KEYED: &str = "CREATE TABLE note (id integer PRIMARY KEY, body varchar(40)); INSERT INTO note VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')";
const KEYLESS: &str =
    "CREATE TABLE note (id integer, body varchar(40)); INSERT INTO note VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')";
/// One row is missing, one is extra, one has another value, and so once more.
const BROKEN: &str = "DELETE FROM note WHERE id = 1; INSERT INTO note VALUES (9, 'x'); UPDATE note SET body = 'old' WHERE id = 2; \
     DELETE FROM note WHERE id = 4; INSERT INTO note VALUES (8, 'y'); UPDATE note SET body = 'older' WHERE id = 3";
/// The first of each kind is not so any more.
const MEANWHILE: &str =
    "DELETE FROM note WHERE id = 1; INSERT INTO note VALUES (9, 'x'); UPDATE note SET body = 'new' WHERE id = 2";

#[test]
fn what_the_source_no_longer_says_is_left() {
    for server in servers() {
        for (setup, wanted, done_now, stale) in
            [(KEYED, Wanted::default(), 3, 3), (KEYLESS, Wanted::default().without_key(), 5, 3)]
        {
            let mut pair = pair(&server, setup);
            pair.target.execute(BROKEN).unwrap();
            let mut found = compared(&pair, "note", &wanted);
            pair.source.execute(MEANWHILE).unwrap();
            let (done, left) = mended(&mut pair, &mut found, &wanted, &options());
            let kind = pair.target.kind();
            assert_eq!((done.outcomes.applied, done.outcomes.stale), (done_now, stale), "{kind}: {:?}", left.0);
            assert_eq!(done.outcomes.not_done(), stale);
            assert!(left.0.iter().all(|it| it.outcome == "stale" && it.why.contains("compare again")), "{:?}", left.0);
            let rows = shown(&mut pair.target, "note").join("\n");
            // Neither deleted, nor inserted, nor overwritten.
            assert!(rows.contains("Integer(9)") && !rows.contains("Integer(1)"), "{kind}: {rows}");
            assert!(
                !rows.contains("Integer(8)") && rows.contains("Integer(4)") && !rows.contains("older"),
                "{kind}: {rows}"
            );
            let prefix =
                if kind == database::EngineKind::Postgres { "migration_architect." } else { "migration_architect_" };
            let sql = format!("SELECT count(*) FROM {prefix}repair_audit WHERE outcome = 'stale'");
            assert_eq!(pair.target.query(&sql).unwrap().scalar(), Some(stale.to_string()));
            // What was found anew is mended.
            let mut found = compared(&pair, "note", &wanted);
            mended(&mut pair, &mut found, &wanted, &options());
            assert_eq!(differing(&pair, "note", &wanted), 0);
        }
    }
}

#[test]
fn a_script_leaves_out_what_the_source_no_longer_says() {
    for server in servers() {
        let mut pair = pair(&server, KEYED);
        pair.target.execute(BROKEN).unwrap();
        let wanted = Wanted::default();
        let mut found = compared(&pair, "note", &wanted);
        pair.source.execute(MEANWHILE).unwrap();
        let mut script = Vec::new();
        let engine = pair.target.kind();
        let mut plan = planned(&pair, engine, &mut found, &wanted, &options());
        let written = write_script(&mut plan, &mut script).unwrap();
        drop(plan);
        let script = String::from_utf8(script).unwrap();
        assert_eq!((written.statements, written.stale), (3, 3), "{script}");
        assert_eq!(script.matches("left out: ").count(), 3, "{script}");
        assert!(script.contains("a script cannot do so when it runs"), "{script}");
        pair.target.execute(&script).unwrap();
        assert_eq!(differing(&pair, "note", &wanted), 1);
    }
}
