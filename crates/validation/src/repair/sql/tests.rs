use database::{Column, Decimal, Identity, Key, Value, ValueKind};

use super::*;
use std::sync::Arc;

use crate::repair::step::{Copies, Part};
use crate::{Difference, DifferenceKind, Settling};

fn table() -> Table {
    let column = |name: &str, type_name: &str, kind, identity| Column {
        name: name.into(),
        type_name: type_name.into(),
        kind,
        nullable: true,
        generated: false,
        set_on_update: false,
        identity,
        sorts_by_bytes: true,
        equates_texts: false,
        character_set: None,
    };
    Table {
        schema: "shop".into(),
        name: "odd\"name`".into(),
        columns: vec![
            column("id", "bigint", ValueKind::Integer, Identity::Always(None)),
            column("price", "numeric(8,2)", ValueKind::Decimal(Some(2)), Identity::None),
            column("note", "text", ValueKind::Text, Identity::None),
        ],
        keys: vec![Key { name: "pk".into(), columns: vec!["id".into()], is_primary: true, is_nullable: false }],
        foreign_keys: Vec::new(),
        triggers: Vec::new(),
        estimated_rows: None,
    }
}

fn price(text: &str) -> Value {
    Decimal::parse(text).map_or(Value::Null, Value::Decimal)
}

fn step(action: Action, written: Vec<Cell>) -> Step {
    Step {
        table: 0,
        action,
        part: Part::Whole,
        key: vec![Cell::new(0, Value::Integer(7))],
        seen: vec![Cell::new(1, price("1.50")), Cell::new(2, Value::Null)],
        written,
        in_the_end: Vec::new(),
        copies: None,
        mends: Arc::new(Difference {
            key: vec![Value::Integer(7)],
            kind: DifferenceKind::Mismatched,
            source: None,
            target: None,
            columns: Vec::new(),
            in_source: 1,
            in_target: 1,
            of_key: None,
            settling: Settling::Stable,
        }),
    }
}

#[test]
fn an_update_is_guarded_by_what_was_seen_in_every_dialect() {
    let step = step(Action::Update, vec![Cell::new(2, Value::Text("it's".into()))]);
    let text = |engine| statement(engine, &table(), &step, Values::Literal).text;
    assert_eq!(
        text(EngineKind::Postgres),
        "UPDATE \"shop\".\"odd\"\"name`\" SET \"note\" = 'it''s' WHERE \"id\" = 7 AND \
         \"price\"::text IS NOT DISTINCT FROM CAST(1.50 AS numeric)::text AND \"note\" IS NOT DISTINCT FROM NULL"
    );
    assert_eq!(
        text(EngineKind::MariaDb),
        "UPDATE `shop`.`odd\"name``` SET `note` = 'it''s' WHERE `id` = 7 AND `price` <=> CAST(1.50 AS DECIMAL(65,2)) AND \
         CAST(CONVERT(`note` USING utf8mb4) AS BINARY) <=> CAST(NULL AS BINARY)"
    );
    assert_eq!(
        text(EngineKind::Sqlite),
        "UPDATE \"shop\".\"odd\"\"name`\" SET \"note\" = 'it''s' WHERE \"id\" = 7 AND \"price\" IS '1.50' AND \
         \"note\" COLLATE BINARY IS NULL"
    );
}

#[test]
fn no_value_stands_in_what_is_executed() {
    let step = step(Action::Update, vec![Cell::new(2, Value::Text("'; DROP".into()))]);
    for engine in [EngineKind::Postgres, EngineKind::MySql, EngineKind::Sqlite] {
        let statement = statement(engine, &table(), &step, Values::Bound);
        assert!(!statement.text.contains("DROP") && !statement.text.contains("1.50"), "{}", statement.text);
        assert_eq!(statement.values.len(), 4);
    }
}

#[test]
fn an_insert_gives_identities_and_spares_what_is_there() {
    let insert = step(Action::Insert, vec![Cell::new(0, Value::Integer(7)), Cell::new(1, price("2.00"))]);
    let text = |engine| statement(engine, &table(), &insert, Values::Bound).text;
    assert_eq!(
        text(EngineKind::Postgres),
        "INSERT INTO \"shop\".\"odd\"\"name`\" (\"id\", \"price\") OVERRIDING SYSTEM VALUE VALUES ($1, $2) ON CONFLICT DO NOTHING"
    );
    assert!(text(EngineKind::MySql).ends_with(
        "(`id`, `price`) SELECT ?, ? FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM `shop`.`odd\"name``` WHERE `id` = ?)"
    ));
}

#[test]
fn copies_are_counted_before_and_limited() {
    let mut step = step(Action::Delete, Vec::new());
    step.copies = Some(Copies { seen: 5, wanted: 2, of_key: None });
    let text = statement(EngineKind::Sqlite, &table(), &step, Values::Bound).text;
    assert!(text.contains("LIMIT 3)") && text.ends_with("= 5"), "{text}");
    let text = statement(EngineKind::MariaDb, &table(), &step, Values::Bound).text;
    assert!(text.contains("= 5 LIMIT 3"), "{text}");
}
