//! Phases and steps in the making: what a pattern says, before ids and what waits for what are known.

use super::context::{Context, any_time};
use super::model::{MigrationStep, Note, Performer, StepInverse, Timing, Work};
use crate::estimate::Estimate;
use crate::plan::{AppVersion, Facts, Loss};
use crate::specification::model::Fact;

/// What a phase is to migrations that are deployed together with its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Anchor {
    /// Gets things ready; nothing runs on it yet.
    Readies,
    /// The schema can serve both versions once it is done.
    Expands,
    /// The new version of the application begins to run.
    Deploys,
    /// The new version of the application takes over.
    Shifts,
    /// The old version of the application is out of use once it is done.
    Retires,
    /// Takes away what the old version needs.
    Contracts,
    /// Removes what is left over.
    Removes,
}

/// A phase in the making.
#[derive(Debug, Clone)]
pub(crate) struct PhaseDraft {
    pub(crate) name: String,
    pub(crate) purpose: String,
    pub(crate) versions: Vec<AppVersion>,
    pub(crate) anchor: Anchor,
    /// Names that authors give to what is done in it.
    pub(crate) also_called: &'static [&'static str],
    /// Steps that may run at the same time, group after group.
    pub(crate) groups: Vec<Vec<StepDraft>>,
    pub(crate) notes: Vec<Note>,
    /// How long the author of the specification takes for it.
    pub(crate) stated: Option<Estimate>,
}

impl PhaseDraft {
    pub(crate) fn new(name: impl Into<String>, anchor: Anchor, purpose: impl Into<String>) -> Self {
        let versions = match anchor {
            Anchor::Readies | Anchor::Expands => vec![AppVersion::Old],
            Anchor::Deploys | Anchor::Shifts | Anchor::Retires => vec![AppVersion::Old, AppVersion::New],
            Anchor::Contracts | Anchor::Removes => vec![AppVersion::New],
        };
        Self {
            name: name.into(),
            purpose: purpose.into(),
            versions,
            anchor,
            also_called: &[],
            groups: Vec::new(),
            notes: Vec::new(),
            stated: None,
        }
    }

    pub(crate) fn also_called(mut self, names: &'static [&'static str]) -> Self {
        self.also_called = names;
        self
    }

    pub(crate) fn note(mut self, note: Note) -> Self {
        self.notes.push(note);
        self
    }

    /// One more step, after everything so far.
    pub(crate) fn then(&mut self, step: StepDraft) {
        self.groups.push(vec![step]);
    }

    /// Steps that may run at the same time, after everything so far.
    pub(crate) fn then_all(&mut self, steps: Vec<StepDraft>) {
        if !steps.is_empty() {
            self.groups.push(steps);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

/// A step in the making.
#[derive(Debug, Clone)]
pub(crate) struct StepDraft {
    /// The last part of its id.
    pub(crate) slug: String,
    /// Whether a regime asks for it.
    pub(crate) is_control: bool,
    pub(crate) step: MigrationStep,
}

impl StepDraft {
    pub(crate) fn new(
        slug: impl AsRef<str>,
        title: impl Into<String>,
        work: Work,
        by: Performer,
        estimate: Estimate,
        basis: Vec<Fact>,
    ) -> Self {
        let step = MigrationStep {
            id: String::new(),
            title: title.into(),
            why: String::new(),
            work,
            by,
            after: Vec::new(),
            estimate,
            timing: any_time(),
            resources: Vec::new(),
            facts: Facts::default(),
            inverse: StepInverse::nothing(),
            notes: Vec::new(),
            basis,
        };
        Self { slug: slug_of(slug.as_ref()), is_control: false, step }
    }

    pub(crate) fn why(mut self, why: impl Into<String>) -> Self {
        self.step.why = why.into();
        self
    }

    pub(crate) fn timing(mut self, timing: Timing) -> Self {
        self.step.timing = timing;
        self
    }

    /// A regime asks for it.
    pub(crate) fn control(mut self) -> Self {
        self.is_control = true;
        self
    }

    /// It can be felt in production.
    pub(crate) fn felt(self, context: &Context<'_>) -> Self {
        self.timing(context.felt())
    }

    /// It runs without a pause behind and before others of this name.
    pub(crate) fn in_one_go(mut self, name: &str) -> Self {
        self.step.timing.in_one_go = Some(name.to_owned());
        self
    }

    /// It changes production without being felt.
    pub(crate) fn changing(self, context: &Context<'_>) -> Self {
        self.timing(context.changing())
    }

    pub(crate) fn back(mut self, title: impl Into<String>, estimate: Estimate) -> Self {
        self.step.inverse =
            StepInverse { title: title.into(), loss: Loss::Nothing, estimate: Some(estimate), idle: false };
        self
    }

    /// Taken back while nobody relies on it: what comes behind and makes it matter is taken back before.
    pub(crate) fn idle_back(self, title: impl Into<String>, estimate: Estimate) -> Self {
        let mut step = self.back(title, estimate);
        step.step.inverse.idle = true;
        step
    }

    /// There is no way back from it.
    pub(crate) fn no_way_back(mut self, because: impl Into<String>) -> Self {
        self.step.inverse =
            StepInverse { title: String::new(), loss: Loss::Everything(because.into()), estimate: None, idle: false };
        self
    }

    pub(crate) fn note(mut self, note: Note) -> Self {
        self.step.notes.push(note);
        self
    }

    pub(crate) fn notes(mut self, notes: impl IntoIterator<Item = Note>) -> Self {
        self.step.notes.extend(notes);
        self
    }
}

/// Small letters, digits, `_` and `.`; everything else is one `-`.
pub(crate) fn slug_of(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for character in text.chars().take(4 * LONGEST) {
        if character.is_alphanumeric() || matches!(character, '_' | '.') {
            slug.extend(character.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.trim_matches('-').chars().take(LONGEST).collect();
    if slug.is_empty() { "step".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_short_and_plain() {
        assert_eq!(slug_of("GET /v1/Orders/{id}"), "get-v1-orders-id");
        assert_eq!(slug_of("{{}}"), "step");
        assert!(slug_of(&"x".repeat(500)).len() <= 60);
    }
}
