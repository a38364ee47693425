//! How long tasks take in the draws of a block: scores, then seconds.

use super::lanes::{LANES, Lanes, add};
use super::prepared::{Model, Score};
use super::random::Scores;
use crate::distribution::LONGEST;
use crate::distribution::pert::{CELLS, DENSITY, Pert, REACH};

/// Adding it leaves the nearest whole number in the last bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// What is drawn for a task: its normal score in each draw.
#[inline]
pub(super) fn scores(score: &Score, number: u64, drivers: &[Lanes], lanes: &mut Lanes) {
    score.stream.scores(Scores::table(), number, lanes);
    combine(score, drivers, lanes);
}

/// The same with everything as is expected.
pub(super) fn expected(score: &Score, drivers: &[Lanes], lanes: &mut Lanes) {
    *lanes = [0.0; LANES];
    combine(score, drivers, lanes);
}

/// Makes a task's scores of what was drawn for it.
#[inline]
fn combine(score: &Score, drivers: &[Lanes], lanes: &mut Lanes) {
    if score.loadings.is_empty() && score.own == 1.0 {
        return;
    }
    for lane in lanes.iter_mut() {
        *lane = score.shift + score.own * *lane;
    }
    for &(driver, loading) in &score.loadings {
        add(lanes, &drivers[driver], loading);
    }
}

/// Seconds of work by score.
#[inline]
pub(super) fn seconds(model: &Model, scores: &Lanes, work: &mut Lanes) {
    match model {
        Model::Pert { least, width, table } => pert(*least, *width, table, scores, work),
        Model::Lognormal { log_median, sigma } => {
            for (work, score) in work.iter_mut().zip(scores) {
                *work = exp(log_median + sigma * score.clamp(-REACH, REACH)).min(LONGEST);
            }
        }
    }
}

/// What [`Pert::at`] gives, in steps that each go over all draws.
#[inline]
fn pert(least: f64, width: f64, table: &Pert, scores: &Lanes, work: &mut Lanes) {
    // Just below the end, so that every place lies in a cell.
    const LAST: f64 = 2.0 * REACH - 1e-9;
    let mut cells = [0_u32; LANES];
    for ((cell, share), score) in cells.iter_mut().zip(work.iter_mut()).zip(scores) {
        let at = (score + REACH).clamp(0.0, LAST) * DENSITY;
        let shifted = (at - 0.5) + ROUND;
        *cell = shifted.to_bits() as u32;
        *share = at - (shifted - ROUND);
    }
    let nodes = table.nodes();
    for (work, cell) in work.iter_mut().zip(cells) {
        let cell = (cell as usize).min(CELLS - 1);
        let (left, right) = (nodes[cell], nodes[cell + 1]);
        *work = left + (right - left) * *work;
    }
    for work in work {
        *work = least + width * *work;
    }
}

/// `exp` for what lies between -700 and 700, to some 1e-10: 2ⁿ times a polynomial.
#[inline]
fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let r = x - whole * std::f64::consts::LN_2;
    let series = r * (1.0 / 5040.0 + r * (1.0 / 40_320.0));
    let series = 0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + series))));
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    (1.0 + r * (1.0 + r * series)) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials() {
        for step in -700..=700 {
            let x = f64::from(step) + 0.37;
            assert!((exp(x) / x.clamp(-700.0, 700.0).exp() - 1.0).abs() < 1e-9, "{x}");
        }
        for step in -2000..2000 {
            let x = f64::from(step) / 1000.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-9, "{x}");
            assert!(exp(x) < exp(x + 0.000_01), "{x}");
        }
    }

    #[test]
    fn all_draws_at_once_give_what_one_gives() {
        let table = Pert::new(0.3);
        for from in [-8.0, -6.4, -1.0, 0.0, 3.0] {
            let (mut scores, mut work) = ([0.0; LANES], [0.0; LANES]);
            (0..).zip(&mut scores).for_each(|(at, score): (i32, _)| *score = from + f64::from(at) * 0.05);
            pert(100.0, 50.0, &table, &scores, &mut work);
            for (score, work) in scores.iter().zip(&work) {
                assert!((work - (100.0 + 50.0 * table.at(*score))).abs() < 1e-6, "{score} {work}");
            }
        }
    }
}
