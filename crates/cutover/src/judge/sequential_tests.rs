use super::*;
use crate::beta::ln_complete;
use crate::chance::{mix, unit};

/// Numbers from 0 up to 1.
fn draws(seed: u64) -> impl Iterator<Item = f64> {
    (0..).map(move |at: u64| unit(mix(mix(seed) ^ at)))
}

fn test(alpha: f64, margin: f64) -> SequentialTest {
    SequentialTest::new(alpha, margin, Direction::Increase).unwrap_or_else(|error| unreachable!("{error}"))
}

/// The share of runs in which somebody who looks after every pair hears `verdict`, and the mean number of pairs until then.
fn share(
    verdict: SequentialVerdict,
    runs: u64,
    pairs: u32,
    alpha: f64,
    values: impl Fn(f64, f64) -> (f64, f64),
) -> (f64, f64) {
    let (mut heard, mut waited) = (0_u32, 0_u32);
    for run in 0..runs {
        let mut test = test(alpha, 0.6);
        let mut chance = draws(run);
        for count in 1..=pairs {
            let (Some(left), Some(right)) = (chance.next(), chance.next()) else { break };
            let (control, canary) = values(left, right);
            test.pair(control, canary);
            if test.verdict_is_settled() {
                heard += u32::from(test.verdict() == verdict);
                waited += count;
                break;
            }
        }
    }
    (f64::from(heard) / number(runs), f64::from(waited) / f64::from(heard.max(1)))
}

impl SequentialTest {
    fn verdict_is_settled(&self) -> bool {
        self.settled.is_some()
    }
}

/// Four standard deviations above `alpha`, for so many runs.
fn at_most(alpha: f64, runs: f64) -> f64 {
    alpha + 4.0 * (alpha * (1.0 - alpha) / runs).sqrt()
}

#[test]
fn false_alarms_stay_below_alpha_however_often_one_looks() {
    let skewed = |u: f64| (1.0 - u).ln().abs().powi(4);
    for alpha in [0.05, 0.2] {
        // Latencies with a heavy tail, and outcomes of which one in five is a failure.
        let (alarms, _) = share(SequentialVerdict::Worse, 1_000, 600, alpha, |l, r| (skewed(l), skewed(r)));
        assert!(alarms <= at_most(alpha, 1_000.0), "{alarms}");
        let failed = |u: f64| f64::from(u8::from(u < 0.2));
        let (alarms, _) = share(SequentialVerdict::Worse, 1_000, 600, alpha, |l, r| (failed(l), failed(r)));
        assert!(alarms <= at_most(alpha, 1_000.0), "{alarms}");
    }
}

#[test]
fn a_canary_at_the_margin_is_seldom_found_good() {
    // The canary has the worse value in 0.6 of the pairs: the margin.
    let at_margin = |left: f64, right: f64| if left < 0.6 { (right, right + 1.0) } else { (right, right - 1.0) };
    let (found, _) = share(SequentialVerdict::NotWorse, 1_000, 600, 0.05, at_margin);
    assert!(found <= at_most(0.05, 1_000.0), "{found}");
}

#[test]
fn a_worse_canary_is_found_and_a_good_one_as_well() {
    let (found, pairs) = share(SequentialVerdict::Worse, 200, 2_000, 0.05, |l, r| (l, r + 0.4));
    assert!(found > 0.99 && pairs < 100.0, "{found} {pairs}");
    let (found, pairs) = share(SequentialVerdict::NotWorse, 200, 5_000, 0.05, |l, r| (l, r));
    assert!(found > 0.9 && pairs < 1_000.0, "{found} {pairs}");
}

#[test]
fn what_is_missing_is_what_it_takes() {
    let mut test = test(0.05, 0.6);
    let SequentialVerdict::NotEnoughData { missing } = test.verdict() else { unreachable!("nothing was observed") };
    let mut pairs = 0_u32;
    while !test.verdict_is_settled() {
        test.pair(f64::from(pairs % 2), f64::from((pairs + 1) % 2));
        pairs += 1;
    }
    assert_eq!(test.verdict(), SequentialVerdict::NotWorse);
    // Before the first pair, half of the pairs are expected to be ties.
    assert!(missing.abs_diff(2 * u64::from(pairs)) <= 4, "{missing} {pairs}");
}

#[test]
fn sides_that_come_at_their_own_pace_are_paired_in_order() {
    let mut test = test(0.05, 0.6);
    for value in [1.0, 2.0, 3.0] {
        test.control(value);
    }
    for value in [2.0, 2.0, f64::NAN, 9.0] {
        test.canary(value);
    }
    assert_eq!((test.pairs, test.decided, test.worse, test.canary.len()), (2, 1, 1, 1));
    assert!(SequentialTest::new(0.0, 0.6, Direction::Increase).is_err());
    assert!(SequentialTest::new(0.05, 0.5, Direction::Increase).is_err());
    assert!(SequentialTest::new(0.05, 0.6, Direction::Either).is_err());
}

#[test]
fn the_odds_are_those_of_the_integral() {
    // Of 3 pairs 2 are worse: 2 · 8 · ∫ θ²(1−θ) from ½ to 1 = 16 · (11/192).
    assert!((SequentialTest::against(3, 2) - (16.0_f64 * 11.0 / 192.0).ln()).abs() < 1e-12);
    assert!((ln_complete(2.0, 3.0) - (1.0_f64 / 12.0).ln()).abs() < 1e-12);
}
