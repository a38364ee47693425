//! Two places whose rows are to be compared, opened as sides: columns by name or by a mapping with expressions.

mod csv_options;
mod file_place;
mod mapping;
mod place;

use std::collections::BTreeMap;

use crate::{EngineOptions, Result, Side, Wanted, pair};

pub use csv_options::CsvOptions;
pub use file_place::{FileFormat, FilePlace};
pub use mapping::Mapping;
pub use place::Place;

use mapping::Mapped;

/// What is compared with what.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RowsOptions {
    /// Columns, key and conditions. Names are those of the fields, where columns are mapped.
    pub wanted: Wanted,
    /// Fields that are not a column of the same name on both sides.
    pub map: BTreeMap<String, Mapping>,
    /// How engines are read.
    pub engine: EngineOptions,
}

impl RowsOptions {
    /// With columns by their names.
    pub fn new(wanted: Wanted) -> Self {
        Self { wanted, map: BTreeMap::new(), engine: EngineOptions::default() }
    }

    /// With fields that are not a column of the same name on both sides.
    pub fn with_map(mut self, map: BTreeMap<String, Mapping>) -> Self {
        self.map = map;
        self
    }

    /// With engines read in this way.
    pub fn with_engine(mut self, engine: EngineOptions) -> Self {
        self.engine = engine;
        self
    }
}

/// Opens both places and begins their snapshots.
///
/// # Errors
/// [`ErrorKind::Unreachable`](crate::ErrorKind::Unreachable) where there is no connection,
/// [`ErrorKind::Shape`](crate::ErrorKind::Shape) where a table or column is not there.
pub fn open_pair(source: &Place, target: &Place, options: &RowsOptions) -> Result<(Box<dyn Side>, Box<dyn Side>)> {
    let (source, target) = (source.open(&options.engine)?, target.open(&options.engine)?);
    let mapped = Mapped::new(source.table(), target.table(), &options.map)?;
    let (mut one, mut other) = pair(&mapped.source, &mapped.target, &options.wanted)?;
    mapped.put(&mut one, source.table(), true);
    mapped.put(&mut other, target.table(), false);
    Ok((source.select(one)?, target.select(other)?))
}
