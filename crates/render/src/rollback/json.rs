//! The way back for other programs.

use rollback_gen::Rollback;

/// The way back as JSON.
pub fn json(rollback: &Rollback) -> String {
    // Plain data with string keys: there is nothing in it that JSON cannot hold.
    serde_json::to_string_pretty(rollback).unwrap_or_default() + "\n"
}
