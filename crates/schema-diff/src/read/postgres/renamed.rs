//! `-- renamed from: x` comments.

use std::collections::BTreeSet;

use findings::{SourceText, Span};
use squawk_lexer::TokenKind;

use crate::catalogue::ObjectPath;
use crate::read::Origins;

/// What a comment starts with to say that something had another name.
const MARK: &str = "renamed from:";

/// The objects of a source that had another name: those at whose definition a comment says so, behind it on the same
/// line or on the line before.
pub(super) fn renamed(source: &SourceText, index: usize, origins: &Origins) -> Vec<(ObjectPath, String)> {
    let text = source.text();
    if !text.contains(MARK) {
        return Vec::new();
    }
    let spans = |of: fn(&ObjectPath) -> bool| {
        let here = origins.0.iter().filter(move |(path, (source, _))| *source == index && of(path));
        here.map(|(_, (_, span))| *span).collect::<BTreeSet<Span>>()
    };
    let columns: Vec<Span> = spans(|path| matches!(path, ObjectPath::Column(..))).into_iter().collect();
    let tables = spans(|path| matches!(path, ObjectPath::Table(_)));
    // A constraint or sequence that comes with a column: there a comment speaks of the column, or of the table.
    let is_of_column = |path: &ObjectPath, span: Span| {
        let before = columns.partition_point(|column| column.start <= span.start);
        let around = before.checked_sub(1).and_then(|at| columns.get(at));
        matches!(path, ObjectPath::Constraint(..) | ObjectPath::Sequence(_))
            && (tables.contains(&span) || around.is_some_and(|column| span.end <= column.end))
    };
    let mut objects: Vec<(Span, &ObjectPath)> = origins
        .0
        .iter()
        .filter(|(path, place)| place.0 == index && !is_of_column(path, place.1))
        .map(|(path, (_, span))| (*span, path))
        .collect();
    objects.sort();
    let mut out = Vec::new();
    for (start, end, name) in marks(text) {
        let line = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let alone = text.get(line..start).is_some_and(|before| before.trim().is_empty());
        let found = if alone {
            objects.iter().find(|(span, _)| span.start >= end)
        } else {
            objects.iter().rfind(|(span, _)| span.start >= line && span.start < start)
        };
        if let Some((_, path)) = found {
            out.push(((*path).clone(), name));
        }
    }
    out
}

/// Start and end of each such comment, and the name in it.
fn marks(text: &str) -> Vec<(usize, usize, String)> {
    let mut out = Vec::new();
    let mut offset = 0;
    for token in squawk_lexer::tokenize(text) {
        let start = offset;
        offset += token.len as usize;
        if token.kind != TokenKind::LineComment {
            continue;
        }
        let comment = text.get(start..offset).unwrap_or_default().trim_start_matches('-').trim();
        if let Some(name) = comment.strip_prefix(MARK) {
            out.push((start, offset, name.trim().trim_matches('"').to_owned()));
        }
    }
    out
}
