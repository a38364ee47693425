//! The program from the outside: exit codes, formats, messages.

use std::path::PathBuf;
use std::process::{Command, Output};

const OLD: &str = "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  email TEXT,\n  phone TEXT\n);\n";
const BREAKING: &str = "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  email TEXT NOT NULL,\n  phone TEXT\n);\n";
const UNSETTLED: &str = "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  email TEXT DEFAULT 'x',\n  phone TEXT\n);\n\
                         CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 1; END;\n";
const ADDITIVE: &str =
    "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  email TEXT,\n  phone TEXT,\n  note TEXT\n);\n";

/// Writes `text` to a file of its own.
fn file(name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("a file in the folder for tests");
    path
}

fn compat(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_compat")).args(arguments).output().expect("the program runs")
}

fn check(case: &str, before: impl AsRef<[u8]>, after: impl AsRef<[u8]>, more: &[&str]) -> Output {
    let before = file(&format!("{case}-old.sql"), before);
    let after = file(&format!("{case}-new.sql"), after);
    let mut arguments = vec!["check", before.to_str().expect("UTF-8"), after.to_str().expect("UTF-8")];
    arguments.extend(["--dialect", "sqlite"]);
    arguments.extend(more);
    compat(&arguments)
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn the_exit_code_is_the_verdict() {
    let codes = [("same", OLD, 0), ("additive", ADDITIVE, 0), ("unsettled", UNSETTLED, 1), ("breaking", BREAKING, 2)];
    for (case, after, code) in codes {
        let output = check(case, OLD, after, &[]);
        assert_eq!(output.status.code(), Some(code), "{case}: {}", stdout(&output));
    }
}

#[test]
fn what_lies_below_the_level_is_compatible() {
    let output = check("level", OLD, UNSETTLED, &["--fail-on", "breaking"]);
    assert_eq!(output.status.code(), Some(0));
    let output = check("level-additive", OLD, ADDITIVE, &["--fail-on", "additive"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_breaking_change_is_shown_with_its_place_and_a_confirmed_witness() {
    let text = stdout(&check("witness", OLD, BREAKING, &[]));
    for part in [
        "breaking[not-null-added]",
        "witness-new.sql:3:3",
        "old_writers",
        "INSERT INTO users (email) VALUES (NULL)",
        "confirmed by SQLite",
        "breaking: 1 breaking",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "colours, but no terminal");
}

#[test]
fn every_format_is_written() {
    for (format, start) in [
        ("json", "{"),
        ("sarif", "{"),
        ("junit", "<?xml"),
        ("markdown", "# Compatibility"),
        ("github", "::error file="),
        ("html", "<!DOCTYPE html>"),
    ] {
        let text = stdout(&check(&format!("format-{format}"), OLD, BREAKING, &["--format", format]));
        assert!(text.starts_with(start), "{format}:\n{text}");
        assert!(text.contains("not-null-added"), "{format}:\n{text}");
        if start == "{" {
            serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
        }
    }
}

#[test]
fn an_allowed_finding_does_not_count() {
    let allowed = BREAKING.replace("NOT NULL,", "NOT NULL, -- allow not-null-added: filled last week");
    let output = check("allowed", OLD, allowed, &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).contains("allowed: column main.users.email refuses NULL now (filled last week)"));
}

#[test]
fn a_rename_is_stated() {
    let after = OLD.replace("phone", "mobile");
    let output = check("rename", OLD, &after, &["--rename", "users.phone=mobile"]);
    assert!(stdout(&output).contains("column-renamed"), "{}", stdout(&output));
    let output = check("rename-unknown", OLD, &after, &["--rename", "users.fax=mobile"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("nothing is called `users.fax`"), "{}", stderr(&output));
}

#[test]
fn bad_input_ends_with_three_and_one_message() {
    let cases = [
        check("binary", b"\0\x01\xff", OLD, &[]),
        check("unknown-dialect", OLD, OLD, &["--dialect", "oracle"]),
        compat(&["check", "no-such-file.sql", "no-such-file.sql", "--dialect", "sqlite"]),
        check("syntax", "CREATE TABLE (;", OLD, &[]),
        compat(&["check"]),
        compat(&["explain", "no-such-rule"]),
    ];
    for output in cases {
        assert_eq!(output.status.code(), Some(3), "{}{}", stdout(&output), stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    }
}

#[test]
fn help_and_lists_are_no_failure() {
    for arguments in [["--help"].as_slice(), &["--version"], &["rules"], &["explain", "column-dropped"], &["man"]] {
        assert_eq!(compat(arguments).status.code(), Some(0), "{arguments:?}");
    }
    assert!(stdout(&compat(&["explain", "column-dropped"])).contains("-- allow column-dropped: the reason"));
}

#[test]
fn what_cannot_be_read_is_not_reported_as_gone() {
    let output = check("unreadable", OLD, "CREATE TABLE users (id INTEGER PRIMARY KEY;\n", &[]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(!text.contains("table-dropped") && text.contains("could not tell"), "{text}");
    let json = stdout(&check("unreadable-json", OLD, "CREATE TABLE users (id;\n", &["--format", "json"]));
    let report: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(0), "{json}");
}

#[test]
fn what_people_read_fits_a_hundred_columns() {
    let name = "a_name_that_is_rather_long_for_a_table_of_an_application_that_has_grown_over_the_years";
    let old = format!("CREATE TABLE {name} (\n  id INTEGER PRIMARY KEY,\n  other_{name} TEXT\n);\n");
    let output = check("wide", old, "CREATE TABLE t (id INTEGER PRIMARY KEY);", &[]);
    let text = stdout(&output);
    assert!(text.contains("table-dropped"), "{text}");
    // Places and what the source says stay as they are.
    for line in text.lines().filter(|line| !line.contains(" --> ") && !line.contains(" | ")) {
        assert!(line.chars().count() <= 100, "{line}\n{text}");
    }
}
