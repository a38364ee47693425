//! Where a key lies among the buckets: one file per published way to find out.
//!
//! Each is a pure function of texts and numbers, the same in every process, language and restart. None allocates.

mod flagd;
mod launch_darkly;
mod murmur3;
mod native;
mod unleash;
mod xxh64;

pub use flagd::{FlagdVersion, flagd_choice};
pub use launch_darkly::{LaunchDarklySeed, launch_darkly_bucket, launch_darkly_choice};
pub(crate) use murmur3::State as Murmur3State;
pub use murmur3::murmur3_32;
pub use native::{bucket, choice, seed, variant_seed};
pub use unleash::{UNLEASH_VARIANT_SEED, unleash_normalised};
pub use xxh64::xxh64;
