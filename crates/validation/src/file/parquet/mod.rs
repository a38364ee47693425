//! Files of Parquet. Only the columns that are compared are read, row groups at the same time.

mod cell;
mod json;
mod meaning;

use std::fs::File;
use std::path::Path;

use arrow_schema::DataType;
use database::{Table, Value, ValueKind};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;

use self::cell::{Read, reader};
use self::meaning::Meaning;
use super::FileSide;
use super::scan::{EachRow, Scan};
use super::sql::Reading;
use super::table::{Opened, table_of};
use crate::rows::FilePlace;
use crate::{Error, ErrorKind, Result, Selection};

/// Rows that are decoded at once.
const BATCH: usize = 4096;

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
        let fields = self.metadata.schema().fields();
        if let Some(field) = places.iter().filter_map(|it| fields.get(*it)).find(|it| holds_interval(it.data_type())) {
            let message = format!(
                "{}: `{}` is an INTERVAL, whose months would be lost: leave it out",
                self.table.name,
                field.name()
            );
            return Err(Error::new(ErrorKind::Shape, message));
        }
        let kinds: Vec<ValueKind> =
            places.iter().filter_map(|it| self.table.columns.get(*it)).map(|it| it.kind.clone()).collect();
        let meanings = places.iter().filter_map(|it| self.meanings.get(*it).copied()).collect();
        // The columns come in the order of the file, each once.
        let mut read = places.clone();
        read.sort_unstable();
        read.dedup();
        let columns = places.iter().filter_map(|it| read.binary_search(it).ok()).collect();
        let scan = ParquetScan { opened: self.opened.clone(), metadata: self.metadata, read, columns, meanings };
        let (kinds, scan) = reading.fields(kinds, Box::new(scan));
        let label = FilePlace::parquet(&self.opened.path).to_string();
        Ok(FileSide::new(self.table, label, "Parquet", kinds, selection, scan))
    }
}

fn holds_interval(of: &DataType) -> bool {
    match of {
        DataType::Interval(_) => true,
        DataType::List(field) | DataType::LargeList(field) | DataType::Map(field, _) => {
            holds_interval(field.data_type())
        }
        DataType::Struct(fields) => fields.iter().any(|it| holds_interval(it.data_type())),
        _ => false,
    }
}

fn file(opened: &Opened) -> Result<File> {
    File::open(&opened.path)
        .map_err(|error| Error::new(ErrorKind::Io, format!("{} cannot be read: {error}", opened.path.display())))
}

fn malformed(opened: &Opened, error: &ParquetError) -> Error {
    Error::new(ErrorKind::Malformed, format!("{} cannot be read as Parquet: {error}", opened.path.display()))
}

struct ParquetScan {
    opened: Opened,
    metadata: ArrowReaderMetadata,
    /// The places in the file of the columns that are read, ascending.
    read: Vec<usize>,
    /// For each field its place among those.
    columns: Vec<usize>,
    /// For each field what its values mean.
    meanings: Vec<Meaning>,
}

impl Scan for ParquetScan {
    fn parts(&self) -> usize {
        self.metadata.metadata().num_row_groups().max(1)
    }

    fn stated_rows(&self) -> Option<u64> {
        u64::try_from(self.metadata.metadata().file_metadata().num_rows()).ok()
    }

    fn scan(&self, part: usize, each: &mut EachRow<'_>) -> Result<()> {
        if part >= self.metadata.metadata().num_row_groups() {
            return Ok(());
        }
        let failed = |error: &ParquetError| {
            malformed(&self.opened, error).context(&format!("row group {} of {}", part + 1, self.parts()))
        };
        let mask = ProjectionMask::roots(self.metadata.parquet_schema(), self.read.iter().copied());
        let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(file(&self.opened)?, self.metadata.clone())
            .with_projection(mask)
            .with_row_groups(vec![part])
            .with_batch_size(BATCH)
            .build()
            .map_err(|error| failed(&error))?;
        let mut row = vec![Value::Null; self.columns.len()];
        for batch in batches {
            let batch = batch.map_err(|error| failed(&error.into()))?;
            let readers = self.columns.iter().zip(&self.meanings).map(|(place, meaning)| {
                let array = batch.columns().get(*place).ok_or_else(|| self.unreadable())?;
                reader(array, *meaning).ok_or_else(|| self.unreadable())
            });
            let readers: Vec<Read> = readers.collect::<Result<_>>()?;
            for at in 0..batch.num_rows() {
                row.iter_mut().zip(&readers).for_each(|(value, read)| read(at, value));
                if each(&row)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn is_unchanged(&self) -> Result<()> {
        self.opened.is_unchanged()
    }
}

impl ParquetScan {
    fn unreadable(&self) -> Error {
        let message = format!("{}: a column has a type that cannot be read: leave it out", self.opened.path.display());
        Error::new(ErrorKind::Shape, message)
    }
}
