//! What of Parquet is wider than what arrow reads it as, and row groups that are read in pieces.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use database::{Instant, Value, ValueKind};
use parquet::arrow::ArrowWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray, FixedLenByteArrayType, Int64Type, Int96, Int96Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use validation::{
    CompareOptions, Difference, ErrorKind, FileSide, KeyRange, MemorySide, ParquetFile, Result, Side, Verdict, Wanted,
    compare, pair,
};

/// A file of our own, gone when this is.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("validation-wide-{}-{name}.parquet", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Days since 1970 and nanoseconds of the day, as the 96 bits of Impala and Spark.
fn point(days: i32, nanos: u64) -> Int96 {
    let mut value = Int96::new();
    let low = u32::try_from(nanos & u64::from(u32::MAX)).unwrap();
    value.set_data(low, u32::try_from(nanos >> 32).unwrap(), u32::try_from(days + 2_440_588).unwrap());
    value
}

fn span(months: i32, days: i32, millis: u32) -> FixedLenByteArray {
    let bytes = [months.to_le_bytes(), days.to_le_bytes(), millis.to_le_bytes()].concat();
    FixedLenByteArray::from(ByteArray::from(bytes))
}

/// Points and spans, the last row NULL.
fn write(path: &Path, points: &[Int96], spans: &[FixedLenByteArray]) {
    let schema =
        "message m { required int64 id; optional int96 at; optional fixed_len_byte_array(12) span (INTERVAL); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let there: Vec<i16> = points.iter().map(|_| 1).chain([0]).collect();
    let ids: Vec<i64> = (0..).take(there.len()).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&ids, None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int96Type>().write_batch(points, Some(&there), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<FixedLenByteArrayType>().write_batch(spans, Some(&there), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
}

fn open(path: &Path) -> Result<FileSide> {
    let file = ParquetFile::open(path)?;
    let (selection, _) = pair(file.table(), file.table(), &Wanted::default().with_key(["id"]))?;
    file.select(selection)
}

fn rows(side: &mut dyn Side) -> Result<Vec<Vec<Value>>> {
    let mut all = Vec::new();
    side.rows(&KeyRange::default(), &mut |row| {
        all.push(row.to_vec());
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(all)
}

#[test]
fn points_of_96_bits_and_spans_keep_all_their_parts() {
    let scratch = Scratch::new("parts");
    let last = 86_399_999_999_999;
    // The years 1, 1677 (the last day that nanoseconds do not reach), 1970, 2024, 2262, 9999.
    let days = [(-719_162, 0), (-106_752, 1_999), (0, 0), (19_782, 1), (106_752, last), (2_932_896, last)];
    let points: Vec<Int96> = days.iter().map(|(day, nanos)| point(*day, *nanos)).collect();
    let parts = [(0, 0, 0), (14, -3, 14_706_500), (1, 0, 0), (0, 30, 0), (-1, 0, 0), (0, 0, 2_147_483_647)];
    let spans: Vec<FixedLenByteArray> =
        parts.iter().map(|(months, days, millis)| span(*months, *days, *millis)).collect();
    write(&scratch.0, &points, &spans);
    let mut expected: Vec<Vec<Value>> = (0_i64..)
        .zip(days.iter().zip(parts))
        .map(|(id, ((day, nanos), (months, days, millis)))| {
            let micros = i64::from(*day) * 86_400_000_000 + i64::try_from(nanos / 1000).unwrap();
            let nanos = u16::try_from(nanos % 1000).unwrap();
            let span = Value::Interval { months, days, micros: i64::from(millis) * 1000 };
            vec![Value::Integer(id.into()), Value::Timestamp(Instant { micros, nanos }), span]
        })
        .collect();
    expected.push(vec![Value::Integer(6), Value::Null, Value::Null]);
    let mut source = open(&scratch.0).unwrap();
    assert_eq!(rows(&mut source).unwrap(), expected);
    // Checksums see the same: one nanosecond and one millisecond are found.
    let columns = [("id", ValueKind::Integer), ("at", ValueKind::Timestamp(Some(9))), ("span", ValueKind::Interval)];
    let mut compared = |rows: Vec<Vec<Value>>| {
        let mut found: Vec<Difference> = Vec::new();
        let mut target = MemorySide::new("memory", &columns, &[0], rows);
        let comparison = compare(&mut source, &mut target, &CompareOptions::default(), &mut found).unwrap();
        (comparison.verdict(), found.iter().map(|it| it.columns.clone()).collect::<Vec<_>>())
    };
    assert_eq!(compared(expected.clone()), (Verdict::Equal, Vec::new()));
    for (row, column, value) in [
        (5, 1, Value::Timestamp(Instant { micros: 253_402_300_799_999_999, nanos: 998 })),
        (1, 2, Value::Interval { months: 14, days: -3, micros: 14_706_501_000 }),
    ] {
        let mut changed = expected.clone();
        changed[row][column] = value;
        assert_eq!(compared(changed), (Verdict::Different, vec![vec![column]]));
    }
}

#[test]
fn a_span_that_cannot_be_told_is_refused_by_name() {
    let scratch = Scratch::new("unclear");
    write(&scratch.0, &[point(0, 0)], &[span(0, 0, 2_147_483_648)]);
    let error = open(&scratch.0).and_then(|mut it| rows(&mut it)).unwrap_err();
    assert!(error.kind() == ErrorKind::Shape && error.to_string().contains("row group 1 of 1: `span`: "), "{error}");
}

#[test]
fn a_large_row_group_is_read_in_pieces_each_row_once() {
    const ROWS: i64 = 300_000;
    let file = |name: &str, changed: Option<i64>| {
        let scratch = Scratch::new(name);
        let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(0..ROWS));
        let value = |it: i64| (it % 3 > 0).then(|| if Some(it) == changed { it + 1 } else { it }.to_string());
        let values: ArrayRef = Arc::new((0..ROWS).map(value).collect::<StringArray>());
        let batch = RecordBatch::try_from_iter([("id", ids), ("value", values)]).unwrap();
        let properties = WriterProperties::builder().set_max_row_group_row_count(Some(1 << 20)).build();
        let mut writer =
            ArrowWriter::try_new(File::create(&scratch.0).unwrap(), batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        assert_eq!(writer.close().unwrap().num_row_groups(), 1);
        scratch
    };
    let (one, other) = (file("one", None), file("other", Some(262_145)));
    let mut source = open(&one.0).unwrap();
    let mut next = 0;
    source
        .rows(&KeyRange::default(), &mut |row| {
            let value = if next % 3 > 0 { Value::Text(next.to_string()) } else { Value::Null };
            assert_eq!(row, [Value::Integer(next.into()), value]);
            next += 1;
            Ok(std::ops::ControlFlow::Continue(()))
        })
        .unwrap();
    assert_eq!(next, ROWS);
    let mut found: Vec<Difference> = Vec::new();
    let mut target = open(&other.0).unwrap();
    let comparison = compare(&mut source, &mut target, &CompareOptions::default(), &mut found).unwrap();
    assert_eq!((comparison.source.rows, comparison.mismatched), (300_000, 1));
    assert_eq!(found[0].key, [Value::Integer(262_145)]);
}
