//! What the catalogue should look like after each step.

use plan_engine::plan::Edit;
use schema_diff::catalogue::Catalogue;

use super::compare;
use super::dictionary::Dictionary;

/// What the catalogue should look like: the one before with the effects of all steps so far.
#[derive(Debug, Clone)]
pub(crate) struct Expected<'a> {
    catalogue: Catalogue,
    /// Canonical texts of what the model does not hold, sorted; steps do not change it.
    unmodelled: Vec<String>,
    dictionary: &'a Dictionary,
}

impl<'a> Expected<'a> {
    /// The start: `catalogue` as the plan has it, with what the model does not hold as the engine has it.
    pub(crate) fn new(catalogue: &Catalogue, engine: &Catalogue, dictionary: &'a Dictionary) -> Self {
        Self { catalogue: catalogue.clone(), unmodelled: unmodelled(engine), dictionary }
    }

    /// Makes the differences of a step; those that do not apply are named.
    pub(crate) fn apply(&mut self, effect: &[Edit]) -> Vec<String> {
        let mut wrong = Vec::new();
        for edit in effect {
            if !edit.apply(&mut self.catalogue) {
                let what = if edit.object.is_some() { "put" } else { "taken away" };
                wrong.push(format!("the stated effect does not apply: {} cannot be {what}", edit.path));
            }
        }
        wrong
    }

    /// The catalogue as the plan writes it.
    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The differences from what the engine has.
    pub(crate) fn differences(&self, found: &Catalogue) -> Vec<String> {
        let mut expected = self.catalogue.clone();
        self.dictionary.translate(&mut expected);
        let mut named = compare::differences(&expected, found);
        let theirs = unmodelled(found);
        named.extend(self.unmodelled.iter().filter(|it| !theirs.contains(it)).map(|it| format!("gone: {it}")));
        named.extend(theirs.iter().filter(|it| !self.unmodelled.contains(it)).map(|it| format!("new: {it}")));
        named
    }
}

fn unmodelled(catalogue: &Catalogue) -> Vec<String> {
    let mut texts: Vec<String> = catalogue.unmodelled.iter().map(|it| it.canonical.clone()).collect();
    texts.sort();
    texts
}
