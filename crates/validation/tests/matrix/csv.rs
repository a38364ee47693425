//! CSV, which states no types.

use std::cell::Cell;
use std::fmt::Write as _;

use validation::{CsvFile, CsvOptions};

use crate::parquet::Folder;
use crate::sides::{Held, Made, Maker};
use crate::types::{COLUMNS, Type};

pub(crate) struct Csv {
    folder: Folder,
    made: Cell<usize>,
}

impl Csv {
    pub(crate) fn new() -> Self {
        Self { folder: Folder::new("csv"), made: Cell::default() }
    }
}

impl Maker for Csv {
    fn name(&self) -> &'static str {
        "CSV"
    }

    fn refuses(&self, of: Type, value: &str) -> Option<&'static str> {
        let is_text = |hex: &str| String::from_utf8(bytes(hex)).is_ok();
        (of == Type::Bytes && !is_text(value)).then_some("it holds texts, and these bytes are none")
    }

    fn make(&self, rows: &[Held<'_>]) -> Made {
        let mut text = "id".to_owned();
        for column in COLUMNS {
            write!(text, ",{}_", column.name).unwrap();
        }
        text.push('\n');
        for row in rows {
            let value = row.value.map_or(String::new(), |it| {
                let it = if COLUMNS[row.column].of == Type::Bytes {
                    String::from_utf8(bytes(it)).unwrap()
                } else {
                    it.to_owned()
                };
                format!("\"{}\"", it.replace('"', "\"\""))
            });
            let behind = COLUMNS.len() - row.column - 1;
            writeln!(text, "{}{}{value}{}", row.id, ",".repeat(row.column + 1), ",".repeat(behind)).unwrap();
        }
        let path = self.folder.path(&format!("{}.csv", self.made.replace(self.made.get() + 1)));
        std::fs::write(&path, text).unwrap();
        Made::Csv(Box::new(CsvFile::open(&path, &CsvOptions::default()).unwrap()))
    }
}

/// The bytes that hexadecimal digits write.
pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    let digit = |it: u8| char::from(it).to_digit(16).and_then(|it| u8::try_from(it).ok()).unwrap();
    hex.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}
