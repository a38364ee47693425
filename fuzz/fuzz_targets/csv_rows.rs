//! Any bytes as a file of CSV: its rows are counted the same way twice, or it is refused.
#![no_main]

use database::Value;
use libfuzzer_sys::fuzz_target;
use validation::{CsvFile, CsvOptions, Field, KeyRange, Selection, Side};

fuzz_target!(|bytes: &[u8]| {
    let path = std::env::temp_dir().join(format!("fuzz-rows-{}.csv", std::process::id()));
    std::fs::write(&path, bytes).expect("a file");
    let Ok(file) = CsvFile::open(&path, &CsvOptions::default()) else { return };
    let columns: Vec<String> = file.table().columns.iter().map(|it| it.name.clone()).collect();
    let field = |name: &String| Field { name: name.clone(), column: Some(name.clone()), expression: None };
    let selection = Selection { fields: columns.iter().map(field).collect(), ..Selection::default() };
    let mut side = file.select(selection).expect("columns that are there");
    let mut rows = 0;
    let read = side.rows(&KeyRange::default(), &mut |row: &[Value]| {
        assert_eq!(row.len(), columns.len());
        rows += 1;
        Ok(std::ops::ControlFlow::Continue(()))
    });
    if read.is_ok() {
        assert_eq!(side.count().ok(), Some(rows));
    }
});
