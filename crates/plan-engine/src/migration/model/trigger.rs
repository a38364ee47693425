//! What starts a way back while a plan is under way.

use serde::{Deserialize, Serialize};

use crate::specification::model::{Fact, Trigger};

/// A trigger of the specification with its place in the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedTrigger {
    /// Unique in the plan: `accounts-service/trigger-1`.
    pub id: String,
    /// The migration.
    pub migration: String,
    /// The condition and what it does, as the specification has it.
    pub trigger: Trigger,
    /// What is watched, as a PromQL expression of one value.
    pub expression: String,
    /// What happens then, in a sentence with the names of this plan.
    pub does: String,
    /// Phases during which it is armed.
    pub armed_in: Vec<String>,
    /// Phases whose way back it starts as far as they are done, in this order, up to the last step without a way back that is
    /// done; empty where it starts none.
    pub takes_back: Vec<String>,
    /// What it is derived from.
    pub basis: Vec<Fact>,
}
