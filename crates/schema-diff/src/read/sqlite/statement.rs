//! What each statement does to the schema.

use std::collections::BTreeSet;

use findings::Span;

use super::Session;
use super::canonical::canonical;
use super::cursor::{Cursor, Fault, name_of, text_of};
use super::draft::Placed;
use super::spelling::{Spelling, folded};
use super::token::{Kind, Token};
use super::{alter, index, table, trigger, view};
use crate::catalogue::Unmodelled;

/// What is created, and how.
struct Creation {
    name: String,
    source: usize,
    span: Span,
}

impl Session<'_> {
    /// Applies a statement; false where it is none of those that make the schema.
    pub(super) fn statement(&mut self, source: usize, text: &str, tokens: &[Token], span: Span) -> Result<bool, Fault> {
        let mut cursor = Cursor::new(text, tokens);
        if cursor.eat(&["CREATE"]) {
            return self.create(&mut cursor, source, span);
        }
        if cursor.eat(&["ALTER", "TABLE"]) {
            return self.alter(&mut cursor, source);
        }
        if cursor.eat(&["DROP"]) {
            return self.drop(&mut cursor);
        }
        if cursor.is_any(&["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"]) {
            return Ok(false);
        }
        if cursor.is_any(&["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"]) {
            let message = "statements that change rows are no part of the schema and are not compared";
            self.warn_once(&format!("rows {source}"), source, message, span);
            return Ok(true);
        }
        if cursor.is_any(&["PRAGMA", "ANALYZE", "VACUUM", "REINDEX", "SELECT", "EXPLAIN", "VALUES"]) {
            let word = cursor.peek().map_or("", |token| token.text(text)).to_ascii_uppercase();
            self.warn_once(&word, source, &format!("`{word}` is no part of the schema and is passed over"), span);
            return Ok(false);
        }
        if cursor.is_any(&["ATTACH", "DETACH"]) {
            let message = "other databases are not read: only the schema `main` is";
            return Err(Fault::new(message, span).code("unsupported-statement"));
        }
        Err(cursor.fault("a statement of SQLite such as `CREATE` or `ALTER TABLE`"))
    }

    fn create(&mut self, cursor: &mut Cursor<'_>, source: usize, span: Span) -> Result<bool, Fault> {
        let temporary = cursor.eat(&["TEMP"]) || cursor.eat(&["TEMPORARY"]);
        let unique = cursor.eat(&["UNIQUE"]);
        let Some(what) = ["TABLE", "INDEX", "VIEW", "TRIGGER", "VIRTUAL"].into_iter().find(|what| cursor.eat(&[what]))
        else {
            return Err(cursor.fault("`TABLE`, `INDEX`, `VIEW`, `TRIGGER` or `VIRTUAL TABLE`"));
        };
        if what == "VIRTUAL" {
            cursor.expect("TABLE")?;
        }
        let if_not_exists = cursor.eat(&["IF", "NOT", "EXISTS"]);
        let at = cursor.here();
        let (schema, name) = cursor.qualified()?;
        if temporary || schema.as_ref().is_some_and(|schema| schema.eq_ignore_ascii_case("temp")) {
            self.temporary.insert(folded(&name));
            self.warn_once("temporary", source, "temporary objects are no part of the schema", span);
            return Ok(false);
        }
        if let Some(schema) = schema.filter(|schema| !schema.eq_ignore_ascii_case("main")) {
            let message = format!("`{schema}` is another database: only the schema `main` is read");
            return Err(Fault::new(message, at).code("unsupported-statement"));
        }
        if folded(&name).starts_with("sqlite_") {
            // The engine's own, in a dump.
            return Ok(false);
        }
        let taken = match what {
            "TRIGGER" => self.draft.trigger_home.contains_key(&folded(&name)),
            _ => self.draft.is_taken(&name),
        };
        if taken && if_not_exists {
            return Ok(true);
        }
        if taken {
            return Err(Fault::new(format!("`{name}` is there already"), at).code("duplicate-object"));
        }
        self.create_new(cursor, what, unique, Creation { name, source, span })
    }

    fn create_new(&mut self, cursor: &mut Cursor<'_>, what: &str, unique: bool, new: Creation) -> Result<bool, Fault> {
        let Creation { name, source, span } = new;
        let key = folded(&name);
        match what {
            "TABLE" => {
                let table = table::table(cursor, name, source, span)?;
                self.draft.tables.insert(key, table);
            }
            "VIEW" => {
                let view = view::view(cursor, name, source, span)?;
                self.draft.views.insert(key, view);
            }
            "INDEX" => return self.create_index(cursor, unique, Creation { name, source, span }),
            "TRIGGER" => return self.create_trigger(cursor, Creation { name, source, span }),
            _ => self.virtual_table(cursor, &Creation { name, source, span }),
        }
        Ok(true)
    }

    fn create_index(&mut self, cursor: &mut Cursor<'_>, unique: bool, new: Creation) -> Result<bool, Fault> {
        let key = folded(&new.name);
        let (home, index) = index::index(cursor, new.name, unique)?;
        let Some(table) = self.draft.table_mut(&home) else {
            return self.unless_temporary(&home, new.span);
        };
        table.indexes.insert(key.clone(), Placed { it: index, place: (new.source, new.span) });
        self.draft.index_home.insert(key, folded(&home));
        Ok(true)
    }

    fn create_trigger(&mut self, cursor: &mut Cursor<'_>, new: Creation) -> Result<bool, Fault> {
        let key = folded(&new.name);
        let (home, trigger) = trigger::trigger(cursor, new.name)?;
        let Some(triggers) = self.draft.triggers_mut(&home) else {
            return self.unless_temporary(&home, new.span);
        };
        triggers.insert(key.clone(), Placed { it: trigger, place: (new.source, new.span) });
        self.draft.trigger_home.insert(key, folded(&home));
        Ok(true)
    }

    fn virtual_table(&mut self, cursor: &mut Cursor<'_>, new: &Creation) {
        let text = cursor.source();
        let writer = crate::write::Writer::new(crate::Dialect::Sqlite);
        let rest = cursor.rest();
        let statement = format!("CREATE VIRTUAL TABLE {} {}", writer.ident(&new.name), text_of(text, rest));
        let words = rest.iter().filter(|token| matches!(token.kind, Kind::Word | Kind::Quoted));
        let mut names: BTreeSet<String> = words.filter_map(|token| name_of(text, *token)).collect();
        names.insert(new.name.clone());
        let message = format!("virtual table `{}` is not modelled: it is compared as text", new.name);
        let fault = Fault::new(message, new.span).code("unsupported-statement");
        self.diagnostic(findings::DiagnosticLevel::Warning, new.source, fault, None);
        let it = Unmodelled {
            what: "CREATE VIRTUAL TABLE".to_owned(),
            canonical: canonical(&statement, &Spelling::default()),
            text: statement,
            names,
        };
        self.draft.unmodelled.push((folded(&new.name), it));
    }

    fn alter(&mut self, cursor: &mut Cursor<'_>, source: usize) -> Result<bool, Fault> {
        let (_, name) = cursor.clone().qualified()?;
        if self.temporary.contains(&folded(&name)) {
            return Ok(false);
        }
        alter::alter(cursor, &mut self.draft, source).map(|()| true)
    }

    fn drop(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, Fault> {
        let Some(what) = ["TABLE", "INDEX", "VIEW", "TRIGGER"].into_iter().find(|what| cursor.eat(&[what])) else {
            return Err(cursor.fault("`TABLE`, `INDEX`, `VIEW` or `TRIGGER`"));
        };
        let if_exists = cursor.eat(&["IF", "EXISTS"]);
        let at = cursor.here();
        let (_, name) = cursor.qualified()?;
        cursor.end()?;
        if self.temporary.remove(&folded(&name)) {
            return Ok(false);
        }
        let found = match what {
            "TABLE" => self.draft.drop_table(&name),
            "INDEX" => self.draft.drop_index(&name),
            "VIEW" => self.draft.drop_view(&name),
            _ => self.draft.drop_trigger(&name),
        };
        if found || if_exists || folded(&name).starts_with("sqlite_") {
            return Ok(true);
        }
        let message = format!("there is no {} `{name}` here", what.to_ascii_lowercase());
        Err(Fault::new(message, at).code("unknown-object"))
    }

    /// Passes over what concerns a temporary table, or one of the engine's own.
    fn unless_temporary(&self, relation: &str, span: Span) -> Result<bool, Fault> {
        if self.temporary.contains(&folded(relation)) || folded(relation).starts_with("sqlite_") {
            return Ok(false);
        }
        Err(Fault::new(format!("there is no table or view `{relation}` here"), span).code("unknown-object"))
    }
}
