//! What is written reads back equal, and equal catalogues do not differ: for schemas made at random.

use findings::SourceText;
use proptest::prelude::*;
use schema_diff::Dialect;
use schema_diff::catalogue::Catalogue;
use schema_diff::diff::diff;
use schema_diff::read::{Limits, read};
use schema_diff::write::Writer;

fn catalogue(sql: &str) -> Catalogue {
    let reading = read(Dialect::Sqlite, &[SourceText::new("schema.sql", sql)], &Limits::default());
    assert!(reading.diagnostics.is_empty(), "{sql}\n{:#?}", reading.diagnostics);
    reading.catalogue
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Column names that differ in more than case, with some that need quotes.
fn columns() -> impl Strategy<Value = Vec<String>> {
    let names = vec!["id", "Name", "order", "two words", "q\"uote", "état", "group", "_x1", "1st", "end"];
    proptest::sample::subsequence(names, 1..6).prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("@".to_owned()),
        (0..1000_u32).prop_map(|number| number.to_string()),
        "[a-z' ]{0,6}".prop_map(|text| format!("'{}'", text.replace('\'', "''"))),
        Just("NULL".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), "(=|==|<>|!=|<|\\+|-|\\|\\|| and | OR | is )", inner.clone())
                .prop_map(|(left, operator, right)| format!("({left}) {operator} ({right})")),
            inner.clone().prop_map(|it| format!("not ({it})")),
            inner.clone().prop_map(|it| format!("Coalesce({it}, 1)")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("@ BETWEEN ({a}) AND ({b})")),
            inner.clone().prop_map(|it| format!("CASE WHEN ({it}) THEN 1 ELSE ({it}) END")),
            inner.prop_map(|it| format!("({it})")),
        ]
    })
}

fn column_clauses() -> impl Strategy<Value = String> {
    let types = vec!["", " INTEGER", " varchar(20)", " UNSIGNED BIG INT", " DECIMAL(10, 2)", " text", " \"odd type\""];
    let defaults =
        vec!["", " DEFAULT -1.5", " DEFAULT 'it''s'", " DEFAULT (1 + 2)", " DEFAULT CURRENT_DATE", " DEFAULT word"];
    let rest = vec!["", " NOT NULL", " COLLATE nocase", " UNIQUE", " NOT NULL COLLATE RTRIM"];
    (proptest::sample::select(types), proptest::sample::select(defaults), proptest::sample::select(rest))
        .prop_map(|(data_type, default, rest)| format!("{data_type}{default}{rest}"))
}

fn table(name: &'static str, parent: Option<&'static str>) -> impl Strategy<Value = String> {
    let options = proptest::sample::select(vec!["", " WITHOUT ROWID"]);
    (columns(), proptest::collection::vec(column_clauses(), 6), expression(), expression(), 0..3_usize, options)
        .prop_map(move |(columns, clauses, check, index, key, options)| {
            let first = columns.first().map(|name| quoted(name)).unwrap_or_default();
            let last = columns.last().map(|name| quoted(name)).unwrap_or_default();
            let mut lines: Vec<String> =
                columns.iter().zip(&clauses).map(|(name, clause)| format!("{}{clause}", quoted(name))).collect();
            let key = if options.is_empty() { key } else { 1 };
            match key {
                0 => {}
                1 => lines.push(format!("PRIMARY KEY ({first})")),
                _ => lines
                    .push(format!("CONSTRAINT pk PRIMARY KEY ({first} DESC, {last} COLLATE nocase) ON CONFLICT FAIL")),
            }
            lines.push(format!("CHECK ({})", check.replace('@', &last)));
            lines.extend(parent.map(|parent| format!("FOREIGN KEY ({first}) REFERENCES {parent} ON DELETE set null")));
            let index = format!(
                "CREATE INDEX {name}_i ON {name} ({first} DESC, ({}) ASC) WHERE {last} IS NOT NULL",
                index.replace('@', &last)
            );
            let view =
                format!("CREATE VIEW {name}_v AS SELECT {first} AS a FROM {name} WHERE {}", check.replace('@', &last));
            format!("CREATE TABLE {name} ({}){options};\n{index};\n{view};\n", lines.join(", "))
        })
}

fn schema() -> impl Strategy<Value = String> {
    (table("Parent", None), table("child", Some("parent"))).prop_map(|(parent, child)| {
        let trigger = "CREATE TRIGGER IF NOT EXISTS t UPDATE ON child BEGIN DELETE FROM parent; SELECT 1; END;";
        format!("{child}{parent}{trigger}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_equal(sql in schema()) {
        let first = catalogue(&sql);
        let written = Writer::new(Dialect::Sqlite).create_all(&first).join(";\n");
        let second = catalogue(&written);
        prop_assert_eq!(&second, &first, "{}\n{}", sql, written);
        let difference = diff(&first, &second, &[]).expect("no renames");
        prop_assert!(difference.changes.is_empty());
    }

    #[test]
    fn case_and_blanks_outside_quotes_do_not_matter(sql in schema()) {
        let respelt: String = sql
            .split('\'')
            .enumerate()
            .map(|(at, part)| if at % 2 == 0 { part.replace("CREATE", "create\n--x\n").replace(", ", " ,") } else { part.to_owned() })
            .collect::<Vec<_>>()
            .join("'");
        prop_assert_eq!(catalogue(&respelt), catalogue(&sql));
    }

    #[test]
    fn no_text_makes_the_reader_panic(sql in "[a-zA-Z(),;'\"\\[\\] .0-9\\-/*@]{0,80}", at in 0..400_usize, whole in schema()) {
        let mut cut = whole;
        let at = (0..=at.min(cut.len())).rev().find(|at| cut.is_char_boundary(*at)).unwrap_or(0);
        cut.insert_str(at, &sql);
        for dialect in Dialect::ALL {
            let _ = read(dialect, &[SourceText::new("schema.sql", cut.as_str())], &Limits::default());
        }
    }
}
