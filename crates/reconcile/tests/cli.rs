//! The program as people and pipelines start it, on SQLite: what it says, and how it ends.

use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn reconcile(folder: &Path, arguments: &[&str]) -> Ran {
    let program = env!("CARGO_BIN_EXE_reconcile");
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: output.status.code().unwrap(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// A folder with the databases `old.db` and `new.db`, equal but for what `changes` does to the new one.
fn folder(name: &str, changes: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let tables = "CREATE TABLE kilns (id integer PRIMARY KEY, name text NOT NULL, built text);
        CREATE TABLE firings (id integer PRIMARY KEY, kiln integer REFERENCES kilns (id), degrees integer, cost real,
                              minutes integer, seconds integer);
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
        INSERT INTO kilns SELECT i, 'kiln ' || i, date('2024-01-01', '+' || i || ' days') FROM n;
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
        INSERT INTO firings SELECT i, 1 + i % 40, 900 + i, i * 0.25, i, i * 60 FROM n;";
    for (file, more) in [("old.db", ""), ("new.db", changes)] {
        let connection = Connection::open(folder.join(file)).unwrap();
        connection.execute_batch(tables).unwrap();
        connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        connection.execute_batch(more).unwrap();
    }
    folder
}

const HEAD: &str = "[connections.old]\nurl = \"sqlite:old.db\"\n[connections.new]\nurl = \"sqlite:new.db\"\n[defaults]\nsource = \
                    \"old\"\ntarget = \"new\"\nrechecks = 0\n";

fn checks(folder: &Path, text: &str) -> Ran {
    std::fs::write(folder.join("checks.toml"), format!("{HEAD}{text}")).unwrap();
    reconcile(folder, &["run", "checks.toml", "--format", "json"])
}

/// The status and the sentence of each check.
fn outcomes(ran: &Ran) -> Vec<(String, String)> {
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let text = |it: &serde_json::Value| it.as_str().unwrap().to_owned();
    report["checks"].as_array().unwrap().iter().map(|it| (text(&it["status"]), text(&it["says"]))).collect()
}

const ALL: &str = "[[count]]\ntable = \"kilns\"\n[[count]]\nname = \"by month\"\ntable = \"kilns\"\nby = \"month(built)\"\n
[[table]]\ntable = \"firings\"\n[[checksum]]\ntable = \"firings\"\ngroups = [[\"degrees\"], [\"cost\"]]\nranges = 4\n
[[aggregate]]\ntable = \"firings\"\nof = [\"sum(degrees)\", \"avg(degrees)\", \"quantile(cost, 0.9)\", \"distinct(kiln)\"]\n
[[query]]\nname = \"hottest\"\nsource = { sql = \"SELECT max(degrees) FROM firings\" }\ntarget = { sql = \"SELECT max(degrees) FROM firings\" }\n
[[query]]\nname = \"no cold one\"\ntarget = { sql = \"SELECT id FROM firings WHERE degrees < 500\" }\nrelation = \"empty\"\n
[[reference]]\ntable = \"firings\"\n[[derived]]\ntable = \"firings\"\ncolumn = \"seconds\"\nis = \"minutes * 60\"\n[[schema]]\n";

#[test]
fn equal_sides_pass_every_kind_of_check() {
    let folder = folder("all-equal", "");
    let ran = checks(&folder, ALL);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(outcomes(&ran).len(), 10);
}

#[test]
fn every_kind_of_check_finds_what_is_its_own() {
    let folder = folder(
        "all-different",
        "DELETE FROM kilns WHERE id = 7; UPDATE firings SET degrees = 100, cost = 9999 WHERE id = 200;
         UPDATE firings SET seconds = 1 WHERE id = 3; UPDATE firings SET cost = cost + 5000 WHERE id > 150; ALTER TABLE kilns ADD COLUMN glaze text",
    );
    let ran = checks(&folder, ALL);
    assert_eq!(ran.code, 2, "{}{}", ran.stdout, ran.stderr);
    for (status, says) in outcomes(&ran) {
        assert_eq!(status, "failed", "{says}");
    }
}

#[test]
fn thresholds_let_pass_up_to_their_edge() {
    let folder = folder("thresholds", "DELETE FROM firings WHERE id > 198");
    let count = |allow: &str| checks(&folder, &format!("[[count]]\ntable = \"firings\"\nallow = {{ {allow} }}\n")).code;
    assert_eq!((count("absolute = 2"), count("absolute = 1")), (0, 2));
    assert_eq!((count("relative = 0.01"), count("relative = 0.009")), (0, 2));
    let compare = |allow: &str| {
        reconcile(
            &folder,
            &["compare", "sqlite:old.db/firings", "sqlite:new.db/firings", "--recheck", "0", "--allow", allow],
        )
        .code
    };
    assert_eq!((compare("2"), compare("1"), compare("1%"), compare("0.9%")), (0, 2, 0, 2));
}

#[test]
fn a_check_that_cannot_be_told_is_no_pass_and_does_not_stop_the_others() {
    let folder = folder("errors", "");
    let ran = checks(&folder, "[[count]]\ntable = \"klins\"\n[[count]]\ntable = \"kilns\"\n");
    assert_eq!(ran.code, 3);
    let found = outcomes(&ran);
    assert_eq!((found[0].0.as_str(), found[1].0.as_str()), ("error", "passed"));
    assert!(found[0].1.contains("klins"), "{}", found[0].1);
    let gone = checks(
        &folder,
        "[[count]]\ntable = \"kilns\"\ntarget = { connection = \"new\" }\n[connections.gone]\nurl = \"sqlite:gone.db\"\n[[count]]\nname = \"x\"\ntable = \"kilns\"\ntarget = { connection = \"gone\" }\n",
    );
    assert_eq!(gone.code, 3);
}

#[test]
fn faults_of_the_file_have_line_and_column() {
    let folder = folder("faults", "");
    let ran = checks(&folder, "[[count]]\ntabel = \"kilns\"\n");
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("checks.toml:10:1: unknown field `tabel`"), "{}", ran.stderr);
    let missing = reconcile(&folder, &["run", "nowhere.toml"]);
    assert!(missing.code == 3 && missing.stderr.contains("nowhere.toml"), "{}", missing.stderr);
    assert_eq!(reconcile(&folder, &["run", "checks.toml", "--nonsense"]).code, 3);
}

#[test]
fn columns_of_the_new_shape_are_mapped() {
    let folder = folder(
        "mapped",
        "ALTER TABLE firings RENAME COLUMN cost TO price; ALTER TABLE firings DROP COLUMN seconds; UPDATE firings SET minutes = minutes * 60",
    );
    let mapped = [
        "compare",
        "sqlite:old.db/firings",
        "sqlite:new.db/firings",
        "--map-target",
        "cost=price",
        "--exclude",
        "seconds",
    ];
    let unlike = reconcile(&folder, &mapped);
    assert_eq!(unlike.code, 2, "{}", unlike.stderr);
    let alike = reconcile(&folder, &[&mapped[..], &["--map", "minutes=minutes * 60"]].concat());
    assert_eq!(alike.code, 0, "{}{}", alike.stdout, alike.stderr);
    let lacking = reconcile(&folder, &["compare", "sqlite:old.db/firings", "sqlite:new.db/firings"]);
    assert!(lacking.code == 3 && lacking.stderr.contains("`cost`"), "{}", lacking.stderr);
}

#[test]
fn differences_come_in_every_format() {
    let folder =
        folder("formats", "UPDATE kilns SET name = 'kiln, \"old\"' WHERE id = 3; DELETE FROM kilns WHERE id = 40");
    let compare = |format: &str| {
        reconcile(
            &folder,
            &["compare", "sqlite:old.db/kilns", "sqlite:new.db/kilns", "--format", format, "--recheck", "0"],
        )
    };
    let human = compare("human").stdout;
    assert!(human.contains("1 missing in the target, 0 extra there, 1 mismatched"), "{human}");
    let lines: Vec<serde_json::Value> =
        compare("jsonl").stdout.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let types: Vec<_> = lines.iter().map(|it| it["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["header", "difference", "difference", "summary"]);
    assert!(compare("csv").stdout.contains("mismatched,3,name,kiln 3,\"kiln, \"\"old\"\"\""));
    assert!(compare("sql").stdout.contains("INSERT INTO"));
    assert!(compare("junit").stdout.contains("failures=\"1\""));
    assert!(compare("html").stdout.contains("<html"));
    let document = compare("json").stdout;
    let json: serde_json::Value = serde_json::from_str(&document).unwrap();
    // The version stands first, and the schema that is published knows every member.
    assert!(document.starts_with("{\n  \"schema_version\": \"1.0\",\n  \"compared\""), "{document}");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas/comparison.schema.json");
    let schema: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    for member in json.as_object().unwrap().keys() {
        assert!(schema["properties"].get(member).is_some(), "{member}");
    }
    for member in schema["required"].as_array().unwrap() {
        assert!(json.get(member.as_str().unwrap()).is_some(), "{member}");
    }
    assert_eq!((json["summary"]["missing"].as_u64(), json["differences"].as_array().map(Vec::len)), (Some(1), Some(2)));
}

#[test]
fn watch_ends_when_the_checks_pass_and_leaves_metrics() {
    let folder = folder("watch", "");
    checks(&folder, "[[table]]\ntable = \"kilns\"\n");
    let ran =
        reconcile(&folder, &["watch", "checks.toml", "--every", "10ms", "--passing", "2", "--prometheus", "m.prom"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("round 2: passed"), "{}", ran.stderr);
    assert!(std::fs::read_to_string(folder.join("m.prom")).unwrap().contains("reconcile_check_status"));
    Connection::open(folder.join("new.db"))
        .unwrap()
        .execute_batch("UPDATE kilns SET name = 'other' WHERE id = 1")
        .unwrap();
    let ran = reconcile(&folder, &["watch", "checks.toml", "--every", "10ms", "--rounds", "2"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
}

#[test]
fn a_sample_that_finds_nothing_states_its_bound_and_does_not_decide_alone() {
    let folder = folder("sample", "");
    let sampled = |more: &[&str]| {
        let fixed = ["compare", "sqlite:old.db/firings", "sqlite:new.db/firings", "--sample", "100", "--seed", "7"];
        reconcile(&folder, &[&fixed[..], more].concat())
    };
    let open = sampled(&[]);
    assert_eq!(open.code, 1, "{}{}", open.stdout, open.stderr);
    assert!(open.stdout.contains("with 99 % confidence at most"), "{}", open.stdout);
    assert_eq!(sampled(&["--allow", "10%"]).code, 0);
}

#[test]
fn passwords_are_in_no_output() {
    let folder = folder("passwords", "");
    let url = "postgres://ann:verysecret@127.0.0.1:1/shop/orders";
    for arguments in [vec!["compare", url, url], vec!["compare", url, "sqlite:old.db/kilns", "--count"]] {
        let ran = reconcile(&folder, &arguments);
        assert_eq!(ran.code, 3);
        assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("verysecret"), "{}", ran.stderr);
    }
}

#[test]
fn a_table_is_mended_from_a_file_and_compared_with_it_again() {
    let folder =
        folder("from-file", "UPDATE firings SET degrees = 1 WHERE id = 17; UPDATE firings SET cost = cost + 0.001");
    let connection = Connection::open(folder.join("new.db")).unwrap();
    let mut csv = "id,degrees,cost\n".to_owned();
    for id in 1..=201 {
        csv += &format!("{id}.0,{},{}\n", 900 + id, f64::from(id) * 0.25);
    }
    std::fs::write(folder.join("firings.csv"), csv).unwrap();
    let compared = ["compare", "firings.csv", "sqlite:new.db/firings", "--key", "id", "--columns", "id,degrees,cost"];
    let written = ["--tolerance", "cost=0.01", "--format", "jsonl", "-o", "diff.jsonl"];
    let ran = reconcile(&folder, &[&compared[..], &written].concat());
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let repair = ["repair", "diff.jsonl", "--apply", "--format", "json"];
    // The tolerance of the comparison counts, unless another one is given.
    connection.execute_batch("CREATE TRIGGER drift AFTER INSERT ON firings BEGIN UPDATE firings SET cost = cost + 0.002 WHERE id = new.id; END").unwrap();
    let ran = reconcile(&folder, &repair);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let found = &report["afterwards"][0]["found"];
    assert_eq!((found["source_rows"].as_u64(), found["target_rows"].as_u64()), (Some(2), Some(2)), "{}", ran.stdout);
    let strict = reconcile(&folder, &[&repair[..], &["--tolerance", "cost=0.0001"]].concat());
    assert_eq!(strict.code, 2, "{}{}", strict.stdout, strict.stderr);
    assert_eq!(reconcile(&folder, &[&compared[..], &["--tolerance", "cost=0.01"]].concat()).code, 0);
    let turned = reconcile(&folder, &["repair", "diff.jsonl", "--direction", "target-to-source"]);
    assert!(turned.code == 3 && turned.stderr.contains("not written to"), "{}", turned.stderr);
}

#[test]
fn rows_of_files_are_counted() {
    let folder = folder("file-counts", "DELETE FROM kilns WHERE id = 7");
    let rows: String = (1..=40).map(|id| format!("{id},\"two\nlines\"\n")).collect();
    std::fs::write(folder.join("kilns.csv"), format!("id,name\n{rows}")).unwrap();
    let count = |more: &[&str]| reconcile(&folder, &[&["compare", "kilns.csv", "--count"], more].concat());
    assert_eq!(count(&["sqlite:old.db/kilns"]).code, 0);
    assert_eq!(count(&["kilns.csv"]).code, 0);
    let fewer = count(&["sqlite:new.db/kilns"]);
    assert!(fewer.code == 2 && fewer.stdout.contains("40 rows in the source, 39 in the target"), "{}", fewer.stdout);
    let grouped = count(&["sqlite:old.db/kilns", "--by", "day(built)"]);
    assert!(grouped.code == 3 && grouped.stdout.contains("without groups"), "{}", grouped.stdout);
    assert_eq!(count(&["sqlite:new.db/kilns", "--source-where", "id > 1 AND name LIKE 'two%'"]).code, 0);
    let wrong = count(&["sqlite:new.db/kilns", "--source-where", "age > 1"]);
    assert!(wrong.code == 3 && wrong.stdout.contains("no column `age`"), "{}", wrong.stdout);
    let ran = checks(
        &folder,
        "[[count]]\nname = \"kilns\"\nsource = { file = \"kilns.csv\" }\ntarget = { table = \"kilns\" }\n",
    );
    assert_eq!(
        (ran.code, outcomes(&ran)[0].1.as_str()),
        (2, "40 rows in the source, 39 in the target"),
        "{}",
        ran.stderr
    );
}

#[test]
fn conditions_and_expressions_go_for_files_too() {
    let folder = folder("file-sql", "SELECT 1");
    std::fs::write(
        folder.join("parts.csv"),
        "id,first,last,price,gone\n1,Ada,Lovelace,10,\n2,Alan,Turing,9.50,\n3,Emmy,Noether,100,yes\n",
    )
    .unwrap();
    std::fs::write(folder.join("whole.csv"), "id,name,cents\n1,Ada Lovelace,1000\n2,Alan Turing,951\n").unwrap();
    let compared = |price: &str, filter: &str| {
        let name = "name=first || ' ' || last";
        let price = format!("cents={price}");
        let arguments = ["compare", "parts.csv", "whole.csv", "--key", "id", "--source-where", filter];
        reconcile(&folder, &[&arguments[..], &["--map", name, "--map", &price, "--columns", "id,name,cents"]].concat())
    };
    let ran = compared("CAST(round(price * 100) AS INTEGER)", "gone IS NULL AND price < 50");
    assert!(
        ran.code == 2 && ran.stdout.contains("0 missing in the target, 0 extra there, 1 mismatched"),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
    assert!(ran.stdout.contains("950") && ran.stdout.contains("951"), "{}", ran.stdout);
    assert_eq!(compared("CASE id WHEN 2 THEN 951 ELSE price * 100 END", "Gone IS NULL").code, 0);
    let wrong = compared("price *", "id = 1");
    assert!(wrong.code == 3 && wrong.stderr.contains("answered by SQLite"), "{}", wrong.stderr);
}
