//! Turns the changes between two schemas into a plan: phases, steps, gates, and the inverse of every step.

pub mod plan;
