//! A table that was compared, as the page shows it.

use validation::wire::plain;
use validation::{Comparison, Difference, DifferenceKind, Note, RangeSummary, Row, SideSummary};

use super::ComparedTable;
use super::bars::{Bar, Counted, bars};
use super::number::thousands;
use super::visible::visible;

/// A table that was compared.
pub(super) struct Table {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) says: String,
    pub(super) sides: Vec<Place>,
    pub(super) key: String,
    pub(super) columns: Vec<Bar>,
    pub(super) tolerates: bool,
    pub(super) ranges: Vec<Bar>,
    pub(super) rows_title: String,
    pub(super) rows: Vec<Line>,
    pub(super) how: String,
    pub(super) notes: Vec<String>,
}

/// A side.
pub(super) struct Place {
    pub(super) role: &'static str,
    pub(super) label: String,
    pub(super) engine: String,
    pub(super) rows: String,
}

/// A value that differs, or a row that one side lacks.
pub(super) struct Line {
    pub(super) key: String,
    pub(super) what: &'static str,
    pub(super) column: String,
    pub(super) source: String,
    pub(super) target: String,
}

/// How long a value may be on the page, in characters.
const LONGEST: usize = 120;
/// How many columns have bars: those with the most differences.
const MOST_BARS: usize = 24;

impl Table {
    pub(super) fn of(number: usize, table: &ComparedTable<'_>) -> Self {
        let it = table.comparison;
        let shown = table.rows.len() as u64;
        let rows_title = if shown < it.differences() {
            format!("The first {} of {} rows that differ", thousands(shown), thousands(it.differences()))
        } else {
            "Rows that differ".to_owned()
        };
        Self {
            id: format!("table-{number}"),
            name: table.name.to_owned(),
            says: says(it),
            sides: vec![place("Source", &it.source), place("Target", &it.target)],
            key: if it.key.is_empty() { "the row".to_owned() } else { it.key.join(", ") },
            columns: columns(it),
            tolerates: it.columns.iter().any(|column| column.tolerated > 0),
            ranges: ranges(&it.ranges),
            rows_title,
            rows: table.rows.iter().flat_map(|row| lines(row, it)).collect(),
            how: format!("How it was compared: {}", it.reason),
            notes: it.notes.iter().map(note).collect(),
        }
    }
}

/// What came out, in a sentence or two.
fn says(it: &Comparison) -> String {
    let mut parts = Vec::new();
    for (count, what) in
        [(it.missing, "missing in the target"), (it.extra, "only in the target"), (it.mismatched, "with other values")]
    {
        if count > 0 {
            parts.push(format!("{} {what}", thousands(count)));
        }
    }
    let found = if parts.is_empty() { "No row differs.".to_owned() } else { format!("Rows: {}.", parts.join(", ")) };
    let settled = it.settled;
    if settled.stable + settled.transient + settled.vanished == 0 {
        return found;
    }
    format!(
        "{found} Read again: {} stayed as they were, {} went on changing, {} had gone.",
        thousands(settled.stable),
        thousands(settled.transient),
        thousands(settled.vanished)
    )
}

fn place(role: &'static str, side: &SideSummary) -> Place {
    Place {
        role,
        label: side.label.clone(),
        engine: side.engine.clone().map_or(String::new(), |engine| match side.version.strip_prefix(&engine) {
            Some(_) => side.version.clone(),
            None => format!("{engine} {}", side.version),
        }),
        rows: thousands(side.rows),
    }
}

fn columns(it: &Comparison) -> Vec<Bar> {
    let mut found: Vec<_> = it.columns.iter().filter(|column| column.differences + column.tolerated > 0).collect();
    found.sort_by_key(|column| std::cmp::Reverse((column.differences, column.tolerated)));
    let counted = found.into_iter().take(MOST_BARS).map(|column| Counted {
        name: column.name.clone(),
        parts: vec![("mismatched", column.differences), ("tolerated", column.tolerated)],
    });
    bars(counted.collect())
}

fn ranges(found: &[RangeSummary]) -> Vec<Bar> {
    let counted = found.iter().map(|range| {
        let [missing, extra, mismatched] = range.differences;
        let name = match (&range.from, &range.to) {
            (None, None) => "all".to_owned(),
            (None, Some(to)) => format!("before {}", shown(to)),
            (Some(from), None) => format!("from {}", shown(from)),
            (Some(from), Some(to)) => format!("{} to {}", shown(from), shown(to)),
        };
        Counted { name, parts: vec![("missing", missing), ("extra", extra), ("mismatched", mismatched)] }
    });
    bars(counted.collect())
}

fn lines(row: &Difference, it: &Comparison) -> Vec<Line> {
    let line = |column: String, source: String, target: String| Line {
        key: shown(&row.key),
        what: what(row.kind),
        column,
        source,
        target,
    };
    if row.kind != DifferenceKind::Mismatched {
        let times = |count: u64| match (count, row.in_source.max(row.in_target)) {
            (0, _) => "–".to_owned(),
            (1, 1) => "there".to_owned(),
            (count, _) => format!("{} times", thousands(count)),
        };
        return vec![line("–".to_owned(), times(row.in_source), times(row.in_target))];
    }
    let value = |side: &Option<Row>, at: usize| {
        side.as_ref().and_then(|values| values.get(at)).map_or("–".to_owned(), |value| cut(&plain(value)))
    };
    let columns = row.columns.iter().map(|at| {
        let name = it.columns.get(*at).map_or(String::new(), |column| column.name.clone());
        line(name, value(&row.source, *at), value(&row.target, *at))
    });
    columns.collect()
}

fn what(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::MissingInTarget => "missing in target",
        DifferenceKind::ExtraInTarget => "extra in target",
        DifferenceKind::Mismatched => "mismatched",
    }
}

fn shown(key: &Row) -> String {
    cut(&key.iter().map(plain).collect::<Vec<_>>().join(", "))
}

fn note(note: &Note) -> String {
    match &note.column {
        Some(column) => format!("{column}: {}", note.text),
        None => note.text.clone(),
    }
}

/// A long value with its end left out; empty text as what it is.
fn cut(text: &str) -> String {
    if text.is_empty() {
        return "''".to_owned();
    }
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}… ({} bytes)", visible(&text[..at]), thousands(text.len() as u64)),
        None => visible(text),
    }
}
