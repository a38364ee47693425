//! Where a key lies among the buckets: one file per published way to find out.
//!
//! Each is a pure function of texts and numbers, the same in every process, language and restart. None allocates but
//! LaunchDarkly's, whose hash is taken of hexadecimal digits.

mod flagd;
mod murmur3;
mod native;
mod unleash;
mod xxh64;

pub use flagd::{FlagdVersion, flagd_choice};
pub use murmur3::murmur3_32;
pub use native::{bucket, seed};
pub use unleash::{UNLEASH_VARIANT_SEED, unleash_normalised};
pub use xxh64::xxh64;
