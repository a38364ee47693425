//! Unleash's bucketing.
//!
//! ```text
//! normalised(group, key, n, seed) = MurmurHash3_x86_32(UTF-8 of group ":" key, seed) mod n + 1        1 to n
//! enabled at p %                  ⇔ normalised(group, key, 100, 0) ≤ p
//! variant                         = the first whose weights so far reach normalised(group, key, total weight, 86028157)
//! ```

use super::murmur3::State;

/// The seed that variants are drawn with, so that they do not follow the rollout.
pub const UNLEASH_VARIANT_SEED: u32 = 86_028_157;

/// A number from 1 to `modulus`; none where `modulus` is 0. `group` is the strategy's `groupId`, the feature's name by default.
#[must_use]
#[inline]
pub fn unleash_normalised(group: &str, key: &[u8], modulus: u32, seed: u32) -> Option<u32> {
    let mut state = State::new(seed);
    state.write(group.as_bytes());
    state.write(b":");
    state.write(key);
    state.finish().checked_rem(modulus)?.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Those that Unleash's documentation for writers of clients gives, and one computed with another implementation.
    #[test]
    fn vectors() {
        assert_eq!(unleash_normalised("gr1", b"123", 100, 0), Some(73));
        assert_eq!(unleash_normalised("groupX", b"999", 100, 0), Some(25));
        assert_eq!(unleash_normalised("gr1", b"123", 100, UNLEASH_VARIANT_SEED), Some(96));
        assert_eq!(unleash_normalised("groupX", b"999", 100, UNLEASH_VARIANT_SEED), Some(60));
        assert_eq!(unleash_normalised("gr1", b"123", 0, 0), None);
    }
}
