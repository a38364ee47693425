//! `cargo xtask services`: engines to work with by hand; `cargo xtask validators`: programs that know formats.

use testkit::engine::{Binaries, POSTGRES_URL, Postgres};

/// Arguments of `cargo xtask services`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Major version of PostgreSQL, 14 to 18; may be given several times.
    #[arg(long, value_name = "VERSION")]
    postgres: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let wanted: Vec<Option<&str>> = match arguments.postgres.as_slice() {
        [] => vec![None],
        versions => versions.iter().map(|version| Some(version.as_str())).collect(),
    };
    let mut servers = Vec::new();
    for version in wanted {
        let server = Postgres::start(&Binaries::find(version)?)?;
        eprintln!("PostgreSQL {}", server.version());
        println!("export {POSTGRES_URL}={}", server.url());
        servers.push(server);
    }
    eprintln!("running until this is interrupted");
    loop {
        std::thread::park();
    }
}

/// The programs that validate artefacts, as lines for a shell.
pub(crate) fn validators() -> anyhow::Result<()> {
    for (variable, path) in testkit::validator::prepare()? {
        println!("export {variable}={}", path.display());
    }
    Ok(())
}
