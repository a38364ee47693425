//! A reader of YAML 1.2.

use findings::Span;

use super::builder::Builder;
use super::fault::Fault;

/// Reads `text` into the builder.
pub(super) fn read(_text: &str, _builder: &mut Builder<'_>) -> Result<(), Fault> {
    Err(Fault::new("yaml-unsupported", "YAML cannot be read yet", Span::new(0, 0), "convert the document to JSON"))
}
