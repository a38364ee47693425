//! `cargo xtask fuzz`: fuzzes the readers and the comparison with cargo-fuzz, which needs a nightly compiler.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

/// Arguments of `cargo xtask fuzz`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The target: a file name in `fuzz/fuzz_targets`, without `.rs`; without it all, one after the other.
    target: Option<String>,
    /// How long each target is fuzzed.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Passed to the fuzzer, for example `-only_ascii=1`.
    #[arg(last = true)]
    passed_on: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let root = crate::tidy::root();
    let all = targets(&root)?;
    let wanted: Vec<&String> =
        all.iter().filter(|name| arguments.target.as_ref().is_none_or(|it| it == *name)).collect();
    if wanted.is_empty() {
        bail!("there is no such fuzz target; there are {}", all.join(", "));
    }
    for target in wanted {
        fuzz(&root, target, arguments)?;
    }
    Ok(())
}

/// The names of all targets.
fn targets(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root.join("fuzz/fuzz_targets")).context("cannot read fuzz/fuzz_targets")? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// What is found goes to `fuzz/corpus/TARGET`, an input that fails to `fuzz/artifacts/TARGET`; neither is kept in git.
fn fuzz(root: &Path, target: &str, arguments: &Arguments) -> anyhow::Result<()> {
    let corpus = Path::new("fuzz/corpus").join(target);
    std::fs::create_dir_all(root.join(&corpus)).with_context(|| format!("cannot make {}", corpus.display()))?;
    let mut command = Command::new("rustup");
    // Through rustup, since the compiler of the workspace is no nightly one.
    command.args(["run", "nightly", "cargo", "fuzz", "run", target]).arg(corpus);
    let seeds = Path::new("fuzz/seeds").join(target);
    if root.join(&seeds).is_dir() {
        command.arg(seeds);
    }
    command.args(["--", "-timeout=20", "-rss_limit_mb=2048"]);
    command.arg(format!("-max_total_time={}", arguments.seconds));
    if target.starts_with("api_") {
        command.arg("-dict=fuzz/api.dict");
    }
    let help = "`rustup toolchain install nightly`, `cargo install cargo-fuzz`";
    let status = command
        .args(&arguments.passed_on)
        .current_dir(root)
        .status()
        .with_context(|| format!("cannot run rustup: install it, then {help}"))?;
    if !status.success() {
        bail!("fuzzing `{target}` ended with {status}; where a tool is missing: {help}");
    }
    Ok(())
}
