//! Starts and stops MariaDB.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::server::{GUARD, as_user, free_port, new_folder};
use super::user::User;
use crate::Error;
use crate::error::Doing;

const PATIENCE: Duration = Duration::from_mins(1);

/// A `MariaDB` server of our own in a temporary folder with a binary log in `archive`, stopped when this is dropped or the
/// process ends.
#[derive(Debug)]
pub struct MariaDb {
    guard: Child,
    user: User,
    folder: PathBuf,
    port: u16,
}

impl MariaDb {
    /// Makes a server and starts it on a free port; none where `MariaDB` is not installed.
    pub fn start() -> Result<Option<Self>, Error> {
        let Some(server) = program("mariadbd") else { return Ok(None) };
        let Some(installer) = program("mariadb-install-db") else { return Ok(None) };
        let user = User::for_engines()?;
        let folder = new_folder(&user)?;
        let started = initialise(&user, &folder, &installer).and_then(|()| launch(&user, &folder, &server));
        match started {
            Ok((guard, port)) => {
                let engine = Self { guard, user, folder, port };
                engine.wait_until_ready()?;
                Ok(Some(engine))
            }
            Err(error) => {
                // The error says what matters; a folder that stays behind does not.
                let _ = std::fs::remove_dir_all(&folder);
                Err(error)
            }
        }
    }

    /// Its folder: `data` is that of the server, `archive` holds the binary log, `client.cnf` says how to connect.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How to reach it, as a user who may do everything.
    pub fn url(&self) -> String {
        format!("mariadb://root@127.0.0.1:{}/mysql", self.port)
    }

    /// Its version, for example `10.11.6-MariaDB`.
    pub fn version(&self) -> Result<String, Error> {
        Ok(self.ask("SELECT version()")?.trim().to_owned())
    }

    /// Its port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A command that runs as the user whose the engine is, in its folder.
    pub fn command(&self, words: &[&str]) -> Command {
        let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
        let mut command = as_user(&self.user, &words);
        command.current_dir(&self.folder).stdin(Stdio::null());
        command
    }

    /// What its client answers to `statements`, columns separated by tabs.
    pub fn ask(&self, statements: &str) -> Result<String, Error> {
        let options = format!("--defaults-file={}", self.folder.join("client.cnf").display());
        let output = self
            .command(&["mariadb", &options, "--batch", "--skip-column-names", "--execute", statements])
            .output()
            .doing(|| "cannot run mariadb".to_owned())?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(Error::new(format!("MariaDB refused: {}", String::from_utf8_lossy(&output.stderr).trim())))
    }

    fn wait_until_ready(&self) -> Result<(), Error> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if self.ask("SELECT 1").is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(Error::new(format!("MariaDB did not start within {PATIENCE:?}:\n{log}")))
    }
}

impl Drop for MariaDb {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Nobody is left to tell.
        let _ = self.guard.wait();
    }
}

fn initialise(user: &User, folder: &Path, installer: &Path) -> Result<(), Error> {
    for part in ["data", "archive"] {
        let part = folder.join(part);
        std::fs::create_dir(&part).doing(|| format!("cannot make {}", part.display()))?;
        user.own(&part)?;
    }
    let options = format!("[client]\nsocket={}/socket\nuser=root\n", folder.display());
    std::fs::write(folder.join("client.cnf"), options).doing(|| "cannot write client.cnf".to_owned())?;
    let words = [
        installer.display().to_string(),
        "--no-defaults".to_owned(),
        format!("--datadir={}", folder.join("data").display()),
        "--auth-root-authentication-method=normal".to_owned(),
        "--skip-test-db".to_owned(),
    ];
    let output = as_user(user, &words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .doing(|| "cannot run mariadb-install-db".to_owned())?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::new(format!("mariadb-install-db failed: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

fn launch(user: &User, folder: &Path, server: &Path) -> Result<(Child, u16), Error> {
    let port = free_port()?;
    let mut engine = user.prefix();
    engine.push(server.display().to_string());
    engine.push("--no-defaults".to_owned());
    engine.extend(["datadir=data", "socket=socket", "pid-file=pid", "log-bin=archive/bin"].map(|option| {
        let (name, path) = option.split_once('=').unwrap_or((option, ""));
        format!("--{name}={}", folder.join(path).display())
    }));
    engine.extend([format!("--port={port}"), "--bind-address=127.0.0.1".to_owned(), "--server-id=1".to_owned()]);
    let guard = Command::new("sh")
        .args(["-c", GUARD, "engine-guard"])
        .arg(folder)
        .args(engine)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .doing(|| "cannot run sh".to_owned())?;
    Ok((guard, port))
}

/// Where a program is, in PATH or where servers lie.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    folders.map(|folder| folder.join(name)).find(|it| it.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_starts_and_is_gone_afterwards() {
        let Some(server) = MariaDb::start().unwrap() else { return };
        let folder = server.folder.clone();
        assert_eq!(server.ask("SELECT 40 + 2").unwrap().trim(), "42");
        drop(server);
        assert!(!folder.exists());
    }
}
