//! What holds for any flag and any key.

use proptest::prelude::*;

use crate::{Percentage, Rollout};

fn parts(parts: u32) -> Percentage {
    Percentage::new(f64::from(parts) / 1_000.0).unwrap_or(Percentage::ZERO)
}

/// Keys of which a flag with `percent` has so many lie within four standard deviations of what is expected.
fn is_fair(count: u32, keys: u32, share: f64) -> bool {
    let expected = f64::from(keys) * share;
    let deviation = (expected * (1.0 - share)).sqrt();
    (f64::from(count) - expected).abs() <= 4.0 * deviation
}

fn count(keys: u32, holds: impl Fn(u32) -> bool) -> u32 {
    (0..keys).map(|key| u32::from(holds(key))).sum()
}

proptest! {
    #[test]
    fn more_evicts_nobody_and_less_only_the_last_in(
        name in "\\PC{1,20}", keys in proptest::collection::vec("\\PC{0,40}", 1..100),
        mut shares in proptest::collection::vec(0_u32..=100_000, 3)
    ) {
        shares.sort_unstable();
        let flags: Vec<Rollout> = shares.iter().map(|share| Rollout::new(&*name).at(parts(*share))).collect();
        for key in &keys {
            let enabled: Vec<bool> = flags.iter().map(|flag| flag.is_enabled(key)).collect();
            prop_assert!(enabled.is_sorted(), "{key}: {enabled:?}");
            let bucket = flags[0].bucket(key).unwrap_or_default();
            let expected: Vec<bool> = shares.iter().map(|share| bucket < *share).collect();
            prop_assert_eq!(enabled, expected, "who came in last has the largest bucket");
        }
    }

    #[test]
    fn nobody_has_nothing_and_everybody_all(name in "\\PC{0,20}", key in "\\PC{0,40}") {
        prop_assert!(!Rollout::new(&*name).at(Percentage::ZERO).is_enabled(&key));
        prop_assert!(Rollout::new(&*name).at(Percentage::FULL).is_enabled(&key));
    }
}

/// Keys that follow each other, as those of a database do.
#[test]
fn a_million_keys_are_shared_fairly() {
    for (name, share) in [("new-user-service", 0.001), ("new-user-service", 12.5), ("checkout", 50.0), ("a", 99.9)] {
        let flag = Rollout::new(name).at(Percentage::new(share).unwrap_or(Percentage::ZERO));
        let enabled = count(1_000_000, |key| flag.is_enabled(key));
        assert!(is_fair(enabled, 1_000_000, share / 100.0), "{name} at {share} %: {enabled}");
    }
}

/// Names that differ in one letter, keys that are alike.
#[test]
fn flags_do_not_depend_on_each_other() {
    let share = parts(30_000);
    let flags: Vec<Rollout> = (0..8).map(|number| Rollout::new(format!("flag-{number}")).at(share)).collect();
    for (number, one) in flags.iter().enumerate() {
        for other in flags.iter().skip(number + 1) {
            let both = count(100_000, |key| {
                let key = format!("user-{key:06}");
                one.is_enabled(&key) && other.is_enabled(&key)
            });
            assert!(is_fair(both, 100_000, 0.09), "{} and {}: {both}", one.name(), other.name());
        }
    }
}
