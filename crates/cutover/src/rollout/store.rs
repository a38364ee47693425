//! The state that decisions read.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::document::Document;
use super::file::File;
use super::snapshot::Snapshot;
use crate::flag::{GateState, Gates, Key};
use crate::{Error, Timestamp};

/// The state that decisions read: without a lock, whoever changes it.
#[derive(Debug)]
pub struct Store {
    current: ArcSwap<Snapshot>,
    source: Mutex<Source>,
}

/// What the current snapshot is made of.
#[derive(Debug)]
struct Source {
    document: Document,
    gates: Gates,
}

impl Store {
    /// The state of a document at an instant.
    pub fn new(document: Document, now: Timestamp) -> Self {
        let gates = Gates::new();
        Self {
            current: ArcSwap::from_pointee(document.snapshot(now, &gates)),
            source: Mutex::new(Source { document, gates }),
        }
    }

    /// The state of a file at an instant; [`Watcher`](super::Watcher) keeps it up to date.
    ///
    /// # Errors
    /// [`ErrorKind::Unreadable`](crate::ErrorKind::Unreadable) where the file cannot be read, and those of
    /// [`Document::read`].
    pub fn open(path: impl AsRef<Path>, now: Timestamp) -> Result<Self, Error> {
        Ok(Self::new(File::new(path.as_ref()).read()?, now))
    }

    /// The state as it is now, to be kept for as long as a request takes.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Whether `key` has a flag now; nobody has one that is not there.
    pub fn is_enabled(&self, flag: &str, key: impl Key) -> bool {
        self.current.load().is_enabled(flag, key)
    }

    /// Puts another document in place of this one.
    pub fn replace(&self, document: Document, now: Timestamp) {
        self.change(now, |source| source.document = document);
    }

    /// Says how a gate stands; schedules follow.
    pub fn set_gate(&self, name: impl Into<String>, state: GateState, now: Timestamp) {
        self.change(now, |source| {
            source.gates.insert(name.into(), state);
        });
    }

    /// Says what time it is; schedules follow.
    pub fn advance(&self, now: Timestamp) {
        self.change(now, |_| {});
    }

    fn change(&self, now: Timestamp, change: impl FnOnce(&mut Source)) {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut source);
        self.current.store(Arc::new(source.document.snapshot(now, &source.gates)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(text: &str) -> Option<Store> {
        Document::read(text).ok().map(|document| Store::new(document, Timestamp::from_seconds(0)))
    }

    const TEXT: &str = r#"{ "schema_version": "1.0", "flags": { "pay": { "schedule": { "start": "1970-01-01T01:00:00Z",
        "steps": [{ "percentage": 50, "hold_seconds": 60, "gate": "errors" }, { "percentage": 100, "hold_seconds": 60 }] } },
        "off": { "percentage": 100, "group": "checkout" } },
        "groups": { "checkout": { "enabled": false } }, "stages": { "store": "live" } }"#;

    #[test]
    fn schedules_follow_time_and_gates() {
        let store = store(TEXT);
        let count = |at: i64| {
            let at = Timestamp::from_seconds(at);
            store.as_ref().map_or(0, |store| {
                store.advance(at);
                (0..1_000_u32).filter(|key| store.is_enabled("pay", key)).count()
            })
        };
        assert_eq!(count(0), 0);
        assert!((400..600).contains(&count(3_600)));
        assert!((400..600).contains(&count(9_999)), "the gate has not passed");
        let passed = GateState::Passed { at: Timestamp::from_seconds(9_999) };
        if let Some(store) = &store {
            store.set_gate("errors", passed, Timestamp::from_seconds(9_999));
        }
        assert_eq!(count(10_000), 1_000);
    }

    #[test]
    fn a_snapshot_stays_as_it_is() {
        let store = store(TEXT);
        let before = store.as_ref().map(Store::snapshot).unwrap_or_default();
        if let (Some(store), Ok(document)) = (&store, Document::read(r#"{ "schema_version": "1.0" }"#)) {
            store.replace(document, Timestamp::from_seconds(0));
            assert_eq!(store.snapshot().stage("store"), None);
        }
        assert_eq!(before.stage("store"), Some(Stage::Live));
        assert!(!before.is_enabled("off", "ann"), "its group is switched off");
        assert!(!before.is_enabled("missing", "ann"));
    }

    use crate::Stage;
}
