//! Files that are broken: refused with their name and the place, never read in part.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use flate2::Compression;
use flate2::write::GzEncoder;
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use validation::rows::{FilePlace, Place};
use validation::{EngineOptions, ErrorKind, Field, Result, Selection};

/// A folder of our own, gone when this is.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("validation-broken-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// What comes of reading columns `id` and `v` of a file with these bytes.
    fn read(&self, name: &str, bytes: &[u8]) -> Result<u64> {
        let (file, options) = name.split_once('?').map_or((name, ""), |(file, options)| (file, options));
        let path = self.0.join(file);
        std::fs::write(&path, bytes).unwrap();
        let file: FilePlace = format!("{}?{options}", path.display()).trim_end_matches('?').parse()?;
        let field = |name: &str| Field { name: name.to_owned(), column: Some(name.to_owned()), expression: None };
        let selection = Selection { fields: vec![field("id"), field("v")], key: vec![0], filter: None };
        let mut side = Place::File(file).side(selection, &EngineOptions::default())?;
        let mut rows = 0;
        side.rows(&validation::KeyRange::default(), &mut |_| {
            rows += 1;
            Ok(std::ops::ControlFlow::Continue(()))
        })?;
        Ok(rows)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn zipped(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn csv_is_refused_with_its_line() {
    let folder = Folder::new("csv");
    for (text, place) in [
        (&b"id,v\n1,a\n2\n"[..], "b.csv:3: the record has 1 values where the first has 2"),
        (b"id,v\n1,\"a\nb\"\n2,b,c\n", "b.csv:4: the record has 3 values"),
        (b"id,v\n1,a\n2,\"b\n3,c\n", "b.csv:3: the file ends within quotes"),
        (b"id,v\n1,\"a\"b\n", "b.csv:2: something stands behind the closing quote"),
        (b"id,v\n1,a\n2,\xe9\n", "b.csv:3: value 2 of the record at byte 9 is not UTF-8 (e9)"),
        (b"\xff\xfei\0d\0,\0v\0", "b.csv:1: byte 0: the file is UTF-16LE: convert it, `iconv -f UTF-16LE -t UTF-8`"),
    ] {
        let error = folder.read("b.csv", text).unwrap_err();
        assert!(error.to_string().contains(place), "{place}: {error}");
        assert_eq!(error.kind(), ErrorKind::Malformed);
        // The same where it is compressed.
        let error = folder.read("b.csv.gz", &zipped(text)).unwrap_err().to_string();
        assert!(error.contains(&place.replace("b.csv", "b.csv.gz")), "{place}: {error}");
    }
    assert_eq!(folder.read("b.csv", b"\xef\xbb\xbfid,v\n1,a\n").unwrap(), 1);
    assert_eq!(folder.read("b.csv?encoding=latin1", b"id,v\n1,\xe9\n").unwrap(), 1);
    assert_eq!(folder.read("b.tsv.gz", &zipped(b"id\tv\n1\ta\n2\tb\n")).unwrap(), 2);
}

#[test]
fn gzip_that_is_cut_off_is_refused() {
    let folder = Folder::new("gzip");
    let text: String = (0..20_000).map(|it| format!("{it},value {}\n", it * 7919)).collect();
    let whole = zipped(format!("id,v\n{text}").as_bytes());
    assert_eq!(folder.read("g.csv.gz", &whole).unwrap(), 20_000);
    for length in [whole.len() - 1, whole.len() - 8, whole.len() / 2] {
        let error = folder.read("g.csv.gz", &whole[..length]).unwrap_err();
        assert!(error.kind() == ErrorKind::Malformed && error.to_string().contains("g.csv.gz:"), "{error}");
    }
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 0x55;
    assert!(folder.read("g.csv.gz", &changed).is_err());
}

#[test]
fn parquet_is_refused_with_its_row_group() {
    let folder = Folder::new("parquet");
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(0..4000));
    let values: ArrayRef = Arc::new(StringArray::from_iter_values((0..4000).map(|it| format!("value {}", it * 7919))));
    let batch = RecordBatch::try_from_iter([("id", ids), ("v", values)]).unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(1000)).build();
    let mut whole = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut whole, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    let metadata = writer.close().unwrap();
    assert_eq!(folder.read("w.parquet", &whole).unwrap(), 4000);
    for length in [0, 3, 8, 1000, whole.len() - 1, whole.len() - 8] {
        let error = folder.read("w.parquet", &whole[..length]).unwrap_err();
        assert!(
            error.kind() == ErrorKind::Malformed && error.to_string().contains("w.parquet cannot be read"),
            "{error}"
        );
    }
    // The header of a page in the third row group is no header.
    let start = usize::try_from(metadata.row_group(2).column(1).data_page_offset()).unwrap();
    let mut changed = whole.clone();
    changed[start..start + 8].fill(0xff);
    let error = folder.read("w.parquet", &changed).unwrap_err();
    assert!(error.kind() == ErrorKind::Malformed && error.to_string().contains("row group 3 of 4"), "{error}");
}
