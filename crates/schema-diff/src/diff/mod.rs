//! Compares two catalogues: typed changes, in the order of their dependencies.

mod change;

pub use change::{Aspect, Change, ChangeKind};
