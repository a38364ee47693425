//! Reports for people.

mod checks;
mod comparison;
mod paint;
mod sheet;

pub(crate) use checks::checks;
pub(crate) use comparison::{comparison, differences_as_csv};
