//! Constraints of tables and columns.

use findings::Span;

use super::column::{collation, raw};
use super::cursor::{Cursor, Fault, split_at_commas};
use crate::Dialect;
use crate::catalogue::{
    Check, Constraint, ConstraintKind, Deferrability, ForeignKey, Key, MatchType, QualifiedName, ReferentialAction,
};
use crate::write::Writer;

/// A constraint as it was read.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) name: Option<String>,
    pub(super) kind: ConstraintKind,
    pub(super) deferrability: Deferrability,
    pub(super) span: Span,
}

impl Parsed {
    /// The constraint; where it has no name of its own, that is made later.
    pub(super) fn into_constraint(self) -> Constraint {
        Constraint {
            named: self.name.is_some(),
            name: self.name.unwrap_or_default(),
            kind: self.kind,
            deferrability: self.deferrability,
            validated: true,
            parent: None,
            comment: None,
        }
    }
}

/// Whether a constraint of the table, and not a column, comes next.
pub(super) fn comes(cursor: &Cursor<'_>) -> bool {
    cursor.is_any(&["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"])
}

/// Constraints of the table: SQLite lets several stand without commas between them.
pub(super) fn table_constraints(cursor: &mut Cursor<'_>) -> Result<Vec<Parsed>, Fault> {
    let mut found = Vec::new();
    while !cursor.is_done() {
        let start = cursor.position();
        let name = if cursor.eat(&["CONSTRAINT"]) { Some(cursor.name()?) } else { None };
        if name.is_some() && (cursor.is_done() || cursor.is("CONSTRAINT")) {
            continue;
        }
        let kind = if cursor.eat(&["PRIMARY", "KEY"]) {
            ConstraintKind::PrimaryKey(key(cursor)?)
        } else if cursor.eat(&["UNIQUE"]) {
            ConstraintKind::Unique(key(cursor)?)
        } else if cursor.eat(&["CHECK"]) {
            let check = check(cursor)?;
            on_conflict(cursor);
            check
        } else if cursor.eat(&["FOREIGN", "KEY"]) {
            let columns = names(cursor)?;
            references(cursor, columns)?
        } else {
            return Err(cursor.fault("a constraint of the table"));
        };
        let deferrability = deferrability(cursor);
        let tokens = cursor.since(start);
        let first = tokens.first().map_or(0, |token| token.start);
        let span = Span::new(first, tokens.last().map_or(first, |token| token.end));
        found.push(Parsed { name, kind, deferrability, span });
    }
    Ok(found)
}

fn names(cursor: &mut Cursor<'_>) -> Result<Vec<String>, Fault> {
    let inner = cursor.group()?;
    let source = cursor.source();
    split_at_commas(source, inner)
        .into_iter()
        .map(|part| {
            let mut part = Cursor::new(source, part);
            let name = part.name()?;
            part.end()?;
            Ok(name)
        })
        .collect()
}

/// The columns of a key, with what decorates them.
fn key(cursor: &mut Cursor<'_>) -> Result<Key, Fault> {
    let inner = cursor.group()?;
    let source = cursor.source();
    let writer = Writer::new(Dialect::Sqlite);
    let mut key = Key::default();
    let mut spelt = Vec::new();
    let mut decorated = false;
    for part in split_at_commas(source, inner) {
        let mut part = Cursor::new(source, part);
        let name = part.name()?;
        let mut text = writer.ident(&name);
        if part.eat(&["COLLATE"])
            && let Some(collation) = collation(&part.name()?)
        {
            text = format!("{text} COLLATE {}", writer.ident(&collation));
            decorated = true;
        }
        if part.eat(&["DESC"]) {
            text.push_str(" DESC");
            decorated = true;
        }
        part.eat(&["ASC"]);
        key.autoincrement |= part.eat(&["AUTOINCREMENT"]);
        part.end()?;
        key.columns.push(name);
        spelt.push(text);
    }
    let conflict = on_conflict(cursor);
    key.detail = match (decorated, conflict.is_empty()) {
        (false, _) => conflict,
        (true, true) => format!("({})", spelt.join(", ")),
        (true, false) => format!("({}) {conflict}", spelt.join(", ")),
    };
    Ok(key)
}

/// `ON CONFLICT …` in one spelling; empty for `ABORT`, the default.
pub(super) fn on_conflict(cursor: &mut Cursor<'_>) -> String {
    if !cursor.eat(&["ON", "CONFLICT"]) {
        return String::new();
    }
    ["ROLLBACK", "FAIL", "IGNORE", "REPLACE", "ABORT"]
        .iter()
        .find(|word| cursor.eat(&[word]))
        .filter(|word| **word != "ABORT")
        .map_or_else(String::new, |word| format!("ON CONFLICT {word}"))
}

pub(super) fn check(cursor: &mut Cursor<'_>) -> Result<ConstraintKind, Fault> {
    let inner = cursor.group()?;
    if inner.is_empty() {
        return Err(cursor.fault("a condition in the parentheses before"));
    }
    Ok(ConstraintKind::Check(Check { expression: raw(cursor.source(), inner), no_inherit: false }))
}

/// `REFERENCES …` for these columns.
pub(super) fn references(cursor: &mut Cursor<'_>, columns: Vec<String>) -> Result<ConstraintKind, Fault> {
    cursor.expect("REFERENCES")?;
    let table = cursor.name()?;
    let mut key = ForeignKey {
        columns,
        references: QualifiedName::new(Dialect::Sqlite.default_schema(), table),
        referenced_columns: if cursor.is_punct("(") { names(cursor)? } else { Vec::new() },
        match_type: MatchType::Simple,
        on_delete: ReferentialAction::NoAction,
        on_delete_columns: Vec::new(),
        on_update: ReferentialAction::NoAction,
        period: false,
    };
    loop {
        if cursor.eat(&["ON", "DELETE"]) {
            key.on_delete = action(cursor)?;
        } else if cursor.eat(&["ON", "UPDATE"]) {
            key.on_update = action(cursor)?;
        } else if cursor.eat(&["MATCH"]) {
            // Parsed and then ignored by SQLite, which always does `MATCH SIMPLE`.
            cursor.name()?;
        } else {
            return Ok(ConstraintKind::ForeignKey(key));
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> Result<ReferentialAction, Fault> {
    let actions: [(&[&str], ReferentialAction); 5] = [
        (&["NO", "ACTION"], ReferentialAction::NoAction),
        (&["RESTRICT"], ReferentialAction::Restrict),
        (&["CASCADE"], ReferentialAction::Cascade),
        (&["SET", "NULL"], ReferentialAction::SetNull),
        (&["SET", "DEFAULT"], ReferentialAction::SetDefault),
    ];
    let found = actions.into_iter().find(|(words, _)| cursor.eat(words));
    found.map(|(_, action)| action).ok_or_else(|| cursor.fault("an action such as `CASCADE` or `SET NULL`"))
}

/// Whether `[NOT] DEFERRABLE` or `INITIALLY …` comes next.
pub(super) fn deferrability_comes(cursor: &Cursor<'_>) -> bool {
    let mut ahead = cursor.clone();
    ahead.eat(&["NOT"]);
    ahead.is("DEFERRABLE") || cursor.is("INITIALLY")
}

pub(super) fn deferrability(cursor: &mut Cursor<'_>) -> Deferrability {
    if !deferrability_comes(cursor) {
        return Deferrability::NotDeferrable;
    }
    let never = cursor.eat(&["NOT", "DEFERRABLE"]);
    let deferrable = cursor.eat(&["DEFERRABLE"]);
    let deferred = cursor.eat(&["INITIALLY", "DEFERRED"]);
    cursor.eat(&["INITIALLY", "IMMEDIATE"]);
    match (never || !deferrable, deferred) {
        (true, _) => Deferrability::NotDeferrable,
        (false, true) => Deferrability::InitiallyDeferred,
        (false, false) => Deferrability::InitiallyImmediate,
    }
}
