//! What the program writes is what the published schemas say, by an independent validator.

use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use rusqlite::Connection;
use serde_json::{Value, json};

/// The published schema of that name.
fn schema(name: &str) -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas").join(format!("{name}.schema.json"));
    jsonschema::validator_for(&read(&path)).unwrap()
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The document is valid, and is not any more with a member of it mistyped.
fn holds(validator: &Validator, document: &Value, mistyped: &str) {
    let faults: Vec<_> = validator.iter_errors(document).map(|it| format!("{}: {it}", it.instance_path())).collect();
    assert_eq!(faults, Vec::<String>::new(), "{document:#}");
    let mut wrong = document.clone();
    *wrong.pointer_mut(mistyped).unwrap_or_else(|| panic!("{mistyped} is not in {document:#}")) = json!([{}]);
    assert!(!validator.is_valid(&wrong), "{mistyped} may be anything");
}

/// A folder with two databases that differ in every way, with values of several types.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let tables = "CREATE TABLE kilns (id integer PRIMARY KEY, name text, heat real, seal blob);
        INSERT INTO kilns VALUES (1, 'one', 1.5, x'00ff'), (2, NULL, 2.5, NULL), (3, '', -0.0, x''), (4, 'four', 9e999, NULL);";
    for (file, more) in [
        ("old.db", "INSERT INTO kilns VALUES (9007199254740995, 'far', 1, NULL)"),
        ("new.db", "UPDATE kilns SET name = 'other', heat = 1.6, seal = NULL WHERE id = 1; DELETE FROM kilns WHERE id = 2;
                    UPDATE kilns SET name = NULL, heat = 3 WHERE id = 3; INSERT INTO kilns VALUES (7, 'extra', NULL, x'01')"),
    ] {
        let connection = Connection::open(folder.join(file)).unwrap();
        connection.execute_batch(tables).unwrap();
        connection.execute_batch(more).unwrap();
    }
    folder
}

fn reconcile(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_reconcile")).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const COMPARE: [&str; 7] =
    ["compare", "sqlite:old.db/kilns", "sqlite:new.db/kilns", "--recheck", "0", "--tolerance", "heat=0.2"];

#[test]
fn comparisons() {
    let folder = folder("schema-compare");
    let validator = schema("comparison");
    for more in [&[][..], &["--limit", "1"], &["--sample", "3"]] {
        let text = reconcile(&folder, &[&COMPARE[..], more, &["--format", "json"]].concat());
        let document: Value = serde_json::from_str(&text).unwrap();
        for mistyped in ["/schema_version", "/summary/missing", "/compared/columns", "/differences/0/kind"] {
            holds(&validator, &document, mistyped);
        }
    }
}

#[test]
fn each_line_of_differences() {
    let folder = folder("schema-lines");
    let validator = schema("difference");
    let text = reconcile(&folder, &[&COMPARE[..], &["--format", "jsonl"]].concat());
    let lines: Vec<Value> = text.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(lines.len(), 7, "{text}");
    for line in &lines {
        let mistyped = match line["type"].as_str().unwrap() {
            "header" => "/equality",
            "difference" => "/in_source",
            _ => "/verdict",
        };
        holds(&validator, line, mistyped);
    }
}

#[test]
fn reports_on_repairs() {
    let folder = folder("schema-repair");
    reconcile(&folder, &[&COMPARE[..], &["--format", "jsonl", "-o", "diff.jsonl"]].concat());
    let text = reconcile(&folder, &["repair", "diff.jsonl", "--apply", "--format", "json"]);
    let document: Value = serde_json::from_str(&text).unwrap();
    for mistyped in ["/repair", "/tables/0/inserts", "/applied/refused", "/afterwards/0/found/verdict"] {
        holds(&schema("repair-report"), &document, mistyped);
    }
}

const CHECKS: &str = "[connections.old]\nurl = \"sqlite:old.db\"\n[connections.new]\nurl = \"sqlite:new.db\"\n[defaults]\nsource = \
    \"old\"\ntarget = \"new\"\nrechecks = 0\n[[count]]\ntable = \"kilns\"\nallow = { absolute = 1 }\n[[table]]\ntable = \"kilns\"\n\
    tolerance = { heat = { absolute = \"0.2\" }, name = { ignore-case = true } }\n[[aggregate]]\ntable = \"kilns\"\nof = [\"sum(heat)\"]\n\
    [[query]]\nname = \"none\"\ntarget = { sql = \"SELECT id FROM kilns WHERE id < 0\" }\nrelation = \"empty\"\n[[count]]\n\
    name = \"gone\"\ntable = \"gone\"\n";

#[test]
fn checks_and_reports_on_them() {
    let folder = folder("schema-checks");
    std::fs::write(folder.join("checks.toml"), CHECKS).unwrap();
    let checks: Value = toml::from_str(CHECKS).unwrap();
    for mistyped in ["/connections/old/url", "/defaults/rechecks", "/table/0/table", "/query/0/relation"] {
        holds(&schema("checks"), &checks, mistyped);
    }
    let mut unknown = checks;
    unknown["table"][0]["tabel"] = json!("kilns");
    assert!(!schema("checks").is_valid(&unknown));
    let document: Value =
        serde_json::from_str(&reconcile(&folder, &["run", "checks.toml", "--format", "json"])).unwrap();
    for mistyped in ["/status", "/checks/0/line", "/checks/1/measured/0/holds", "/checks/4/says"] {
        holds(&schema("checks-report"), &document, mistyped);
    }
}
