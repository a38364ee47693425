//! Texts of JSON, YAML and TOML as one tree of values that knows where everything stands.

mod builder;
mod digest;
mod fault;
mod format;
mod json;
mod merge;
mod options;
mod pointer;
mod read;
mod scalar;
#[cfg(test)]
mod testing;
#[cfg(all(test, feature = "toml"))]
mod tests;
#[cfg(feature = "toml")]
mod toml;
mod tree;
mod yaml;

pub use format::Format;
pub use options::{Limits, Options};
pub use tree::{File, Member, NodeId, Tree, Value};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
