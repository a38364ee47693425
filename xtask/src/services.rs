//! `cargo xtask services`: engines to work with by hand; `cargo xtask validators`: programs that know formats.

use testkit::engine::{Binaries, MYSQL_URL, MariaDb, POSTGRES_URL, Postgres};

/// What to do where there is none.
pub(crate) const NO_MARIADB: &str =
    "MariaDB is not installed: install it (on Debian and Ubuntu `apt-get install mariadb-server`)";

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
    let mariadb = MariaDb::start()?;
    match &mariadb {
        Some(server) => {
            eprintln!("MariaDB {}", server.version()?);
            println!("export {MYSQL_URL}={}", server.url());
        }
        None => eprintln!("{NO_MARIADB}"),
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
