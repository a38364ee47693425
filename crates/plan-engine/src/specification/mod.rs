//! The specification of a plan: where systems are, where they should be, and what is known about both.

pub mod model;

pub use model::Specification;
