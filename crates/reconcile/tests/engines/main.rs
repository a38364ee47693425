//! The program on real engines: killed, cut off, and faced with what goes wrong.

mod cut;
mod databases;
mod failures;
mod killed;

use std::process::{Command, Stdio};

/// How the program ended and what it said.
#[derive(Debug)]
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn program(arguments: &[String]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reconcile"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn reconcile(arguments: &[String]) -> Ran {
    let output = program(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: output.status.code().unwrap(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// Arguments of any kind of text.
fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}
