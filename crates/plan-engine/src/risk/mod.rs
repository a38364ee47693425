//! What can go wrong with a plan: items derived from facts of the input, weighed on a documented scale.
//!
//! [`assess`] asks every rule of [`registry`]. A rule is a small file under `rules/`: what it says of itself
//! ([`RiskRule`]) and one function from a [`Context`] to risks. [`Level`] is the scale.

mod assessment;
mod context;
mod draft;
mod factor;
mod item;
mod level;
mod rule;
mod rules;

pub use assessment::{Assessment, PhaseLevel, RISK_SCHEMA_VERSION, assess};
pub use context::{Circumstances, Context};
pub use factor::Factor;
pub use item::{Mitigation, Risk};
pub use level::Level;
pub use rule::{Category, RiskRule};
pub use rules::registry;

use draft::Draft;

#[cfg(test)]
mod tests;
