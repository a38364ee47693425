//! Files of Parquet. Only the columns that are compared are read, pieces of row groups at the same time.

mod cell;
mod encoder;
mod json;
mod meaning;
mod scan;
mod twin;

use std::fs::File;
use std::path::Path;

use database::{Table, ValueKind};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::{ConvertedType, Type as Physical};
use parquet::errors::ParquetError;
use parquet::schema::types::Type;

use self::meaning::Meaning;
use self::scan::ParquetScan;
use super::FileSide;
use super::sql::Reading;
use super::table::{Opened, table_of};
use crate::rows::FilePlace;
use crate::{Error, ErrorKind, Result, Selection};

/// A file of Parquet whose columns are known.
pub struct ParquetFile {
    opened: Opened,
    metadata: ArrowReaderMetadata,
    meanings: Vec<Meaning>,
    table: Table,
}

impl ParquetFile {
    /// Opens a file and reads its footer.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where it cannot be read, [`ErrorKind::Malformed`] where it is no Parquet.
    pub fn open(path: &Path) -> Result<Self> {
        let opened = Opened::new(path)?;
        // What the file says in Parquet's own words, not in those of the program that wrote it.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata =
            ArrowReaderMetadata::load(&file(&opened)?, options).map_err(|error| malformed(&opened, &error))?;
        let roots = metadata.parquet_schema().root_schema().get_fields();
        let fields = metadata.schema().fields();
        let meanings: Vec<Meaning> = roots.iter().map(|it| Meaning::of(it)).collect();
        let columns = fields.iter().zip(&meanings).map(|(field, meaning)| {
            (field.name().clone(), field.data_type().to_string(), meaning.kind(field.data_type()))
        });
        let rows = u64::try_from(metadata.metadata().file_metadata().num_rows()).ok();
        let table = table_of(path, columns.collect(), rows)?;
        Ok(Self { opened, metadata, meanings, table })
    }

    /// Its columns, as those of a table without keys.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Reads it through a selection, which [`pair`](crate::pair) makes.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`] where a column is missing or has a type that cannot be read without loss, [`ErrorKind::Usage`] for
    /// a condition or expression that SQLite does not take.
    pub fn select(self, selection: Selection) -> Result<FileSide> {
        let reading = Reading::of(&self.table, &selection)?;
        let places = reading.places.clone();
        let roots = self.metadata.parquet_schema().root_schema().get_fields();
        if let Some(column) = places.iter().filter_map(|it| roots.get(*it)).find(|it| holds_what_is_lost(it)) {
            let message = format!(
                "{}: `{}` holds groups with an INTERVAL or INT96, parts of which would be lost: leave it out",
                self.table.name,
                column.name()
            );
            return Err(Error::new(ErrorKind::Shape, message));
        }
        let kinds: Vec<ValueKind> =
            places.iter().filter_map(|it| self.table.columns.get(*it)).map(|it| it.kind.clone()).collect();
        let meanings = places.iter().filter_map(|it| self.meanings.get(*it).copied()).collect();
        let label = FilePlace::parquet(&self.opened.path).to_string();
        let scan = ParquetScan::new(self.opened, self.metadata, &places, meanings)?;
        let (kinds, scan) = reading.fields(kinds, Box::new(scan));
        Ok(FileSide::new(self.table, label, "Parquet", kinds, selection, scan))
    }
}

/// Whether a column is a group with values in it that are wider than what they are read as; of columns that are none these are read twice.
fn holds_what_is_lost(column: &Type) -> bool {
    fn is_lost(of: &Type) -> bool {
        if of.is_group() {
            return of.get_fields().iter().any(|it| is_lost(it));
        }
        of.get_physical_type() == Physical::INT96 || of.get_basic_info().converted_type() == ConvertedType::INTERVAL
    }
    column.is_group() && is_lost(column)
}

fn file(opened: &Opened) -> Result<File> {
    File::open(&opened.path)
        .map_err(|error| Error::new(ErrorKind::Io, format!("{} cannot be read: {error}", opened.path.display())))
}

fn malformed(opened: &Opened, error: &ParquetError) -> Error {
    Error::new(ErrorKind::Malformed, format!("{} cannot be read as Parquet: {error}", opened.path.display()))
}
