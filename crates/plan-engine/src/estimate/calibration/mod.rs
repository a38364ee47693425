//! What `plan calibrate` measured, as a file, and what it says of a table of another shape.

mod file;
mod fit;

use serde::{Deserialize, Serialize};

use super::rate::Z95;
use super::{Figure, Unit};

pub(super) use fit::Fit;

/// The version of the format of the file; a reader refuses a newer major.
pub const CALIBRATION_SCHEMA_VERSION: &str = "1.0";

/// The measurements of one engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// [`CALIBRATION_SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// `calibration`.
    pub kind: String,
    /// Product and version, for example `PostgreSQL 15.18`.
    pub engine: String,
    /// Where it is, without a password.
    pub url: String,
    /// Settings of the engine that decide about speed, by name.
    pub settings: std::collections::BTreeMap<String, String>,
    /// The tables that were measured on.
    pub tables: Vec<MeasuredTable>,
    /// The figures.
    pub figures: Vec<MeasuredFigure>,
}

/// A table that was measured on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasuredTable {
    /// Its name, which samples refer to.
    pub name: String,
    /// The statements that make it.
    pub statements: Vec<String>,
    /// Rows.
    pub rows: f64,
    /// Bytes of the table by row, the headers of rows and pages included.
    pub row_bytes: f64,
    /// Bytes of all its indexes by row.
    pub index_row_bytes: f64,
}

/// A figure that was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasuredFigure {
    /// Which.
    pub name: Figure,
    /// What it counts.
    pub unit: Unit,
    /// Units a second, on a table in the middle of those measured: the median.
    pub per_second: f64,
    /// Standard deviation of the natural logarithm, for a run on such a table: the parts below together.
    pub sigma: f64,
    /// What the spread consists of.
    pub spread: Spread,
    /// What was measured.
    pub samples: Vec<Sample>,
}

/// What a spread consists of: standard deviations of the natural logarithm, whose squares add up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// From one repetition to the next, widened for the few that there are.
    pub repetitions: f64,
    /// What the shape of the table does not explain.
    pub shape: f64,
    /// What the coefficients leave open at that table.
    pub coefficients: f64,
    /// Allowance for what else the machine does when the plan runs.
    pub load: f64,
}

/// Repetitions of a measurement on one table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The table.
    pub table: String,
    /// Rows or bytes that each repetition went through.
    pub amount: f64,
    /// How long each took, in seconds.
    pub seconds: Vec<f64>,
}

impl MeasuredFigure {
    /// P5, the median and P95, in units a second.
    pub fn quantiles(&self) -> [f64; 3] {
        [-Z95, 0.0, Z95].map(|z| self.per_second * (self.sigma * z).exp())
    }
}

impl Calibration {
    /// Measurements, with the figures that follow from them. A figure of which no sample is above zero is left out.
    pub fn of(
        engine: &str,
        url: &str,
        settings: std::collections::BTreeMap<String, String>,
        tables: Vec<MeasuredTable>,
        samples: impl IntoIterator<Item = (Figure, Vec<Sample>)>,
    ) -> Self {
        let table = |it: MeasuredTable| MeasuredTable {
            row_bytes: round(it.row_bytes),
            index_row_bytes: round(it.index_row_bytes),
            ..it
        };
        let tables: Vec<MeasuredTable> = tables.into_iter().map(table).collect();
        let figures = samples.into_iter().filter_map(|(name, samples)| {
            let samples: Vec<Sample> = samples.into_iter().map(Sample::rounded).collect();
            let fit = Fit::of(name, &tables, &samples)?;
            let (ln_seconds, spread) = fit.in_the_middle();
            let Spread { repetitions, shape, coefficients, load } = spread;
            let sigma = repetitions.hypot(shape).hypot(coefficients).hypot(load);
            let per_second = round((-ln_seconds).exp());
            Some(MeasuredFigure {
                name,
                unit: name.unit(),
                per_second,
                sigma: round(sigma),
                spread: spread.rounded(),
                samples,
            })
        });
        let figures = figures.collect();
        Self {
            schema_version: CALIBRATION_SCHEMA_VERSION.to_owned(),
            kind: KIND.to_owned(),
            engine: engine.to_owned(),
            url: url.to_owned(),
            settings,
            tables,
            figures,
        }
    }
}

impl Sample {
    fn rounded(self) -> Self {
        let seconds = self.seconds.into_iter().map(round).collect();
        Self { amount: round(self.amount), seconds, ..self }
    }
}

impl Spread {
    fn rounded(self) -> Self {
        let Self { repetitions, shape, coefficients, load } = self;
        let [repetitions, shape, coefficients, load] = [repetitions, shape, coefficients, load].map(round);
        Self { repetitions, shape, coefficients, load }
    }
}

/// To eight digits that count, more than anything is measured with: so it is read from the file as it was written.
fn round(value: f64) -> f64 {
    format!("{value:.7e}").parse().unwrap_or(value)
}

/// What [`Calibration::kind`] says.
const KIND: &str = "calibration";
