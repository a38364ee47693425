//! From one stage to another.

use super::Stage;

/// A step that is allowed: one stage on, or one back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    from: Stage,
    to: Stage,
}

impl Transition {
    /// The step from one stage to another.
    ///
    /// # Errors
    /// Whatever is not one step on, or one back before `complete`.
    pub fn new(from: Stage, to: Stage) -> Result<Self, TransitionError> {
        let why = if from == Stage::Complete {
            TransitionFault::Final
        } else if from == to {
            TransitionFault::Same
        } else if from.next() == Some(to) || from.previous() == Some(to) {
            return Ok(Self { from, to });
        } else {
            TransitionFault::Skips { next: if to > from { from.next() } else { from.previous() }.unwrap_or(from) }
        };
        Err(TransitionError { from, to, fault: why })
    }

    /// The stage before the step.
    pub fn from(self) -> Stage {
        self.from
    }

    /// The stage after it.
    pub fn to(self) -> Stage {
        self.to
    }

    /// Whether it is a step back.
    pub fn is_back(self) -> bool {
        self.to < self.from
    }

    /// Whether the authority changes, so that no two processes may differ in the stage for longer than they can agree.
    pub fn moves_authority(self) -> bool {
        self.from.authority() != self.to.authority()
    }
}

/// Why a step is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransitionFault {
    /// It leads nowhere.
    Same,
    /// It leaves a stage out.
    Skips {
        /// Where it may go first.
        next: Stage,
    },
    /// It leaves `complete`: the old system has missed writes.
    Final,
}

/// A step that is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("from {from} to {to} is no step: {}", self.reason())]
pub struct TransitionError {
    from: Stage,
    to: Stage,
    fault: TransitionFault,
}

impl TransitionError {
    /// The stage before.
    pub fn from(&self) -> Stage {
        self.from
    }

    /// The stage that was asked for.
    pub fn to(&self) -> Stage {
        self.to
    }

    /// Why.
    pub fn fault(&self) -> TransitionFault {
        self.fault
    }

    fn reason(self) -> String {
        match self.fault {
            TransitionFault::Same => "that is the stage already".to_owned(),
            TransitionFault::Skips { next } => format!("go to {next} first"),
            TransitionFault::Final => "the old system no longer has all writes".to_owned(),
        }
    }
}

impl From<TransitionError> for crate::Error {
    fn from(error: TransitionError) -> Self {
        Self::new(crate::ErrorKind::Transition, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_goes_one_on_or_one_back() {
        for (number, from) in Stage::ALL.into_iter().enumerate() {
            for (other, to) in Stage::ALL.into_iter().enumerate() {
                let is_allowed = from != Stage::Complete && number.abs_diff(other) == 1;
                assert_eq!(Transition::new(from, to).is_ok(), is_allowed, "{from} to {to}");
            }
        }
    }

    #[test]
    fn a_step_back_is_possible_before_complete() {
        for stage in &Stage::ALL[1..5] {
            let back = stage.previous().map(|to| Transition::new(*stage, to));
            assert!(back.is_some_and(|step| step.is_ok_and(Transition::is_back)), "{stage}");
        }
        assert_eq!(Stage::Complete.previous(), None);
    }

    #[test]
    fn errors_say_where_to_go_first() {
        let error = Transition::new(Stage::Off, Stage::Live).map_err(|error| error.to_string());
        assert_eq!(error, Err("from off to live is no step: go to dual_write first".to_owned()));
        let error = Transition::new(Stage::RampDown, Stage::Off).map_err(|error| error.to_string());
        assert_eq!(error, Err("from ramp_down to off is no step: go to live first".to_owned()));
        let error = Transition::new(Stage::Complete, Stage::RampDown).map_err(|error| error.fault());
        assert_eq!(error, Err(TransitionFault::Final));
    }

    #[test]
    fn the_authority_moves_between_shadow_and_live_only() {
        let moves = |from, to| Transition::new(from, to).is_ok_and(Transition::moves_authority);
        assert!(moves(Stage::Shadow, Stage::Live) && moves(Stage::Live, Stage::Shadow));
        assert!(!moves(Stage::DualWrite, Stage::Shadow) && !moves(Stage::Live, Stage::RampDown));
    }
}
