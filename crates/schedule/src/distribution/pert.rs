//! Quantiles of the Beta distributions of three-point estimates.
//!
//! With the most likely value at the share `mode` of the range, α = 1 + 4·mode and β = 5 − 4·mode: one family with one
//! parameter. Its quantiles are tabulated once for [`MODES`] modes and [`NODES`] normal scores; in between both are
//! interpolated along straight lines. The error stays below 0.0005 of the range between P1 and P99, and values keep their
//! order: a larger score or a larger mode never gives a smaller value.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions in small tables"
)]

use std::sync::{Arc, OnceLock};

use super::normal;

/// Scores run from `-REACH` to `REACH`; what lies beyond counts as the end.
pub(crate) const REACH: f64 = 6.4;
/// Cells of a table.
pub(crate) const CELLS: usize = 256;
const NODES: usize = CELLS + 1;
const MODES: usize = 129;
/// Cells per unit of score.
pub(crate) const DENSITY: f64 = 20.0;
const _: () = assert!(NODES == 257 && MODES == 129);

/// Quantiles by score of one Beta distribution on 0 to 1.
#[derive(Debug, Clone)]
pub(crate) struct Pert(Arc<[f64; NODES]>);

impl Pert {
    /// The distribution whose most likely value lies at this share of the range, 0 to 1.
    pub(crate) fn new(mode: f64) -> Self {
        let family = family();
        let at = mode.clamp(0.0, 1.0) * (MODES - 1) as f64;
        let (index, share) = (at as usize, at.fract());
        let ends = (family.get(index), family.get((index + 1).min(MODES - 1)));
        let mut nodes = [0.0; NODES];
        if let (Some(left), Some(right)) = ends {
            for (node, (left, right)) in nodes.iter_mut().zip(left.iter().zip(right)) {
                *node = left + share * (right - left);
            }
        }
        Self(Arc::new(nodes))
    }

    /// The value at a normal score, 0 to 1.
    #[inline]
    pub(crate) fn at(&self, score: f64) -> f64 {
        let at = (score + REACH).clamp(0.0, 2.0 * REACH) * DENSITY;
        let index = (at as i32 as usize).min(CELLS - 1);
        let (left, right) = (self.0[index], self.0[index + 1]);
        left + (right - left) * (at - index as f64)
    }

    /// The values at the ends of the cells.
    #[inline]
    pub(crate) fn nodes(&self) -> &[f64; NODES] {
        &self.0
    }

    /// The normal score of a value.
    pub(crate) fn score(&self, value: f64) -> f64 {
        let right = self.0.partition_point(|&node| node < value).clamp(1, CELLS);
        let (low, high) = (self.0[right - 1], self.0[right]);
        let share = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 };
        ((right - 1) as f64 + share) / DENSITY - REACH
    }
}

fn family() -> &'static [[f64; NODES]] {
    static FAMILY: OnceLock<Vec<[f64; NODES]>> = OnceLock::new();
    FAMILY.get_or_init(|| {
        let lower: Vec<[f64; NODES]> = (0..MODES).map(|index| lower_half(index as f64 / (MODES - 1) as f64)).collect();
        // The upper half is the lower one of the mirrored distribution.
        let mut whole = lower.clone();
        for (half, mirrored) in whole.iter_mut().zip(lower.iter().rev()) {
            for (node, lower) in half.iter_mut().zip(mirrored.iter().rev()).skip(CELLS / 2 + 1) {
                *node = 1.0 - lower;
            }
        }
        whole
    })
}

/// Quantiles at the scores from `-REACH` to 0, by Newton's steps on logarithms: ln I(x) is nearly linear in ln x.
fn lower_half(mode: f64) -> [f64; NODES] {
    let beta = Beta::new(1.0 + 4.0 * mode, 5.0 - 4.0 * mode);
    let mut nodes = [0.0; NODES];
    let mut log_x = libm::log(beta.a / 6.0);
    for index in (0..=CELLS / 2).rev() {
        let score = index as f64 / DENSITY - REACH;
        let log_p = libm::log(normal::cumulative(score));
        for _ in 0..if index == CELLS / 2 { 8 } else { 3 } {
            let x = libm::exp(log_x).min(1.0 - 1e-12);
            let (share, slope) = beta.cumulative(x);
            log_x = (log_x - (libm::log(share) - log_p) * share / (slope * x)).min(-1e-12);
        }
        nodes[index] = libm::exp(log_x);
    }
    nodes
}

struct Beta {
    a: f64,
    b: f64,
    log_scale: f64,
}

impl Beta {
    fn new(a: f64, b: f64) -> Self {
        Self { a, b, log_scale: libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) }
    }

    /// The share of values below `x`, and the density there.
    fn cumulative(&self, x: f64) -> (f64, f64) {
        let (a, b) = (self.a, self.b);
        let front = libm::exp(self.log_scale + a * libm::log(x) + b * libm::log1p(-x));
        let share = if x < (a + 1.0) / (a + b + 2.0) {
            front * continued_fraction(a, b, x) / a
        } else {
            1.0 - front * continued_fraction(b, a, 1.0 - x) / b
        };
        (share.max(f64::MIN_POSITIVE), front / (x * (1.0 - x)))
    }
}

/// The continued fraction of the incomplete Beta function (DLMF 8.17.22) by Lentz's method; it needs few terms for `x`
/// below `(a + 1) / (a + b + 2)`.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut above = 1.0;
    let mut below = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut result = below;
    for step in 1..100 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for term in [even, odd] {
            below = 1.0 / (1.0 + term * below);
            above = 1.0 + term / above;
            result *= below * above;
        }
        if (below * above - 1.0).abs() < 1e-14 {
            break;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms() {
        // Beta(1, 5): 1 − (1 − p)^(1/5). Beta(5, 1): p^(1/5).
        for p in [1e-6, 0.01, 0.05, 0.3, 0.5, 0.8, 0.95, 0.99, 0.9999] {
            let z = normal::score(p);
            let (first, last) = (Pert::new(0.0).at(z), Pert::new(1.0).at(z));
            assert!((first - (1.0 - (1.0 - p).powf(0.2))).abs() < 5e-4, "{p}: {first}");
            assert!((last - p.powf(0.2)).abs() < 5e-4, "{p}: {last}");
        }
    }

    #[test]
    fn close_to_the_exact_inverse_between_the_nodes() {
        let mut worst: f64 = 0.0;
        for step in 0..97 {
            let mode = f64::from(step) / 96.3;
            let (pert, beta) = (Pert::new(mode), Beta::new(1.0 + 4.0 * mode, 5.0 - 4.0 * mode));
            for p in [0.01, 0.05, 0.1, 0.25, 0.5, 0.61, 0.8, 0.9, 0.95, 0.99] {
                let x = pert.at(normal::score(p));
                let (share, density) = beta.cumulative(x);
                worst = worst.max(((share - p) / density).abs());
            }
        }
        assert!(worst < 5e-4, "{worst}");
    }

    #[test]
    fn order_is_kept() {
        let perts: Vec<Pert> = (0..=300).map(|step| Pert::new(f64::from(step) / 300.0)).collect();
        for step in -650..650 {
            let z = f64::from(step) / 100.0;
            for pair in perts.windows(2) {
                assert!(pair[0].at(z) <= pair[1].at(z), "{z}");
                assert!(pair[0].at(z) <= pair[0].at(z + 0.01), "{z}");
            }
        }
    }

    #[test]
    fn scores_are_found_again() {
        for mode in [0.0, 0.2, 0.5, 0.93, 1.0] {
            let pert = Pert::new(mode);
            for z in [-2.9, -1.0, 0.0, 0.333, 2.7] {
                assert!((pert.score(pert.at(z)) - z).abs() < 1e-9, "{mode} {z}");
            }
            assert!(pert.score(-1.0) < -6.0 && pert.score(2.0) > 6.0);
        }
    }
}
