//! Calls through a breaker.

use std::fmt;

use super::circuit_breaker::CircuitBreaker;
use super::classify::{Classify, Verdict};

/// Why a call through a breaker gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError<E> {
    /// The path that was called last failed with this.
    Failed(E),
    /// The breaker of this name let no call through.
    NotPermitted {
        /// The breaker's name.
        breaker: String,
    },
    /// The new path gave no answer, and legacy was not asked: it is no longer current.
    LegacyNotCurrent {
        /// The breaker's name.
        breaker: String,
        /// What the new path failed with, where it was called.
        cause: Option<E>,
    },
}

impl<E> CallError<E> {
    /// What a path failed with, where one was called.
    pub fn into_failure(self) -> Option<E> {
        match self {
            Self::Failed(error) => Some(error),
            Self::NotPermitted { .. } => None,
            Self::LegacyNotCurrent { cause, .. } => cause,
        }
    }
}

impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => error.fmt(f),
            Self::NotPermitted { breaker } => write!(f, "breaker `{breaker}` lets no call through now"),
            Self::LegacyNotCurrent { breaker, cause: None } => {
                write!(f, "breaker `{breaker}` lets no call through now, and legacy is no longer current")
            }
            Self::LegacyNotCurrent { breaker, cause: Some(error) } => {
                write!(f, "{error}; legacy behind breaker `{breaker}` is no longer current and was not asked")
            }
        }
    }
}

impl<E: fmt::Display + fmt::Debug> std::error::Error for CallError<E> {}

impl<C> CircuitBreaker<C> {
    /// Calls the new path if it is permitted; nothing takes its place. A panic counts as a failure and goes on.
    ///
    /// # Errors
    /// [`CallError::NotPermitted`], or what the path failed with.
    pub fn call<T, E>(&self, new: impl FnOnce() -> Result<T, E>) -> Result<T, CallError<E>>
    where
        C: Classify<E>,
    {
        match self.attempt(new) {
            Attempt::Answered(answer) => Ok(answer),
            Attempt::Failed(error, _) => Err(CallError::Failed(error)),
            Attempt::NotPermitted => Err(CallError::NotPermitted { breaker: self.name().to_owned() }),
        }
    }

    /// Calls the new path, and legacy where that is not permitted or failed, provided that legacy is current
    /// ([`BreakerBuilder::legacy`](super::BreakerBuilder::legacy)). An error that does not count as a failure is an answer:
    /// legacy is not asked for another one. So both paths may see the same call: writes take
    /// [`call`](CircuitBreaker::call), or are repeatable.
    ///
    /// # Errors
    /// What legacy failed with, or the new path where legacy was not asked; [`CallError::LegacyNotCurrent`].
    pub fn call_or<T, E>(
        &self,
        new: impl FnOnce() -> Result<T, E>,
        legacy: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, CallError<E>>
    where
        C: Classify<E>,
    {
        let cause = match self.attempt(new) {
            Attempt::Answered(answer) => return Ok(answer),
            Attempt::Failed(error, Verdict::Success | Verdict::Ignored) => return Err(CallError::Failed(error)),
            Attempt::Failed(error, Verdict::Failure) => Some(error),
            Attempt::NotPermitted => None,
        };
        if !self.currency.is_current() {
            return Err(CallError::LegacyNotCurrent { breaker: self.name().to_owned(), cause });
        }
        legacy().map_err(CallError::Failed)
    }

    fn attempt<T, E>(&self, new: impl FnOnce() -> Result<T, E>) -> Attempt<T, E>
    where
        C: Classify<E>,
    {
        let Some(permit) = self.try_acquire() else { return Attempt::NotPermitted };
        match new() {
            Ok(answer) => {
                permit.success();
                Attempt::Answered(answer)
            }
            Err(error) => {
                let verdict = self.classify.classify(&error);
                match verdict {
                    Verdict::Failure => permit.failure(),
                    Verdict::Success => permit.success(),
                    Verdict::Ignored => permit.release(),
                }
                Attempt::Failed(error, verdict)
            }
        }
    }
}

/// What became of calling the new path.
enum Attempt<T, E> {
    Answered(T),
    Failed(E, Verdict),
    NotPermitted,
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::AtomicBool;
    use std::sync::{Arc, Mutex, atomic::Ordering};
    use std::time::Duration;

    use super::*;
    use crate::breaker::{BreakerEvent, BreakerState};
    use crate::{Error, ManualClock};

    const BAD: Result<u8, &str> = Err("down");

    #[test]
    fn legacy_answers_while_the_new_path_is_sick() -> Result<(), Error> {
        let breaker = CircuitBreaker::builder("b").count_window(2).minimum_calls(2).build()?;
        assert_eq!(breaker.call_or(|| BAD, || Ok(1)), Ok(1));
        assert_eq!(breaker.call_or(|| BAD, || Ok(1)), Ok(1));
        assert_eq!(breaker.state(), BreakerState::Open);
        assert_eq!(breaker.call_or(|| Ok::<_, &str>(2), || Ok(1)), Ok(1));
        assert_eq!(breaker.call(|| Ok::<_, &str>(2)), Err(CallError::NotPermitted { breaker: "b".to_owned() }));
        assert_eq!(breaker.metrics().not_permitted, 2);
        Ok(())
    }

    #[test]
    fn legacy_is_not_asked_once_it_is_stale() -> Result<(), Error> {
        let current = Arc::new(AtomicBool::new(true));
        let breaker = CircuitBreaker::builder("b").legacy(Arc::clone(&current)).build()?;
        assert_eq!(breaker.call_or(|| BAD, || Ok(1)), Ok(1));
        current.store(false, Ordering::Release);
        let refused = breaker.call_or(|| BAD, || Ok(1));
        assert_eq!(refused, Err(CallError::LegacyNotCurrent { breaker: "b".to_owned(), cause: Some("down") }));
        breaker.transition(BreakerState::ForcedOpen)?;
        let refused = breaker.call_or(|| BAD, || Ok(1));
        assert_eq!(refused, Err(CallError::LegacyNotCurrent { breaker: "b".to_owned(), cause: None }));
        Ok(())
    }

    #[test]
    fn errors_that_do_not_count_are_answers() -> Result<(), Error> {
        let classify = |error: &&str| match *error {
            "not found" => Verdict::Success,
            "cancelled" => Verdict::Ignored,
            _ => Verdict::Failure,
        };
        let breaker = CircuitBreaker::builder("b").classify(classify).build()?;
        for text in ["not found", "cancelled"] {
            assert_eq!(breaker.call_or(|| Err::<u8, _>(text), || Ok(1)), Err(CallError::Failed(text)));
        }
        assert_eq!((breaker.metrics().calls, breaker.metrics().failed), (1, 0));
        Ok(())
    }

    #[test]
    fn a_panic_counts_as_a_failure_and_a_dropped_permit_is_given_back() -> Result<(), Error> {
        let clock = Arc::new(ManualClock::default());
        let builder = CircuitBreaker::builder("b").count_window(1).minimum_calls(1).half_open_calls(1);
        let breaker = builder.clock(Arc::clone(&clock)).build()?;
        let panicked =
            catch_unwind(AssertUnwindSafe(|| breaker.call(|| -> Result<u8, &str> { std::panic::panic_any(()) })));
        assert!(panicked.is_err());
        assert_eq!(breaker.state(), BreakerState::Open);
        clock.advance(Duration::from_secs(61));
        let permit = breaker.try_acquire();
        assert!(permit.is_some() && breaker.try_acquire().is_none());
        drop(permit);
        assert!(breaker.try_acquire().is_some());
        Ok(())
    }

    #[test]
    fn an_end_from_an_earlier_state_decides_nothing() -> Result<(), Error> {
        let clock = Arc::new(ManualClock::default());
        let builder = CircuitBreaker::builder("b").count_window(1).minimum_calls(1).half_open_calls(1);
        let breaker = builder.clock(Arc::clone(&clock)).build()?;
        let late = breaker.try_acquire();
        breaker.record(true, Duration::ZERO);
        clock.advance(Duration::from_secs(61));
        let trial = breaker.try_acquire();
        assert_eq!(breaker.state(), BreakerState::HalfOpen);
        late.map_or_else(|| (), Permit::failure);
        assert_eq!(breaker.state(), BreakerState::HalfOpen);
        trial.map_or_else(|| (), Permit::success);
        assert_eq!(breaker.state(), BreakerState::Closed);
        Ok(())
    }

    #[test]
    fn slow_calls_are_told_by_the_clock() -> Result<(), Error> {
        let clock = Arc::new(ManualClock::default());
        let events = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&events);
        let breaker = CircuitBreaker::builder("b")
            .slow_calls(1.0, Duration::from_secs(2))
            .count_window(1)
            .clock(Arc::clone(&clock))
            .on_event(move |event| heard.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(*event))
            .build()?;
        let call = |time| {
            breaker.call(|| {
                clock.advance(time);
                Ok::<_, &str>(())
            })
        };
        assert_eq!(call(Duration::from_secs(2)), Ok(()));
        assert_eq!(call(Duration::from_secs(3)), Ok(()));
        let opened = BreakerEvent::Transition { from: BreakerState::Closed, to: BreakerState::Open };
        let expected = [
            BreakerEvent::Success(Duration::from_secs(2)),
            BreakerEvent::Success(Duration::from_secs(3)),
            BreakerEvent::SlowCallRateExceeded(1.0),
            opened,
        ];
        assert_eq!(*events.lock().unwrap_or_else(std::sync::PoisonError::into_inner), expected);
        Ok(())
    }

    use crate::breaker::Permit;
}
