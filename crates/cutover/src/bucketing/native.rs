//! This crate's own bucketing.
//!
//! ```text
//! seed(flag)         = XXH64(bytes = UTF-8 of the flag's name, or of its group's where it is in one; seed = 0)
//! hash(flag, key)    = XXH64(bytes = UTF-8 of the key; seed = seed(flag))
//! bucket(flag, key)  = ((hash >> 32) × 100,000) >> 32           in unsigned 64-bit arithmetic: 0 to 99,999
//! enabled at p %     ⇔ bucket < round(p × 1,000)
//! variant seed(flag) = XXH64(bytes = "variant"; seed = seed(flag))
//! variant(flag, key) = the first whose weights so far exceed ((XXH64(key; variant seed) >> 32) × total weight) >> 32
//! ```
//!
//! A number is the text of its decimal digits, without leading zeros or a plus sign; no text is normalised or trimmed. XXH64 is
//! the function of xxHash's specification, version 0.1.1. A larger percentage only moves the bound up, so that nobody leaves;
//! a smaller one sends away those that came in last.
//!
//! Vectors, to check other implementations with:
//!
//! | flag or group | seed | key | bucket |
//! |---|---|---|---|
//! | `new-user-service` | `99905dc3493216bc` | `4711` | 95652 |
//! | `new-user-service` | `99905dc3493216bc` | `alice` | 86886 |
//! | `new-user-service` | `99905dc3493216bc` | (empty) | 91029 |
//! | `new-user-service` | `99905dc3493216bc` | `8d2c1e6a-52f4-4b0e-9a37-0c5d1f7be210` | 71967 |
//! | `checkout` | `3565d2b26259a99d` | `alice` | 91858 |
//! | `größe` | `e6bebd6647f502a5` | `zoë` | 30300 |

use super::xxh64::xxh64;
use crate::Percentage;

/// The seed of a flag, or of a group of flags: XXH64 of its name with seed 0.
#[must_use]
pub fn seed(name: &str) -> u64 {
    xxh64(name.as_bytes(), 0)
}

/// The bucket, from 0 to 99,999, of a key's bytes with a flag's [`seed`].
#[must_use]
#[inline]
pub fn bucket(seed: u64, key: &[u8]) -> u32 {
    let hash = xxh64(key, seed);
    (((hash >> 32) * u64::from(Percentage::WHOLE)) >> 32) as u32
}

/// The seed that a flag's variants are drawn with, so that they do not follow the percentage.
#[must_use]
pub fn variant_seed(seed: u64) -> u64 {
    xxh64(b"variant", seed)
}

/// Which of `weights` a key falls to with a [`variant_seed`]; none where they have no weight.
#[must_use]
pub fn choice(variant_seed: u64, weights: &[u32], key: &[u8]) -> Option<usize> {
    let total: u64 = weights.iter().copied().map(u64::from).sum();
    let drawn = (u128::from(xxh64(key, variant_seed) >> 32) * u128::from(total)) >> 32;
    let mut reached = 0;
    weights.iter().position(|&weight| {
        reached += u128::from(weight);
        drawn < reached
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the documentation of this module shows.
    #[test]
    fn vectors() {
        for (name, hash, key, expected) in [
            ("new-user-service", 0x9990_5dc3_4932_16bc, "4711", 95_652),
            ("new-user-service", 0x9990_5dc3_4932_16bc, "alice", 86_886),
            ("new-user-service", 0x9990_5dc3_4932_16bc, "", 91_029),
            ("new-user-service", 0x9990_5dc3_4932_16bc, "8d2c1e6a-52f4-4b0e-9a37-0c5d1f7be210", 71_967),
            ("checkout", 0x3565_d2b2_6259_a99d, "alice", 91_858),
            ("größe", 0xe6be_bd66_47f5_02a5, "zoë", 30_300),
        ] {
            assert_eq!(seed(name), hash, "{name}");
            assert_eq!(bucket(hash, key.as_bytes()), expected, "{name} {key}");
        }
    }

    #[test]
    fn variants_are_drawn_with_a_seed_of_their_own() {
        let seed = variant_seed(seed("new-user-service"));
        assert_eq!(seed, 0x612c_3e19_3451_c315);
        let chosen: Vec<Option<usize>> =
            ["alice", "bob", "carol", "dave"].map(|key| choice(seed, &[1, 0, 3], key.as_bytes())).to_vec();
        assert_eq!(chosen, [Some(2), Some(2), Some(2), Some(2)]);
        assert_eq!(choice(seed, &[0, 0], b"alice"), None);
    }
}
