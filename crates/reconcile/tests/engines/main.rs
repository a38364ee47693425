//! The program on real engines: killed, cut off, and faced with what goes wrong.

mod cut;
mod databases;
mod failures;
mod killed;

use std::process::{Command, Output, Stdio};

use databases::PASSWORD;

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
    Ran::of(&program(arguments).output().unwrap())
}

impl Ran {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code().unwrap(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// It could not tell; a report says why.
    fn assert_says_no(&self) {
        assert_eq!(self.code, 3, "{}{}", self.stdout, self.stderr);
        assert!(!format!("{}{}", self.stdout, self.stderr).contains(PASSWORD), "{}", self.stdout);
    }

    /// It could not tell, and said so in one message, which holds one of these words and no password.
    fn assert_failed(&self, words: &[&str]) {
        assert_eq!(self.code, 3, "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "", "{}", self.stderr);
        let lines: Vec<&str> = self.stderr.lines().collect();
        let is_one = matches!(lines.as_slice(), [one] | [one, _] if one.starts_with("error: "));
        assert!(is_one && lines.iter().skip(1).all(|it| it.starts_with("help: ")), "{}", self.stderr);
        assert!(words.iter().any(|it| self.stderr.contains(it)), "none of {words:?} in: {}", self.stderr);
        assert!(!self.stderr.contains(PASSWORD), "{}", self.stderr);
    }
}

/// Arguments of any kind of text.
fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}
