//! What is written between the actions of a step.

use plan_engine::plan::{Action, AppVersion, PhaseName};

use crate::bench::{Bench, go, scalar};

#[test]
fn a_row_written_between_a_gate_and_its_constraint_does_not_stop_the_plan() {
    let before = "CREATE TABLE p (id integer PRIMARY KEY);
        CREATE TABLE c (id integer PRIMARY KEY, p integer, n integer, m integer);
        CREATE DOMAIN positive AS integer; CREATE TABLE d (id integer PRIMARY KEY, v positive);";
    let after = "CREATE TABLE p (id integer PRIMARY KEY);
        CREATE TABLE c (id integer PRIMARY KEY, p integer REFERENCES p, n integer CHECK (n > 3), m integer NOT NULL);
        CREATE DOMAIN positive AS integer CHECK (VALUE > 0); CREATE TABLE d (id integer PRIMARY KEY, v positive);";
    let mut bench = Bench::new(before, after, &[]);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO c VALUES (1, 7, 1, NULL), (2, NULL, 4, 1)");
    let mut id = 10;
    let mut refused = 0;
    bench.forward_with(PhaseName::Contract, &mut |action| {
        if !matches!(action, Action::Gate(_)) {
            return;
        }
        // The new version's statement, in flight when the old one's last was done.
        for values in ["8, 5, 1", "NULL, 1, 1", "NULL, 5, NULL"] {
            id += 1;
            refused += i32::from(session.execute(&format!("INSERT INTO c VALUES ({id}, {values})")).is_err());
        }
        refused += i32::from(session.execute(&format!("INSERT INTO d VALUES ({id}, -1)")).is_err());
    });
    assert!(refused > 0, "what was in place kept rows out");
    let mut session = bench.session();
    for query in [
        "SELECT count(*) FROM c WHERE p IS NOT NULL OR n <= 3 OR m IS NULL",
        "SELECT count(*) FROM d WHERE v <= 0",
        "SELECT count(*) FROM pg_constraint WHERE NOT convalidated",
    ] {
        assert_eq!(scalar(&mut session, query).as_deref(), Some("0"), "{query}");
    }
    bench.back_from(PhaseName::Contract);
    assert_eq!(scalar(&mut session, "SELECT count(*) FROM c WHERE id IN (1, 2)").as_deref(), Some("2"));
    assert_eq!(scalar(&mut session, "SELECT count(*) > 0 FROM d WHERE v <= 0").as_deref(), Some("t"));
}

#[test]
fn a_row_that_was_set_aside_stays_aside_where_another_has_taken_its_place() {
    let schema = |null: &str| {
        format!(
            "CREATE TABLE t (id integer PRIMARY KEY, n integer{null}, room text, mail text, gone boolean,
                CONSTRAINT one_room EXCLUDE USING btree (room WITH =) WHERE (NOT gone));
            CREATE UNIQUE INDEX one_mail ON t (lower(mail)) WHERE NOT gone;"
        )
    };
    let mut bench = Bench::new(&schema(""), &schema(" NOT NULL"), &[]);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO t VALUES (1, NULL, 'a', 'a@', false), (2, NULL, 'b', 'b@', false)");
    go(&mut session, "INSERT INTO t VALUES (3, NULL, 'c', 'c@', false), (4, NULL, 'd', 'd@', true)");
    bench.forward_with(PhaseName::Contract, &mut |_| {});
    assert_eq!(scalar(&mut session, "SELECT count(*) FROM t").as_deref(), Some("0"), "all are set aside");
    go(&mut session, "INSERT INTO t VALUES (11, 1, 'a', '1@', false), (12, 1, '2', 'B@', false)");
    go(&mut session, "INSERT INTO t VALUES (13, 1, 'c', 'c@', true), (14, 1, 'd', 'd@', false)");
    bench.back_from(PhaseName::Contract);
    let back = scalar(&mut session, "SELECT string_agg(id::text, ' ' ORDER BY id) FROM t WHERE id < 10");
    assert_eq!(back.as_deref(), Some("3 4"), "what the predicates let in is back");
}

#[test]
fn each_version_finds_its_key_at_every_moment() {
    let before = "CREATE TABLE members (id integer PRIMARY KEY, mail text NOT NULL UNIQUE, code text, visits integer);
        CREATE UNIQUE INDEX members_code ON members (lower(code)) WHERE code IS NOT NULL;";
    let after = "CREATE TABLE members (id integer PRIMARY KEY, email text NOT NULL UNIQUE, -- renamed from: mail
        token text, -- renamed from: code
        visits integer);
        CREATE UNIQUE INDEX members_code ON members (lower(token)) WHERE token IS NOT NULL;";
    let upserts = |mail: &str, code: &str| {
        [
            format!(
                "INSERT INTO members (id, {mail}, visits) VALUES ((SELECT max(id) + 1 FROM members), 'ada', 0) ON CONFLICT ({mail}) DO UPDATE SET visits = members.visits + 1"
            ),
            format!(
                "INSERT INTO members (id, {mail}, {code}, visits) VALUES ((SELECT max(id) + 1 FROM members), gen_random_uuid(), 'X', 0) ON CONFLICT (lower({code})) WHERE {code} IS NOT NULL DO UPDATE SET visits = members.visits + 1"
            ),
        ]
    };
    let (old, new) = (upserts("mail", "code"), upserts("email", "token"));
    let mut bench = Bench::new(before, after, &[]);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO members VALUES (1, 'ada', 'x', 0)");
    bench.forward_with(PhaseName::Backfill, &mut |_| old.iter().for_each(|it| go(&mut session, it)));
    let both = [old.clone(), new.clone()].concat();
    for it in &both {
        go(&mut session, it);
    }
    bench.forward_with(PhaseName::Cutover, &mut |_| both.iter().for_each(|it| go(&mut session, it)));
    bench.forward_with(PhaseName::Contract, &mut |_| new.iter().for_each(|it| go(&mut session, it)));
    let mut moments = 0;
    bench.back_with(PhaseName::Contract, &mut |versions| {
        moments += 1;
        if versions.contains(&AppVersion::New) {
            for it in &new {
                go(&mut session, it);
            }
        }
        if versions.contains(&AppVersion::Old) {
            for it in &old {
                go(&mut session, it);
            }
        }
    });
    assert!(moments > 10, "they wrote on the way back");
    assert_eq!(scalar(&mut session, "SELECT count(*) FROM members").as_deref(), Some("1"));
}
