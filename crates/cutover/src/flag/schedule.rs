//! A percentage that rises by itself: 5 % for a day, then 25 % for a day, and so on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind, Percentage, Timestamp};

/// What is known of a gate: a condition that somebody else watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum GateState {
    /// It cannot be told yet.
    Pending,
    /// It holds.
    Passed {
        /// Since when.
        at: Timestamp,
    },
    /// It does not hold.
    Failed {
        /// Since when.
        at: Timestamp,
    },
}

/// What is known of gates, by name; one that is not there is pending.
pub type Gates = BTreeMap<String, GateState>;

/// What becomes of a schedule whose gate has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum OnFailure {
    /// It stays where it is until the gate passes.
    Pause,
    /// It goes back to the step before, or to nobody from the first.
    #[default]
    StepBack,
    /// It goes back to nobody.
    Reset,
}

/// A percentage, how long it is held at least, and what is to hold then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleStep {
    percentage: Percentage,
    hold_seconds: u64,
    gate: Option<String>,
}

impl ScheduleStep {
    /// A percentage, held for so many seconds.
    pub fn new(percentage: Percentage, hold_seconds: u64) -> Self {
        Self { percentage, hold_seconds, gate: None }
    }

    /// The same, to be left only once a gate has passed.
    #[must_use]
    pub fn then_gate(mut self, name: impl Into<String>) -> Self {
        self.gate = Some(name.into());
        self
    }

    /// The percentage.
    pub fn percentage(&self) -> Percentage {
        self.percentage
    }
}

/// Percentages that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    start: Timestamp,
    steps: Vec<ScheduleStep>,
    on_failure: OnFailure,
}

/// How a schedule stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Progress {
    /// It has not begun.
    Waiting,
    /// A step is being held.
    Holding,
    /// A step has been held long enough, and its gate has not passed.
    Paused,
    /// A gate has failed.
    Reversed,
    /// The last step has been reached and held, and its gate has passed.
    Done,
}

/// Where a schedule stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The share that has the flag.
    pub percentage: Percentage,
    /// The step, from 0; none before the first and where it went back to nobody.
    pub step: Option<usize>,
    /// How it stands.
    pub progress: Progress,
    /// When it goes on by itself, gates left as they are.
    pub next: Option<Timestamp>,
}

impl Schedule {
    /// Steps from an instant on.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] without a step, or where a percentage is not larger than the one before it.
    pub fn new(start: Timestamp, steps: impl IntoIterator<Item = ScheduleStep>) -> Result<Self, Error> {
        let steps: Vec<ScheduleStep> = steps.into_iter().collect();
        if steps.is_empty() {
            return Err(Error::new(ErrorKind::Invalid, "a schedule has one step at least"));
        }
        for (number, pair) in steps.windows(2).enumerate() {
            if let [before, after] = pair
                && after.percentage <= before.percentage
            {
                let message =
                    format!("step {} of the schedule does not raise the percentage of the one before", number + 2);
                return Err(Error::new(ErrorKind::Invalid, message));
            }
        }
        Ok(Self { start, steps, on_failure: OnFailure::default() })
    }

    /// The same, with another answer to a gate that fails.
    #[must_use]
    pub fn on_failure(mut self, on_failure: OnFailure) -> Self {
        self.on_failure = on_failure;
        self
    }

    /// Its steps.
    pub fn steps(&self) -> &[ScheduleStep] {
        &self.steps
    }

    /// Where it stands: a function of what is given, so that every process finds the same.
    ///
    /// A step begins when the one before has been held and its gate has passed, whichever is later. What fails while its step
    /// is held reverses at once.
    pub fn position(&self, now: Timestamp, gates: &Gates) -> Position {
        if now < self.start {
            let next = Some(self.start);
            return Position { percentage: Percentage::ZERO, step: None, progress: Progress::Waiting, next };
        }
        let mut began = self.start;
        for (number, step) in self.steps.iter().enumerate() {
            let held = began.plus_seconds(step.hold_seconds);
            let gate = step.gate.as_ref().map(|name| gates.get(name).copied().unwrap_or(GateState::Pending));
            // What is told of later is not known yet.
            let gate = match gate {
                Some(GateState::Passed { at } | GateState::Failed { at }) if at > now => Some(GateState::Pending),
                gate => gate,
            };
            let stands = |progress, next| Position { percentage: step.percentage, step: Some(number), progress, next };
            match gate {
                Some(GateState::Failed { .. }) => return self.failed(number),
                _ if now < held => return stands(Progress::Holding, Some(held)),
                Some(GateState::Pending) => return stands(Progress::Paused, None),
                Some(GateState::Passed { at }) => began = held.max(at),
                None => began = held,
            }
        }
        let last = self.steps.len().checked_sub(1);
        let percentage = self.steps.last().map_or(Percentage::ZERO, |step| step.percentage);
        Position { percentage, step: last, progress: Progress::Done, next: None }
    }

    fn failed(&self, number: usize) -> Position {
        let step = match self.on_failure {
            OnFailure::Pause => Some(number),
            OnFailure::StepBack => number.checked_sub(1),
            OnFailure::Reset => None,
        };
        let percentage = step.and_then(|step| self.steps.get(step)).map_or(Percentage::ZERO, |step| step.percentage);
        let progress = if self.on_failure == OnFailure::Pause { Progress::Paused } else { Progress::Reversed };
        Position { percentage, step, progress, next: None }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: u64 = 3_600;

    fn percent(percent: f64) -> Percentage {
        Percentage::new(percent).unwrap_or(Percentage::ZERO)
    }

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_seconds(hours * 3_600)
    }

    fn schedule(on_failure: OnFailure) -> Schedule {
        let steps = [
            ScheduleStep::new(percent(5.0), 24 * HOUR).then_gate("errors"),
            ScheduleStep::new(percent(25.0), 24 * HOUR),
            ScheduleStep::new(percent(100.0), HOUR),
        ];
        let empty = Schedule { start: at(0), steps: Vec::new(), on_failure };
        Schedule::new(at(0), steps).map_or(empty, |schedule| schedule.on_failure(on_failure))
    }

    fn stands(hours: i64, gate: Option<GateState>, on_failure: OnFailure) -> (f64, Progress) {
        let gates = gate.map(|gate| ("errors".to_owned(), gate)).into_iter().collect();
        let position = schedule(on_failure).position(at(hours), &gates);
        (f64::from(position.percentage.parts()) / 1_000.0, position.progress)
    }

    #[test]
    fn steps_follow_their_times_and_gates() {
        let passed = |hours| Some(GateState::Passed { at: at(hours) });
        let pause = OnFailure::Pause;
        assert_eq!(stands(-1, None, pause), (0.0, Progress::Waiting));
        assert_eq!(stands(23, passed(1), pause), (5.0, Progress::Holding));
        assert_eq!(stands(24, None, pause), (5.0, Progress::Paused));
        assert_eq!(stands(24, passed(30), pause), (5.0, Progress::Paused));
        assert_eq!(stands(24, passed(20), pause), (25.0, Progress::Holding));
        assert_eq!(stands(53, passed(30), pause), (25.0, Progress::Holding), "held from when the gate passed");
        assert_eq!(stands(54, passed(30), pause), (100.0, Progress::Holding));
        assert_eq!(stands(55, passed(30), pause), (100.0, Progress::Done));
    }

    #[test]
    fn a_failed_gate_pauses_or_reverses() {
        let failed = Some(GateState::Failed { at: at(2) });
        assert_eq!(stands(1, failed, OnFailure::Reset), (5.0, Progress::Holding));
        assert_eq!(stands(3, failed, OnFailure::Pause), (5.0, Progress::Paused));
        assert_eq!(stands(3, failed, OnFailure::StepBack), (0.0, Progress::Reversed));
        assert_eq!(stands(90, failed, OnFailure::Reset), (0.0, Progress::Reversed));
    }

    #[test]
    fn percentages_rise() {
        let steps =
            |percents: &[f64]| Schedule::new(at(0), percents.iter().map(|it| ScheduleStep::new(percent(*it), 1)));
        assert!(steps(&[1.0, 2.0]).is_ok());
        let message = steps(&[1.0, 2.0, 2.0]).err().map(|error| error.to_string());
        assert!(message.is_some_and(|message| message.contains("step 3")));
        assert!(steps(&[]).is_err());
    }

    proptest! {
        /// Whatever the gates, as long as none fails: nobody is evicted as time passes.
        #[test]
        fn time_evicts_nobody(passed in proptest::option::of(0_i64..80), hours in proptest::collection::vec(0_i64..100, 2..20)) {
            let gates: Gates =
                passed.map(|hours| ("errors".to_owned(), GateState::Passed { at: at(hours) })).into_iter().collect();
            let mut hours = hours;
            hours.sort_unstable();
            let schedule = schedule(OnFailure::Reset);
            let shares: Vec<Percentage> = hours.iter().map(|&hour| schedule.position(at(hour), &gates).percentage).collect();
            prop_assert!(shares.is_sorted(), "{shares:?}");
        }
    }
}
