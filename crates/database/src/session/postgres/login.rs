//! The password of a login whose URL has none.

use std::path::{Path, PathBuf};

use postgres::Config;
use postgres::config::Host;

use crate::url::of_pgpass;

/// What `PGPASSWORD` says, else what the file `PGPASSFILE` or `~/.pgpass` says of this server, database and user.
pub(super) fn password(config: &Config) -> Option<String> {
    if let Ok(password) = std::env::var("PGPASSWORD") {
        return Some(password);
    }
    let file = std::env::var_os("PGPASSFILE").map(PathBuf::from);
    let file = file.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".pgpass")))?;
    if is_open_to_others(&file) {
        return None;
    }
    let text = std::fs::read_to_string(file).ok()?;
    let host = match config.get_hosts().first()? {
        Host::Tcp(host) => host.as_str(),
        #[cfg(unix)]
        Host::Unix(_) => "localhost",
    };
    let port = config.get_ports().first().copied().unwrap_or(5432).to_string();
    let user = config.get_user()?;
    of_pgpass(&text, [host, &port, config.get_dbname().unwrap_or(user), user])
}

/// As PostgreSQL's own programs do it: a file that others can read is not used.
#[cfg(unix)]
fn is_open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|it| it.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
