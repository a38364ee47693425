//! Files on the command line: how they are named, and conditions that go for both sides.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arrow_array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
use database::{EngineUrl, Session};
use parquet::arrow::ArrowWriter;

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn reconcile(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_reconcile")).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: output.status.code().unwrap(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("files-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// `orders.parquet` with these amounts and times of deletion.
fn parquet(folder: &Path, name: &str, rows: &[(i64, i128, &str, Option<&str>)], with_deleted: bool) {
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(rows.iter().map(|it| it.0)));
    let amounts =
        Decimal128Array::from_iter_values(rows.iter().map(|it| it.1)).with_precision_and_scale(12, 3).unwrap();
    let status: ArrayRef = Arc::new(StringArray::from_iter_values(rows.iter().map(|it| it.2)));
    let mut columns: Vec<(&str, ArrayRef)> = vec![("id", ids), ("amount", Arc::new(amounts)), ("status", status)];
    if with_deleted {
        columns.push(("deleted_at", Arc::new(rows.iter().map(|it| it.3).collect::<StringArray>())));
    }
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let file = std::fs::File::create(folder.join(name)).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

/// A database of `MariaDB` or `MySQL`, dropped when this is.
struct Shop {
    server: Session,
    name: String,
    url: String,
}

impl Shop {
    fn new() -> Self {
        let Ok(url) = std::env::var("MIGRATION_ARCHITECT_MYSQL_URL") else {
            panic!(
                "MIGRATION_ARCHITECT_MYSQL_URL is not set: run the tests with `cargo xtask test`, which starts a server"
            )
        };
        let name = format!("ma_files_{}", std::process::id());
        let mut server = Session::open(&url.parse().unwrap()).unwrap();
        server.execute(&format!("CREATE DATABASE {name}")).unwrap();
        let (base, _) = url.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}");
        let statements = [
            "CREATE TABLE orders (id bigint PRIMARY KEY, amount decimal(12,2), status varchar(20), deleted_at datetime)",
            "INSERT INTO orders VALUES (1, 10.00, 'new', NULL), (2, 20.50, 'paid', NULL), (3, 1.00, 'gone', '2024-01-01')",
        ];
        Session::open(&url.parse::<EngineUrl>().unwrap()).unwrap().execute_all(statements).unwrap();
        Self { server, name, url: format!("{url}/orders") }
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.server.execute(&format!("DROP DATABASE {}", self.name)).unwrap();
    }
}

#[test]
fn a_condition_goes_for_the_table_and_the_file() {
    let (shop, folder) = (Shop::new(), folder("where"));
    let rows = [(1, 10_004, "new", None), (2, 20_500, "paid", None), (4, 7, "other", Some("2024-02-02"))];
    parquet(&folder, "orders.parquet", &rows, true);
    let condition = ["--columns", "id,amount,status", "--where", "deleted_at is null"];
    let compare = |more: &[&str]| reconcile(&folder, &[&["compare", &shop.url, "orders.parquet"], more].concat());
    let tolerant = [&condition[..], &["--tolerance", "amount=0.005"]].concat();
    let ran = compare(&tolerant);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    // Without the tolerance the amount differs, without the condition the rows that are deleted too.
    let ran = compare(&[&condition[..], &["--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (ran.code, report["summary"]["mismatched"].as_u64(), report["summary"]["missing"].as_u64()),
        (2, Some(1), Some(0)),
        "{report}"
    );
    let ran = compare(&["--columns", "id,amount,status", "--tolerance", "amount=0.005", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (ran.code, report["summary"]["missing"].as_u64(), report["summary"]["extra"].as_u64()),
        (2, Some(1), Some(1)),
        "{report}"
    );
    let ran = compare(&["--count", "--where", "deleted_at is null"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    // A file that was exported with the condition does not have the column: nothing is left out in silence.
    parquet(&folder, "orders.parquet", &rows[..2], false);
    for condition in ["deleted_at is null", "\"deleted_at\" is null", "`deleted_at` is null"] {
        let mut arguments = tolerant.clone();
        arguments[3] = condition;
        let ran = compare(&arguments);
        let told = ran.stderr.contains("no column `deleted_at`") && ran.stderr.contains("--source-where");
        assert!(ran.code == 3 && told, "{condition}: {}", ran.stderr);
    }
    let mut arguments = tolerant;
    arguments[2] = "--source-where";
    let ran = compare(&arguments);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

const SEMICOLONS: &str = "1;a;\\N\n2;b;x\n";
const COMMAS: &str = "id,name,note\n1,a,\n2,b,x\n";

#[test]
fn options_of_csv_stand_behind_its_name() {
    let folder = folder("options");
    std::fs::write(folder.join("plain.csv"), COMMAS).unwrap();
    std::fs::write(folder.join("other.txt"), SEMICOLONS.replace("1;a", "id;name;note\n1;a")).unwrap();
    std::fs::write(folder.join("bare.csv"), SEMICOLONS).unwrap();
    let compare = |target: &str, more: &[&str]| {
        reconcile(&folder, &[&["compare", "plain.csv", target, "--key", "id"], more].concat())
    };
    let ran = compare("csv:other.txt?delimiter=%3B&null=\\N", &[]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("csv:other.txt?delimiter=;&null=\\N (2 rows)"), "{}", ran.stdout);
    let map = ["--map-target", "id=column1", "--map-target", "name=column2", "--map-target", "note=column3"];
    let ran = compare("bare.csv?delimiter=;&null=\\N&header=no", &map);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    for (target, part) in [
        ("csv:other.txt?delimiter=%3B&nul=x", "`nul` is no option of CSV"),
        ("other.txt", "csv:PATH"),
        ("parquet:plain.csv", "cannot be read as Parquet"),
        ("csv:other.txt?delimiter=;&header=no", "lacks"),
    ] {
        let ran = compare(target, &[]);
        assert!(ran.code == 3 && ran.stderr.contains(part), "{target}: {}", ran.stderr);
    }
    // The same in a file of checks, with the place of what is wrong.
    let check = |file: &str| {
        let text = format!(
            "[[table]]\nkey = [\"id\"]\nsource = {{ file = \"plain.csv\" }}\ntarget = {{ file = '{file}', where = \"id < 2\" }}\nwhere = \"id = 1\"\n"
        );
        std::fs::write(folder.join("checks.toml"), text).unwrap();
        reconcile(&folder, &["run", "checks.toml"])
    };
    let ran = check("csv:other.txt?delimiter=;&null=\\N");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let ran = check("csv:other.txt?delimiter=;;");
    assert!(
        ran.code == 3 && ran.stderr.contains("checks.toml:4:") && ran.stderr.contains("delimiter=;;"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_repair_reads_the_file_as_the_comparison_did() {
    let folder = folder("repair");
    std::fs::write(folder.join("names.csv"), "id;name\n1;NIL\n2;b\n3;c\n").unwrap();
    let connection = rusqlite::Connection::open(folder.join("t.db")).unwrap();
    let table = "CREATE TABLE names (id integer PRIMARY KEY, name text); INSERT INTO names VALUES (1, 'a'), (2, 'b')";
    connection.execute_batch(table).unwrap();
    let source = "names.csv?delimiter=;&null=NIL";
    let ran = reconcile(&folder, &["compare", source, "sqlite:t.db/names", "--format", "jsonl", "-o", "diff.jsonl"]);
    assert_eq!(ran.code, 2, "{}{}", ran.stdout, ran.stderr);
    // The file has gone elsewhere; how it is read goes along.
    std::fs::rename(folder.join("names.csv"), folder.join("moved.csv")).unwrap();
    let ran = reconcile(&folder, &["repair", "diff.jsonl", "--apply", "--source", "moved.csv"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let names: Vec<Option<String>> = connection
        .prepare("SELECT name FROM names ORDER BY id")
        .unwrap()
        .query_map([], |it| it.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(names, [None, Some("b".to_owned()), Some("c".to_owned())]);
}
