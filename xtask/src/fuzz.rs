//! `cargo xtask fuzz`: fuzzes a reader with cargo-fuzz, which needs a nightly compiler.

use std::process::Command;

use anyhow::{Context, bail};

/// Arguments of `cargo xtask fuzz`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The target: a file name in `fuzz/fuzz_targets`, without `.rs`.
    target: String,
    /// Passed to the fuzzer, for example `-max_total_time=60`.
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let root = crate::tidy::root();
    let target = root.join("fuzz/fuzz_targets").join(format!("{}.rs", arguments.target));
    if !target.is_file() {
        bail!("there is no fuzz target `{}`: fuzz/fuzz_targets lists them", arguments.target);
    }
    // Through rustup, since the compiler of the workspace is no nightly one.
    let status = Command::new("rustup")
        .args(["run", "nightly", "cargo", "fuzz", "run", &arguments.target, "--"])
        .args(&arguments.arguments)
        .current_dir(root)
        .status()
        .context(
            "cannot run rustup: install it, then `rustup toolchain install nightly` and `cargo install cargo-fuzz`",
        )?;
    if !status.success() {
        bail!(
            "fuzzing `{}` ended with {status}; where a tool is missing: `rustup toolchain install nightly`, `cargo install cargo-fuzz`",
            arguments.target
        );
    }
    Ok(())
}
