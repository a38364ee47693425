//! The tables, and how each engine names them.

use super::{Connection, Dialect};
use crate::Error;

/// The tables in the workshop schema of `PostgreSQL`, or with its name as prefix in `SQLite`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tables {
    pub(super) dialect: Dialect,
    pub(super) outbox: &'static str,
    pub(super) origin: &'static str,
    pub(super) inbox: &'static str,
}

impl Tables {
    pub(super) fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Postgres => Self {
                dialect,
                outbox: "migration_architect.outbox",
                origin: "migration_architect.outbox_origin",
                inbox: "migration_architect.inbox",
            },
            Dialect::Sqlite => Self {
                dialect,
                outbox: "migration_architect_outbox",
                origin: "migration_architect_outbox_origin",
                inbox: "migration_architect_inbox",
            },
        }
    }

    /// A statement with `{outbox}`, `{origin}`, `{inbox}` and `$1`, as this engine takes it.
    pub(super) fn statement(self, text: &str) -> String {
        let text =
            text.replace("{outbox}", self.outbox).replace("{origin}", self.origin).replace("{inbox}", self.inbox);
        match self.dialect {
            Dialect::Postgres => text,
            Dialect::Sqlite => text.replace('$', "?"),
        }
    }

    /// What makes the tables of an outbox. Run again, it changes nothing.
    ///
    /// A number is never given twice, and an outbox that is made anew has another origin, so that an inbox cannot take a new
    /// entry for an old one. `made`, `free` (nobody takes it before) are milliseconds since the Unix epoch.
    pub(super) fn outbox_ddl(self) -> Vec<String> {
        let (id, bytes, number, new_origin) = match self.dialect {
            Dialect::Postgres => {
                ("bigint generated always as identity primary key", "bytea", "bigint", "gen_random_uuid()::text")
            }
            Dialect::Sqlite => ("integer primary key autoincrement", "blob", "integer", "lower(hex(randomblob(16)))"),
        };
        let mut ddl = self.schema_ddl();
        ddl.extend([
            format!(
                "create table if not exists {} (id {id}, stream text not null, key text not null, payload {bytes} not null, \
                 state text not null check (state in ('intent', 'pending', 'dead')), attempts {number} not null default 0, \
                 free {number} not null default 0, made {number} not null, error text)",
                self.outbox
            ),
            format!("create index if not exists {} on {} (stream, key, id)", self.index("heads"), self.outbox),
            format!(
                "create unique index if not exists {} on {} (stream, key) where state = 'intent'",
                self.index("intents"),
                self.outbox
            ),
            format!("create table if not exists {} (one {number} primary key check (one = 1), origin text not null)", self.origin),
            format!("insert into {} values (1, {new_origin}) on conflict do nothing", self.origin),
        ]);
        ddl
    }

    /// What makes the table of an inbox.
    pub(super) fn inbox_ddl(self) -> Vec<String> {
        let number = match self.dialect {
            Dialect::Postgres => "bigint",
            Dialect::Sqlite => "integer",
        };
        let mut ddl = self.schema_ddl();
        ddl.push(format!(
            "create table if not exists {} (origin text not null, stream text not null, key text not null, \
             last {number} not null, primary key (origin, stream, key))",
            self.inbox
        ));
        ddl
    }

    fn schema_ddl(self) -> Vec<String> {
        match self.dialect {
            Dialect::Postgres => vec!["create schema if not exists migration_architect".to_owned()],
            Dialect::Sqlite => Vec::new(),
        }
    }

    fn index(self, of: &str) -> String {
        match self.dialect {
            // An index lies in the schema of its table.
            Dialect::Postgres => format!("outbox_{of}"),
            Dialect::Sqlite => format!("{}_{of}", self.outbox),
        }
    }
}

pub(super) fn install(connection: &mut impl Connection, ddl: &[String]) -> Result<(), Error> {
    for statement in ddl {
        connection.run(statement, &[])?;
    }
    Ok(())
}
