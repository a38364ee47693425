//! Where the operations of a change go.
//!
//! Loosening comes in `expand`, tightening in `contract`, after the gate "old version gone" (see `PhaseName`). Ranks order the
//! operations of a phase; within a rank they keep the dependency order of the changes.

/// Columns that are replaced, before all else.
pub(in crate::operation::postgres) const REPLACE: u8 = 0;
/// In `expand`: constraints that go.
pub(in crate::operation::postgres) const RELEASE: u8 = 0;
/// In `expand`: `NOT NULL` that goes, behind the keys that demand it.
pub(in crate::operation::postgres) const RELEASE_NOT_NULL: u8 = 1;
/// In `expand`: what comes, by dependency.
pub(in crate::operation::postgres) const BUILD: u8 = 2;
/// In `contract`: defaults that go.
pub(in crate::operation::postgres) const DEFAULTS: u8 = 1;
/// In `contract`: old names of tables and views, which show columns that go.
pub(super) const OLD_NAMES: u8 = 1;
/// In `contract`: `NOT NULL`, before the keys that demand it.
pub(in crate::operation::postgres) const TIGHTEN_NOT_NULL: u8 = 2;
/// In `contract`: keys, before what references them.
pub(in crate::operation::postgres) const TIGHTEN_KEYS: u8 = 3;
/// In `contract`: other constraints.
pub(in crate::operation::postgres) const TIGHTEN: u8 = 4;
/// In `contract`: what goes, by dependency.
pub(in crate::operation::postgres) const DROP: u8 = 5;
/// In `contract`: row security that is switched on, behind the policies.
pub(super) const GUARD: u8 = 6;
/// In `contract`: what a table demands of columns that came from another, behind the drop of these: rows that it does not
/// accept are set aside when nothing follows them any more.
pub(in crate::operation::postgres) const SETTLE: u8 = 7;
/// Comments, last in `expand`.
pub(in crate::operation::postgres) const COMMENT: u8 = 9;
/// In `contract`: event triggers that come, behind all that they would fire for.
pub(in crate::operation::postgres) const WATCH: u8 = 8;
/// In `contract`: what the publications that change there relied on until then.
pub(super) const LAST: u8 = 10;
