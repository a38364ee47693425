//! What generators put together.

use std::collections::BTreeSet;

use super::Artefact;
use super::manifest::{LeftOut, Secret};
use super::refused::MissingField;

/// What generators put together.
#[derive(Default)]
pub(super) struct Sink {
    pub(super) artefacts: Vec<Artefact>,
    pub(super) missing: Vec<MissingField>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) secrets: Vec<Secret>,
}

impl Sink {
    pub(super) fn put(&mut self, artefact: Artefact) {
        self.artefacts.push(artefact);
    }

    pub(super) fn missing(&mut self, field: MissingField) {
        if !self.missing.contains(&field) {
            self.missing.push(field);
        }
    }

    /// `what` is not written, and which field would have it written.
    pub(super) fn left_out(&mut self, what: impl Into<String>, because: impl Into<String>, field: impl Into<String>) {
        self.left_out.push(LeftOut { what: what.into(), because: because.into(), field: field.into() });
    }

    /// An environment variable without which `path` does not run.
    pub(super) fn secret(&mut self, name: &str, what: &str, path: &str) {
        if let Some(known) = self.secrets.iter_mut().find(|it| it.name == name) {
            known.used_by.push(path.to_owned());
        } else {
            let used_by = vec![path.to_owned()];
            self.secrets.push(Secret { name: name.to_owned(), what: what.to_owned(), used_by });
        }
    }

    /// In the order of the paths, each of which is there once.
    pub(super) fn settle(mut self) -> Self {
        self.artefacts.sort_by(|one, other| one.path.cmp(&other.path));
        let mut taken = BTreeSet::new();
        for artefact in &mut self.artefacts {
            let wanted = artefact.path.clone();
            let mut number = 2_usize;
            while !taken.insert(artefact.path.clone()) {
                artefact.path = numbered(&wanted, number);
                number += 1;
            }
        }
        self.secrets.sort_by(|one, other| one.name.cmp(&other.name));
        self
    }
}

/// `a/to-5-2.json` of `a/to-5.json` and 2.
fn numbered(path: &str, number: usize) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let (stem, rest) = name.split_once('.').map_or((name, String::new()), |(stem, rest)| (stem, format!(".{rest}")));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}{stem}-{number}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_taken_gets_a_number() {
        assert_eq!(numbered("a/b/to-5.flagd.json", 2), "a/b/to-5-2.flagd.json");
        assert_eq!(numbered("run", 3), "run-3");
    }
}
