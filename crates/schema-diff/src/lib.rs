//! Reads database schemas, compares them and judges the changes.
//!
//! The way of the data: [`read`] (a parser per dialect behind one interface) → [`catalogue`] → [`diff`] (typed
//! changes, in order) → [`rules`] (findings); [`mod@write`] turns a catalogue back into DDL text.

pub mod catalogue;
mod dialect;
pub mod diff;
pub mod read;
pub mod rules;
pub mod write;

pub use dialect::Dialect;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
