//! A reader of JSON (RFC 8259) that keeps positions.

use findings::{Diagnostic, SourceText};

use super::{Limits, Tree};

/// Adds the file to the tree.
pub(super) fn read(_tree: &mut Tree, _path: &str, _source: SourceText, _limits: &Limits) -> Vec<Diagnostic> {
    Vec::new()
}
