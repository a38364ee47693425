//! Figures as they are known: from the specification, from a calibration, or from a prior.

use std::collections::BTreeMap;

use super::calibration::Fit;
use super::{Figure, TableSize};
use crate::specification::model::{Fact, FactSource, Specification};

/// The standard normal quantile of 95 %.
pub(super) const Z95: f64 = 1.644_853_626_951_472_2;

/// How fast something goes: lognormal.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// Which figure.
    pub figure: Figure,
    /// Units a second, above zero; half of the draws are slower.
    pub median: f64,
    /// Standard deviation of the natural logarithm, zero or above.
    pub sigma: f64,
    /// Who says so.
    pub basis: Fact,
    /// How it depends on the shape of a table, where that was measured.
    pub(super) fit: Option<Fit>,
}

impl Rate {
    /// What nobody has measured.
    pub fn prior(figure: Figure) -> Self {
        let prior = figure.prior();
        let source = FactSource::Prior { cites: prior.cites.to_owned() };
        Self {
            figure,
            median: prior.median,
            sigma: prior.sigma,
            basis: Fact { source, pointer: String::new(), says: String::new() },
            fit: None,
        }
        .told()
    }

    /// With the sentence that its basis says.
    pub(super) fn told(mut self) -> Self {
        self.basis.says = format!("{}: {}", self.figure, self.sentence());
        self
    }

    /// With a remark behind what its basis says.
    pub(super) fn noting(mut self, remark: &str) -> Self {
        self.basis.says = format!("{}, {remark}", self.basis.says);
        self
    }

    /// The same for `table`, as far as it is known how the shape of a table matters.
    pub fn on(&self, table: &TableSize) -> Self {
        match self.fit.as_ref().and_then(|fit| fit.on(table)) {
            Some((median, sigma)) => Self { median, sigma, ..self.clone() },
            None => self.clone(),
        }
    }

    /// Median and spread, in words: `10,000 rows/s (P5 to P95: 1,033 to 96,800)`.
    pub fn sentence(&self) -> String {
        let unit = self.figure.unit();
        let middle = super::words::speed(self.median, unit);
        if self.sigma <= 0.0 {
            return middle;
        }
        let low = super::words::speed(self.quantile(-Z95), unit);
        let high = super::words::speed(self.quantile(Z95), unit);
        format!("{middle} (P5 to P95: {low} to {high})")
    }

    /// Units a second at the standard normal score `z`.
    pub fn quantile(&self, z: f64) -> f64 {
        self.median * (self.sigma * z).exp()
    }

    /// Whether nobody has measured it.
    pub fn is_prior(&self) -> bool {
        matches!(self.basis.source, FactSource::Prior { .. })
    }
}

/// Every figure as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Throughputs {
    known: BTreeMap<Figure, Rate>,
}

impl Default for Throughputs {
    fn default() -> Self {
        Self { known: Figure::ALL.into_iter().map(|figure| (figure, Rate::prior(figure))).collect() }
    }
}

impl Throughputs {
    /// Those that `specification` states; priors for the others. A name that is no figure, or a figure that is not above
    /// zero, is passed over: the reader of specifications reports it.
    pub fn of(specification: &Specification) -> Self {
        let mut all = Self::default();
        for (at, stated) in specification.throughput.iter().enumerate() {
            let Ok(figure) = stated.name.parse::<Figure>() else { continue };
            let basis = specification.places.fact(&format!("/throughput/{at}"), "");
            all.put(Rate { figure, median: stated.per_second, sigma: stated.sigma, basis, fit: None }.told());
        }
        all
    }

    /// Puts `rate` in the place of what was known; one that is not finite and above zero is passed over.
    pub fn put(&mut self, rate: Rate) {
        let sound = rate.median.is_finite() && rate.median > 0.0 && rate.sigma.is_finite() && rate.sigma >= 0.0;
        if sound {
            self.known.insert(rate.figure, rate);
        }
    }

    /// What is known of `figure`.
    pub fn get(&self, figure: Figure) -> Rate {
        self.known.get(&figure).cloned().unwrap_or_else(|| Rate::prior(figure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::specification::model::Throughput;

    #[test]
    fn what_is_stated_goes_before_the_prior() {
        let stated = |name: &str, per_second| Throughput { name: name.into(), per_second, sigma: 0.2, measured: None };
        let specification = Specification {
            throughput: vec![stated("copy_rows", 4000.0), stated("nonsense", 1.0), stated("scan_bytes", -1.0)],
            ..Specification::default()
        };
        let known = Throughputs::of(&specification);
        let copy = known.get(Figure::CopyRows);
        assert!(!copy.is_prior() && (copy.median - 4000.0).abs() < 1e-9);
        assert!(matches!(copy.basis.source, FactSource::Specification { .. }));
        assert!(known.get(Figure::ScanBytes).is_prior());
    }

    #[test]
    fn a_prior_tells_its_spread() {
        let says = Rate::prior(Figure::CopyRows).basis.says;
        assert_eq!(says, "copy_rows: 10,000 rows/s (P5 to P95: 1,033 rows/s to 96,784 rows/s)");
    }
}
