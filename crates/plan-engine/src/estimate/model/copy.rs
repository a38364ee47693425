//! Rows copied: `N/r`; while rows change `T = (N/r) / (1 − w/a)`, since what was written meanwhile has to be applied too,
//! and what is written during that, and so on: a geometric series. It never ends where w ≥ a.

use schedule::Distribution;

use super::{Part, inputs};
use crate::estimate::{Amount, Convergence, Estimate, Model, Rate, Term, words};

/// Points of the grid by which the quotient is integrated, a side.
const GRID: u32 = 64;

/// How long `rows` take to be copied with the speed `rate`, while nobody writes.
pub fn copy(rows: &Amount, rate: &Rate) -> Estimate {
    part(rows, rate).estimate()
}

pub(super) fn part(rows: &Amount, rate: &Rate) -> Part {
    let explanation = format!("{} rows at {}", words::count(rows.value), rate.sentence());
    Part::new(Model::Copy, Term::quotient(rows, rate), explanation, inputs([rows], [rate]))
}

/// How long `rows` take to be copied with the speed `copy` while `writes` rows a second change, which are applied with
/// the speed `apply`.
///
/// With r and a lognormal and independent, T is integrated over a grid of 64 × 64 points of equal probability, of which
/// those with w ≥ a give [`Convergence::probability_never`]; the others, T's distribution, as the lognormal of its P50 and
/// P90. Where all of them never end, the distribution is that of the copy alone: what it takes to find out.
pub fn copy_while_changing(rows: &Amount, copy: &Rate, writes: &Amount, apply: &Rate) -> Estimate {
    let plain = Term::quotient(rows, copy);
    let (write, applied) = (writes.value, apply.median);
    let spread = apply.sigma.hypot(writes.sigma);
    let mut ends = Vec::new();
    for z in scores() {
        let ratio = write / applied * (spread * z).exp();
        if ratio < 1.0 {
            let lag = 1.0 / (1.0 - ratio);
            ends.extend(scores().map(|z| plain.median() * (plain.sigma() * z).exp() * lag));
        }
    }
    let all = f64::from(GRID * GRID);
    #[expect(clippy::cast_precision_loss, reason = "at most 4,096")]
    let probability_never = 1.0 - ends.len() as f64 / all;
    ends.sort_by(f64::total_cmp);
    let convergence = Convergence { writes_per_second: write, applied_per_second: applied, probability_never };
    let mut estimate = Part::new(
        Model::CopyWhileChanging,
        plain.clone(),
        explain(rows, copy, writes, apply, &convergence),
        inputs([rows, writes], [copy, apply]),
    )
    .estimate();
    if write > 0.0
        && !convergence.never()
        && let Some((median, sigma)) = fitted(&ends)
    {
        estimate.distribution = Distribution::Lognormal { median, sigma };
        let shrink = if sigma > 0.0 { (plain.sigma() / sigma).min(1.0) } else { 0.0 };
        for driver in &mut estimate.drivers {
            driver.loading *= shrink;
        }
    }
    estimate.convergence = Some(convergence);
    estimate
}

fn explain(rows: &Amount, copy: &Rate, writes: &Amount, apply: &Rate, convergence: &Convergence) -> String {
    let copied = format!("{} rows at {}", words::count(rows.value), copy.sentence());
    let written = words::speed(writes.value, crate::estimate::Unit::Rows);
    let applied = apply.sentence();
    if convergence.never() {
        return format!("{copied}: never converges, since {written} are written and only {applied} applied");
    }
    let risk = convergence.probability_never;
    let risk = if risk > 0.0 {
        format!("; it never converges with a probability of {:.0} %", 100.0 * risk)
    } else {
        String::new()
    };
    format!("{copied}, while {written} are written and {applied} applied{risk}")
}

/// Scores of the standard normal distribution in the middle of intervals of equal probability.
fn scores() -> impl Iterator<Item = f64> {
    (0..GRID).map(|at| normal_quantile((f64::from(at) + 0.5) / f64::from(GRID)))
}

/// The lognormal that has the P50 and the P90 of these values, which are in ascending order.
fn fitted(values: &[f64]) -> Option<(f64, f64)> {
    const Z90: f64 = 1.281_551_565_544_600_4;
    let at = |share: usize| values.get((values.len() * share / 100).min(values.len().checked_sub(1)?));
    let (median, high) = (at(50)?, at(90)?);
    (*median > 0.0).then(|| (*median, (high / median).ln().max(0.0) / Z90))
}

/// The standard normal quantile of `p` (Acklam's rational approximation, relative error below 1.2e-9).
fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416];
    let polynomial = |coefficients: &[f64], x: f64| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
    let tail = |q: f64| polynomial(&C, q) / (polynomial(&D, q) * q + 1.0);
    if p < 0.024_25 {
        return tail((-2.0 * p.ln()).sqrt());
    }
    if p > 1.0 - 0.024_25 {
        return -tail((-2.0 * (1.0 - p).ln()).sqrt());
    }
    let q = p - 0.5;
    let r = q * q;
    polynomial(&A, r) * q / (polynomial(&B, r) * r + 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{amount, median, rate};
    use super::*;
    use crate::estimate::Figure;

    fn estimate(writes: f64, sigma: f64) -> Estimate {
        let (copy, apply) = (rate(Figure::CopyRows, 10_000.0, sigma), rate(Figure::ApplyRows, 5_000.0, sigma));
        copy_while_changing(&amount(5e7, "rows"), &copy, &amount(writes, "writes"), &apply)
    }

    #[test]
    fn writes_stretch_the_copy() {
        // 5e7/1e4 = 5,000 s; 1/(1 − 1,000/5,000) = 1.25.
        let estimate = estimate(1_000.0, 0.0);
        assert!((median(&estimate) - 6_250.0).abs() < 1e-6);
        assert_eq!(estimate.convergence.map(|it| it.probability_never), Some(0.0));
    }

    #[test]
    fn it_never_ends_where_more_is_written_than_applied() {
        for writes in [5_000.0, 9_000.0] {
            let estimate = estimate(writes, 0.0);
            let convergence = estimate.convergence.unwrap();
            assert!(convergence.never() && convergence.probability_never >= 1.0);
            assert!((median(&estimate) - 5_000.0).abs() < 1e-6, "the copy alone");
            assert!(estimate.explanation.contains("never converges"), "{}", estimate.explanation);
        }
    }

    #[test]
    fn with_uncertain_speeds_it_is_a_probability() {
        // P(a ≤ 1,000) = Φ(ln(0.2)/1) = Φ(−1.609) = 5.4 %.
        let estimate = estimate(1_000.0, 1.0);
        let convergence = estimate.convergence.unwrap();
        assert!(!convergence.never() && (convergence.probability_never - 0.054).abs() < 0.01, "{convergence:?}");
        assert!(median(&estimate) > 5_000.0);
        let squares: f64 = estimate.drivers.iter().map(|it| it.loading.powi(2)).sum();
        assert!(squares <= 1.0);
    }

    #[test]
    fn quantiles_of_the_normal_distribution() {
        for (p, z) in [(0.5, 0.0), (0.9, 1.281_551_565_5), (0.05, -1.644_853_626_9), (0.001, -3.090_232_306_2)] {
            assert!((normal_quantile(p) - z).abs() < 1e-8, "{p}");
        }
    }
}
