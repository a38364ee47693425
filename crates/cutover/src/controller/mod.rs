//! Moves a rollout on, holds it, or takes it back.
//!
//! [`step`] is a pure function of the state, of what is observed, and of the instant: so a run can be replayed from its
//! [`Journal`], and says for each decision why. The percentage rises step by step; a step is left only once it has been held for
//! its time, its gate has passed, and the judge, where the step asks for one, has passed the canary on observations made at that
//! step. An open breaker or a failed canary takes everybody back at once, a failed gate takes one step back. Every run ends:
//! there is a most number of retreats, and nothing waits longer than the plan's patience.

mod decision;
mod journal;
mod observation;
mod plan;
mod state;
mod step;
#[cfg(test)]
mod tests;

pub use decision::{Action, Decision, Move, Reason};
pub use journal::{Controller, Entry, Journal};
pub use observation::{Breaker, Judge, Observations, Verdict};
pub use plan::{CutoverPlan, PlanStep};
pub use state::{Phase, State};
pub use step::step;
