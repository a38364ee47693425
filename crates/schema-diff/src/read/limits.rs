//! Bounds that protect a reader from hostile input.

/// Bounds that protect a reader from hostile input; past one of them it reports an error and goes on behind it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of all sources together.
    pub bytes: usize,
    /// Bytes of one statement.
    pub statement_bytes: usize,
    /// Depth of parentheses in one statement.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 256 << 20, statement_bytes: 16 << 20, depth: 200 }
    }
}
