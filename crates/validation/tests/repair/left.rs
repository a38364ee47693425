//! What is left, and what is said of it.

use std::time::{Duration, Instant};

use database::{EngineKind, Session};
use validation::Wanted;
use validation::repair::apply;

use crate::live::{compared, differing, mended, options, planned};
use crate::naive::shown;
use crate::{is_mysql, mariadb, pair, postgres, servers};

#[test]
fn rows_that_refer_to_each_other_are_as_they_should_be_the_second_time() {
    let setup = "CREATE TABLE pa (id integer PRIMARY KEY, up integer, name varchar(20) UNIQUE, FOREIGN KEY (up) REFERENCES pa (id))";
    for server in servers() {
        let mut pair = pair(&server, setup);
        // Row 1 takes the name that row 3 gives away, so that it comes only when it is tried again.
        pair.source
            .execute("INSERT INTO pa VALUES (2, NULL, 'b'); INSERT INTO pa VALUES (1, 2, 'a'), (3, NULL, 'c')")
            .unwrap();
        pair.target.execute("INSERT INTO pa VALUES (3, NULL, 'a'), (7, NULL, 'g'); INSERT INTO pa VALUES (8, 7, 'h'); UPDATE pa SET up = 8 WHERE id = 7").unwrap();
        let wanted = Wanted::default();
        let mut found = compared(&pair, "pa", &wanted);
        for round in 0..2 {
            let (done, left) = mended(&mut pair, &mut found, &wanted, &options());
            let kind = pair.target.kind();
            assert_eq!(done.outcomes.not_done(), 0, "{kind} {round}: {:?}", left.0);
            assert_eq!(shown(&mut pair.source, "pa"), shown(&mut pair.target, "pa"), "{kind} {round}");
        }
    }
}

#[test]
fn a_number_with_fewer_digits_than_the_column_keeps_is_as_it_should_be() {
    let mut from = pair(
        &crate::sqlite(),
        "CREATE TABLE bill (id integer PRIMARY KEY, price numeric); INSERT INTO bill VALUES (1, 7.5), (2, 8), (3, -0.25)",
    );
    let mut to = pair(
        &postgres(),
        "CREATE TABLE bill (id integer PRIMARY KEY, price numeric(12,2)); INSERT INTO bill VALUES (2, 1)",
    );
    from.target_url.clone_from(&to.target_url);
    let wanted = Wanted::default();
    let mut found = compared(&from, "bill", &wanted);
    assert_eq!(found.differences.len(), 3);
    for applied in [3, 0] {
        let (done, left) = mended(&mut from, &mut found, &wanted, &options());
        assert_eq!((done.outcomes.applied, done.outcomes.already), (applied, 3 - applied), "{:?}", left.0);
    }
    assert_eq!(shown(&mut to.target, "bill").len(), 3);
}

#[test]
fn types_without_an_equality_are_guarded_by_their_text() {
    let types = [
        ("xml", "'<a/>'", "'<b/>'"),
        ("xml[]", "ARRAY['<a/>'::xml]", "ARRAY['<b/>'::xml]"),
        ("json", "'{}'", "'[]'"),
        ("json[]", "ARRAY['{}'::json]", "ARRAY['[]'::json]"),
        ("point", "'(1,2)'", "'(3,4)'"),
        ("polygon", "'((0,0),(1,1))'", "'((0,0),(2,2))'"),
        ("box", "'(1,1),(2,2)'", "'(3,3),(4,4)'"),
        ("path", "'((0,0),(1,1))'", "'((0,0),(2,2))'"),
        ("jsonpath", "'$.a'", "'$.b'"),
        ("refcursor", "'a'", "'b'"),
        ("txid_snapshot", "'1:1:'", "'2:2:'"),
        ("pg_snapshot", "'1:1:'", "'2:2:'"),
        ("regclass", "'pg_class'", "'pg_type'"),
        ("name", "'a'", "'b'"),
        ("\"char\"", "'a'", "'b'"),
        ("bpchar", "'a'", "'b'"),
        ("cidr", "'10.0.0.0/8'", "'10.1.0.0/16'"),
        ("tsquery", "'a'", "'b'"),
    ];
    let columns: Vec<_> = types.iter().enumerate().map(|(at, (name, ..))| format!("c{at} {name}")).collect();
    let mut pair = pair(&postgres(), &format!("CREATE TABLE odd (id integer PRIMARY KEY, {})", columns.join(", ")));
    let row = |id: u32, other: bool| {
        let value = |(name, a, b): &(&str, &str, &str)| format!("{}::{name}", if other { b } else { a });
        format!("({id}, {})", types.iter().map(value).collect::<Vec<_>>().join(", "))
    };
    pair.source.execute(&format!("INSERT INTO odd VALUES {}, {}", row(1, false), row(2, false))).unwrap();
    pair.target.execute(&format!("INSERT INTO odd VALUES {}, {}", row(1, true), row(3, true))).unwrap();
    let wanted = Wanted::default();
    let mut found = compared(&pair, "odd", &wanted);
    for applied in [3, 0] {
        let (done, left) = mended(&mut pair, &mut found, &wanted, &options());
        assert_eq!((done.outcomes.applied, done.outcomes.not_done()), (applied, 0), "{:?}", left.0);
    }
    assert_eq!(shown(&mut pair.source, "odd"), shown(&mut pair.target, "odd"));
}

#[test]
fn what_a_column_cannot_hold_is_left_and_counted() {
    for server in [crate::sqlite(), mariadb()] {
        let mut from = pair(
            &postgres(),
            "CREATE TABLE ratio (id integer PRIMARY KEY, part double precision); INSERT INTO ratio VALUES (1, '-0'), (2, 0.5)",
        );
        let to =
            pair(&server, "CREATE TABLE ratio (id integer PRIMARY KEY, part double); INSERT INTO ratio VALUES (1, 0)");
        from.target_url.clone_from(&to.target_url);
        let wanted = Wanted::default();
        let mut found = compared(&from, "ratio", &wanted);
        let kind = to.target.kind();
        let plan = planned(&from, kind, &mut found, &wanted, &options());
        assert_eq!((plan.steps(), plan.summary()[0].left_over()), (1, 1), "{kind}");
        assert!(plan.summary()[0].left.keys().any(|it| it.to_string().contains("holds no −0")), "{kind}");
        drop(plan);
        mended(&mut from, &mut found, &wanted, &options());
        assert_eq!(differing(&from, "ratio", &wanted), 1, "{kind}");
    }
}

#[cfg(feature = "csv")]
#[test]
fn truth_values_of_a_file_go_where_comparing_takes_them_for_numbers() {
    use validation::{CompareOptions, CsvFile, CsvOptions, EngineOptions, EngineTable, Side, compare};
    let path = std::env::temp_dir().join(format!("repair-truth-{}.csv", std::process::id()));
    std::fs::write(&path, "id,is_open\n1,true\n2,false\n3,TRUE\n").unwrap();
    let pair = pair(
        &mariadb(),
        "CREATE TABLE shop (id integer PRIMARY KEY, is_open tinyint(1)); INSERT INTO shop VALUES (1, 1), (2, 1)",
    );
    let target = EngineTable::open(&pair.target_url.parse().unwrap(), None, "shop", &EngineOptions::default()).unwrap();
    let file = CsvFile::open(&path, &CsvOptions::default()).unwrap();
    let (one, other) = validation::pair(file.table(), target.table(), &Wanted::default().with_key(["id"])).unwrap();
    let table = target.table().clone();
    let (mut source, mut target) = (file.select(one).unwrap(), target.select(other.clone()).unwrap());
    let mut differences = Vec::new();
    compare(&mut source, &mut target, &CompareOptions::default(), &mut differences).unwrap();
    assert_eq!(differences.len(), 2);
    let read = validation::repair::ReadSide::new(Box::new(source), &target, validation::Equality::Exact);
    target.refresh().unwrap();
    let repair =
        validation::repair::TableRepair { table, selection: other, differences: &mut differences, read: Some(read) };
    let mut session = Session::open(&pair.target_url.parse().unwrap()).unwrap();
    let mut plan = validation::repair::plan(session.kind(), vec![repair], &options()).unwrap();
    let done = apply(&mut session, &mut plan, &mut ()).unwrap();
    assert_eq!((done.outcomes.applied, done.outcomes.not_done()), (2, 0), "{:?}", plan.summary());
    let sum = session.query("SELECT sum(is_open * id) FROM shop").unwrap();
    assert_eq!(sum.scalar().as_deref(), Some("4"));
    drop(plan);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_locked_row_is_left_and_the_others_are_mended() {
    for server in servers() {
        let mut pair = pair(&server, "CREATE TABLE task (id integer PRIMARY KEY, state varchar(10))");
        if pair.target.kind() == EngineKind::Sqlite {
            continue;
        }
        let rows = |state: &str| (1..=7).map(|it| format!("({it}, '{state}')")).collect::<Vec<_>>().join(", ");
        pair.source.execute(&format!("INSERT INTO task VALUES {}", rows("done"))).unwrap();
        pair.target.execute(&format!("INSERT INTO task VALUES {}", rows("open"))).unwrap();
        let wanted = Wanted::default();
        let mut found = compared(&pair, "task", &wanted);
        let begin = if is_mysql(&pair.target) { "START TRANSACTION" } else { "BEGIN" };
        pair.target.execute(begin).unwrap();
        pair.target.execute("UPDATE task SET state = 'mine' WHERE id IN (2, 5)").unwrap();
        let started = Instant::now();
        let options = options().with_lock_timeout(Duration::from_secs(1));
        let (done, left) = mended(&mut pair, &mut found, &wanted, &options);
        let kind = pair.target.kind();
        assert_eq!((done.outcomes.applied, done.outcomes.locked), (5, 2), "{kind}: {:?}", left.0);
        let last = left.0.last().unwrap();
        assert!(last.table.ends_with("task") && last.key == ["5"] && last.why == "locked by somebody else", "{last:?}");
        assert!(started.elapsed() < Duration::from_secs(15), "{kind}: {:?}", started.elapsed());
        pair.target.execute("ROLLBACK").unwrap();
        let (done, left) = mended(&mut pair, &mut found, &wanted, &options);
        assert_eq!((done.outcomes.applied, done.outcomes.already), (2, 5), "{kind}: {:?}", left.0);
        assert_eq!(differing(&pair, "task", &wanted), 0);
    }
}

#[test]
fn a_table_without_transactions_is_written_only_where_that_is_asked_for() {
    let mut pair = pair(&mariadb(), "CREATE TABLE old (id integer PRIMARY KEY) ENGINE = MyISAM");
    pair.source.execute("INSERT INTO old VALUES (1)").unwrap();
    let wanted = Wanted::default();
    let mut found = compared(&pair, "old", &wanted);
    let mut plan = planned(&pair, pair.target.kind(), &mut found, &wanted, &options());
    plan.name_effects(&mut pair.target).unwrap();
    assert!(plan.notes().iter().any(|it| it.contains("old (MyISAM) has no transactions")), "{:?}", plan.notes());
    let error = apply(&mut pair.target, &mut plan, &mut ()).unwrap_err();
    assert!(error.kind() == validation::ErrorKind::Usage && error.to_string().contains("no transactions"), "{error}");
    drop(plan);
    assert_eq!(differing(&pair, "old", &wanted), 1);
    mended(&mut pair, &mut found, &wanted, &options().without_transactions());
    assert_eq!(differing(&pair, "old", &wanted), 0);
}

#[test]
fn a_row_that_the_condition_hides_is_said_to_be_hidden() {
    for server in servers() {
        let mut pair = pair(&server, "CREATE TABLE task (id integer PRIMARY KEY, gone integer)");
        pair.source.execute("INSERT INTO task VALUES (1, 0), (2, 0)").unwrap();
        pair.target.execute("INSERT INTO task VALUES (1, 1)").unwrap();
        let wanted = Wanted::default().with_filters(None, Some("gone = 0".into()));
        let mut found = compared(&pair, "task", &wanted);
        pair.target.execute("INSERT INTO task VALUES (2, 0)").unwrap();
        pair.target.execute("UPDATE task SET gone = 0 WHERE id = 2").unwrap();
        let (done, left) = mended(&mut pair, &mut found, &wanted, &options());
        assert_eq!((done.outcomes.changed, done.outcomes.already), (1, 1), "{:?}", left.0);
        assert!(left.0[0].why.contains("the condition of the comparison hides it"), "{:?}", left.0);
    }
}
