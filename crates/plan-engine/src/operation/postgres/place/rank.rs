//! Where the operations of a change go.
//!
//! Loosening comes in `expand`, tightening in `contract`, after the gate "old version gone" (see `PhaseName`). Ranks order the
//! operations of a phase; within a rank they keep the dependency order of the changes.

/// In `expand`: constraints that go.
pub(super) const RELEASE: u8 = 0;
/// In `expand`: `NOT NULL` that goes, behind the keys that demand it.
pub(super) const RELEASE_NOT_NULL: u8 = 1;
/// In `expand`: what comes, by dependency.
pub(super) const BUILD: u8 = 2;
/// In `contract`: defaults that go.
pub(super) const DEFAULTS: u8 = 1;
/// In `contract`: `NOT NULL`, before the keys that demand it.
pub(super) const TIGHTEN_NOT_NULL: u8 = 2;
/// In `contract`: keys, before what references them.
pub(super) const TIGHTEN_KEYS: u8 = 3;
/// In `contract`: other constraints.
pub(super) const TIGHTEN: u8 = 4;
/// In `contract`: what goes, by dependency.
pub(super) const DROP: u8 = 5;
/// Comments, last in `expand`.
pub(super) const COMMENT: u8 = 9;
/// In `contract`: event triggers that come, behind all that they would fire for.
pub(super) const WATCH: u8 = 8;
