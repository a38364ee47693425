//! Parquet.

use std::cell::Cell;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use arrow_array::builder::{Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float32Array, Float64Array, Int8Array,
    Int16Array, Int32Array, Int64Array, RecordBatch, StringArray, Time64MicrosecondArray, TimestampMicrosecondArray,
    UInt64Array,
};
use parquet::arrow::ArrowWriter;
use validation::ParquetFile;

use crate::csv::bytes;
use crate::sides::{Held, Made, Maker};
use crate::types::{COLUMNS, Type};

/// A folder of our own, gone when this is.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("validation-matrix-{}-{number}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

pub(crate) struct Parquet {
    folder: Folder,
    made: Cell<usize>,
}

impl Parquet {
    pub(crate) fn new() -> Self {
        Self { folder: Folder::new("parquet"), made: Cell::default() }
    }
}

impl Maker for Parquet {
    fn name(&self) -> &'static str {
        "Parquet"
    }

    fn refuses(&self, _: Type, _: &str) -> Option<&'static str> {
        None
    }

    fn make(&self, rows: &[Held<'_>]) -> Made {
        let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(rows.iter().map(|it| i64::try_from(it.id).unwrap())));
        let mut columns = vec![("id".to_owned(), ids, false)];
        for (place, column) in COLUMNS.iter().enumerate() {
            let values: Vec<Option<&str>> = rows.iter().map(|it| it.value.filter(|_| it.column == place)).collect();
            columns.push((format!("{}_", column.name), array(column.of, &values), true));
        }
        let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
        let path = self.folder.path(&format!("{}.parquet", self.made.replace(self.made.get() + 1)));
        let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        Made::Parquet(Box::new(ParquetFile::open(&path).unwrap()))
    }
}

/// Every value read by `read`.
fn each<T>(values: &[Option<&str>], read: impl Fn(&str) -> T) -> Vec<Option<T>> {
    values.iter().map(|it| it.map(&read)).collect()
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

fn array(of: Type, values: &[Option<&str>]) -> ArrayRef {
    let decimal = |digits: u8, scale: i8| -> ArrayRef {
        // As many digits stand behind the point as the type has.
        let unscaled = each(values, |it| number::<i128>(&it.replace('.', "")));
        Arc::new(Decimal128Array::from(unscaled).with_precision_and_scale(digits, scale).unwrap())
    };
    match of {
        Type::Bool => Arc::new(BooleanArray::from(each(values, |it| it == "true"))),
        Type::Tiny => Arc::new(Int8Array::from(each(values, number::<i8>))),
        Type::Small | Type::Year => Arc::new(Int16Array::from(each(values, number::<i16>))),
        Type::Int => Arc::new(Int32Array::from(each(values, number::<i32>))),
        Type::Big => Arc::new(Int64Array::from(each(values, number::<i64>))),
        Type::Unsigned => Arc::new(UInt64Array::from(each(values, number::<u64>))),
        Type::Whole => decimal(38, 0),
        Type::Deep => decimal(38, 20),
        Type::Price => decimal(12, 2),
        Type::Real => Arc::new(Float32Array::from(each(values, number::<f32>))),
        Type::Double => Arc::new(Float64Array::from(each(values, number::<f64>))),
        Type::Bytes => {
            let values = each(values, bytes);
            Arc::new(values.iter().map(Option::as_deref).collect::<BinaryArray>())
        }
        Type::Date => Arc::new(Date32Array::from(each(values, |it| i32::try_from(days(it)).unwrap()))),
        Type::Time => Arc::new(Time64MicrosecondArray::from(each(values, clock))),
        Type::Timestamp | Type::Seconds => Arc::new(TimestampMicrosecondArray::from(each(values, micros))),
        Type::TimestampTz => {
            let values = each(values, |it| micros(it.trim_end_matches("+00")));
            Arc::new(TimestampMicrosecondArray::from(values).with_timezone("UTC"))
        }
        Type::Integers => {
            let mut list = ListBuilder::new(Int64Builder::new());
            for read in each(values, |it| serde_json::from_str::<Vec<Option<i64>>>(it).unwrap()) {
                list.append_option(read);
            }
            Arc::new(list.finish())
        }
        Type::Texts => {
            let mut list = ListBuilder::new(StringBuilder::new());
            for read in each(values, |it| serde_json::from_str::<Vec<Option<String>>>(it).unwrap()) {
                list.append_option(read);
            }
            Arc::new(list.finish())
        }
        Type::Char
        | Type::Varchar
        | Type::Text
        | Type::Interval
        | Type::Uuid
        | Type::Enum
        | Type::Json
        | Type::Point
        | Type::Mac => Arc::new(values.iter().copied().collect::<StringArray>()),
    }
}

fn micros(text: &str) -> i64 {
    let (day, time) = text.split_once(' ').unwrap();
    days(day) * 86_400_000_000 + clock(time)
}

fn clock(text: &str) -> i64 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let seconds = whole.split(':').fold(0, |all, it| all * 60 + number::<i64>(it));
    seconds * 1_000_000 + number::<i64>(&format!("{fraction:0<6}"))
}

/// Days since 1970-01-01, counted year by year.
fn days(text: &str) -> i64 {
    let [year, month, day] = text.split('-').map(number::<i64>).collect::<Vec<_>>()[..] else {
        panic!("{text} is no day")
    };
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let months = [31, 28 + i64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years = |from: i64, to: i64| (from..to).map(|it| 365 + i64::from(is_leap(it))).sum::<i64>();
    let before: i64 = months.iter().take(usize::try_from(month - 1).unwrap()).sum();
    years(1970, year) - years(year, 1970) + before + day - 1
}
