//! Several connections per side change how long a comparison takes, and nothing of what it says.

use std::ops::ControlFlow;

use database::{ScratchDatabase, ScratchServer, Value};
use validation::{
    Buckets, CompareOptions, Comparison, Difference, EngineOptions, EngineSide, Equality, Form, HashMethod, KeyRange,
    Row, Side, StrategyChoice, Wanted, compare, compare_keys, forms,
};

use super::{database, postgres, side_with};

/// Keys of one column, most of them close together and some far out, and composite ones, of which nine in ten begin alike.
const TABLES: &str = "
    CREATE TABLE uneven (id bigint PRIMARY KEY, amount numeric(12,2), note text);
    INSERT INTO uneven SELECT CASE WHEN i % 50 = 0 THEN i * 1000000000::bigint ELSE i END, i / 4.0, 'n' || i FROM generate_series(1, 20000) AS i;
    CREATE TABLE composed (region text COLLATE \"C\", day date, no integer, note text, PRIMARY KEY (region, day, no));
    INSERT INTO composed SELECT CASE WHEN i % 10 > 0 THEN 'all' ELSE chr(65 + i % 7) END, '2024-01-01'::date + i % 40, i, 'n' || i
    FROM generate_series(1, 20000) AS i;
    CREATE VIEW unsorted AS SELECT * FROM uneven;
    ANALYZE";

/// Few differences, of every sort.
const FEW: &str = "
    UPDATE uneven SET amount = amount + 0.01 WHERE id IN (1, 19999, 777);
    DELETE FROM uneven WHERE id IN (2, 1000000000000);
    INSERT INTO uneven VALUES (-5, 1, 'below'), (9000000000000000000, 2, 'beyond');
    UPDATE composed SET note = note || '.' WHERE no IN (1, 10000, 20000);
    DELETE FROM composed WHERE no IN (10, 19990);
    INSERT INTO composed VALUES ('', '1999-01-01', 1, 'below'), ('~', '2030-01-01', 1, 'beyond');";

/// So many differences in a part of the keys that the rows there are streamed.
const MANY: &str = "
    UPDATE uneven SET note = 'changed' WHERE id BETWEEN 2000 AND 18000 AND id % 2 = 0;
    DELETE FROM uneven WHERE id > 1000000000000 AND id % 300 = 0;
    UPDATE composed SET note = 'changed' WHERE no % 3 = 0;
    DELETE FROM composed WHERE no % 17 = 0;";

fn opened(database: &ScratchDatabase, name: &str, wanted: &Wanted, connections: usize) -> EngineSide {
    side_with(database, name, wanted, &EngineOptions::default().connections(connections))
}

/// What a comparison says, apart from why it went its way.
fn said(comparison: &Comparison) -> String {
    let it = comparison;
    format!(
        "{} {} {} {} {} {:?} {:?} {:?}",
        it.source.rows, it.target.rows, it.missing, it.extra, it.mismatched, it.columns, it.ranges, it.notes
    )
}

#[test]
fn results_are_the_same_with_any_number_of_connections() {
    let server = postgres();
    let (source, few, many) = (database(&server, TABLES), database(&server, TABLES), database(&server, TABLES));
    few.open().unwrap().execute(FEW).unwrap();
    many.open().unwrap().execute(&format!("{FEW}{MANY}")).unwrap();
    let keyed = Wanted::default;
    let cases = [
        ("uneven", keyed(), &[StrategyChoice::Auto, StrategyChoice::Buckets, StrategyChoice::Merge][..]),
        ("composed", keyed(), &[StrategyChoice::Auto, StrategyChoice::Buckets, StrategyChoice::Merge]),
        ("unsorted", keyed().with_key(["id"]), &[StrategyChoice::Auto]),
        ("uneven", keyed().without_key(), &[StrategyChoice::Multiset]),
    ];
    for target in [&few, &many] {
        for (name, wanted, strategies) in &cases {
            for strategy in *strategies {
                let run = |connections: usize| {
                    let mut one = opened(&source, name, wanted, connections);
                    let mut other = opened(target, name, wanted, connections);
                    let mut found: Vec<Difference> = Vec::new();
                    let options = CompareOptions::default().with_strategy(*strategy);
                    let comparison = compare(&mut one, &mut other, &options, &mut found).unwrap();
                    if wanted.without_key || *name == "unsorted" {
                        found.sort_by(|one, other| compare_keys(&one.key, &other.key));
                    }
                    (said(&comparison), found)
                };
                let expected = run(1);
                assert!(expected.1.len() > 5, "{name} by {strategy:?}");
                for connections in [2, 4] {
                    let got = run(connections);
                    assert_eq!(got.0, expected.0, "{name} by {strategy:?} with {connections}");
                    assert!(got.1 == expected.1, "{name} by {strategy:?} with {connections}");
                }
            }
        }
    }
}

/// All that a side gives of a table, in the order in which it gives it.
fn read(side: &mut EngineSide, method: &HashMethod, bounds: &[Row]) -> (Vec<Row>, Vec<Row>, Vec<String>, String) {
    let within = KeyRange { from: bounds.first().cloned(), to: bounds.last().cloned() };
    let inner = &bounds[1..bounds.len() - 1];
    let (mut ordered, mut by_key, mut digests) = (Vec::new(), Vec::new(), Vec::new());
    side.rows_between(&within, inner, &mut |row| {
        ordered.push(row.to_vec());
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    let width = side.selection().key.len();
    let keys: Vec<Row> = ordered.iter().step_by(3).map(|it| it[..width].to_vec()).collect();
    side.rows_by_key(&keys, &mut |row| {
        by_key.push(row.to_vec());
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    assert_eq!(by_key.len(), keys.len());
    by_key.sort_by(|one, other| compare_keys(one, other));
    let buckets = Buckets::Ranges { within, bounds: inner.to_vec() };
    let wanted: Vec<usize> = (0..buckets.len()).filter(|it| it % 5 > 0).collect();
    side.digests(method, &buckets, &wanted, &mut |key, digest| {
        digests.push(format!("{key:?} {digest:?}"));
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    digests.sort();
    (ordered, by_key, digests, format!("{:?}", side.checksums(method, &buckets).unwrap()))
}

#[test]
fn all_connections_read_the_same_in_the_same_order() {
    let server = postgres();
    let database = database(&server, TABLES);
    for name in ["uneven", "composed"] {
        let mut one = opened(&database, name, &Wanted::default(), 1);
        let names: Vec<String> = one.selection().fields.iter().map(|it| it.name.clone()).collect();
        let (as_is, _) = forms(one.info(), one.info(), &names, Equality::Exact);
        let bounds = one.quantiles(50).unwrap();
        let folded = vec![Form::Folded; names.len()];
        // Computed by the engine in two ways, and here.
        for method in [HashMethod::Native, HashMethod::Canonical(as_is), HashMethod::Local(folded)] {
            let expected = read(&mut one, &method, &bounds);
            assert!(expected.0.len() > 15_000 && expected.2.len() > 10_000, "{name}");
            for connections in [2, 4] {
                let mut many = opened(&database, name, &Wanted::default(), connections);
                assert!(read(&mut many, &method, &bounds) == expected, "{name} {method:?} with {connections}");
            }
        }
    }
}

#[test]
fn a_reader_that_has_enough_ends_all_connections() {
    let server = postgres();
    let database = database(&server, TABLES);
    let mut side = opened(&database, "uneven", &Wanted::default(), 4);
    let bounds = side.quantiles(50).unwrap();
    for most in [1, 700, 5000] {
        let mut rows = 0;
        side.rows_between(&KeyRange::default(), &bounds, &mut |_| {
            rows += 1;
            Ok(if rows == most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })
        .unwrap();
        assert_eq!(rows, most);
    }
    assert_eq!(side.count().unwrap(), 20_000, "every connection can be used again");
    let mut rows = 0;
    side.rows_between(&KeyRange::default(), &bounds, &mut |_| {
        rows += 1;
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    assert_eq!(rows, 20_000);
}

#[test]
fn a_failure_of_any_connection_is_told() {
    let server = postgres();
    let database = database(&server, TABLES);
    // Of the rows only some in the middle cannot be computed.
    let filter = "1 / (id - 10001) <> 5".to_owned();
    let wanted = Wanted::default().with_filters(Some(filter), None);
    let mut side = opened(&database, "uneven", &wanted, 3);
    let bounds: Vec<Row> = (1..20).map(|it| vec![Value::Integer(it * 1000)]).collect();
    let outcome = side.rows_between(&KeyRange::default(), &bounds, &mut |_| Ok(ControlFlow::Continue(())));
    assert!(outcome.unwrap_err().to_string().contains("division by zero"));
}

#[test]
fn an_engine_without_a_snapshot_to_share_says_that_it_is_read_with_one_connection() {
    let sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x')";
    let lite = database(&ScratchServer::sqlite().unwrap(), sql);
    let notes = |connections: usize| {
        let (mut one, mut other) =
            (opened(&lite, "t", &Wanted::default(), connections), opened(&lite, "t", &Wanted::default(), connections));
        compare(&mut one, &mut other, &CompareOptions::default(), &mut ()).unwrap().notes
    };
    assert_eq!(notes(1), []);
    let told = notes(3);
    assert_eq!(told.len(), 2);
    assert!(told[0].text.contains("read with one connection: SQLite has no snapshot"), "{}", told[0].text);
}
