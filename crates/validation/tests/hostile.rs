//! Texts that were damaged are refused with a message, whoever reads them; nothing panics and nothing goes on for ever.
#![cfg(feature = "csv")]

use database::Value;
use proptest::prelude::*;
use validation::check::Checks;
use validation::wire::DiffReader;
use validation::{CsvFile, CsvOptions, Field, KeyRange, Selection, Side as _};

const CHECKS: &str = r#"
[connections.source]
url = "postgres://reader@old.example/shop"
[connections.target]
url = "sqlite:shop.db"
[defaults]
source = "source"
target = "target"
[[table]]
name = "orders"
table = "orders"
key = ["id"]
tolerance = { amount = { absolute = "0.005" } }
[[count]]
name = "rows"
table = "orders"
by = "day(placed)"
"#;

const LINES: &str = concat!(
    r#"{"type":"header","schema_version":"1.0","source":{"label":"a","columns":["id","v"],"expressions":[null,null]},"#,
    r#""target":{"label":"b","columns":["id","v"],"expressions":[null,null]},"columns":["id","v"],"key":["id"],"equality":"exact"}"#,
    "\n",
    r#"{"type":"difference","kind":"mismatched","key":[7],"source":[7,{"decimal":"1.00"}],"target":[7,{"float":"NaN"}],"#,
    r#""columns":["v"],"in_source":1,"in_target":1,"settling":"stable"}"#,
    "\n",
    r#"{"type":"summary","verdict":"different","source_rows":1,"target_rows":1,"missing":0,"extra":0,"mismatched":1,"#,
    r#""vanished":0,"strategy":"merge"}"#,
    "\n"
);

const ROWS: &str = "id,name,note\n1,\"two\nlines\",\n2,\"a \"\"quoted\"\" one\",x\n3,é,\"\"\n";

/// A text with some of its bytes left out, doubled or replaced.
fn damaged(text: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(Vec::new()),
        proptest::collection::vec(any::<u8>(), 1..6),
        proptest::sample::select(vec!["\"", "[", "{", "\n", "\\", "null", "1e999", "\u{feff}", "'''", "]]", ",,"])
            .prop_map(|it| it.as_bytes().to_vec()),
        Just("[".repeat(4_000).into_bytes()),
    ];
    proptest::collection::vec((any::<prop::sample::Index>(), 0..40_usize, piece), 0..4).prop_map(move |edits| {
        let mut bytes = text.as_bytes().to_vec();
        for (at, length, piece) in edits {
            let from = at.index(bytes.len() + 1);
            let to = (from + length).min(bytes.len());
            bytes.splice(from..to, piece);
        }
        bytes
    })
}

#[test]
fn what_is_damaged_here_is_read_where_it_is_whole() {
    assert_eq!(Checks::read("checks.toml", CHECKS).err().map(|it| format!("{it:?}")), None);
    let lines: Vec<_> = DiffReader::new(LINES.as_bytes()).expect("a header").collect();
    assert!(matches!(lines.as_slice(), [Ok(_)]), "{lines:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damaged_checks_are_read_or_their_faults_told(bytes in damaged(CHECKS)) {
        if let Err(faults) = Checks::read("checks.toml", &String::from_utf8_lossy(&bytes)) {
            prop_assert!(!faults.is_empty());
            prop_assert!(faults.iter().all(|it| it.to_string().contains("checks.toml")), "{faults:?}");
        }
    }

    #[test]
    fn damaged_lines_end_with_an_error_or_at_their_end(bytes in damaged(LINES)) {
        if let Ok(reader) = DiffReader::new(bytes.as_slice()) {
            prop_assert!(reader.take(1_000).count() < 1_000);
        }
    }

    #[test]
    fn damaged_rows_are_read_the_same_way_twice(bytes in damaged(ROWS)) {
        let path = std::env::temp_dir().join(format!("damaged-rows-{}.csv", std::process::id()));
        std::fs::write(&path, &bytes).unwrap();
        let Ok(file) = CsvFile::open(&path, &CsvOptions::default()) else { return Ok(()) };
        let columns: Vec<String> = file.table().columns.iter().map(|it| it.name.clone()).collect();
        let field = |name: &String| Field { name: name.clone(), column: Some(name.clone()), expression: None };
        let selection = Selection { fields: columns.iter().map(field).collect(), ..Selection::default() };
        let mut side = file.select(selection).unwrap();
        let mut rows = 0;
        let read = side.rows(&KeyRange::default(), &mut |row: &[Value]| {
            assert_eq!(row.len(), columns.len());
            rows += 1;
            Ok(std::ops::ControlFlow::Continue(()))
        });
        if read.is_ok() {
            prop_assert_eq!(side.count().ok(), Some(rows));
        }
        std::fs::remove_file(&path).unwrap();
    }
}
