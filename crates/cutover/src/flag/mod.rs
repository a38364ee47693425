//! Percentage flags: who takes the new path.

mod key;
mod rollout;

pub use key::Key;
pub use rollout::Rollout;
