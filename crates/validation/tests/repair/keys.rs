//! Keys that do not tell rows apart, and keys with NULL.

use validation::Wanted;
use validation::repair::write_script;

use crate::live::{compared, differing, mended, options, planned};
use crate::naive::shown;
use crate::{pair, servers};

/// The rows of the source and of the target, each case a way of not being unique.
const CASES: [(&str, &str); 7] = [
    ("(1, 'x'), (2, 'y')", "(1, 'z'), (1, 'z'), (2, 'y')"),
    ("(1, 'x'), (1, 'y')", "(1, 'x'), (1, 'z')"),
    ("(1, 'a'), (1, 'b'), (2, 'c')", "(1, 'a'), (2, 'c')"),
    ("(1, 'x'), (2, 'c')", "(1, 'x'), (1, 'x'), (1, 'x'), (2, 'c')"),
    ("(NULL, 'x'), (NULL, 'y'), (1, 'a')", "(NULL, 'x'), (NULL, 'x'), (1, 'a')"),
    ("(NULL, 'y'), (1, 'a')", "(1, 'a'), (2, 'b')"),
    ("(NULL, 'y'), (1, 'a')", "(NULL, 'z'), (1, 'a')"),
];

#[test]
fn rows_under_one_key_become_those_of_the_source_and_stay_so() {
    let wanted = Wanted::default().with_key(["id"]);
    for server in servers() {
        for (source, target) in CASES {
            for unique in ["", ", UNIQUE (id)"] {
                if !unique.is_empty() && !source.starts_with("(NULL, 'y'), (1, 'a')") {
                    continue;
                }
                let mut pair = pair(&server, &format!("CREATE TABLE part (id integer, name varchar(20){unique})"));
                pair.source.execute(&format!("INSERT INTO part VALUES {source}")).unwrap();
                pair.target.execute(&format!("INSERT INTO part VALUES {target}")).unwrap();
                let mut found = compared(&pair, "part", &wanted);
                let case = format!("{}: {source} from {target}", pair.target.kind());
                for _ in 0..2 {
                    let (done, left) = mended(&mut pair, &mut found, &wanted, &options());
                    assert_eq!(done.outcomes.not_done(), 0, "{case}: {:?}", left.0);
                    assert_eq!(shown(&mut pair.source, "part"), shown(&mut pair.target, "part"), "{case}");
                }
                assert_eq!(differing(&pair, "part", &wanted), 0, "{case}");
            }
        }
    }
}

#[test]
fn a_script_mends_them_once() {
    let wanted = Wanted::default().with_key(["id"]);
    for server in servers() {
        for (source, target) in CASES {
            let mut pair = pair(&server, "CREATE TABLE part (id integer, name varchar(20))");
            pair.source.execute(&format!("INSERT INTO part VALUES {source}")).unwrap();
            pair.target.execute(&format!("INSERT INTO part VALUES {target}")).unwrap();
            let mut found = compared(&pair, "part", &wanted);
            let mut script = Vec::new();
            let engine = pair.target.kind();
            write_script(&mut planned(&pair, engine, &mut found, &wanted, &options()), &mut script).unwrap();
            let script = String::from_utf8(script).unwrap();
            for _ in 0..2 {
                pair.target.execute(&script).unwrap();
                assert_eq!(shown(&mut pair.source, "part"), shown(&mut pair.target, "part"), "{engine}\n{script}");
            }
        }
    }
}

#[test]
fn nothing_is_deleted_whose_counterpart_was_not_inserted() {
    let wanted = Wanted::default().with_key(["id"]);
    for server in servers() {
        let refuses = "CREATE TABLE part (id integer, name varchar(20), CHECK (name <> 'x'))";
        let mut pair = pair(&server, "SELECT 1");
        pair.source
            .execute("CREATE TABLE part (id integer, name varchar(20)); INSERT INTO part VALUES (1, 'x')")
            .unwrap();
        pair.target.execute(refuses).unwrap();
        pair.target.execute("INSERT INTO part VALUES (1, 'z'), (1, 'z')").unwrap();
        let mut found = compared(&pair, "part", &wanted);
        let (done, left) = mended(&mut pair, &mut found, &wanted, &options());
        let kind = pair.target.kind();
        assert_eq!((done.outcomes.refused, done.outcomes.changed), (1, 1), "{kind}: {:?}", left.0);
        assert!(left.0.iter().any(|it| it.why.contains("what takes its place is not there")), "{kind}: {:?}", left.0);
        assert_eq!(shown(&mut pair.target, "part").len(), 2, "{kind}");
    }
}
