//! What every kind of side has to say of itself.

use database::Table;
use validation::{CsvFile, EngineTable, ParquetFile, Selection, Side};

use crate::types::{Case, Type};

/// A row: the number of its case and the one value that it holds, at the place of its column.
#[derive(Debug, Clone)]
pub(crate) struct Held<'a> {
    pub(crate) id: usize,
    pub(crate) column: usize,
    pub(crate) value: Option<&'a str>,
}

/// The rows before the change, or behind it.
pub(crate) fn held<'a>(cases: &'a [Case], changed: impl Fn(&Case) -> bool) -> Vec<Held<'a>> {
    let row = |it: &'a Case| {
        let value = if changed(it) { &it.after } else { &it.before };
        Held { id: it.id, column: it.column, value: value.as_deref() }
    };
    cases.iter().map(row).collect()
}

/// A kind of side: an engine or a format of files.
pub(crate) trait Maker {
    fn name(&self) -> &'static str;

    /// Why it cannot hold a value, where it cannot.
    fn refuses(&self, of: Type, value: &str) -> Option<&'static str>;

    /// A new table or file that holds these rows, all columns but the row's own being NULL.
    fn make(&self, rows: &[Held<'_>]) -> Made;
}

/// A table or file, opened.
pub(crate) enum Made {
    Engine(Box<EngineTable>),
    Csv(Box<CsvFile>),
    Parquet(Box<ParquetFile>),
}

impl Made {
    pub(crate) fn table(&self) -> &Table {
        match self {
            Self::Engine(it) => it.table(),
            Self::Csv(it) => it.table(),
            Self::Parquet(it) => it.table(),
        }
    }

    pub(crate) fn select(self, selection: Selection) -> Box<dyn Side> {
        match self {
            Self::Engine(it) => Box::new(it.select(selection).unwrap()),
            Self::Csv(it) => Box::new(it.select(selection).unwrap()),
            Self::Parquet(it) => Box::new(it.select(selection).unwrap()),
        }
    }
}
