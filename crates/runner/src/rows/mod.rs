//! Rows made up for a schema: what the engine accepts is found out by trying.

pub(crate) mod circle;
pub(crate) mod fill;
pub(crate) mod keys;
pub(crate) mod literals;
pub(crate) mod maker;
pub(crate) mod pattern;
pub(crate) mod values;
