//! Bounded contexts: in which order they are taken out, and the phases of one.

mod order;
mod taken_out;

pub(crate) use order::ordered;
pub(crate) use taken_out::phases;
