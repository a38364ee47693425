//! Plans of migrations: a small file per format, and what can go wrong with them, and when they run.

mod csv;
mod human;
mod ics;
mod markdown;
mod mermaid;
mod patterns;
mod risk;
mod schedule;
#[cfg(test)]
mod tests;
pub(crate) mod words;

pub use csv::csv;
pub use human::human;
pub use ics::ics;
pub use markdown::markdown;
pub(crate) use markdown::text as escaped;
pub use mermaid::{flowchart, gantt};
pub use patterns::{human as patterns, markdown as patterns_markdown};
pub use risk::human as risk;
pub use schedule::human as schedule;
