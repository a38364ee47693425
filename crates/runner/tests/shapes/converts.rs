//! Conversions that a user stated, on values for which they fail.

use plan_engine::plan::PhaseName;

use crate::bench::{Bench, go, scalar};

fn table(column: &str) -> String {
    format!("CREATE TABLE readings (id integer PRIMARY KEY, {column}, scale integer NOT NULL DEFAULT 1);")
}

fn bench(before: &str, after: &str, stated: &str) -> Bench {
    Bench::new(&table(before), &table(after), &[stated])
}

#[test]
fn a_value_on_which_the_way_up_fails_meets_the_gate() {
    let stated = "readings.number=up:(text::integer / scale),down:(number * scale)::text";
    let mut bench = bench("text text", "number integer -- renamed from: text\n", stated);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO readings VALUES (1, '6', 2), (2, 'six', 1), (3, '7', 0)");
    bench.forward_to(PhaseName::Cutover);
    go(&mut session, "INSERT INTO readings VALUES (4, 'four'); UPDATE readings SET text = '8' WHERE id = 1");
    let numbers = "SELECT string_agg(concat(id, ':', number), ' ' ORDER BY id) FROM readings";
    assert_eq!(scalar(&mut session, numbers).as_deref(), Some("1:4 2: 3: 4:"));
    bench.forward_to(PhaseName::Contract);
    go(&mut session, "UPDATE readings SET number = 10 WHERE id = 4");
    bench.back_from(PhaseName::Contract);
    let texts = "SELECT string_agg(concat(id, ':', text), ' ' ORDER BY id) FROM readings";
    assert_eq!(scalar(&mut session, texts).as_deref(), Some("1:8 2:six 3:7 4:10"));
}

#[test]
fn a_value_on_which_the_way_down_fails_is_kept() {
    let stated = "readings.text=up:(number * scale)::text,down:(text::integer / scale)";
    let mut bench = bench("number integer", "text text -- renamed from: number\n", stated);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO readings VALUES (1, 6, 2), (2, NULL, 1)");
    bench.forward_to(PhaseName::Cutover);
    go(
        &mut session,
        "INSERT INTO readings (id, text) VALUES (3, 'three'); UPDATE readings SET text = 'six' WHERE id = 1",
    );
    let numbers = "SELECT string_agg(concat(id, ':', number), ' ' ORDER BY id) FROM readings";
    assert_eq!(scalar(&mut session, numbers).as_deref(), Some("1: 2: 3:"));
    assert_eq!(bench.kept("number").as_deref(), Some("six three"));
    bench.forward_to(PhaseName::Contract);
    go(&mut session, "INSERT INTO readings (id, text) VALUES (4, 'four'), (5, '5')");
    bench.back_from(PhaseName::Contract);
    assert_eq!(scalar(&mut session, numbers).as_deref(), Some("1: 2: 3: 4: 5:5"));
    bench.forward_to(PhaseName::Contract);
    let texts = "SELECT string_agg(concat(id, ':', text), ' ' ORDER BY id) FROM readings";
    assert_eq!(scalar(&mut session, texts).as_deref(), Some("1:six 2: 3:three 4:four 5:5"));
}

#[test]
fn where_the_old_version_demands_a_value_the_write_is_refused_by_name() {
    let stated = "readings.text=up:number::text,down:text::integer";
    let mut bench = bench("number integer NOT NULL", "text text NOT NULL -- renamed from: number\n", stated);
    let mut session = bench.session();
    go(&mut session, "INSERT INTO readings VALUES (1, 6)");
    bench.forward_to(PhaseName::Cutover);
    let refused =
        session.execute("INSERT INTO readings (id, text) VALUES (2, 'two')").expect_err("there is no integer");
    assert_eq!(refused.code(), Some("MA001"));
    for word in ["readings.text", "text::integer", "contract"] {
        assert!(refused.message().contains(word), "{refused} does not say {word}");
    }
    go(&mut session, "INSERT INTO readings (id, text) VALUES (2, '02')");
    assert_eq!(bench.kept("number").as_deref(), Some("02"), "2 stands for it");
    bench.forward_to(PhaseName::Contract);
    go(&mut session, "INSERT INTO readings (id, text) VALUES (3, 'three')");
    bench.back_from(PhaseName::Contract);
    let numbers = "SELECT string_agg(concat(id, ':', number), ' ' ORDER BY id) FROM readings";
    assert_eq!(scalar(&mut session, numbers).as_deref(), Some("1:6 2:2"));
    bench.forward_to(PhaseName::Contract);
    let texts = "SELECT string_agg(concat(id, ':', text), ' ' ORDER BY id) FROM readings";
    assert_eq!(scalar(&mut session, texts).as_deref(), Some("1:6 2:02 3:three"), "its row was set aside");
}
