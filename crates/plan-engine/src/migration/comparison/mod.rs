//! Which pattern suits a migration: every one that is for its kind is planned with the same figures, scheduled and weighed.

mod fit;
mod make;
mod model;
mod needs;
mod recommend;

pub use make::{ComparisonOptions, compare, listed};
pub use model::{
    COMPARISON_SCHEMA_VERSION, MigrationPatterns, PatternAbout, PatternComparison, PatternEnd, PatternFit, Reason,
    ReasonSide, Times,
};
