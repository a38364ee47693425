//! A proof for other programs.

use runner::Proof;

/// The proof as JSON, bound to the plan by its digest.
pub fn json(proof: &Proof) -> String {
    // Plain data with string keys: there is nothing in it that JSON cannot hold.
    serde_json::to_string_pretty(proof).unwrap_or_default() + "\n"
}
