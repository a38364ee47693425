//! The program from outside: what it prints, what it writes, and how it exits.

mod artefacts;
mod bad_input;
mod drill;
mod gate;
mod make_and_show;
mod page;
mod prove;
mod readme;
mod recorded;
mod scripts;
mod spec;
mod specified;

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A shop that gains a column and loses one.
const BEFORE: &str = "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, fax TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), total INTEGER);
";
const AFTER: &str = "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, phone TEXT);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    total INTEGER NOT NULL
);
CREATE INDEX orders_customer ON orders (customer_id);
";

/// A folder of its own for the test called `test`.
fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A folder with `before.sql`, `after.sql` and the plan between them, `plan.json`.
fn planned(test: &str) -> PathBuf {
    let folder = folder(test);
    std::fs::write(folder.join("before.sql"), BEFORE).unwrap();
    std::fs::write(folder.join("after.sql"), AFTER).unwrap();
    let made = plan(&folder, "make --before before.sql --after after.sql --dialect sqlite --purge -o plan.json");
    assert_eq!(made.code, 0, "{made:?}");
    folder
}

#[derive(Debug)]
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

/// Runs the program in `folder` with `arguments`, separated by spaces.
fn plan(folder: &std::path::Path, arguments: &str) -> Ran {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_plan"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
