//! Column definitions.

use findings::Span;

use super::constraint::{self, Parsed};
use super::cursor::{Cursor, Fault, split_at_commas, text_of, without_outer};
use super::token::{Kind, Token};
use crate::catalogue::{
    Column, ColumnSettings, ConstraintKind, DataType, Expression, Generated, GeneratedStorage, Grants, Key,
};

/// A column, and what its definition says that the table's constraints hold.
#[derive(Debug)]
pub(super) struct ColumnParts {
    pub(super) column: Column,
    pub(super) span: Span,
    pub(super) constraints: Vec<Parsed>,
    /// Clauses that the model does not hold.
    pub(super) clauses: Vec<String>,
}

/// Words that end a type and start a constraint of the column.
const STARTS: [&str; 15] = [
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS",
    "DEFERRABLE",
    "INITIALLY",
    "ON",
    "FOREIGN",
];

/// An expression whose canonical form is made once all names are known.
pub(super) fn raw(source: &str, tokens: &[Token]) -> Expression {
    Expression::new(text_of(source, without_outer(source, tokens)), "")
}

pub(super) fn column(source: &str, tokens: &[Token]) -> Result<ColumnParts, Fault> {
    let mut cursor = Cursor::new(source, tokens);
    let span = match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => Span::new(first.start, last.end),
        _ => cursor.here(),
    };
    let name = cursor.name()?;
    let data_type = data_type(&mut cursor)?;
    let column = Column {
        name,
        data_type,
        collation: None,
        not_null: false,
        default: None,
        identity: None,
        generated: None,
        comment: None,
        grants: Grants::default(),
        settings: ColumnSettings::default(),
    };
    let mut parts = ColumnParts { column, span, constraints: Vec::new(), clauses: Vec::new() };
    while !cursor.is_done() {
        constraint_of(&mut cursor, &mut parts)?;
    }
    Ok(parts)
}

fn data_type(cursor: &mut Cursor<'_>) -> Result<DataType, Fault> {
    let mut words = Vec::new();
    while !cursor.is_any(&STARTS) && !cursor.is_done() && !cursor.is_punct("(") {
        words.push(cursor.name()?.to_ascii_uppercase());
    }
    let mut data_type = DataType::named(words.join(" "));
    if cursor.is_punct("(") && !words.is_empty() {
        let inner = cursor.group()?;
        data_type.arguments = split_at_commas(cursor.source(), inner)
            .into_iter()
            .map(|part| part.iter().map(|token| token.text(cursor.source())).collect::<String>())
            .collect();
    }
    Ok(data_type)
}

fn constraint_of(cursor: &mut Cursor<'_>, parts: &mut ColumnParts) -> Result<(), Fault> {
    let start = cursor.here();
    let name = if cursor.eat(&["CONSTRAINT"]) { Some(cursor.name()?) } else { None };
    if name.is_some() && (cursor.is_done() || cursor.is("CONSTRAINT")) {
        // SQLite accepts a name without a constraint, and forgets it.
        return Ok(());
    }
    let key = Key { columns: vec![parts.column.name.clone()], ..Key::default() };
    let kind = if cursor.eat(&["PRIMARY", "KEY"]) {
        ConstraintKind::PrimaryKey(column_key(cursor, key))
    } else if cursor.eat(&["UNIQUE"]) {
        ConstraintKind::Unique(Key { detail: constraint::on_conflict(cursor), ..key })
    } else if cursor.eat(&["CHECK"]) {
        let check = constraint::check(cursor)?;
        constraint::on_conflict(cursor);
        check
    } else if cursor.is("REFERENCES") {
        constraint::references(cursor, key.columns)?
    } else if cursor.is_any(&["DEFERRABLE", "INITIALLY", "NOT"]) && constraint::deferrability_comes(cursor) {
        let deferrability = constraint::deferrability(cursor);
        if let Some(last) = parts.constraints.last_mut() {
            last.deferrability = deferrability;
        }
        return Ok(());
    } else {
        return property(cursor, parts);
    };
    let span = Span::new(start.start, cursor.since(0).last().map_or(start.end, |token| token.end));
    let deferrability = constraint::deferrability(cursor);
    parts.constraints.push(Parsed { name, kind, deferrability, span });
    Ok(())
}

/// `PRIMARY KEY` of a column: its order matters, since `INTEGER PRIMARY KEY DESC` is no alias of the rowid.
fn column_key(cursor: &mut Cursor<'_>, mut key: Key) -> Key {
    let descending = cursor.eat(&["DESC"]);
    cursor.eat(&["ASC"]);
    let conflict = constraint::on_conflict(cursor);
    key.autoincrement = cursor.eat(&["AUTOINCREMENT"]);
    let order = if descending { "DESC" } else { "" };
    key.detail = [order, &conflict].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    key
}

fn property(cursor: &mut Cursor<'_>, parts: &mut ColumnParts) -> Result<(), Fault> {
    if cursor.eat(&["NOT", "NULL"]) {
        parts.column.not_null = true;
        let conflict = constraint::on_conflict(cursor);
        if !conflict.is_empty() {
            parts.clauses.push(format!("NOT NULL {conflict}"));
        }
    } else if cursor.eat(&["NULL"]) {
        constraint::on_conflict(cursor);
    } else if cursor.eat(&["DEFAULT"]) {
        parts.column.default = default(cursor)?;
    } else if cursor.eat(&["COLLATE"]) {
        parts.column.collation = collation(&cursor.name()?);
    } else if cursor.eat(&["GENERATED", "ALWAYS", "AS"]) || cursor.eat(&["AS"]) {
        let inner = cursor.group()?;
        if inner.is_empty() {
            return Err(cursor.fault("an expression in the parentheses before"));
        }
        let expression = raw(cursor.source(), inner);
        let stored = cursor.eat(&["STORED"]);
        cursor.eat(&["VIRTUAL"]);
        let storage = if stored { GeneratedStorage::Stored } else { GeneratedStorage::Virtual };
        parts.column.generated = Some(Generated { expression, storage });
    } else {
        return Err(cursor.fault("a constraint of the column, `,` or `)`"));
    }
    Ok(())
}

/// A collation in capitals; none for `BINARY`, the default.
pub(super) fn collation(name: &str) -> Option<String> {
    let name = name.to_ascii_uppercase();
    (name != "BINARY").then_some(name)
}

/// What stands behind `DEFAULT`; none for `NULL`, which is what a column without a default takes.
fn default(cursor: &mut Cursor<'_>) -> Result<Option<Expression>, Fault> {
    let source = cursor.source();
    let expression = if cursor.is_punct("(") {
        let inner = cursor.group()?;
        if inner.is_empty() {
            return Err(cursor.fault("an expression in the parentheses before"));
        }
        raw(source, inner)
    } else {
        let start = cursor.position();
        while cursor.eat_punct("-") || cursor.eat_punct("+") {}
        match cursor.next() {
            Some(token) if !matches!(token.kind, Kind::Punct | Kind::Parameter) => {
                let text = text_of(source, cursor.since(start));
                // A name stands for a string here, and only here: as a string it can be written anywhere.
                let name = matches!(token.kind, Kind::Word | Kind::Quoted) && !is_constant(text);
                match super::cursor::name_of(source, token).filter(|_| name) {
                    Some(name) => Expression::new(format!("'{}'", name.replace('\'', "''")), ""),
                    None => Expression::new(text, ""),
                }
            }
            _ => return Err(cursor.fault("a value behind `DEFAULT`")),
        }
    };
    Ok(Some(expression).filter(|it| !it.text.eq_ignore_ascii_case("null")))
}

fn is_constant(word: &str) -> bool {
    ["null", "true", "false", "current_timestamp", "current_date", "current_time"]
        .iter()
        .any(|constant| word.eq_ignore_ascii_case(constant))
}
