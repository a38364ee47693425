//! How fast things go.

use serde_json::Value as Json;

use super::{Fields, Object, Seen};
use crate::estimate::Figure;
use crate::specification::form::{Choice, Figures, Form, Name, Speed, Spread, Text, Words};
use crate::specification::model;
use crate::specification::node::Node;
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

/// What is supposed of the spread of a figure whose spread is not told: P95 is 2.3 times the median.
const SIGMA: f64 = 0.5;

impl Words for Figure {
    const WHAT: &'static str = "throughput figure";
    const ALL: &'static [(&'static str, Self)] = &[
        ("copy_rows", Self::CopyRows),
        ("apply_rows", Self::ApplyRows),
        ("insert_rows", Self::InsertRows),
        ("update_rows", Self::UpdateRows),
        ("scan_bytes", Self::ScanBytes),
        ("validate_bytes", Self::ValidateBytes),
        ("write_bytes", Self::WriteBytes),
        ("index_bytes", Self::IndexBytes),
        ("network_bytes", Self::NetworkBytes),
        ("trigger_rows", Self::TriggerRows),
    ];
}

/// A figure, stated once.
struct Known;

impl Form for Known {
    type Value = Figure;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Figure> {
        let figure = Choice::<Figure>::read(node, reader)?;
        Name::<Figures>::read(node, reader);
        Some(figure)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        Choice::<Figure>::schema(definitions)
    }

    fn shown() -> String {
        Choice::<Figure>::shown()
    }

    fn same(one: &Figure, other: &Figure) -> bool {
        one == other
    }
}

#[derive(Default)]
pub(super) struct Throughput {
    name: Option<Figure>,
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
            .field::<Known>("name", "Which figure.", |it| &mut it.name)
            .required()
            .field::<Speed>("rate", "The median, in rows or bytes a second.", |it| &mut it.per_second)
            .required()
            .field::<Spread>("sigma", "Standard deviation of the natural logarithm; 0.5 unless told.", |it| {
                &mut it.sigma
            })
            .field::<Text>("measured", "Where and when it was measured.", |it| &mut it.measured)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Throughput> {
        Some(model::Throughput {
            name: self.name?.as_str().to_owned(),
            per_second: self.per_second?,
            sigma: self.sigma.unwrap_or(SIGMA),
            measured: self.measured,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_can_be_stated_by_its_name() {
        let named: Vec<&str> = <Figure as Words>::ALL.iter().map(|(name, _)| *name).collect();
        assert_eq!(named, Figure::ALL.map(Figure::as_str));
    }
}
