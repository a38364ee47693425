//! How names are written where they are declared. SQLite compares names without regard to case; the catalogue compares
//! them as written, so every mention is respelt as the declaration has it.

use std::collections::HashMap;

/// Names by their lower-case form.
#[derive(Debug, Clone, Default)]
pub(super) struct Spelling<'a> {
    names: HashMap<String, String>,
    outer: Option<&'a Spelling<'a>>,
}

impl<'a> Spelling<'a> {
    /// Names of their own, and behind them those of `outer`.
    pub(super) fn within(outer: &'a Spelling<'a>) -> Self {
        Self { names: HashMap::new(), outer: Some(outer) }
    }

    /// Declares `name`; the first spelling stays.
    pub(super) fn add(&mut self, name: &str) {
        self.names.entry(folded(name)).or_insert_with(|| name.to_owned());
    }

    fn find(&self, folded: &str) -> Option<&str> {
        match self.names.get(folded) {
            Some(name) => Some(name),
            None => self.outer.and_then(|outer| outer.find(folded)),
        }
    }

    /// `name` as it is declared, in lower case where it is not.
    pub(super) fn of(&self, name: &str) -> String {
        let folded = folded(name);
        self.find(&folded).map(ToOwned::to_owned).unwrap_or(folded)
    }

    /// `name` as it is declared, as written where it is not.
    pub(super) fn declared(&self, name: &str) -> String {
        self.find(&folded(name)).unwrap_or(name).to_owned()
    }
}

/// The form by which names are looked up.
pub(super) fn folded(name: &str) -> String {
    name.to_ascii_lowercase()
}
