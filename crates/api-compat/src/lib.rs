//! What breaks between two versions of an interface, for whom, with a message that shows it.

#[cfg(feature = "asyncapi")]
mod asyncapi;
#[cfg(feature = "avro")]
mod avro;
mod bump;
#[cfg(feature = "confirm")]
mod challenge;
mod change;
mod compare;
mod comparison;
mod confirm;
mod contain;
mod document;
mod error;
mod format;
#[cfg(feature = "graphql")]
mod graphql;
mod hash;
mod kind;
mod openapi;
mod options;
#[cfg(feature = "protobuf")]
mod protobuf;
mod report;
pub mod rules;
mod schema;
#[cfg(all(test, feature = "confirm"))]
mod work_tests;

pub use bump::DECLARED_VERSION;
#[cfg(feature = "confirm")]
pub use challenge::{Challenge, Challenged, Counterexample, challenge};
pub use compare::compare;
pub use document::{Document, Limits};
pub use error::{Error, ErrorKind};
pub use format::{Sources, compare_sources};
pub use kind::Kind;
pub use options::{Content, Direction, NewValues, Options, ProtobufLevel};

#[cfg(all(doctest, feature = "confirm"))]
#[doc = include_str!("../README.md")]
struct Readme;
