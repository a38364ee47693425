//! `compat history`, folders of schemas, and Avro, as somebody at a terminal has them.

use std::path::{Path, PathBuf};
use std::process::Command;

struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("history").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

fn compat(folder: &Path, arguments: &str) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_compat"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn record(fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "shop.Parcel", "fields": [{fields}]}}"#)
}

const ID: &str = r#"{"name": "id", "type": "long"}"#;

/// A field that gets its default before it goes, and loses it after it came back: neighbours agree, the ends do not.
fn versions(name: &str) -> PathBuf {
    let folder = folder(name);
    write(&folder, "v1.avsc", &record(ID));
    write(&folder, "v2.avsc", &record(&format!(r#"{ID}, {{"name": "kg", "type": "double", "default": 0}}"#)));
    write(&folder, "v3.avsc", &record(&format!(r#"{ID}, {{"name": "kg", "type": "double"}}"#)));
    folder
}

#[test]
fn what_neighbours_allow_is_lost_over_two_steps() {
    let folder = versions("lost");
    assert_eq!(compat(&folder, "check v1.avsc v2.avsc").code, Some(0));
    assert_eq!(compat(&folder, "check v2.avsc v3.avsc").code, Some(0));
    let ran = compat(&folder, "history v1.avsc v2.avsc v3.avsc");
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    for words in ["v3.avsc with v1.avsc: breaking", "record-field-added", "v3.avsc is compatible back to v2.avsc"] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    let json = compat(&folder, "history v1.avsc v2.avsc v3.avsc --format json").stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["lost"][0]["before"], &json["lost"][0]["after"]), (&0.into(), &2.into()));
    assert_eq!(json["pairs"].as_array().expect("pairs").len(), 3);
    let markdown = compat(&folder, "history v1.avsc v2.avsc v3.avsc --format markdown").stdout;
    assert!(markdown.contains("| v3.avsc | breaking | non-breaking |"), "{markdown}");
    let ran = compat(&folder, "history v1.avsc v2.avsc --direction full");
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    assert_eq!(compat(&folder, "history v1.avsc missing.avsc").code, Some(3));
}

#[test]
fn a_witness_is_confirmed_by_the_library() {
    let folder = versions("witness");
    let ran = compat(&folder, "check v1.avsc v3.avsc");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stdout.contains("confirmed by apache-avro"), "{}", ran.stdout);
}

#[test]
fn schemas_of_folders_are_matched_by_their_names() {
    let folder = folder("folders");
    write(&folder, "old/parcel.avsc", &record(ID));
    write(&folder, "old/size.avsc", r#"{"type": "enum", "name": "shop.Size", "symbols": ["S", "L"]}"#);
    write(&folder, "new/freight/box.avsc", &record(&format!(r#"{ID}, {{"name": "size", "type": "shop.Size"}}"#)));
    write(&folder, "new/size.avsc", r#"{"type": "enum", "name": "shop.Size", "symbols": ["S"]}"#);
    let ran = compat(&folder, "check old new");
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    for rule in ["avro-schema-moved", "record-field-added", "enum-symbol-removed"] {
        assert!(ran.stdout.contains(rule), "{rule}: {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("avro-schema-removed"), "{}", ran.stdout);
    assert_eq!(compat(&folder, "check old old").code, Some(0));
}
