//! Quantiles, ranges and rows by key, on keys of every sort.

use std::ops::ControlFlow;

use database::{ScratchServer, Value};
use validation::{
    Buckets, Checksum, CompareOptions, Difference, EngineOptions, EngineSide, Error, ErrorKind, HashMethod, KeyRange,
    Observer, Result, Row, Side, StrategyChoice, Wanted, compare, compare_keys,
};

use super::{database, integers, postgres, side, side_with};

const KEYS: &str = "
    CREATE TABLE numbered (id integer PRIMARY KEY, note text);
    INSERT INTO numbered SELECT i * 3, 'n' || i FROM generate_series(1, 5000) AS i;
    CREATE TABLE composed (region text COLLATE \"C\", day date, no numeric, note text, PRIMARY KEY (region, day, no));
    INSERT INTO composed SELECT chr(65 + i % 7), '2024-01-01'::date + i % 40, i / 2.0, i::text FROM generate_series(1, 3000) AS i;
    CREATE TABLE named (name text COLLATE \"en-x-icu\" PRIMARY KEY, note text);
    INSERT INTO named SELECT md5(i::text), i::text FROM generate_series(1, 500) AS i;
    CREATE TABLE loose (a integer, b text);
    INSERT INTO loose VALUES (1, 'x'), (1, NULL), (NULL, 'x'), (2, 'x'), (2, 'x'), (NULL, NULL);";

fn sums(side: &mut EngineSide, buckets: &Buckets) -> Vec<Checksum> {
    side.checksums(&HashMethod::Native, buckets).unwrap()
}

fn total(sums: &[Checksum]) -> Checksum {
    sums.iter().fold(Checksum::default(), |mut all, it| {
        all += *it;
        all
    })
}

fn keys_of(side: &mut EngineSide, buckets: &Buckets, wanted: &[usize]) -> Vec<Row> {
    let mut keys = Vec::new();
    side.digests(&HashMethod::Native, buckets, wanted, &mut |key, _| {
        keys.push(key.to_vec());
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    keys.sort_by(|one, other| compare_keys(one, other));
    keys
}

fn found(side: &mut EngineSide, keys: &[Row]) -> Vec<Row> {
    let mut rows = Vec::new();
    side.rows_by_key(keys, &mut |row| {
        rows.push(row.to_vec());
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    rows
}

#[test]
fn buckets_of_ranges_hold_every_row_once() {
    let server = postgres();
    let database = database(&server, KEYS);
    for name in ["numbered", "composed"] {
        let mut one = side(&database, name, &Wanted::default());
        assert!(one.info().sorted, "{name}");
        let bounds = one.quantiles(16).unwrap();
        assert!((8..=15).contains(&bounds.len()), "{name}: {}", bounds.len());
        assert!(bounds.is_sorted_by(|one, other| compare_keys(one, other).is_lt()));
        let all = total(&sums(&mut one, &Buckets::One));
        let buckets = Buckets::Ranges { within: KeyRange::default(), bounds: bounds.clone() };
        let each = sums(&mut one, &buckets);
        assert_eq!((each.len(), total(&each)), (bounds.len() + 1, all), "{name}");
        let rows: Vec<u64> = each.iter().map(|it| it.rows).collect();
        assert!(rows.iter().all(|it| *it > 0 && *it < all.rows / 4), "{name}: {rows:?}");
        let mut many = side_with(&database, name, &Wanted::default(), &EngineOptions::default().connections(3));
        assert_eq!(sums(&mut many, &buckets), each, "{name}");
        // A part of it, with neighbours and the last one.
        let keys = keys_of(&mut one, &buckets, &[1, 2, bounds.len()]);
        assert_eq!(keys.len() as u64, rows[1] + rows[2] + rows[bounds.len()], "{name}");
        assert_eq!(keys.first(), bounds.first());
        // Many parts that are no neighbours.
        let scattered: Vec<usize> = (0..=bounds.len()).step_by(2).collect();
        let keys = keys_of(&mut one, &buckets, &scattered);
        assert_eq!(keys.len() as u64, scattered.iter().map(|it| rows[*it]).sum::<u64>(), "{name}");
        let within = KeyRange { from: Some(bounds[2].clone()), to: Some(bounds[5].clone()) };
        let inner = Buckets::Ranges { within: within.clone(), bounds: bounds[3..5].to_vec() };
        assert_eq!(sums(&mut one, &inner), each[3..6], "{name}");
        let nowhere = Buckets::Ranges { within, bounds: Vec::new() };
        assert_eq!(sums(&mut many, &nowhere), [total(&each[3..6])], "{name}");
        assert_eq!(total(&sums(&mut one, &Buckets::Hashed(7))), all, "{name}");
    }
}

#[test]
fn small_tables_are_cut_into_even_parts_whatever_their_keys() {
    let server = postgres();
    // Half of the keys lie close together, one in a hundred far out; rows lie on their pages in another order.
    let database = database(
        &server,
        "CREATE TABLE uneven (id bigint PRIMARY KEY, note text);
         INSERT INTO uneven SELECT CASE WHEN i % 100 = 0 THEN i * 1000000000::bigint WHEN i % 2 = 0 THEN i ELSE i * 1000 END, 'n' || i
         FROM generate_series(1, 30000) AS i ORDER BY md5(i::text);
         CREATE TABLE paired (region text COLLATE \"C\", no integer, note text, PRIMARY KEY (region, no));
         INSERT INTO paired SELECT CASE WHEN i % 10 < 9 THEN 'all' ELSE 'r' || i END, i, NULL FROM generate_series(1, 30000) AS i;
         ANALYZE",
    );
    for name in ["uneven", "paired"] {
        let mut side = side(&database, name, &Wanted::default());
        assert_eq!(side.info().estimated_rows, Some(30_000), "{name}");
        let bounds = side.quantiles(60).unwrap();
        let buckets = Buckets::Ranges { within: KeyRange::default(), bounds };
        let rows: Vec<u64> = sums(&mut side, &buckets).iter().map(|it| it.rows).collect();
        assert_eq!(rows, [500; 60], "{name}");
    }
    let filtered = Wanted::default().with_filters(Some("id < 60000".to_owned()), None);
    let mut side = side(&database, "uneven", &filtered);
    let bounds = side.quantiles(7).unwrap();
    let rows = sums(&mut side, &Buckets::Ranges { within: KeyRange::default(), bounds });
    let (least, most) = (rows.iter().map(|it| it.rows).min().unwrap(), rows.iter().map(|it| it.rows).max().unwrap());
    assert!(rows.len() == 7 && least > 1000 && most - least <= 1, "{rows:?}");
}

#[test]
fn rows_come_in_the_order_of_the_key() {
    let server = postgres();
    let database = database(&server, KEYS);
    let mut side = side(&database, "composed", &Wanted::default());
    let key = side.selection().key.clone();
    let mut last: Option<Row> = None;
    let mut count = 0;
    side.rows(&KeyRange::default(), &mut |row| {
        let now = validation::key_of(row, &key);
        assert!(last.as_ref().is_none_or(|it| compare_keys(it, &now).is_lt()));
        last = Some(now);
        count += 1;
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    assert_eq!(count, side.count().unwrap());
}

#[test]
fn an_index_in_another_collation_is_no_order() {
    let server = postgres();
    let database = database(&server, KEYS);
    let mut side = side(&database, "named", &Wanted::default());
    assert!(!side.info().sorted);
    let buckets = Buckets::Hashed(8);
    let each = sums(&mut side, &buckets);
    assert!(each.iter().all(|it| it.rows > 20), "{each:?}");
    assert_eq!(keys_of(&mut side, &buckets, &[0, 7]).len() as u64, each[0].rows + each[7].rows);
    assert_eq!(keys_of(&mut side, &buckets, &[]), Vec::<Row>::new());
}

#[test]
fn rows_are_found_by_key_and_null_is_one_too() {
    let server = postgres();
    let database = database(&server, KEYS);
    let mut numbered = side(&database, "numbered", &Wanted::default());
    assert_eq!(found(&mut numbered, &integers(&[3, 4, 15_000, 15_003])).len(), 2);
    let mut many: Vec<i128> = (0..20_000).collect();
    many.retain(|it| *it > 0);
    assert_eq!(found(&mut numbered, &integers(&many)).len(), 5000);
    let wanted = Wanted::default().with_key(["a", "b"]);
    null_keys(side(&database, "loose", &wanted));
    let lite = super::database(
        &ScratchServer::sqlite().unwrap(),
        KEYS.split_once("CREATE TABLE loose").map(|it| format!("CREATE TABLE loose{}", it.1)).unwrap().as_str(),
    );
    null_keys(side(&lite, "loose", &wanted));
}

fn null_keys(mut loose: EngineSide) {
    assert!(!loose.info().sorted);
    let text = |it: &str| Value::Text(it.to_owned());
    let keys = [
        vec![Value::Integer(1), Value::Null],
        vec![Value::Null, text("x")],
        vec![Value::Null, Value::Null],
        vec![Value::Integer(2), text("x")],
        vec![Value::Integer(3), text("x")],
    ];
    assert_eq!(found(&mut loose, &keys).len(), 5);
    assert_eq!(loose.count().unwrap(), 6);
}

#[test]
fn a_key_that_is_written_otherwise_is_a_mismatch_whatever_the_strategy() {
    let server = postgres();
    let schema = "CREATE TABLE weights (weight numeric PRIMARY KEY, note text);
        CREATE VIEW unsorted AS SELECT weight, note FROM weights;";
    let one = database(&server, &format!("{schema} INSERT INTO weights VALUES (1.0, 'a'), (2.0, 'b'), (4, 'c')"));
    let other = database(&server, &format!("{schema} INSERT INTO weights VALUES (1.00, 'a'), (2.0, 'b'), (5, 'c')"));
    let ways = [
        ("weights", StrategyChoice::Auto),
        ("weights", StrategyChoice::Buckets),
        ("weights", StrategyChoice::Merge),
        ("unsorted", StrategyChoice::Auto),
        ("unsorted", StrategyChoice::Buckets),
    ];
    for (name, strategy) in ways {
        let wanted = Wanted::default().with_key(["weight"]);
        let (mut source, mut target) = (side(&one, name, &wanted), side(&other, name, &wanted));
        let mut found: Vec<Difference> = Vec::new();
        let options = CompareOptions::default().with_strategy(strategy);
        compare(&mut source, &mut target, &options, &mut found).unwrap();
        let mut told: Vec<String> =
            found.iter().map(|it| format!("{} {:?} {:?}", it.kind.as_str(), it.key, it.columns)).collect();
        told.sort();
        let expected =
            ["extra_in_target [Decimal(5)] []", "mismatched [Decimal(1.0)] [0]", "missing_in_target [Decimal(4)] []"];
        assert_eq!(told, expected, "{name} by {strategy:?}");
    }
}

/// Is told of differences, and ends the comparison with its checkpoint of a number.
struct Interrupted {
    told: Vec<Difference>,
    left: usize,
}

impl Observer for Interrupted {
    fn difference(&mut self, difference: &Difference) -> Result<()> {
        self.told.push(difference.clone());
        Ok(())
    }

    fn resumes(&mut self, told: u64) -> Result<()> {
        self.told.truncate(usize::try_from(told).unwrap());
        Ok(())
    }

    fn checkpoint(&mut self, _: u64) -> Result<()> {
        let ends = self.left == 0;
        self.left = self.left.saturating_sub(1);
        if ends { Err(Error::new(ErrorKind::Interrupted, "so far")) } else { Ok(()) }
    }
}

#[test]
fn a_key_that_is_written_otherwise_is_told_once_after_an_interruption() {
    let server = postgres();
    let schema = |scale: u32| {
        format!(
            "CREATE TABLE weights (weight numeric PRIMARY KEY, back double precision, note text);
             CREATE VIEW unsorted AS SELECT weight, back, note FROM weights;
             INSERT INTO weights SELECT round(i / 4.0, {scale}), CASE WHEN {scale} = 3 THEN '-0'::double precision ELSE 0 END, 'n'
             FROM generate_series(1, 3500) AS i"
        )
    };
    let (one, other) = (database(&server, &schema(3)), database(&server, &schema(5)));
    for key in [&["weight"][..], &["weight", "back"][..]] {
        let wanted = Wanted::default().with_key(key.iter().copied());
        let file = std::env::temp_dir().join(format!("spelled-{}-{}.json", std::process::id(), key.len()));
        let mut found = Interrupted { told: Vec::new(), left: 0 };
        let mut interruptions = 0;
        loop {
            let (mut source, mut target) = (side(&one, "unsorted", &wanted), side(&other, "unsorted", &wanted));
            let options = CompareOptions::default().with_checkpoint(&file).with_memory(1);
            found.left = 1;
            match compare(&mut source, &mut target, &options, &mut found) {
                Ok(comparison) => {
                    assert_eq!((comparison.mismatched, comparison.differences()), (3500, 3500));
                    break;
                }
                Err(error) => assert_eq!(error.kind(), ErrorKind::Interrupted, "{error}"),
            }
            interruptions += 1;
        }
        assert!(interruptions > 1, "{interruptions}");
        let mut keys: Vec<Row> = found.told.into_iter().map(|it| it.key).collect();
        keys.sort_by(|one, other| compare_keys(one, other));
        keys.dedup_by(|one, other| compare_keys(one, other).is_eq());
        assert_eq!(keys.len(), 3500);
    }
}
