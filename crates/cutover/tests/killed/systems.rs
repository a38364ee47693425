//! The two systems, and the outbox.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use cutover::dual_write::{Backlog, Connection, Inbox, Outbox, SqlOutbox, Value};

use super::link::Link;
use super::process::{STREAM, amount, key};

/// Where the systems are: files, or databases of a server.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    pub(crate) primary: String,
    pub(crate) secondary: String,
}

/// Two systems that were made for a test, and go with it.
pub(crate) struct Systems {
    places: Places,
    folder: Option<PathBuf>,
    server: Option<String>,
}

static MADE: AtomicU32 = AtomicU32::new(0);

fn new_name() -> String {
    format!("killed_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed))
}

impl Systems {
    pub(crate) fn in_files() -> Self {
        let folder = std::env::temp_dir().join(new_name());
        std::fs::create_dir_all(&folder).unwrap();
        let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
        let places = Places { primary: file("primary.db"), secondary: file("secondary.db") };
        Self { places, folder: Some(folder), server: None }.install()
    }

    pub(crate) fn on_a_server() -> Self {
        let server = testkit::engine::postgres_url().unwrap();
        let name = new_name();
        let (address, _) = server.rsplit_once('/').unwrap();
        let places =
            Places { primary: format!("{address}/{name}_primary"), secondary: format!("{address}/{name}_secondary") };
        let systems = Self { places, folder: None, server: Some(server) };
        systems.administer("create database");
        systems.install()
    }

    fn administer(&self, statement: &str) {
        let Some(server) = &self.server else { return };
        let mut client = postgres::Client::connect(server, postgres::NoTls).unwrap();
        for place in [&self.places.primary, &self.places.secondary] {
            let (_, name) = place.rsplit_once('/').unwrap();
            client.batch_execute(&format!("{statement} {name}")).unwrap();
        }
    }

    fn install(self) -> Self {
        for place in [&self.places.primary, &self.places.secondary] {
            let mut link = Link::open(place);
            link.run("create table accounts (key text primary key, balance bigint not null)", &[]).unwrap();
            link.run("create table requests (number bigint primary key)", &[]).unwrap();
            link.run(
                "create table intents (origin text, id bigint, written bigint not null, primary key (origin, id))",
                &[],
            )
            .unwrap();
            Inbox::install(&mut link).unwrap();
            SqlOutbox::new(&mut link, STREAM).install().unwrap();
        }
        self
    }

    pub(crate) fn places(&self) -> Places {
        self.places.clone()
    }

    /// Both hold what all requests come to, and nothing is left.
    pub(crate) fn check(&self, requests: i64, when: &str) {
        let mut primary = Link::open(&self.places.primary);
        assert_eq!(
            SqlOutbox::new(&mut primary, STREAM).backlog(std::time::Duration::ZERO).unwrap(),
            Backlog::default(),
            "{when}"
        );
        let mut expected = std::collections::BTreeMap::new();
        for request in 0..requests {
            *expected.entry(key(request)).or_insert(0) += amount(request);
        }
        let expected: Vec<_> =
            expected.into_iter().map(|(key, sum)| vec![Some(Value::Text(key)), Some(Value::Integer(sum))]).collect();
        let balances = "select key, balance from accounts order by key";
        assert_eq!(primary.rows(balances, &[]).unwrap(), expected, "the primary: {when}");
        let mut secondary = Link::open(&self.places.secondary);
        assert_eq!(secondary.rows(balances, &[]).unwrap(), expected, "the secondary: {when}");
    }
}

impl Drop for Systems {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
        // `with (force)` stands behind the name: sessions of killed processes may not have ended.
        let Some(server) = &self.server else { return };
        let mut client = postgres::Client::connect(server, postgres::NoTls).unwrap();
        for place in [&self.places.primary, &self.places.secondary] {
            let (_, name) = place.rsplit_once('/').unwrap();
            let _ = client.batch_execute(&format!("drop database if exists {name} with (force)"));
        }
    }
}
