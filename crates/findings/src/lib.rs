//! What a judge has to say: source text, spans, severity, who breaks, findings, witnesses,
//! rule metadata, suppression and the report that gathers them.
//!
//! The crate knows neither databases nor file formats: a judge (`schema-diff`, …) fills these types and
//! `render` prints them.

mod acceptance;
mod bump;
mod date;
mod diagnostic;
mod finding;
mod fingerprint;
mod location;
mod party;
mod report;
mod rule;
mod severity;
mod suppression;
mod witness;

pub use acceptance::Acceptance;
pub use bump::Bump;
pub use date::Date;
pub use diagnostic::{Diagnostic, DiagnosticLevel};
pub use finding::Finding;
pub use location::{LineColumn, Location, SourceText, Span};
pub use party::Party;
pub use report::Report;
pub use rule::{RuleMetadata, RuleRegistry};
pub use severity::{Severity, Verdict};
pub use suppression::{Allowed, AllowedBy, Comments, Suppression, suppress};
pub use witness::{Confirmation, Witness};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
