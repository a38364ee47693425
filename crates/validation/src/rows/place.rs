//! Where rows are: a table of an engine, or a file.

use std::path::{Path, PathBuf};

use database::{EngineUrl, Table};

use crate::{EngineOptions, EngineTable, Error, ErrorKind, Result, Selection, Side};

/// Where rows are.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Place {
    /// A table of an engine: `[schema.]table`.
    Table(EngineUrl, String),
    /// A file of CSV or Parquet.
    File(PathBuf),
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

/// The format is told by the name.
fn file(path: &Path) -> Result<Opened> {
    let extension =
        path.extension().map(|it| it.to_ascii_lowercase().to_string_lossy().into_owned()).unwrap_or_default();
    match extension.as_str() {
        #[cfg(feature = "csv")]
        "csv" | "tsv" | "tab" => {
            return crate::CsvFile::open(path, &crate::CsvOptions::default()).map(Box::new).map(Opened::Csv);
        }
        #[cfg(feature = "parquet")]
        "parquet" | "pq" => return crate::ParquetFile::open(path).map(Box::new).map(Opened::Parquet),
        _ => {}
    }
    let message = format!("{}: files of this kind are not read: expected .csv, .tsv or .parquet", path.display());
    Err(Error::new(ErrorKind::Usage, message))
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
