//! Arithmetic of durations: products of lognormal figures, and sums of such products.
//!
//! A [`Term`] is `median · exp(Σ σᵢ zᵢ)`, where each zᵢ is a named cause that other terms may share. A sum of terms is
//! taken as lognormal with the mean and the variance of the sum, covariances through shared causes included
//! (Fenton 1960, Wilkinson): exact for one term, and for several as good as the largest one dominates.

use std::collections::BTreeMap;

use schedule::Distribution;

use super::{Amount, CommonCause, Rate};

/// Of the spread of a measured or believed speed, what it shares with all speeds of its engine, and with the same figure
/// elsewhere; the rest is the step's own. A proposal of this program: squares 0.36, 0.36, 0.28.
const SHARED_BY_ENGINE: f64 = 0.6;
const SHARED_BY_FIGURE: f64 = 0.6;
/// What estimates of people share: who is late with one thing is late with others. A proposal of this program.
const SHARED_BY_PEOPLE: f64 = 0.3;

/// A part of a duration, lognormal.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    /// Seconds, half of the draws are below.
    median: f64,
    /// Share of the standard deviation of the logarithm by cause.
    causes: BTreeMap<String, f64>,
    /// What is this term's own of it.
    own: f64,
}

impl Term {
    /// Seconds that are always the same.
    pub(super) fn fixed(seconds: f64) -> Self {
        Self { median: seconds.max(0.0), causes: BTreeMap::new(), own: 0.0 }
    }

    /// Seconds with a spread of their own.
    pub(super) fn own(median: f64, sigma: f64) -> Self {
        Self { median: median.max(0.0), causes: BTreeMap::new(), own: sigma.max(0.0) }
    }

    /// `amount / rate`.
    pub(super) fn quotient(amount: &Amount, rate: &Rate) -> Self {
        Self::fixed(1.0).times(amount).over(rate)
    }

    /// Mean and variance of a three-point distribution, as a lognormal that people's estimates share a cause of.
    pub(super) fn three_points(least: f64, likely: f64, most: f64) -> Self {
        let mean = (least + 4.0 * likely + most) / 6.0;
        // Of a Beta-PERT: (μ − a)(b − μ)/7.
        let variance = ((mean - least) * (most - mean) / 7.0).max(0.0);
        let (median, sigma) = lognormal(mean, variance);
        let mut causes = BTreeMap::new();
        causes.insert(PEOPLE.to_owned(), SHARED_BY_PEOPLE * sigma);
        Self { median, causes, own: sigma * (1.0 - SHARED_BY_PEOPLE.powi(2)).sqrt() }
    }

    /// The same, `amount` times.
    pub(super) fn times(mut self, amount: &Amount) -> Self {
        self.median *= amount.value;
        if amount.sigma > 0.0 {
            *self.causes.entry(amount.what.clone()).or_default() += amount.sigma;
        }
        self
    }

    /// The same, `number` times.
    pub(super) fn scaled(mut self, number: f64) -> Self {
        self.median *= number.max(0.0);
        self
    }

    /// The same, done with the speed `rate`.
    pub(super) fn over(mut self, rate: &Rate) -> Self {
        self.median /= rate.median;
        if rate.sigma > 0.0 {
            *self.causes.entry(rate.figure.cause().to_owned()).or_default() += SHARED_BY_ENGINE * rate.sigma;
            *self.causes.entry(rate.figure.meaning().to_owned()).or_default() += SHARED_BY_FIGURE * rate.sigma;
            let rest = 1.0 - SHARED_BY_ENGINE.powi(2) - SHARED_BY_FIGURE.powi(2);
            self.own = self.own.hypot(rest.sqrt() * rate.sigma);
        }
        self
    }

    fn variance(&self) -> f64 {
        self.causes.values().map(|sigma| sigma * sigma).sum::<f64>() + self.own * self.own
    }

    /// Of the logarithm, with another term.
    fn covariance(&self, other: &Self) -> f64 {
        self.causes.iter().filter_map(|(cause, sigma)| Some(sigma * other.causes.get(cause)?)).sum()
    }

    fn mean(&self) -> f64 {
        self.median * (self.variance() / 2.0).exp()
    }

    /// Seconds, half of the draws are below.
    pub(super) fn median(&self) -> f64 {
        self.median
    }

    /// Standard deviation of the logarithm.
    pub(super) fn sigma(&self) -> f64 {
        self.variance().sqrt()
    }
}

/// The cause that estimates of people share.
const PEOPLE: &str = "pace of people";

/// The sum of `terms`, with the causes that move it.
pub(super) fn sum(terms: &[Term]) -> Term {
    let terms: Vec<&Term> = terms.iter().filter(|term| term.median > 0.0).collect();
    match terms.as_slice() {
        [] => return Term::fixed(0.0),
        [only] => return (*only).clone(),
        _ => {}
    }
    let mean: f64 = terms.iter().map(|term| term.mean()).sum();
    let mut variance = 0.0;
    for (at, one) in terms.iter().enumerate() {
        variance += one.mean().powi(2) * one.variance().exp_m1();
        for other in terms.iter().skip(at + 1) {
            variance += 2.0 * one.mean() * other.mean() * one.covariance(other).exp_m1();
        }
    }
    let (median, sigma) = lognormal(mean, variance);
    // To first order the logarithm of a sum follows a cause by the shares of its terms.
    let mut causes: BTreeMap<String, f64> = BTreeMap::new();
    for term in &terms {
        for (cause, its) in &term.causes {
            *causes.entry(cause.clone()).or_default() += term.mean() / mean * its;
        }
    }
    let shared = causes.values().map(|sigma| sigma * sigma).sum::<f64>();
    let limit = sigma * sigma;
    if shared > limit && shared > 0.0 {
        let shrink = (limit / shared).sqrt();
        for its in causes.values_mut() {
            *its *= shrink;
        }
    }
    Term { median, causes, own: (limit - shared.min(limit)).max(0.0).sqrt() }
}

/// Median and σ of the lognormal of this mean and variance.
fn lognormal(mean: f64, variance: f64) -> (f64, f64) {
    if mean <= 0.0 || variance <= 0.0 {
        return (mean.max(0.0), 0.0);
    }
    let square = (variance / (mean * mean)).ln_1p();
    (mean / (square / 2.0).exp(), square.sqrt())
}

impl Term {
    /// As a distribution.
    pub(super) fn distribution(&self) -> Distribution {
        let sigma = self.sigma();
        if sigma > 0.0 && self.median > 0.0 {
            Distribution::Lognormal { median: self.median, sigma }
        } else {
            Distribution::Fixed { seconds: self.median }
        }
    }

    /// What moves it, the strongest first; those below a tenth are left out.
    pub(super) fn drivers(&self) -> Vec<CommonCause> {
        let sigma = self.sigma();
        if sigma <= 0.0 {
            return Vec::new();
        }
        let all = self.causes.iter().map(|(name, its)| CommonCause { name: name.clone(), loading: its / sigma });
        let mut drivers: Vec<_> = all.filter(|it| it.loading >= 0.1).collect();
        drivers.sort_by(|a, b| b.loading.total_cmp(&a.loading).then_with(|| a.name.cmp(&b.name)));
        drivers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Figure;

    fn rate(figure: Figure, median: f64, sigma: f64) -> Rate {
        Rate { median, sigma, ..Rate::prior(figure) }
    }

    #[test]
    fn a_quotient_of_lognormals_is_exact() {
        let rows = Amount::believed(1e6, 0.6, "rows of a", "", "");
        let term = Term::quotient(&rows, &rate(Figure::UpdateRows, 10_000.0, 0.8));
        assert!((term.median() - 100.0).abs() < 1e-9);
        // √(0.6² + 0.8²) = 1.
        assert!((term.sigma() - 1.0).abs() < 1e-12);
        let squares: f64 = term.drivers().iter().map(|it| it.loading.powi(2)).sum();
        assert!((squares - (0.36 + 0.64 * 0.72)).abs() < 1e-12, "{squares}");
    }

    #[test]
    fn the_sum_has_the_mean_and_the_variance_of_its_parts() {
        // Independent: means 10·e^0.02 and 5·e^0.02, variances mean²(e^0.04 − 1).
        let parts = [Term::own(10.0, 0.2), Term::own(5.0, 0.2)];
        let total = sum(&parts);
        let (first, second) = (10.0 * 0.02f64.exp(), 5.0 * 0.02f64.exp());
        assert!((total.mean() - (first + second)).abs() < 1e-9);
        let variance = (first * first + second * second) * 0.04f64.exp_m1();
        assert!((total.mean().powi(2) * total.variance().exp_m1() - variance).abs() < 1e-9);
    }

    #[test]
    fn what_shares_a_cause_does_not_average_out() {
        let bytes = |what: &str| Amount::known(1e9, what, Rate::prior(Figure::ScanBytes).basis);
        let scan = rate(Figure::ScanBytes, 1e8, 0.9);
        let one = Term::quotient(&bytes("a"), &scan);
        let apart = [Term::own(10.0, 0.9), Term::own(10.0, 0.9)];
        let total = sum(&[one.clone(), Term::quotient(&bytes("b"), &scan)]);
        assert!(total.sigma() > sum(&apart).sigma() && total.sigma() < one.sigma());
        let squares: f64 = total.drivers().iter().map(|it| it.loading.powi(2)).sum();
        assert!(squares <= 1.0 + 1e-12);
    }

    #[test]
    fn three_points_keep_their_mean_and_nothing_is_nothing() {
        let term = Term::three_points(2.0, 4.0, 12.0);
        assert!((term.mean() - 5.0).abs() < 1e-9);
        assert_eq!(sum(&[]).distribution(), Distribution::Fixed { seconds: 0.0 });
        assert_eq!(Term::three_points(3.0, 3.0, 3.0).distribution(), Distribution::Fixed { seconds: 3.0 });
    }
}
