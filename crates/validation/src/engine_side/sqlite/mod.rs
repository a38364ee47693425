//! What `SQLite` computes by functions of ours, which it calls in this process: any method, over values of any type.

pub(super) mod checksums;
pub(super) mod digests;

use super::source::Source;

/// The arguments that a function may have in every version.
const MOST_ARGUMENTS: usize = 127;

/// Whether a function can take a row.
pub(super) fn takes(source: &Source) -> bool {
    source.fields.len() <= MOST_ARGUMENTS
}
