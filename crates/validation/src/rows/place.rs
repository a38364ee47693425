//! Where rows are: a table of an engine, or a file.

use database::{EngineUrl, Table};

use super::FilePlace;
use crate::{EngineOptions, EngineTable, ErrorKind, Result, Selection, Side};

/// Where rows are.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Place {
    /// A table of an engine: `[schema.]table`.
    Table(EngineUrl, String),
    /// A file of CSV or Parquet.
    File(FilePlace),
}

/// A place whose columns are known.
pub(super) enum Opened {
    Table(Box<EngineTable>),
    #[cfg(feature = "csv")]
    Csv(Box<crate::CsvFile>),
    #[cfg(feature = "parquet")]
    Parquet(Box<crate::ParquetFile>),
}

impl Place {
    /// Opens the place and reads it through a selection that is known, as a `diff.jsonl` holds it.
    ///
    /// # Errors
    /// [`ErrorKind::Unreachable`] where there is no connection, [`ErrorKind::Io`] where a file cannot be read,
    /// [`ErrorKind::Shape`] where a table or column is not there.
    pub fn side(&self, selection: Selection, options: &EngineOptions) -> Result<Box<dyn Side>> {
        self.open(options)?.select(selection)
    }

    pub(super) fn open(&self, options: &EngineOptions) -> Result<Opened> {
        match self {
            Self::Table(url, written) => table(url, written, options).map(Box::new).map(Opened::Table),
            Self::File(path) => file(path),
        }
    }
}

/// The table called `[schema.]name`; a table may have a point in its name.
fn table(url: &EngineUrl, written: &str, options: &EngineOptions) -> Result<EngineTable> {
    let Some((schema, name)) = written.rsplit_once('.') else {
        return EngineTable::open(url, None, written, options);
    };
    match EngineTable::open(url, Some(schema), name, options) {
        Err(error) if error.kind() == ErrorKind::Shape => {
            EngineTable::open(url, None, written, options).map_err(|_| error)
        }
        other => other,
    }
}

fn file(place: &FilePlace) -> Result<Opened> {
    match place.format() {
        #[cfg(feature = "csv")]
        super::FileFormat::Csv => {
            crate::CsvFile::open(place.path(), place.csv_options()).map(Box::new).map(Opened::Csv)
        }
        #[cfg(feature = "parquet")]
        super::FileFormat::Parquet => crate::ParquetFile::open(place.path()).map(Box::new).map(Opened::Parquet),
        #[cfg(not(all(feature = "csv", feature = "parquet")))]
        _ => {
            let message = format!("{place}: files of this kind are not read: the program was made without them");
            Err(crate::Error::new(ErrorKind::Usage, message))
        }
    }
}

impl Opened {
    pub(super) fn table(&self) -> &Table {
        match self {
            Self::Table(table) => table.table(),
            #[cfg(feature = "csv")]
            Self::Csv(file) => file.table(),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => file.table(),
        }
    }

    pub(super) fn select(self, selection: Selection) -> Result<Box<dyn Side>> {
        Ok(match self {
            Self::Table(table) => Box::new(table.select(selection)?),
            #[cfg(feature = "csv")]
            Self::Csv(file) => Box::new(file.select(selection)?),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => Box::new(file.select(selection)?),
        })
    }
}
