//! Files of CSV: RFC 4180, with what programs do besides.

mod record;
mod scanner;
mod source;
mod typed;

use std::io::BufRead;
use std::ops::ControlFlow;
use std::path::Path;

use database::{Table, Value, ValueKind};

use self::record::{Record, Records};
use self::source::{bytes, for_path};
use self::typed::TypedScan;
use super::FileSide;
use super::scan::{EachRow, Scan};
use super::sql::Reading;
use super::table::{Opened, table_of};
use crate::rows::FilePlace;
use crate::{CsvOptions, Error, ErrorKind, Result, Selection};

/// A file of CSV whose header has been read. It states no types: a value is the text that stands there and is read as what the
/// other side has.
#[derive(Debug)]
pub struct CsvFile {
    opened: Opened,
    options: CsvOptions,
    table: Table,
}

impl CsvFile {
    /// Opens a file and reads its header; without one the columns are called `column1`, `column2`.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where it cannot be read, [`ErrorKind::Malformed`] where its first line is no CSV,
    /// [`ErrorKind::Shape`] where it is empty or two columns have one name.
    pub fn open(path: &Path, options: &CsvOptions) -> Result<Self> {
        let opened = Opened::new(path)?;
        let mut records = records(&opened, &for_path(options, path))?;
        let mut first = Record::default();
        if !records.next(&mut first)? {
            let message = format!("{} is empty: not even a header", path.display());
            return Err(Error::new(ErrorKind::Shape, message));
        }
        let mut columns = Vec::new();
        for place in 0..first.len() {
            let name = if options.has_header {
                records.text(&first, place)?.into_owned()
            } else {
                format!("column{}", place + 1)
            };
            columns.push((name, String::new(), ValueKind::Any));
        }
        let table = table_of(path, columns, None)?;
        Ok(Self { opened, options: options.clone(), table })
    }

    /// Its columns, as those of a table without keys.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Reads it through a selection, which [`pair`](crate::pair) makes.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`] where a column is missing, [`ErrorKind::Usage`] for a condition or expression that SQLite does
    /// not take.
    pub fn select(self, selection: Selection) -> Result<FileSide> {
        let reading = Reading::of(&self.table, &selection)?;
        let places = reading.places.clone();
        let kinds = vec![ValueKind::Any; places.len()];
        let width = self.table.columns.len();
        let options = for_path(&self.options, &self.opened.path);
        let label = FilePlace::csv(&self.opened.path, self.options).to_string();
        let scan = CsvScan { opened: self.opened, options, width, places };
        let (kinds, scan) = reading.fields(kinds, Box::new(scan));
        Ok(FileSide::new(self.table, label, "CSV", kinds, selection, Box::new(TypedScan::new(scan))))
    }
}

fn records(opened: &Opened, options: &CsvOptions) -> Result<Records<Box<dyn BufRead>>> {
    Ok(Records::new(bytes(opened)?, options.clone(), opened.path.display().to_string()))
}

struct CsvScan {
    opened: Opened,
    options: CsvOptions,
    /// Values in each record.
    width: usize,
    places: Vec<usize>,
}

impl Scan for CsvScan {
    /// Where a record ends cannot be told without reading all before it.
    fn parts(&self) -> usize {
        1
    }

    fn stated_rows(&self) -> Option<u64> {
        None
    }

    fn scan(&self, _: usize, each: &mut EachRow<'_>) -> Result<()> {
        let mut records = records(&self.opened, &self.options)?;
        let mut record = Record::default();
        let mut row = vec![Value::Null; self.places.len()];
        if self.options.has_header {
            records.next(&mut record)?;
        }
        while records.next(&mut record)? {
            if record.len() != self.width {
                return Err(records.ragged(record.len(), self.width));
            }
            for (value, place) in row.iter_mut().zip(&self.places) {
                if records.is_null(&record, *place) {
                    *value = Value::Null;
                    continue;
                }
                let text = records.text(&record, *place)?;
                match value {
                    Value::Text(old) => {
                        old.clear();
                        old.push_str(&text);
                    }
                    other => *other = Value::Text(text.into_owned()),
                }
            }
            if matches!(each(&row)?, ControlFlow::Break(())) {
                break;
            }
        }
        Ok(())
    }

    fn is_unchanged(&self) -> Result<()> {
        self.opened.is_unchanged()
    }
}
