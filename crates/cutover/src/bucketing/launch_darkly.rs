//! LaunchDarkly's bucketing.
//!
//! ```text
//! input  = prefix "." value, and "." secondary where there is one; prefix = the experiment's seed, else flag key "." salt
//! bucket = the first 15 hexadecimal digits of SHA-1 of the input's UTF-8, ÷ 0xFFFFFFFFFFFFFFF, in single precision
//! choice = the first variation whose weights so far, ÷ 100,000 each, exceed it; else the last
//! ```
//!
//! A whole number is the text of its decimal digits. An experiment takes neither secondary key nor an attribute of one's own.

use sha1::{Digest, Sha1};

/// What LaunchDarkly's weights add up to.
const WHOLE: f32 = 100_000.0;
/// The largest number of 15 hexadecimal digits.
#[expect(clippy::cast_precision_loss, reason = "as LaunchDarkly's clients do it")]
const SCALE: f32 = 0x0FFF_FFFF_FFFF_FFFF_u64 as f32;

/// What a value is hashed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaunchDarklySeed {
    prefix: String,
    secondary: Option<String>,
}

impl LaunchDarklySeed {
    /// Of a flag's rollout: its key and its salt.
    pub fn of_flag(key: &str, salt: &str) -> Self {
        Self { prefix: format!("{key}.{salt}."), secondary: None }
    }

    /// Of a rollout or an experiment with a seed of its own.
    pub fn of_experiment(seed: i64) -> Self {
        Self { prefix: format!("{seed}."), secondary: None }
    }

    /// The same, with the secondary key that older clients knew.
    #[must_use]
    pub fn with_secondary(mut self, secondary: &str) -> Self {
        self.secondary = Some(format!(".{secondary}"));
        self
    }
}

/// Where a value lies, from 0 to 1.
#[must_use]
pub fn launch_darkly_bucket(seed: &LaunchDarklySeed, value: &[u8]) -> f32 {
    let mut hash = Sha1::new();
    hash.update(seed.prefix.as_bytes());
    hash.update(value);
    if let Some(secondary) = &seed.secondary {
        hash.update(secondary.as_bytes());
    }
    let digest: [u8; 20] = hash.finalize().into();
    let (words, _) = digest.as_chunks::<8>();
    let start = words.first().copied().map_or(0, u64::from_be_bytes);
    // Fifteen digits are sixty bits.
    #[expect(clippy::cast_precision_loss, reason = "as LaunchDarkly's clients do it")]
    let bucket = (start >> 4) as f32 / SCALE;
    bucket
}

/// Which of the weights, of 100,000 in all, a bucket falls to; none where there are none.
#[must_use]
pub fn launch_darkly_choice(bucket: f32, weights: &[u32]) -> Option<usize> {
    let mut reached = 0.0_f32;
    let found = weights.iter().position(|&weight| {
        #[expect(clippy::cast_precision_loss, reason = "as LaunchDarkly's clients do it")]
        let share = weight as f32 / WHOLE;
        reached += share;
        bucket < reached
    });
    found.or_else(|| weights.len().checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(bucket: f32, expected: f32) -> bool {
        (bucket - expected).abs() < 1e-6
    }

    /// Computed with another implementation of SHA-1.
    #[test]
    fn vectors() {
        let flag = LaunchDarklySeed::of_flag("hashKey", "saltyA");
        for (user, of_flag, of_experiment, with_secondary) in [
            ("userKeyA", 0.421_575_87, 0.098_012_07, 0.254_972_24),
            ("userKeyB", 0.670_848_5, 0.144_837_77, 0.823_258_9),
            ("userKeyC", 0.103_431_06, 0.924_264, 0.684_789_64),
        ] {
            assert!(is_near(launch_darkly_bucket(&flag, user.as_bytes()), of_flag), "{user}");
            let experiment = LaunchDarklySeed::of_experiment(61);
            assert!(is_near(launch_darkly_bucket(&experiment, user.as_bytes()), of_experiment), "{user}");
            let secondary = flag.clone().with_secondary("beta");
            assert!(is_near(launch_darkly_bucket(&secondary, user.as_bytes()), with_secondary), "{user}");
        }
    }

    #[test]
    fn weights_share_the_whole_and_the_last_takes_the_rest() {
        let weights = [60_000, 40_000];
        assert_eq!(launch_darkly_choice(0.0, &weights), Some(0));
        assert_eq!(launch_darkly_choice(0.600_01, &weights), Some(1));
        assert_eq!(launch_darkly_choice(1.0, &weights), Some(1));
        assert_eq!(launch_darkly_choice(0.9, &[1_000]), Some(0));
        assert_eq!(launch_darkly_choice(0.5, &[]), None);
    }
}
