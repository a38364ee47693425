//! Values as both sides share them: which form a pair of columns has, and a value's bytes in that form.

mod apart;
mod array;
mod distance;
pub mod encode;
mod forms;
mod json;
mod known;
mod order;
pub(crate) mod read;
#[cfg(any(feature = "csv", feature = "parquet"))]
mod row;
pub(crate) mod time;

pub(crate) use apart::comparable;
pub(crate) use distance::distance;
pub(crate) use encode::same;
pub use forms::{Note, forms};
pub(crate) use known::known_as;
pub use order::compare_keys;
#[cfg(any(feature = "csv", feature = "parquet"))]
pub(crate) use row::EncodedRow;
