//! Reports for people.

mod checks;
mod paint;
mod sheet;

pub(crate) use checks::checks;
