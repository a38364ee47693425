//! The runtime half of a migration, for services that move traffic from an old path to a new one.

pub mod bucketing;
mod error;
pub mod flag;
mod percentage;
pub mod stage;

pub use error::{Error, ErrorKind};
pub use flag::Rollout;
pub use percentage::Percentage;
pub use stage::Stage;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
