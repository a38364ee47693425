use database::{LockWatch, ObservedLock};

fn on(locks: &[ObservedLock], relation: &str) -> Vec<String> {
    locks.iter().filter(|lock| lock.relation == relation).map(|lock| lock.mode.clone()).collect()
}

#[test]
fn locks_of_an_open_transaction_are_seen_from_outside() {
    let scratch = crate::postgres().create("locks").unwrap();
    let mut session = scratch.open().unwrap();
    session.execute("CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (p int)").unwrap();
    let mut watch = LockWatch::of(&mut session).unwrap();
    session.begin().unwrap();
    session.execute("ALTER TABLE child ADD FOREIGN KEY (p) REFERENCES parent NOT VALID").unwrap();
    session.execute("CREATE TABLE new (a int)").unwrap();
    let locks = watch.current().unwrap();
    session.commit().unwrap();
    assert!(on(&locks, "public.child").contains(&"SHARE ROW EXCLUSIVE".to_owned()), "{locks:?}");
    assert!(on(&locks, "public.parent").contains(&"SHARE ROW EXCLUSIVE".to_owned()), "{locks:?}");
    assert_eq!(on(&locks, "public.new"), Vec::<String>::new());
    assert_eq!(watch.current().unwrap(), []);
}

#[test]
fn locks_of_a_statement_outside_any_transaction_are_sampled() {
    let scratch = crate::postgres().create("sample").unwrap();
    let mut session = scratch.open().unwrap();
    session.execute("CREATE TABLE t AS SELECT i AS a FROM generate_series(1, 200000) i").unwrap();
    let mut watch = LockWatch::of(&mut session).unwrap();
    let (outcome, locks) = watch.sample(|| session.execute("CREATE INDEX CONCURRENTLY i ON t (a)"));
    outcome.unwrap();
    let locks = locks.unwrap();
    assert!(on(&locks, "public.t").contains(&"SHARE UPDATE EXCLUSIVE".to_owned()), "{locks:?}");
}

#[test]
fn sqlite_has_no_locks_to_watch() {
    let scratch = crate::sqlite().create("locks").unwrap();
    let mut watch = LockWatch::of(&mut scratch.open().unwrap()).unwrap();
    assert_eq!(watch.current().unwrap(), []);
    assert_eq!(watch.sample(|| 1).0, 1);
}
