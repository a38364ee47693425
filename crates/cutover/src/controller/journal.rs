//! What was decided, kept so that it can be replayed.

use serde::{Deserialize, Serialize};

use super::{CutoverPlan, Decision, Move, Observations, State, step};
use crate::{Error, ErrorKind, Timestamp};

/// A decision with what it was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The instant.
    pub now: Timestamp,
    /// What was observed.
    pub observations: Observations,
    /// What was decided.
    pub decision: Decision,
}

/// The decisions of a run. To hold for the same reason as before changes nothing and is kept once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    start: State,
    entries: Vec<Entry>,
}

impl Journal {
    /// A run that begins with a state.
    pub fn new(start: State) -> Self {
        Self { start, entries: Vec::new() }
    }

    /// Its decisions, in their order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Keeps a decision.
    pub fn record(&mut self, entry: Entry) {
        let is_same = |last: &Entry| {
            let kind = |entry: &Entry| std::mem::discriminant(&entry.decision.reason);
            last.decision.moved == Move::Hold
                && last.decision.to == entry.decision.to
                && entry.decision.moved == Move::Hold
                && kind(last) == kind(&entry)
        };
        if !self.entries.last().is_some_and(is_same) {
            self.entries.push(entry);
        }
    }

    /// Decides all of it again, to the state at its end.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] with the number of the first entry that is decided otherwise.
    pub fn replay(&self) -> Result<State, Error> {
        let mut state = self.start.clone();
        for (number, entry) in self.entries.iter().enumerate() {
            let (next, decision) = step(&state, &entry.observations, entry.now);
            if decision != entry.decision {
                let message = format!(
                    "entry {} of the journal says {:?} because {}, its observations say {:?} because {}",
                    number + 1,
                    entry.decision.moved,
                    entry.decision.reason,
                    decision.moved,
                    decision.reason
                );
                return Err(Error::new(ErrorKind::Malformed, message));
            }
            state = next;
        }
        Ok(state)
    }
}

/// A cutover with its journal.
#[derive(Debug, Clone)]
pub struct Controller {
    state: State,
    journal: Journal,
}

impl Controller {
    /// Before the first step of a plan.
    pub fn new(plan: CutoverPlan, now: Timestamp) -> Self {
        let state = State::new(plan, now);
        Self { journal: Journal::new(state.clone()), state }
    }

    /// Where a journal ends.
    ///
    /// # Errors
    /// Those of [`Journal::replay`].
    pub fn resume(journal: Journal) -> Result<Self, Error> {
        Ok(Self { state: journal.replay()?, journal })
    }

    /// Decides; what is to be done stands in the decision.
    pub fn observe(&mut self, observations: Observations, now: Timestamp) -> Decision {
        let (next, decision) = step(&self.state, &observations, now);
        self.state = next;
        self.journal.record(Entry { now, observations, decision: decision.clone() });
        decision
    }

    /// How far it is.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What it has decided.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }
}
