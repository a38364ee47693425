//! Whatever the input, a reader gives a catalogue and diagnostics: no panic, and no difference to itself.

use findings::SourceText;
use proptest::prelude::*;
use schema_diff::Dialect;
use schema_diff::diff::diff;
use schema_diff::read::{Limits, Reading, read};

/// Words that lead readers into their corners more often than arbitrary bytes do.
const WORDS: &[&str] = &[
    "CREATE",
    "TABLE",
    "ALTER",
    "DROP",
    "INDEX",
    "VIEW",
    "UNIQUE",
    "PRIMARY KEY",
    "REFERENCES",
    "CHECK",
    "DEFAULT",
    "NOT NULL",
    "ADD",
    "COLUMN",
    "CONSTRAINT",
    "RENAME",
    "TO",
    "ON",
    "AS",
    "SELECT",
    "FROM",
    "WHERE",
    "TRIGGER",
    "BEGIN",
    "END",
    "$$",
    "$a$",
    "'",
    "\"",
    "`",
    "[",
    "]",
    "(",
    ")",
    ",",
    ";",
    ".",
    "::",
    "--",
    "/*",
    "*/",
    "\n",
    "E'",
    "a",
    "b",
    "t",
    "integer",
    "varchar(10)",
    "text",
    "1",
    "-1",
    "1e99",
    "serial",
    "GENERATED ALWAYS AS IDENTITY",
    "TYPE",
    "ENUM",
    "SEQUENCE",
    "FUNCTION",
    "RETURNS",
    "LANGUAGE",
    "sql",
    "EXTENSION",
    "SCHEMA",
    "COMMENT",
    "IS",
    "IF EXISTS",
    "IF NOT EXISTS",
    "COPY",
    "\\.",
    "\\connect x",
    "\u{0}",
    "é",
    "😀",
];

fn read_all(text: &str) {
    for dialect in Dialect::ALL {
        let Reading { catalogue, diagnostics, .. } =
            read(dialect, &[SourceText::new("hostile.sql", text)], &Limits::default());
        let same = diff(&catalogue, &catalogue, &[]).expect("no rename is stated");
        assert!(same.changes.is_empty(), "{:?}", same.changes);
        for place in diagnostics.iter().filter_map(|diagnostic| diagnostic.location.as_ref()) {
            assert!(place.span.start <= place.span.end && place.span.end <= text.len(), "{place}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn arbitrary_words(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..60), tight in any::<bool>()) {
        read_all(&words.join(if tight { "" } else { " " }));
    }
}

#[test]
fn ten_thousand_parentheses() {
    for (open, close) in [("(", ")"), ("[", "]"), ("CASE WHEN ", " END "), ("NOT ", ""), ("- ", ""), ("SELECT ", "")] {
        let (open, close) = (open.repeat(10_000), close.repeat(10_000));
        read_all(&format!("CREATE TABLE t (a int CHECK ({open}1{close}));"));
        read_all(&format!("CREATE VIEW v AS SELECT {open}1{close};"));
        read_all(&format!("CREATE TABLE t (a int DEFAULT {open}1{close});"));
        read_all(&open);
    }
}

#[test]
fn long_chains_of_operators() {
    for operator in [" AND ", " + ", " || ", "::text", " UNION SELECT ", "."] {
        let chain = format!("1{}", format!("{operator}1").repeat(20_000));
        read_all(&format!("CREATE VIEW v AS SELECT {chain};"));
        read_all(&format!("CREATE TABLE t (a int CHECK ({chain}));"));
    }
}

#[test]
fn a_cycle_of_views() {
    read_all("CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM a; CREATE VIEW c AS SELECT * FROM c;");
}

#[test]
fn one_long_line() {
    read_all(&format!("CREATE TABLE t (a text DEFAULT '{}');", "x".repeat(20 << 20)));
}
