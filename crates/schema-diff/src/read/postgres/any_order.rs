//! Statements of a declared schema in any order: those that use what later ones make are read after them.
//!
//! Files of a folder come in the order of their names, not in the one that an engine wants. A history of migrations is
//! another thing: where something is dropped or renamed, the order says what is meant, and is kept.

use findings::{SourceText, Span};

use super::replay::{Replay, UNKNOWN};
use super::statements::Piece;

/// Times that all statements are read, each time in a better order: as deep as what waits may lie.
const ROUNDS: usize = 32;

/// A statement and the source that it stands in.
pub(super) struct Placed<'a> {
    pub(super) source: &'a SourceText,
    pub(super) index: usize,
    pub(super) piece: Piece,
}

impl Placed<'_> {
    fn text(&self) -> &str {
        let Span { start, end } = self.piece.span;
        self.source.text().get(start..end).unwrap_or_default()
    }

    /// The schema that the statement makes.
    fn makes_schema(&self) -> Option<String> {
        let text = self.text();
        let mut words = text.split_whitespace();
        let is = |word: Option<&str>, wanted: &str| word.is_some_and(|it| it.eq_ignore_ascii_case(wanted));
        if !is(words.next(), "CREATE") || !is(words.next(), "SCHEMA") {
            return None;
        }
        let name = words.find(|word| !["IF", "NOT", "EXISTS", "AUTHORIZATION"].iter().any(|it| is(Some(word), it)))?;
        let quoted = name.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        Some(quoted.map_or_else(|| name.to_lowercase(), |it| it.replace("\"\"", "\"")))
    }

    /// Whether the statement takes something away or gives it another name.
    fn undoes(&self) -> bool {
        let mut words = self.text().split_whitespace().take(16).map(str::to_ascii_uppercase);
        let first = words.next().unwrap_or_default();
        first == "DROP" || first == "ALTER" && words.any(|it| it == "DROP" || it == "RENAME" || it == "SCHEMA")
    }
}

/// Reads `placed` one after the other; where some miss what others make, those are read later.
pub(super) fn read<'a>(first: &'a SourceText, placed: &[Placed<'a>]) -> Replay<'a> {
    let mut order: Vec<usize> = (0..placed.len()).collect();
    let (as_written, mut missing) = read_in(&order, first, placed);
    if missing.is_empty() || as_written.changes_path || placed.iter().any(Placed::undoes) {
        return as_written;
    }
    let mut moved = Vec::new();
    for _ in 0..ROUNDS {
        order.retain(|at| !missing.contains(at));
        order.append(&mut missing);
        let (mut replay, still) = read_in(&order, first, placed);
        // The same ones, though all others came before them: what they miss is nowhere, or known to the engine alone.
        if still.is_empty() || still == moved {
            let better =
                !misses(&replay) && order.iter().zip(1..).any(|(at, next)| order.get(next).is_some_and(|it| it < at));
            if better && (misses(&as_written) || still.is_empty()) {
                let help = "Nothing needs to be done where this is a schema, and not a history of migrations.";
                replay.warning(
                    "out-of-order",
                    "Statements use what later ones make: they are read after those.".to_owned(),
                    Some(help),
                );
                return replay;
            }
            break;
        }
        moved.clone_from(&still);
        missing = still;
    }
    as_written
}

/// Whether a statement spoke of what is not there.
fn misses(replay: &Replay<'_>) -> bool {
    replay.diagnostics.iter().any(|it| it.code == UNKNOWN)
}

/// Reads all statements in this order; which of them, by their places, speak of what is not there yet.
fn read_in<'a>(order: &[usize], first: &'a SourceText, placed: &[Placed<'a>]) -> (Replay<'a>, Vec<usize>) {
    let mut replay = Replay::new(first);
    replay.schemas_made = placed.iter().filter_map(Placed::makes_schema).collect();
    let mut missing = Vec::new();
    for at in order {
        let Some(one) = placed.get(*at) else { continue };
        let known = replay.diagnostics.len();
        super::piece(&mut replay, one);
        if replay.reads_ahead.get() || replay.diagnostics.iter().skip(known).any(|it| it.code == UNKNOWN) {
            missing.push(*at);
        }
    }
    (replay, missing)
}

#[cfg(test)]
mod tests {
    use crate::Dialect;
    use crate::catalogue::QualifiedName;
    use crate::read::{Limits, Reading, read};
    use findings::SourceText;

    fn reading(text: &str) -> Reading {
        read(Dialect::Postgres, &[SourceText::new("a.sql", text)], &Limits::default())
    }

    fn codes(reading: &Reading) -> Vec<&str> {
        reading.diagnostics.iter().map(|it| it.code.as_str()).collect()
    }

    #[test]
    fn a_schema_is_read_in_any_order() {
        let reading = reading(
            "CREATE VIEW v AS SELECT id FROM c; COMMENT ON COLUMN c.id IS 'number'; CREATE INDEX i ON c (b); \
             CREATE TABLE c (id int PRIMARY KEY, b int REFERENCES b); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a); \
             CREATE TABLE a (id int PRIMARY KEY);",
        );
        assert_eq!(codes(&reading), ["out-of-order"]);
        let table = reading.catalogue.tables.get(&QualifiedName::new("public", "c"));
        assert!(table.is_some_and(|it| it.constraints.len() == 2 && it.indexes.len() == 1));
        let first = reading.statements.first().map(|it| it.text.as_str());
        assert_eq!(first, Some("CREATE TABLE a (id int PRIMARY KEY)"));
    }

    #[test]
    fn a_history_keeps_its_order() {
        let reading =
            reading("CREATE INDEX i ON a (id); CREATE TABLE a (id int); DROP TABLE a; CREATE TABLE a (id int);");
        assert_eq!(codes(&reading), ["unknown-object"]);
    }

    #[test]
    fn what_is_nowhere_is_still_missed() {
        let reading =
            reading("CREATE INDEX i ON a (id); CREATE VIEW v AS SELECT 1 AS x; CREATE TABLE b (a int REFERENCES c);");
        assert_eq!(codes(&reading), ["unknown-object", "unknown-object"]);
    }

    #[test]
    fn a_schema_that_no_statement_makes_is_taken_to_be_meant() {
        let reading = reading("CREATE TABLE app.a (id int);");
        assert_eq!(codes(&reading), ["assumed-schema"]);
        assert!(reading.catalogue.schemas.contains_key("app"));
        assert_eq!(reading.statements.first().map(|it| it.text.as_str()), Some("CREATE SCHEMA app"));
    }

    #[test]
    fn a_schema_that_a_later_statement_makes_is_waited_for() {
        let reading = reading("CREATE TABLE \"App\".a (id int); CREATE SCHEMA IF NOT EXISTS \"App\";");
        assert_eq!(codes(&reading), ["out-of-order"]);
        assert_eq!(reading.statements.len(), 2);
    }
}
