//! The way back for other programs.

use rollback_gen::migration::MigrationRollback;

/// The way back as JSON.
pub fn json(back: &MigrationRollback) -> String {
    // Plain data with string keys: there is nothing in it that JSON cannot hold.
    serde_json::to_string_pretty(back).unwrap_or_default() + "\n"
}
