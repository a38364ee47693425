//! Runs a case in a process of its own, so that neither a panic nor an endless loop ends the run.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::authors::Against;
use super::case::Case;

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// The plan reached the schema after, and every way back the schema before, with all rows.
    Proven,
    /// The same, but some table held no rows.
    Partial,
    /// The plan was made; it was not asked for more.
    Planned,
    /// There is no plan, for a reason.
    Refused,
    /// The plan failed, or reached another schema, or lost rows; or the program failed.
    Wrong,
}

/// What became of a case, and why.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Attempt {
    /// What.
    pub(super) outcome: Outcome,
    /// Why, in a form shared by cases alike.
    pub(super) reason: String,
    /// Why, in full.
    pub(super) detail: String,
    /// How long it took.
    #[serde(default)]
    pub(super) seconds: f64,
    /// How the plan compares with the migration that the authors wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) against: Option<Against>,
}

impl Attempt {
    pub(super) fn new(outcome: Outcome, reason: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { outcome, reason: reason.into(), detail: detail.into(), seconds: 0.0, against: None }
    }
}

/// How a process ended.
pub(super) enum Ended {
    /// With this as the last line of its output.
    Said(String),
    /// Without a word, but for these errors.
    Failed(String),
    /// It had to be ended.
    Never,
}

/// Runs `case` in a process of its own.
pub(super) fn run(case: &Case, engine: &str, flags: &[&str], patience: Duration) -> anyhow::Result<Attempt> {
    let started = Instant::now();
    let arguments: Vec<&str> = ["corpus-case", "--engine", engine].iter().chain(flags).copied().collect();
    let failed = |errors: String| Attempt::new(Outcome::Wrong, "the program failed", errors);
    let mut attempt = match process(&arguments, &serde_json::to_vec(case)?, patience)? {
        Ended::Said(line) => serde_json::from_str(&line).unwrap_or_else(|_| failed(line)),
        Ended::Failed(errors) => failed(errors),
        Ended::Never => Attempt::new(Outcome::Wrong, "no end", format!("not done after {patience:?}")),
    };
    attempt.seconds = started.elapsed().as_secs_f64();
    Ok(attempt)
}

/// Runs this program with `arguments` and `input` on its standard input.
pub(super) fn process(arguments: &[&str], input: &[u8], patience: Duration) -> anyhow::Result<Ended> {
    let mut command = Command::new(std::env::current_exe().context("cannot find this program")?);
    command.args(arguments).env("RUST_BACKTRACE", "0");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start a process for a case")?;
    if let Some(mut stdin) = child.stdin.take() {
        // A process that ended early says why by itself.
        let _ = stdin.write_all(input);
    }
    let output = collect(child.stdout.take());
    let errors = collect(child.stderr.take());
    if !wait(&mut child, patience)? {
        return Ok(Ended::Never);
    }
    let output = output.join().unwrap_or_default();
    let errors = errors.join().unwrap_or_default();
    Ok(match output.lines().last() {
        Some(line) => Ended::Said(line.to_owned()),
        None => Ended::Failed(errors.lines().filter(|it| !it.starts_with("note:")).collect::<Vec<_>>().join(" ")),
    })
}

/// Waits for the end; false where it had to be enforced.
fn wait(child: &mut Child, patience: Duration) -> anyhow::Result<bool> {
    let started = Instant::now();
    while child.try_wait().context("cannot wait for a case")?.is_none() {
        if started.elapsed() > patience {
            child.kill().context("cannot end a case")?;
            child.wait().context("cannot wait for a case")?;
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(true)
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What was read until then is still of use.
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
