//! The states of a breaker and the ways between them.

use std::fmt;

use crate::{Error, ErrorKind};

/// What a breaker does with calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BreakerState {
    /// Calls go through and are counted.
    Closed,
    /// No call goes through until the wait is over.
    Open,
    /// A few calls go through; what becomes of them decides.
    HalfOpen,
    /// Every call goes through, none is counted.
    Disabled,
    /// Every call goes through and is counted; exceeded rates are told, nothing is stopped.
    MetricsOnly,
    /// No call goes through until somebody says otherwise.
    ForcedOpen,
}

impl BreakerState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Closed, Self::Open, Self::HalfOpen, Self::Disabled, Self::MetricsOnly, Self::ForcedOpen];

    /// Whether somebody may bring a breaker from this state into `next`: a closed one cannot become half-open, and one that
    /// only measures neither open nor half-open, since there is no wait that was over.
    pub fn may_become(self, next: Self) -> bool {
        !matches!((self, next), (Self::Closed | Self::MetricsOnly, Self::HalfOpen) | (Self::MetricsOnly, Self::Open))
    }

    pub(super) fn check(self, next: Self) -> Result<(), Error> {
        if self.may_become(next) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Transition, format!("a breaker that is {self} cannot become {next}")))
    }

    /// Whether events of calls are told in this state; transitions and resets always are.
    pub(super) fn tells_calls(self) -> bool {
        !matches!(self, Self::Disabled | Self::ForcedOpen)
    }

    pub(super) fn code(self) -> u64 {
        match self {
            Self::Closed => 0,
            Self::Open => 1,
            Self::HalfOpen => 2,
            Self::Disabled => 3,
            Self::MetricsOnly => 4,
            Self::ForcedOpen => 5,
        }
    }

    pub(super) fn of_code(code: u64) -> Self {
        match code {
            0 => Self::Closed,
            1 => Self::Open,
            2 => Self::HalfOpen,
            3 => Self::Disabled,
            4 => Self::MetricsOnly,
            _ => Self::ForcedOpen,
        }
    }
}

impl fmt::Display for BreakerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half-open",
            Self::Disabled => "disabled",
            Self::MetricsOnly => "metrics-only",
            Self::ForcedOpen => "forced open",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for state in BreakerState::ALL {
            assert_eq!(BreakerState::of_code(state.code()), state);
        }
    }

    #[test]
    fn three_ways_are_closed() {
        let closed = BreakerState::ALL
            .iter()
            .flat_map(|from| BreakerState::ALL.iter().map(move |to| (*from, *to)))
            .filter(|(from, to)| !from.may_become(*to));
        let expected = [
            (BreakerState::Closed, BreakerState::HalfOpen),
            (BreakerState::MetricsOnly, BreakerState::Open),
            (BreakerState::MetricsOnly, BreakerState::HalfOpen),
        ];
        assert_eq!(closed.collect::<Vec<_>>(), expected);
    }
}
