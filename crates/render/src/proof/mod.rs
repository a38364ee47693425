//! Proofs for people and for other programs.

mod concurrency;
mod details;
mod human;
mod json;

pub use human::human;
pub use json::json;

#[cfg(test)]
pub(crate) mod sample;
