//! How fast things go.

use super::{Fields, Object, Seen};
use crate::specification::form::{Amount, Figures, Name, Speed, Text};
use crate::specification::model;
use crate::specification::reader::Reader;

/// What is supposed of the spread of a figure whose spread is not told: P95 is 2.3 times the median.
const SIGMA: f64 = 0.5;

#[derive(Default)]
pub(super) struct Throughput {
    name: Option<String>,
    per_second: Option<f64>,
    sigma: Option<f64>,
    measured: Option<String>,
}

impl Object for Throughput {
    type Made = model::Throughput;
    const NAME: &'static str = "throughput";
    const ABOUT: &'static str = "How fast something goes, as it was measured.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<Figures>>(
                "name",
                "What: `copy_rows`, `scan_bytes`, `index_bytes`, `network_bytes`, …",
                |it| &mut it.name,
            )
            .required()
            .field::<Speed>("rate", "The median, in rows or bytes a second.", |it| &mut it.per_second)
            .required()
            .field::<Amount>("sigma", "Standard deviation of the natural logarithm; 0.5 unless told.", |it| {
                &mut it.sigma
            })
            .field::<Text>("measured", "Where and when it was measured.", |it| &mut it.measured)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Throughput> {
        Some(model::Throughput {
            name: self.name?,
            per_second: self.per_second?,
            sigma: self.sigma.unwrap_or(SIGMA),
            measured: self.measured,
        })
    }
}
