//! The runtime half of a migration, for services that move traffic from an old path to a new one.

mod error;
mod percentage;

pub use error::{Error, ErrorKind};
pub use percentage::Percentage;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
