//! How a speed depends on the shape of a table, as far as a few tables tell: a Bayesian regression.
//!
//! The logarithm of the seconds for a row (or a byte) is taken as
//!
//! ```text
//! ln(seconds/unit) = α + β·ln(row bytes/150) + γ·ln((index bytes by row + 10)/50) + noise
//! ```
//!
//! with priors for β and γ by the kind of work, and next to none for α. Each table's mean is an observation. What a run on
//! another table adds to the noise: what repetitions differ by (widened by Student's t for the few that there are), what
//! the formula leaves unexplained, an allowance for another load of the machine, and, for a table larger than all that
//! were measured, a growth: for every factor e of rows or of bytes it takes some 15 % longer, with a standard deviation of
//! 0.25 (depth of indexes, pages that no longer fit into memory, checkpoints). The allowances are proposals of this
//! program.

use super::{Figure, MeasuredTable, Sample, Spread};
use crate::estimate::{TableSize, Unit};

/// Of another load when the plan runs than when it was measured.
const LOAD: f64 = 0.2;
/// What the formula leaves unexplained, at least.
const LEAST_MISFIT: f64 = 0.15;
/// Repetitions differ by this much, at least.
const LEAST_NOISE: f64 = 0.03;
/// By factor e of size beyond what was measured: mean and standard deviation.
const GROWTH: (f64, f64) = (0.15, 0.25);
/// A table in the middle: row bytes, and index bytes by row with [`NO_INDEX`] added.
const MIDDLE: (f64, f64) = (150.0, 50.0);
/// Keeps the logarithm finite where there is no index.
const NO_INDEX: f64 = 10.0;

/// A regression of one figure.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::estimate) struct Fit {
    /// α, β, γ.
    mean: [f64; 3],
    covariance: [[f64; 3]; 3],
    /// From one repetition to the next, widened.
    repetitions: f64,
    misfit: f64,
    /// Rows of the largest table measured.
    rows: f64,
    /// Bytes of the largest table measured, indexes included.
    bytes: f64,
}

impl Fit {
    /// Of these samples on these tables; none where no sample can be used.
    pub(in crate::estimate) fn of(figure: Figure, tables: &[MeasuredTable], samples: &[Sample]) -> Option<Self> {
        let observed: Vec<Observed> = samples.iter().filter_map(|sample| Observed::of(sample, tables)).collect();
        if observed.is_empty() {
            return None;
        }
        let (noise, freedom) = pooled(&observed);
        let noise = noise.max(LEAST_NOISE);
        let (beta, gamma) = priors(figure);
        let mut fit = Self {
            mean: [-figure.prior().median.ln(), beta.0, gamma.0],
            covariance: [[9.0, 0.0, 0.0], [0.0, beta.1 * beta.1, 0.0], [0.0, 0.0, gamma.1 * gamma.1]],
            repetitions: noise * student(freedom),
            misfit: LEAST_MISFIT,
            rows: observed.iter().map(|it| it.rows).fold(0.0, f64::max),
            bytes: observed.iter().map(|it| it.bytes).fold(0.0, f64::max),
        };
        for it in &observed {
            fit.learn(it, noise * noise / it.repetitions + LEAST_MISFIT * LEAST_MISFIT);
        }
        let square: f64 = observed.iter().map(|it| (it.ln_seconds - dot(&it.x, &fit.mean)).powi(2)).sum();
        let count = observed.iter().map(|_| 1.0).sum::<f64>();
        // Three coefficients are taken from these means, though not without help of their priors.
        fit.misfit = (square / (count - 3.0).max(1.0)).sqrt().max(LEAST_MISFIT);
        Some(fit)
    }

    /// One observation (the update of a linear model with Gaussian noise, as in a Kalman filter).
    fn learn(&mut self, observed: &Observed, variance: f64) {
        let x = observed.x;
        let sx = self.covariance.map(|row| dot(&row, &x));
        let total = dot(&x, &sx) + variance;
        let surprise = observed.ln_seconds - dot(&x, &self.mean);
        for (mean, s) in self.mean.iter_mut().zip(&sx) {
            *mean += s / total * surprise;
        }
        for (row, s) in self.covariance.iter_mut().zip(&sx) {
            for (cell, other) in row.iter_mut().zip(&sx) {
                *cell -= s * other / total;
            }
        }
    }

    fn coefficients(&self, x: &[f64; 3]) -> f64 {
        dot(x, &self.covariance.map(|row| dot(&row, x))).max(0.0).sqrt()
    }

    /// Logarithm of the seconds for a unit on a table in the middle, and its spread.
    pub(super) fn in_the_middle(&self) -> (f64, Spread) {
        let x = [1.0, 0.0, 0.0];
        let coefficients = self.coefficients(&x);
        let spread = Spread { repetitions: self.repetitions, shape: self.misfit, coefficients, load: LOAD };
        (dot(&x, &self.mean), spread)
    }

    /// Median in units a second and σ of the logarithm for a run on `table`; none where its rows are not known to be above
    /// zero.
    pub(in crate::estimate) fn on(&self, table: &TableSize) -> Option<(f64, f64)> {
        let rows = table.rows.value;
        if rows < 1.0 {
            return None;
        }
        let (row, index) = (table.heap.value / rows, table.indexes.value / rows);
        let x = covariates(row, index);
        let [_, beta, gamma] = self.mean;
        let growth = (rows / self.rows).max((table.heap.value + table.indexes.value) / self.bytes).ln().max(0.0);
        let mean = dot(&x, &self.mean) + GROWTH.0 * growth;
        let parts = [
            self.coefficients(&x),
            self.repetitions,
            self.misfit,
            LOAD,
            GROWTH.1 * growth,
            beta * table.heap.sigma,
            gamma * table.indexes.sigma,
        ];
        let sigma = parts.iter().map(|part| part * part).sum::<f64>().sqrt();
        Some(((-mean).exp(), sigma)).filter(|(median, sigma)| median.is_finite() && *median > 0.0 && sigma.is_finite())
    }
}

/// The repetitions on one table, as the regression sees them.
struct Observed {
    x: [f64; 3],
    rows: f64,
    bytes: f64,
    /// Mean of the logarithm of the seconds for a unit.
    ln_seconds: f64,
    /// Sum of the squared deviations from it.
    deviations: f64,
    repetitions: f64,
}

impl Observed {
    fn of(sample: &Sample, tables: &[MeasuredTable]) -> Option<Self> {
        let table = tables.iter().find(|it| it.name == sample.table)?;
        let sound = |value: f64| value.is_finite() && value > 0.0;
        if !sound(sample.amount) || !sound(table.rows) || !sound(table.row_bytes) || table.index_row_bytes.is_nan() {
            return None;
        }
        let times: Vec<f64> = sample.seconds.iter().copied().filter(|it| sound(*it)).collect();
        let logs: Vec<f64> = times.iter().map(|seconds| (seconds / sample.amount).ln()).collect();
        let repetitions = logs.iter().map(|_| 1.0).sum::<f64>();
        if repetitions < 1.0 {
            return None;
        }
        let ln_seconds = logs.iter().sum::<f64>() / repetitions;
        let index = table.index_row_bytes.max(0.0);
        Some(Self {
            x: covariates(table.row_bytes, index),
            rows: table.rows,
            bytes: table.rows * (table.row_bytes + index),
            ln_seconds,
            deviations: logs.iter().map(|it| (it - ln_seconds).powi(2)).sum(),
            repetitions,
        })
    }
}

fn covariates(row_bytes: f64, index_row_bytes: f64) -> [f64; 3] {
    [1.0, (row_bytes.max(1.0) / MIDDLE.0).ln(), ((index_row_bytes + NO_INDEX) / MIDDLE.1).ln()]
}

/// β and γ, each with mean and standard deviation, by what is done.
fn priors(figure: Figure) -> ((f64, f64), (f64, f64)) {
    match (figure, figure.unit()) {
        // Indexes are not touched by a scan.
        (Figure::ScanBytes | Figure::ValidateBytes, _) => ((-0.3, 0.4), (0.0, 0.05)),
        (_, Unit::Rows) => ((0.3, 0.3), (0.6, 0.4)),
        (_, Unit::Bytes) => ((-0.3, 0.4), (0.0, 0.3)),
    }
}

/// Standard deviation of repetitions around the mean of their table, over all tables, with its degrees of freedom.
fn pooled(observed: &[Observed]) -> (f64, f64) {
    let freedom: f64 = observed.iter().map(|it| it.repetitions - 1.0).sum();
    let square: f64 = observed.iter().map(|it| it.deviations).sum();
    // A single repetition tells nothing of its spread.
    if freedom < 1.0 { (0.3, 1.0) } else { ((square / freedom).sqrt(), freedom) }
}

/// By how much the 95 % quantile of Student's t is wider than the normal one.
fn student(freedom: f64) -> f64 {
    // Cornish-Fisher: t ≈ z + (z³ + z)/4ν + (5z⁵ + 16z³ + 3z)/96ν²; within 2 % from three degrees on.
    const Z: f64 = 1.644_853_626_951_472_2;
    let freedom = freedom.max(1.5);
    let first = (Z.powi(3) + Z) / (4.0 * freedom);
    let second = (5.0 * Z.powi(5) + 16.0 * Z.powi(3) + 3.0 * Z) / (96.0 * freedom * freedom);
    (Z + first + second) / Z
}

fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Amount;
    use crate::specification::model::{Fact, FactSource};

    /// Four tables, narrow and wide, with few and with many indexes.
    fn tables() -> Vec<MeasuredTable> {
        let shapes = [("a", 60.0, 20.0), ("b", 60.0, 110.0), ("c", 600.0, 20.0), ("d", 600.0, 110.0)];
        let table = |(name, row_bytes, index_row_bytes): (&str, f64, f64)| MeasuredTable {
            name: name.to_owned(),
            statements: Vec::new(),
            rows: 1e5,
            row_bytes,
            index_row_bytes,
        };
        shapes.map(table).to_vec()
    }

    /// Samples of a machine that takes 10 µs · (row/150)^0.25 · (index/50) for a row.
    fn samples() -> Vec<Sample> {
        let one = |table: &MeasuredTable| {
            let micros = 10.0 * (table.row_bytes / 150.0).powf(0.25) * ((table.index_row_bytes + 10.0) / 50.0);
            let seconds = micros * 1e-6 * 1e5;
            Sample {
                table: table.name.clone(),
                amount: 1e5,
                seconds: [0.95, 1.0, 1.05].map(|it| it * seconds).to_vec(),
            }
        };
        tables().iter().map(one).collect()
    }

    fn table(rows: f64, row_bytes: f64, index_bytes: f64, sigma: f64) -> TableSize {
        let fact =
            Fact { source: FactSource::Prior { cites: String::new() }, pointer: String::new(), says: String::new() };
        let amount = |value| Amount { value, sigma, what: String::new(), basis: fact.clone() };
        let rows_known = Amount { sigma: 0.0, ..amount(rows) };
        TableSize::completed(
            "t",
            Some(rows_known),
            Some(amount(rows * row_bytes)),
            Some(amount(rows * index_bytes)),
            None,
        )
    }

    fn fit() -> Fit {
        Fit::of(Figure::UpdateRows, &tables(), &samples()).unwrap()
    }

    #[test]
    fn it_finds_how_speed_depends_on_the_shape() {
        for (row, index) in [(60.0, 20.0), (600.0, 110.0), (200.0, 60.0)] {
            let expected = 1e6 / (10.0 * (row / 150.0f64).powf(0.25) * ((index + 10.0) / 50.0));
            let (median, sigma) = fit().on(&table(1e5, row, index, 0.0)).unwrap();
            assert!((median / expected).ln().abs() < 0.08, "{row} {index}: {median} {expected}");
            assert!((0.25..0.45).contains(&sigma), "{sigma}");
        }
    }

    #[test]
    fn what_lies_beyond_the_measured_is_less_sure() {
        let sigma = |table| fit().on(&table).unwrap().1;
        let near = sigma(table(1e5, 150.0, 40.0, 0.0));
        assert!(sigma(table(1e6, 150.0, 40.0, 0.0)) > near + 0.2, "more rows");
        assert!(sigma(table(1e5, 9_000.0, 40.0, 0.0)) > near, "wider rows");
        assert!(sigma(table(1e5, 150.0, 40.0, 0.9)) > near, "a size that nobody knows");
        let (slow, fast) = (fit().on(&table(1e6, 150.0, 40.0, 0.0)), fit().on(&table(1e5, 150.0, 40.0, 0.0)));
        assert!(slow.unwrap().0 < fast.unwrap().0);
    }

    #[test]
    fn few_repetitions_widen_it() {
        assert!(student(2.0) > student(8.0) && student(1e6) < 1.001);
        // t(0.95; 3) = 2.353.
        assert!((student(3.0) * 1.644_854 - 2.353).abs() < 0.05);
        let mut single = samples();
        for sample in &mut single {
            sample.seconds.truncate(1);
        }
        let fit = Fit::of(Figure::UpdateRows, &tables(), &single).unwrap();
        assert!(fit.repetitions > 0.5);
    }

    #[test]
    fn nonsense_gives_no_figure() {
        let bad = vec![Sample { table: "nowhere".into(), amount: 1.0, seconds: vec![1.0] }];
        assert!(Fit::of(Figure::ScanBytes, &tables(), &bad).is_none());
        let bad = vec![Sample { table: "a".into(), amount: 1.0, seconds: vec![0.0, f64::NAN, -1.0] }];
        assert!(Fit::of(Figure::ScanBytes, &tables(), &bad).is_none());
        assert!(fit().on(&table(0.0, 1.0, 1.0, 0.0)).is_none());
    }
}
