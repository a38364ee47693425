//! flagd's bucketing.
//!
//! ```text
//! hash   = MurmurHash3_x86_32(UTF-8 of the bucketing value, 0); without one, of the flag's key followed by the targeting key
//! v2     : bucket = (hash × total weight) >> 32, in unsigned 64-bit arithmetic; the first whose weights so far exceed it
//! v1     : bucket = |hash as a signed number| ÷ 2,147,483,647 × 100; the first whose percentages so far exceed it
//! ```
//!
//! Which of the two a company runs depends on its flagd: v2 came in 2026 with weights up to 2,147,483,647 in place of whole
//! percents.

/// Which arithmetic turns a hash into a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum FlagdVersion {
    /// Of flagd until 2026.
    V1,
    /// Of flagd since.
    #[default]
    V2,
}

/// Which of `weights` a hash falls to; none where they have no weight.
#[must_use]
pub fn flagd_choice(version: FlagdVersion, hash: u32, weights: &[u32]) -> Option<usize> {
    let total: u64 = weights.iter().copied().map(u64::from).sum();
    if total == 0 {
        return None;
    }
    match version {
        FlagdVersion::V2 => {
            let bucket = (u128::from(hash) * u128::from(total)) >> 32;
            let mut reached = 0;
            weights.iter().position(|&weight| {
                reached += u128::from(weight);
                bucket < reached
            })
        }
        FlagdVersion::V1 => {
            let bucket = f64::from(hash.cast_signed()).abs() / f64::from(i32::MAX) * 100.0;
            let mut reached = 0.0;
            weights.iter().position(|&weight| {
                #[expect(clippy::cast_precision_loss, reason = "as flagd does it")]
                let percent = 100.0 * f64::from(weight) / total as f64;
                reached += percent;
                bucket < reached
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_range_is_shared_by_weight() {
        let choice = |hash| flagd_choice(FlagdVersion::V2, hash, &[1, 0, 3]);
        assert_eq!(
            (choice(0), choice(u32::MAX / 4), choice(u32::MAX / 4 + 1), choice(u32::MAX)),
            (Some(0), Some(0), Some(2), Some(2))
        );
        assert_eq!(flagd_choice(FlagdVersion::V2, 7, &[0, 0]), None);
        assert_eq!(flagd_choice(FlagdVersion::V2, 7, &[]), None);
    }

    /// The first version folds the hash at its middle.
    #[test]
    fn the_first_version_takes_hashes_as_signed() {
        let choice = |hash| flagd_choice(FlagdVersion::V1, hash, &[50, 50]);
        assert_eq!(
            (choice(1), choice(u32::MAX), choice(0x7fff_fff0), choice(0x8000_0010)),
            (Some(0), Some(0), Some(1), Some(1))
        );
        assert_eq!(choice(0x8000_0000), None, "beyond the last bucket, as flagd had it");
    }

    #[test]
    fn heavy_weights_do_not_overflow() {
        assert_eq!(flagd_choice(FlagdVersion::V2, u32::MAX, &[u32::MAX, u32::MAX, u32::MAX]), Some(2));
    }
}
