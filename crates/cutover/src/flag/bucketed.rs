//! Whose buckets a flag takes.

use crate::Percentage;
use crate::bucketing::{
    self, FlagdVersion, LaunchDarklySeed, flagd_choice, launch_darkly_bucket, launch_darkly_choice, unleash_normalised,
};

/// Whose buckets a flag takes, so that a service agrees, user by user, with the flag system that its company runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Bucketing {
    /// This crate's own (see [`bucketing`](crate::bucketing)), in steps of 1/100,000.
    #[default]
    Native,
    /// Those of flagd's `fractional` without a bucketing value: the flag's name is the flag's key, and the share is the first of
    /// two. In steps of 1/100,000. Variants are drawn as this crate does: [`flagd`](crate::flagd) gives those of a document.
    Flagd(FlagdVersion),
    /// Those of Unleash's `flexibleRollout` with this `groupId`. In steps of 1/100: what is less does not count.
    Unleash {
        /// The group; the feature's name, where nobody changed it.
        group: String,
    },
    /// Those of LaunchDarkly's rollouts, for the variation that is served first. In steps of 1/100,000. Variants are drawn as
    /// this crate does.
    LaunchDarkly(LaunchDarklySeed),
}

/// What [`Bucketing`] comes to for one flag.
#[derive(Debug, Clone)]
pub(super) enum Buckets {
    Native(u64),
    /// The hash so far, with the flag's key written.
    Flagd(FlagdVersion, bucketing::Murmur3State),
    Unleash(bucketing::Murmur3State, String),
    LaunchDarkly(LaunchDarklySeed),
}

impl Buckets {
    /// `seed_name` is the flag's, or its group's where it is in one.
    pub(super) fn new(bucketing: &Bucketing, flag: &str, seed_name: &str) -> Self {
        match bucketing {
            Bucketing::Native => Self::Native(bucketing::seed(seed_name)),
            Bucketing::Flagd(version) => {
                let mut state = bucketing::Murmur3State::new(0);
                state.write(flag.as_bytes());
                Self::Flagd(*version, state)
            }
            Bucketing::Unleash { group } => {
                let mut state = bucketing::Murmur3State::new(0);
                state.write(group.as_bytes());
                state.write(b":");
                Self::Unleash(state, group.clone())
            }
            Bucketing::LaunchDarkly(seed) => Self::LaunchDarkly(seed.clone()),
        }
    }

    /// Whether a key lies within a percentage.
    #[inline]
    pub(super) fn is_within(&self, percentage: Percentage, key: &[u8]) -> bool {
        match self {
            Self::Native(seed) => bucketing::bucket(*seed, key) < percentage.parts(),
            others => others.is_within_other(percentage, key),
        }
    }

    fn is_within_other(&self, percentage: Percentage, key: &[u8]) -> bool {
        let parts = percentage.parts();
        let rest = Percentage::WHOLE.saturating_sub(parts);
        match self {
            Self::Native(_) => false,
            Self::Flagd(version, state) => {
                let mut state = state.clone();
                state.write(key);
                flagd_choice(*version, state.finish(), &[parts, rest]) == Some(0)
            }
            Self::Unleash(state, _) => {
                let mut state = state.clone();
                state.write(key);
                state.finish() % 100 < parts / 1_000
            }
            // What reaches the whole falls to the last, which is the rest.
            Self::LaunchDarkly(seed) if parts < Percentage::WHOLE => {
                launch_darkly_choice(launch_darkly_bucket(seed, key), &[parts, rest]) == Some(0)
            }
            Self::LaunchDarkly(_) => true,
        }
    }

    /// Which of `weights` a key falls to, independently of whether it lies within a percentage.
    pub(super) fn choose(&self, flag: &str, weights: &[u32], key: &[u8]) -> Option<usize> {
        match self {
            Self::Native(seed) => bucketing::choice(bucketing::variant_seed(*seed), weights, key),
            Self::Unleash(_, group) => {
                let total = weights.iter().fold(0, |sum: u32, weight| sum.saturating_add(*weight));
                let target = unleash_normalised(group, key, total, bucketing::UNLEASH_VARIANT_SEED)?;
                let mut reached = 0_u32;
                weights.iter().position(|&weight| {
                    reached = reached.saturating_add(weight);
                    weight > 0 && reached >= target
                })
            }
            // With the hash of the percentage, whom a low one lets in would all have the first variant.
            Self::Flagd(..) | Self::LaunchDarkly(_) => {
                bucketing::choice(bucketing::variant_seed(bucketing::seed(flag)), weights, key)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rollout;

    fn share(rollout: &Rollout) -> u32 {
        u32::try_from((0..20_000_u32).filter(|key| rollout.is_enabled(key)).count()).unwrap_or(0)
    }

    fn modes() -> [Bucketing; 5] {
        [
            Bucketing::Native,
            Bucketing::Flagd(FlagdVersion::V1),
            Bucketing::Flagd(FlagdVersion::V2),
            Bucketing::Unleash { group: "shop".to_owned() },
            Bucketing::LaunchDarkly(LaunchDarklySeed::of_flag("shop", "pepper")),
        ]
    }

    #[test]
    fn every_mode_takes_its_share_and_evicts_nobody() {
        for mode in modes() {
            let at = |percentage: f64| {
                let percentage = Percentage::new(percentage).unwrap_or(Percentage::ZERO);
                Rollout::new("shop").bucketed_like(mode.clone()).at(percentage)
            };
            assert_eq!((share(&at(0.0)), share(&at(100.0))), (0, 20_000), "{mode:?}");
            assert!((4_750..5_250).contains(&share(&at(25.0))), "{mode:?}: {}", share(&at(25.0)));
            let (less, more) = (at(25.0), at(40.0));
            assert!((0..20_000_u32).all(|key| !less.is_enabled(key) || more.is_enabled(key)), "{mode:?}");
        }
    }

    #[test]
    fn variants_do_not_follow_the_percentage() {
        for mode in modes() {
            let variants = crate::flag::Variants::new([("a", 1), ("b", 1)]).unwrap_or_default();
            let quarter = Percentage::new(25.0).unwrap_or(Percentage::ZERO);
            let rollout = Rollout::new("shop").bucketed_like(mode.clone()).at(quarter).with_variants(variants);
            let drawn: Vec<&str> = (0..20_000_u32).filter_map(|key| rollout.variant(key)).collect();
            let first = drawn.iter().filter(|variant| **variant == "a").count();
            assert!((45..=55).contains(&(first * 100 / drawn.len())), "{mode:?}: {first} of {}", drawn.len());
        }
    }

    #[test]
    fn decisions_are_those_of_the_flag_system() {
        let half = Percentage::new(50.0).unwrap_or(Percentage::ZERO);
        let rollout = |mode| Rollout::new("shop").bucketed_like(mode).at(half);
        let unleash = rollout(Bucketing::Unleash { group: "gr1".to_owned() });
        assert_eq!(unleash.is_enabled("123"), unleash_normalised("gr1", b"123", 100, 0) <= Some(50));
        let flagd = rollout(Bucketing::Flagd(FlagdVersion::V2));
        let seed = LaunchDarklySeed::of_flag("hashKey", "saltyA");
        let launch_darkly = rollout(Bucketing::LaunchDarkly(seed));
        assert!(launch_darkly.is_enabled("userKeyA") && !launch_darkly.is_enabled("userKeyB"));
        for key in ["a", "b", "c", "d"] {
            let document = r#"{ "flags": { "shop": { "variants": { "on": true, "off": false },
                "targeting": { "fractional": [["on", 50], ["off", 50]] } } } }"#;
            let flags = crate::flagd::Flags::read(document).unwrap_or_default();
            let expected = flags.boolean("shop", &crate::flagd::Context::new().with_targeting_key(key));
            assert_eq!(Some(&flagd.is_enabled(key)), expected.value(), "{key}");
        }
    }
}
