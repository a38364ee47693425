//! What runs somewhere: read from a list or from Terraform, put into waves, and mapped to another place.

mod describe;
mod equivalents;
mod graph;
mod merge;
mod questions;
mod required;
mod terraform;
mod waves;

pub use equivalents::{Category, Equivalent, Mapped, equivalent, equivalents};
pub use required::required_arguments;
pub use terraform::read as read_terraform;

pub(crate) use describe::{describe, per_wave};
pub(crate) use merge::merged;
