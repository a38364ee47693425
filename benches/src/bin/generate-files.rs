//! Makes files of CSV and Parquet that differ in a number of rows, for measuring `reconcile`: the columns of `generate-tables`.
//!
//! `generate-files FOLDER ROWS DIFFERENCES`: writes `source` and `target`, `.csv` and `.parquet`, to the folder. Of the differences 60 %
//! are changed rows, 20 % are missing in the target, 20 % are extra there, spread evenly.

use std::fs::File;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, Int32Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// Rows that are put together at once.
const BATCH: usize = 10_000;

#[derive(Clone)]
struct Order {
    id: i64,
    customer: i32,
    status: &'static str,
    /// Hundredths.
    amount: i64,
    /// Microseconds since 1970.
    placed: i64,
    note: Option<String>,
    token: String,
    is_paid: bool,
}

impl Order {
    /// Ids are even, so that extra rows find a place between them.
    fn new(number: i64) -> Outcome<Self> {
        // Digits without a pattern, always the same.
        let mixed = |seed: u64| {
            (number.unsigned_abs() ^ seed)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
                .wrapping_mul(0xbf58_476d_1ce4_e5b9)
        };
        let token = u128::from(mixed(1)) << 64 | u128::from(mixed(2));
        let token = format!("{token:032x}");
        Ok(Self {
            id: number * 2,
            customer: i32::try_from((number * 7919) % 100_000)?,
            status: ["new", "paid", "sent", "back"][usize::try_from(number % 4)?],
            amount: (number * 37) % 1_000_000,
            placed: 1_704_067_200_000_000 + number * 13_001_000,
            note: (number % 3 > 0).then(|| format!("note {:016x}{:016x} of order {number}", mixed(3), mixed(4))),
            token: [&token[..8], &token[8..12], &token[12..16], &token[16..20], &token[20..]].join("-"),
            is_paid: number % 2 == 0,
        })
    }

    /// What stands in the target for a row that differs: of five, three are changed in turn in another column, one is missing, and behind
    /// one there is an extra one.
    fn in_target(mut self, turn: i64) -> Vec<Self> {
        match turn % 5 {
            0 => self.amount += 1,
            1 => self.note = Some(self.note.unwrap_or_default() + "!"),
            2 => self.placed += 1,
            3 => return Vec::new(),
            _ => {
                let extra = Self { id: self.id + 1, ..self.clone() };
                return vec![self, extra];
            }
        }
        vec![self]
    }
}

/// The two files of a side.
struct Files {
    parquet: ArrowWriter<File>,
    csv: csv::Writer<File>,
    rows: Vec<Order>,
}

impl Files {
    fn new(folder: &Path, name: &str) -> Outcome<Self> {
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = |extension: &str| File::create(folder.join(format!("{name}.{extension}")));
        let schema = batch(&[])?.schema();
        let mut csv = csv::Writer::from_writer(file("csv")?);
        csv.write_record(schema.fields().iter().map(|it| it.name()))?;
        Ok(Self { parquet: ArrowWriter::try_new(file("parquet")?, schema, Some(properties))?, csv, rows: Vec::new() })
    }

    fn put(&mut self, order: Order) -> Outcome {
        let amount = format!("{}.{:02}", order.amount / 100, order.amount % 100);
        let (id, customer, placed) = (order.id.to_string(), order.customer.to_string(), placed(order.placed));
        let fields: [&str; 8] = [
            &id,
            &customer,
            order.status,
            &amount,
            &placed,
            order.note.as_deref().unwrap_or_default(),
            &order.token,
            if order.is_paid { "t" } else { "f" },
        ];
        self.csv.write_record(fields)?;
        self.rows.push(order);
        if self.rows.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Outcome {
        self.parquet.write(&batch(&self.rows)?)?;
        self.rows.clear();
        Ok(())
    }

    fn finish(mut self) -> Outcome {
        self.flush()?;
        self.parquet.close()?;
        Ok(self.csv.flush()?)
    }
}

/// As PostgreSQL writes it: the dates lie in 2024 and the years behind it.
fn placed(micros: i64) -> String {
    let mut year = 2024;
    let mut day = micros / 86_400_000_000 - 19_723;
    let length = |year: i64| if year % 4 == 0 { 366 } else { 365 };
    while day >= length(year) {
        day -= length(year);
        year += 1;
    }
    let months = [31, length(year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while day >= months[month] {
        day -= months[month];
        month += 1;
    }
    let clock = micros / 1_000_000 % 86_400;
    let (hours, minutes, seconds) = (clock / 3600, clock / 60 % 60, clock % 60);
    format!("{year}-{:02}-{:02} {hours:02}:{minutes:02}:{seconds:02}.{:06}+00", month + 1, day + 1, micros % 1_000_000)
}

fn batch(rows: &[Order]) -> Outcome<RecordBatch> {
    let amounts = Decimal128Array::from_iter_values(rows.iter().map(|it| i128::from(it.amount)));
    let placed = TimestampMicrosecondArray::from_iter_values(rows.iter().map(|it| it.placed)).with_timezone("UTC");
    let columns: [(&str, ArrayRef, bool); 8] = [
        ("id", Arc::new(Int64Array::from_iter_values(rows.iter().map(|it| it.id))), false),
        ("customer", Arc::new(Int32Array::from_iter_values(rows.iter().map(|it| it.customer))), false),
        ("status", Arc::new(StringArray::from_iter_values(rows.iter().map(|it| it.status))), false),
        ("amount", Arc::new(amounts.with_precision_and_scale(12, 2)?), false),
        ("placed", Arc::new(placed), false),
        ("note", Arc::new(rows.iter().map(|it| it.note.as_deref()).collect::<StringArray>()), true),
        ("token", Arc::new(StringArray::from_iter_values(rows.iter().map(|it| &it.token))), false),
        ("is_paid", Arc::new(rows.iter().map(|it| Some(it.is_paid)).collect::<BooleanArray>()), false),
    ];
    Ok(RecordBatch::try_from_iter_with_nullable(columns)?)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [folder, rows, differences] => generate(Path::new(folder), rows, differences),
        _ => Err("usage: generate-files FOLDER ROWS DIFFERENCES".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn generate(folder: &Path, rows: &str, differences: &str) -> Outcome {
    let (rows, differences): (i64, i64) = (rows.parse()?, differences.parse()?);
    let every = if differences == 0 { rows + 1 } else { (rows / differences).max(1) };
    let (mut source, mut target) = (Files::new(folder, "source")?, Files::new(folder, "target")?);
    for number in 1..=rows {
        let order = Order::new(number)?;
        source.put(order.clone())?;
        let turn = number / every;
        let in_target = if number % every == 0 && turn <= differences { order.in_target(turn) } else { vec![order] };
        in_target.into_iter().try_for_each(|it| target.put(it))?;
    }
    source.finish()?;
    target.finish()
}
