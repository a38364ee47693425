//! Files as sides: CSV and Parquet against each other and against rows in memory.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{Int64Builder, ListBuilder, MapBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, DictionaryArray,
    FixedSizeBinaryArray, Float32Array, Float64Array, Int8Array, Int32Array, Int64Array, RecordBatch, StringArray,
    StructArray, Time64MicrosecondArray, TimestampMicrosecondArray, TimestampNanosecondArray, UInt64Array,
};
use arrow_schema::{DataType, Field, Fields};
use database::{Decimal, Instant, Value, ValueKind};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use validation::{
    CompareOptions, Comparison, CsvFile, CsvOptions, Difference, DifferenceKind, ErrorKind, FileSide, MemorySide,
    Observer, ParquetFile, Progress, Result, Side, Verdict, Wanted, compare, pair,
};

/// A folder of our own, gone when this is.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("validation-files-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn parquet(&self, name: &str, columns: Vec<(&str, ArrayRef)>, compression: Compression) -> PathBuf {
        let path = self.0.join(name);
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let properties =
            WriterProperties::builder().set_compression(compression).set_max_row_group_row_count(Some(1000));
        let mut writer =
            ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), Some(properties.build())).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

#[derive(Default)]
struct Seen(Vec<Difference>);

impl Observer for Seen {
    fn progress(&mut self, _: &Progress) {}

    fn difference(&mut self, difference: &Difference) -> Result<()> {
        self.0.push(difference.clone());
        Ok(())
    }
}

fn compared(source: &mut dyn Side, target: &mut dyn Side) -> (Comparison, Vec<Difference>) {
    let mut seen = Seen::default();
    let comparison = compare(source, target, &CompareOptions::default(), &mut seen).unwrap();
    (comparison, seen.0)
}

/// All rows of a side.
fn rows(side: &mut dyn Side) -> Vec<Vec<Value>> {
    let mut all = Vec::new();
    side.rows(&validation::KeyRange::default(), &mut |row| {
        all.push(row.to_vec());
        Ok(std::ops::ControlFlow::Continue(()))
    })
    .unwrap();
    all
}

fn csv(path: &Path, options: &CsvOptions, key: &[&str]) -> FileSide {
    let file = CsvFile::open(path, options).unwrap();
    let wanted = Wanted::default().with_key(key.iter().copied());
    let (selection, _) = pair(file.table(), file.table(), &wanted).unwrap();
    file.select(selection).unwrap()
}

fn parquet(path: &Path, key: &[&str]) -> FileSide {
    let file = ParquetFile::open(path).unwrap();
    let wanted = Wanted::default().with_key(key.iter().copied());
    let (selection, _) = pair(file.table(), file.table(), &wanted).unwrap();
    file.select(selection).unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

#[test]
fn csv_is_read_as_what_the_other_side_has() {
    let folder = Folder::new("typed");
    let path = folder.write(
        "goods.csv",
        "id,price,name,sold,made\n1,1.50,\"a,\"\"b\"\"\",t,2024-02-29 10:00:00\n2,,\"\",f,\n3,0.1,NULL,t,1999-01-01T00:00:00\n",
    );
    let columns = [
        ("id", ValueKind::Integer),
        ("price", ValueKind::Decimal(None)),
        ("name", ValueKind::Text),
        ("sold", ValueKind::Bool),
        ("made", ValueKind::Timestamp(None)),
    ];
    let decimal = |text: &str| Value::Decimal(Decimal::parse(text).unwrap());
    let made = |seconds: i64| Value::Timestamp(Instant::of_micros(seconds * 1_000_000));
    let memory = vec![
        vec![Value::Integer(1), decimal("1.5"), text("a,\"b\""), Value::Bool(true), made(1_709_200_800)],
        vec![Value::Integer(2), Value::Null, text(""), Value::Bool(false), Value::Null],
        vec![Value::Integer(3), decimal("0.10"), text("NULL"), Value::Bool(true), made(915_148_800)],
    ];
    let mut source = csv(&path, &CsvOptions::default(), &["id"]);
    let mut target = MemorySide::new("memory", &columns, &[0], memory.clone());
    let (comparison, seen) = compared(&mut source, &mut target);
    assert_eq!(comparison.verdict(), Verdict::Equal, "{seen:?}");
    // One value each: the twentieth decimal, the empty text against NULL.
    for (row, column, value) in [(2, 1, decimal("0.10000000000000000001")), (1, 2, Value::Null)] {
        let mut changed = memory.clone();
        changed[row][column] = value;
        let mut target = MemorySide::new("memory", &columns, &[0], changed);
        let (comparison, seen) = compared(&mut source, &mut target);
        assert_eq!(comparison.verdict(), Verdict::Different);
        assert_eq!((seen.len(), &seen[0].columns), (1, &vec![column]));
    }
}

#[test]
fn files_are_compared_by_key_whatever_their_order() {
    let folder = Folder::new("order");
    let one = folder.write("one.csv", "id,v\n10,a\n9,b\n8,c\n");
    let other = folder.write("other.tsv", "v\tid\nc\t8\nx\t9\nd\t11\n");
    let first = CsvFile::open(&one, &CsvOptions::default()).unwrap();
    let second = CsvFile::open(&other, &CsvOptions::default()).unwrap();
    let wanted = Wanted::default().with_key(["id"]);
    let (source, target) = pair(first.table(), second.table(), &wanted).unwrap();
    let (mut source, mut target) = (first.select(source).unwrap(), second.select(target).unwrap());
    let (comparison, mut seen) = compared(&mut source, &mut target);
    seen.sort_by_key(|it| it.kind);
    let kinds: Vec<_> = seen.iter().map(|it| (it.kind, it.key.clone())).collect();
    let expected = [
        (DifferenceKind::MissingInTarget, vec![text("10")]),
        (DifferenceKind::ExtraInTarget, vec![text("11")]),
        (DifferenceKind::Mismatched, vec![text("9")]),
    ];
    assert_eq!((kinds, comparison.verdict()), (expected.to_vec(), Verdict::Different));
    // Without a key as a multiset: the same two rows twice are not once.
    let twice = folder.write("twice.csv", "id,v\n1,a\n1,a\n");
    let once = folder.write("once.csv", "id,v\n1,a\n");
    let (comparison, seen) =
        compared(&mut csv(&twice, &CsvOptions::default(), &[]), &mut csv(&once, &CsvOptions::default(), &[]));
    assert_eq!((comparison.verdict(), seen[0].in_source, seen[0].in_target), (Verdict::Different, 2, 1));
}

/// A column of each type, three rows, the last NULL, and what its values have to be read as.
#[allow(clippy::too_many_lines)] // A table.
fn columns() -> Vec<(&'static str, ArrayRef, ValueKind, [Value; 2])> {
    let decimal = |text: &str| Value::Decimal(Decimal::parse(text).unwrap());
    let at = |micros: i64, nanos: u16| Instant { micros, nanos };
    let mut list = ListBuilder::new(Int64Builder::new());
    list.append_value([Some(1), None]);
    list.append_value([]);
    list.append_null();
    let mut map = MapBuilder::new(None, StringBuilder::new(), Int64Builder::new());
    map.keys().append_value("a\"b");
    map.values().append_value(1);
    map.append(true).unwrap();
    map.append(true).unwrap();
    map.append(false).unwrap();
    let fields = Fields::from(vec![Field::new("x", DataType::Int32, true), Field::new("y", DataType::Utf8, true)]);
    let parts: Vec<ArrayRef> = vec![
        Arc::new(Int32Array::from(vec![Some(7), None, None])),
        Arc::new(StringArray::from(vec![Some("é"), Some(""), None])),
    ];
    let nulls = vec![true, true, false].into();
    let words: DictionaryArray<Int32Type> = vec![Some("low"), Some("high"), None].into_iter().collect();
    vec![
        (
            "bool",
            Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])),
            ValueKind::Bool,
            [Value::Bool(true), Value::Bool(false)],
        ),
        (
            "int8",
            Arc::new(Int8Array::from(vec![Some(-128), Some(127), None])),
            ValueKind::Integer,
            [Value::Integer(-128), Value::Integer(127)],
        ),
        (
            "int64",
            Arc::new(Int64Array::from(vec![Some(i64::MIN), Some(i64::MAX), None])),
            ValueKind::Integer,
            [Value::Integer(i64::MIN.into()), Value::Integer(i64::MAX.into())],
        ),
        (
            "uint64",
            Arc::new(UInt64Array::from(vec![Some(0), Some(u64::MAX), None])),
            ValueKind::Integer,
            [Value::Integer(0), Value::Integer(u64::MAX.into())],
        ),
        (
            "float",
            Arc::new(Float32Array::from(vec![Some(0.1), Some(-0.0), None])),
            ValueKind::Float32,
            [Value::Float32(0.1), Value::Float32(-0.0)],
        ),
        (
            "double",
            Arc::new(Float64Array::from(vec![Some(f64::INFINITY), Some(0.1), None])),
            ValueKind::Float64,
            [Value::Float64(f64::INFINITY), Value::Float64(0.1)],
        ),
        (
            "decimal",
            Arc::new(
                Decimal128Array::from(vec![Some(-150), Some(99_999_999_999_999_999_999_999_999_999_999_999_999), None])
                    .with_precision_and_scale(38, 2)
                    .unwrap(),
            ),
            ValueKind::Decimal(Some(2)),
            [decimal("-1.50"), decimal("999999999999999999999999999999999999.99")],
        ),
        (
            "wide",
            Arc::new(
                Decimal256Array::from(vec![Some(5.into()), Some((-1).into()), None])
                    .with_precision_and_scale(60, 20)
                    .unwrap(),
            ),
            ValueKind::Decimal(Some(20)),
            [decimal("0.00000000000000000005"), decimal("-0.00000000000000000001")],
        ),
        (
            "text",
            Arc::new(StringArray::from(vec![Some("e\u{301} 😀 | NULL"), Some(""), None])),
            ValueKind::Text,
            [text("e\u{301} 😀 | NULL"), text("")],
        ),
        ("words", Arc::new(words), ValueKind::Text, [text("low"), text("high")]),
        (
            "bytes",
            Arc::new(BinaryArray::from(vec![Some(&[0_u8, 255][..]), Some(&[]), None])),
            ValueKind::Bytes,
            [Value::Bytes(vec![0, 255]), Value::Bytes(vec![])],
        ),
        (
            "fixed",
            Arc::new(
                FixedSizeBinaryArray::try_from_sparse_iter_with_size(
                    [Some([1_u8, 2]), Some([3, 4]), None].into_iter(),
                    2,
                )
                .unwrap(),
            ),
            ValueKind::Bytes,
            [Value::Bytes(vec![1, 2]), Value::Bytes(vec![3, 4])],
        ),
        (
            "date",
            Arc::new(Date32Array::from(vec![Some(-719_162), Some(2_932_896), None])),
            ValueKind::Date,
            [Value::Date(-719_162), Value::Date(2_932_896)],
        ),
        (
            "time",
            Arc::new(Time64MicrosecondArray::from(vec![Some(0), Some(86_399_999_999), None])),
            ValueKind::Time(Some(6)),
            [Value::Time(0), Value::Time(86_399_999_999)],
        ),
        (
            "at",
            Arc::new(TimestampMicrosecondArray::from(vec![Some(-1), Some(253_402_300_799_999_999), None])),
            ValueKind::Timestamp(Some(6)),
            [Value::Timestamp(at(-1, 0)), Value::Timestamp(at(253_402_300_799_999_999, 0))],
        ),
        (
            "utc",
            Arc::new(TimestampNanosecondArray::from(vec![Some(-1), Some(1_001), None]).with_timezone("UTC")),
            ValueKind::TimestampTz(Some(9)),
            [Value::TimestampTz(at(-1, 999)), Value::TimestampTz(at(1, 1))],
        ),
        (
            "list",
            Arc::new(list.finish()),
            ValueKind::Array(Box::new(ValueKind::Integer)),
            [Value::Array(vec![Value::Integer(1), Value::Null]), Value::Array(vec![])],
        ),
        (
            "map",
            Arc::new(map.finish()),
            ValueKind::Json,
            [Value::Json("{\"a\\\"b\":1}".into()), Value::Json("{}".into())],
        ),
        (
            "struct",
            Arc::new(StructArray::new(fields, parts, Some(nulls))),
            ValueKind::Json,
            [Value::Json("{\"x\":7,\"y\":\"é\"}".into()), Value::Json("{\"x\":null,\"y\":\"\"}".into())],
        ),
    ]
}

#[test]
fn every_type_of_parquet_is_decoded() {
    let folder = Folder::new("types");
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4_RAW,
        Compression::GZIP(parquet::basic::GzipLevel::default()),
    ];
    for codec in codecs {
        for (name, array, kind, expected) in columns() {
            let path = folder.parquet("t.parquet", vec![(name, array)], codec);
            let mut side = parquet(&path, &[]);
            assert_eq!(side.info().kinds, [kind], "{name}");
            let [one, other] = expected;
            let found = rows(&mut side);
            let expected = [[one], [other], [Value::Null]];
            assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{name} {codec:?}");
            assert_eq!(side.count().unwrap(), 3);
        }
    }
}

#[test]
fn a_changed_value_is_found_in_any_row_group() {
    let folder = Folder::new("groups");
    let file = |name: &str, changed: Option<usize>| {
        let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(0..5000));
        let values = (0..5000).map(|it| if Some(it) == changed { "changed".to_owned() } else { format!("value {it}") });
        let values: ArrayRef = Arc::new(StringArray::from_iter_values(values));
        folder.parquet(name, vec![("value", values), ("id", ids)], Compression::SNAPPY)
    };
    let one = file("one.parquet", None);
    let (comparison, _) = compared(&mut parquet(&one, &["id"]), &mut parquet(&one, &["id"]));
    assert_eq!((comparison.verdict(), comparison.source.rows), (Verdict::Equal, 5000));
    for changed in [0, 999, 1000, 4999] {
        let other = file("other.parquet", Some(changed));
        let (comparison, seen) = compared(&mut parquet(&one, &["id"]), &mut parquet(&other, &["id"]));
        assert_eq!((comparison.mismatched, seen.len()), (1, 1));
        assert_eq!(seen[0].key, [Value::Integer(changed as i128)]);
    }
}

#[test]
fn csv_and_parquet_hold_the_same() {
    let folder = Folder::new("both");
    let ids: ArrayRef = Arc::new(Int32Array::from(vec![2, 1]));
    let prices = Decimal128Array::from(vec![Some(150), None]).with_precision_and_scale(9, 2).unwrap();
    let one = folder.parquet("p.parquet", vec![("id", ids), ("price", Arc::new(prices))], Compression::SNAPPY);
    let other = folder.write("p.csv", "id,price\n1,\n2,1.5\n");
    let (comparison, seen) = compared(&mut parquet(&one, &["id"]), &mut csv(&other, &CsvOptions::default(), &["id"]));
    assert_eq!(comparison.verdict(), Verdict::Equal, "{seen:?}");
}

#[test]
fn what_cannot_be_read_is_said() {
    let folder = Folder::new("wrong");
    let open = |text: &str| CsvFile::open(&folder.write("w.csv", text), &CsvOptions::default());
    assert_eq!(open("").unwrap_err().kind(), ErrorKind::Shape);
    assert!(open("a,a\n").unwrap_err().to_string().contains("two columns are called `a`"));
    let ragged = folder.write("r.csv", "a,b\n1,2\n3\n");
    let error = csv(&ragged, &CsvOptions::default(), &[]).count().unwrap_err();
    assert!(error.to_string().ends_with("r.csv:3: the record has 1 values where the first has 2"), "{error}");
    let path = folder.write("no.parquet", "PAR1 but not really");
    assert!(ParquetFile::open(&path).is_err_and(|it| it.kind() == ErrorKind::Malformed));
    assert!(ParquetFile::open(&folder.0.join("none")).is_err_and(|it| it.kind() == ErrorKind::Io));
    let file = CsvFile::open(&ragged, &CsvOptions::default()).unwrap();
    let wanted = Wanted::default().with_filters(Some("a > other".into()), None);
    let (selection, _) = pair(file.table(), file.table(), &wanted).unwrap();
    let refused = file.select(selection).err().unwrap();
    assert!(refused.kind() == ErrorKind::Shape && refused.to_string().contains("no column `other`"), "{refused}");
}

#[test]
fn a_file_that_is_written_to_meanwhile_is_no_side() {
    let folder = Folder::new("changed");
    let path = folder.write("c.csv", "a\n1\n");
    let mut side = csv(&path, &CsvOptions::default(), &["a"]);
    assert_eq!(side.count().unwrap(), 1);
    folder.write("c.csv", "a\n1\n2\n");
    assert_eq!(side.count().unwrap_err().kind(), ErrorKind::Shape);
}
