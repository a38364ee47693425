//! Tables of engines.

use std::cell::{Cell, RefCell};

use database::{EngineUrl, ScratchDatabase, ScratchServer, Session};
use validation::{EngineOptions, EngineTable};

use crate::sides::{Held, Made, Maker};
use crate::types::{COLUMNS, Type};

/// An engine in its own words.
pub(crate) struct Words {
    pub(crate) name: &'static str,
    pub(crate) key: &'static str,
    pub(crate) type_name: fn(Type) -> &'static str,
    pub(crate) literal: fn(Type, &str) -> String,
    pub(crate) refuses: fn(Type, &str) -> Option<&'static str>,
}

/// A database to make tables in.
pub(crate) struct Engine {
    words: &'static Words,
    url: EngineUrl,
    session: RefCell<Session>,
    made: Cell<usize>,
    scratch: Scratch,
}

enum Scratch {
    Made(#[expect(dead_code, reason = "dropped with the engine")] (ScratchDatabase, ScratchServer)),
    Named(String),
}

impl Engine {
    /// In a throw-away database.
    pub(crate) fn scratch(words: &'static Words, server: ScratchServer, setup: &str) -> Self {
        let database = server.create("matrix").unwrap();
        let mut session = database.open().unwrap();
        session.execute(setup).unwrap();
        let url = database.url().clone();
        Self {
            words,
            url,
            session: RefCell::new(session),
            made: Cell::default(),
            scratch: Scratch::Made((database, server)),
        }
    }

    /// In a database of that name, which is made and dropped.
    pub(crate) fn named(words: &'static Words, server: &str, name: &str, setup: &[&str]) -> Self {
        Session::open(&server.parse().unwrap())
            .unwrap()
            .execute(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"))
            .unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        let url: EngineUrl = format!("{base}/{name}").parse().unwrap();
        let mut session = Session::open(&url).unwrap();
        session.execute_all(setup).unwrap();
        Self {
            words,
            url,
            session: RefCell::new(session),
            made: Cell::default(),
            scratch: Scratch::Named(name.to_owned()),
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        match &self.scratch {
            Scratch::Made(..) => {}
            Scratch::Named(name) => self.session.get_mut().execute(&format!("DROP DATABASE {name}")).unwrap(),
        }
    }
}

impl Maker for Engine {
    fn name(&self) -> &'static str {
        self.words.name
    }

    fn refuses(&self, of: Type, value: &str) -> Option<&'static str> {
        (self.words.refuses)(of, value)
    }

    fn make(&self, rows: &[Held<'_>]) -> Made {
        let number = self.made.replace(self.made.get() + 1);
        let name = format!("matrix_{number}");
        let columns: Vec<String> =
            COLUMNS.iter().map(|it| format!("{}_ {} NULL", it.name, (self.words.type_name)(it.of))).collect();
        let create = format!("CREATE TABLE {name} (id {}, {})", self.words.key, columns.join(", "));
        let mut session = self.session.borrow_mut();
        session.execute(&create).unwrap();
        for row in rows {
            let column = &COLUMNS[row.column];
            let value = row.value.map_or("NULL".to_owned(), |it| (self.words.literal)(column.of, it));
            let insert = format!("INSERT INTO {name} (id, {}_) VALUES ({}, {value})", column.name, row.id);
            if let Err(error) = session.execute(&insert) {
                panic!("{}: {error}", insert.chars().take(300).collect::<String>());
            }
        }
        Made::Engine(Box::new(EngineTable::open(&self.url, None, &name, &EngineOptions::default()).unwrap()))
    }
}

/// A text between single quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
