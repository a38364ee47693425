//! What is known of a table.

use super::{Fields, Object, Seen};
use crate::specification::form::{Bytes, Count, Megabytes, Name, PerSecond, Tables, Truth};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Table {
    name: Option<String>,
    rows: Option<f64>,
    bytes: Option<f64>,
    index_bytes: Option<f64>,
    writes: Option<f64>,
    reads: Option<f64>,
    critical: Option<bool>,
}

impl Object for Table {
    type Made = model::Table;
    const NAME: &'static str = "table";
    const ABOUT: &'static str = "What is known of a table.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<Tables>>("name", "Its name.", |it| &mut it.name)
            .required()
            .field::<Count>("rows", "Its rows.", |it| &mut it.rows)
            .also::<Count>("row_count", "The same.", |it| &mut it.rows)
            .field::<Bytes>("size", "Its size without indexes.", |it| &mut it.bytes)
            .also::<Megabytes>("size_mb", "The same in megabytes (10⁶ bytes).", |it| &mut it.bytes)
            .field::<Bytes>("index_size", "The size of its indexes.", |it| &mut it.index_bytes)
            .also::<Megabytes>("index_size_mb", "The same in megabytes (10⁶ bytes).", |it| &mut it.index_bytes)
            .field::<PerSecond>("writes_per_second", "Rows written a second.", |it| &mut it.writes)
            .field::<PerSecond>("reads_per_second", "Statements that read it a second.", |it| &mut it.reads)
            .field::<Truth>("critical", "Whether the business stops without it.", |it| &mut it.critical)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Table> {
        Some(model::Table {
            name: self.name?,
            rows: self.rows,
            bytes: self.bytes,
            index_bytes: self.index_bytes,
            writes_per_second: self.writes,
            reads_per_second: self.reads,
            critical: self.critical.unwrap_or_default(),
        })
    }
}
