//! `CREATE TABLE`.

use std::collections::BTreeMap;

use findings::Span;

use super::column::{self, ColumnParts};
use super::constraint::{self, Parsed};
use super::cursor::{Cursor, Fault, split_at_commas};
use super::draft::{Placed, TableDraft};
use super::token::Token;
use crate::catalogue::{ConstraintKind, TableOptions};

/// Reads from behind the table's name.
pub(super) fn table(cursor: &mut Cursor<'_>, name: String, source: usize, span: Span) -> Result<TableDraft, Fault> {
    if cursor.is("AS") {
        let message = "the columns of `CREATE TABLE … AS` cannot be told from its text: write them out";
        return Err(Fault::new(message, cursor.here()).code("unsupported-statement"));
    }
    let body = cursor.group()?;
    let mut table = TableDraft {
        name,
        columns: Vec::new(),
        constraints: Vec::new(),
        indexes: BTreeMap::new(),
        triggers: BTreeMap::new(),
        options: options(cursor)?,
        clauses: Vec::new(),
        place: (source, span),
    };
    for part in split_at_commas(cursor.source(), body) {
        element(cursor.source(), part, source, &mut table)?;
    }
    if table.columns.is_empty() {
        return Err(Fault::new("a table needs a column", span));
    }
    no_duplicates(&table, span)?;
    settle(&mut table);
    Ok(table)
}

fn element(text: &str, part: &[Token], source: usize, table: &mut TableDraft) -> Result<(), Fault> {
    let mut cursor = Cursor::new(text, part);
    if cursor.is_done() {
        return Err(Fault::new("a column or a constraint is missing beside a comma", table.place.1));
    }
    if constraint::comes(&cursor) && !table.columns.is_empty() {
        let found = constraint::table_constraints(&mut cursor)?;
        table.constraints.extend(found.into_iter().map(|it| placed(it, source)));
        return Ok(());
    }
    let ColumnParts { column, span, constraints, clauses } = column::column(text, part)?;
    table.clauses.extend(clauses.into_iter().map(|clause| (column.name.clone(), clause)));
    table.columns.push(Placed { it: column, place: (source, span) });
    table.constraints.extend(constraints.into_iter().map(|it| placed(it, source)));
    Ok(())
}

/// A constraint with its place.
pub(super) fn placed(parsed: Parsed, source: usize) -> Placed<crate::catalogue::Constraint> {
    let place = (source, parsed.span);
    Placed { it: parsed.into_constraint(), place }
}

fn no_duplicates(table: &TableDraft, span: Span) -> Result<(), Fault> {
    let mut seen = std::collections::BTreeSet::new();
    for column in &table.columns {
        if !seen.insert(super::spelling::folded(&column.it.name)) {
            return Err(Fault::new(format!("there are two columns `{}`", column.it.name), column.place.1));
        }
    }
    let keys = table.constraints.iter().filter(|it| matches!(it.it.kind, ConstraintKind::PrimaryKey(_)));
    if keys.count() > 1 {
        return Err(Fault::new(format!("table `{}` has two primary keys", table.name), span));
    }
    Ok(())
}

fn options(cursor: &mut Cursor<'_>) -> Result<TableOptions, Fault> {
    let mut options = TableOptions::default();
    while !cursor.is_done() {
        if cursor.eat(&["WITHOUT", "ROWID"]) {
            options.without_rowid = true;
        } else if cursor.eat(&["STRICT"]) {
            options.strict = true;
        } else {
            return Err(cursor.fault("`WITHOUT ROWID`, `STRICT` or the end of the statement"));
        }
        if !cursor.eat_punct(",") {
            cursor.end()?;
        }
    }
    Ok(options)
}

/// Brings what can be written in two ways into one: which columns refuse NULL, and the order of a key's column.
pub(super) fn settle(table: &mut TableDraft) {
    let (without_rowid, strict) = (table.options.without_rowid, table.options.strict);
    for constraint in &mut table.constraints {
        let ConstraintKind::PrimaryKey(key) = &mut constraint.it.kind else { continue };
        let is_integer = |column: &&mut Placed<crate::catalogue::Column>| {
            column.it.data_type.name == "INTEGER" && column.it.data_type.arguments.is_empty()
        };
        let columns = &mut table.columns;
        let of_key: Vec<_> = columns
            .iter_mut()
            .filter(|it| key.columns.iter().any(|name| name.eq_ignore_ascii_case(&it.it.name)))
            .collect();
        let integer = key.columns.len() == 1 && !without_rowid && of_key.iter().all(is_integer);
        let rest = key.detail.strip_prefix("DESC").map(str::trim_start);
        if integer && rest.is_none() {
            // The rowid: NULL asks for the next number, whatever the column says. Its order means nothing.
            for column in of_key {
                column.it.not_null = false;
            }
            if key.detail.starts_with('(') {
                let behind = key.detail.rfind(')').and_then(|at| key.detail.get(at + 1..)).unwrap_or("").trim();
                key.detail = behind.to_owned();
            }
            continue;
        }
        if without_rowid || strict {
            for column in of_key {
                column.it.not_null = true;
            }
        }
        if let Some(rest) = rest.filter(|_| !integer) {
            let writer = crate::write::Writer::new(crate::Dialect::Sqlite);
            let column = key.columns.first().map(|name| writer.ident(name)).unwrap_or_default();
            format!("({column} DESC) {rest}").trim_end().clone_into(&mut key.detail);
        }
    }
}
