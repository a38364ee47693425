//! Starts and stops PostgreSQL.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::Binaries;
use super::user::User;
use crate::Error;
use crate::error::Doing;

/// Stops the engine and removes its folder when its own standard input ends, which the kernel sees to whatever becomes
/// of the process that holds the other end.
pub(super) const GUARD: &str = r#"
trap '' INT TERM HUP
folder=$1; shift
"$@" </dev/null >"$folder/log" 2>&1 &
engine=$!
read -r _ || :
kill -QUIT "$engine" 2>/dev/null
wait "$engine" 2>/dev/null
rm -rf "$folder"
"#;

/// Safety costs time and is of no use to an engine that is thrown away; the rest makes room for parallel tests.
const SETTINGS: [&str; 8] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=300",
    "shared_buffers=128MB",
    "log_min_messages=warning",
];

const PATIENCE: Duration = Duration::from_mins(1);

/// A PostgreSQL server of our own in a temporary folder, stopped when this is dropped or the process ends.
#[derive(Debug)]
pub struct Postgres {
    guard: Child,
    user: User,
    folder: PathBuf,
    port: u16,
    version: String,
}

impl Postgres {
    /// Makes a cluster and starts it on a free port.
    pub fn start(binaries: &Binaries) -> Result<Self, Error> {
        Self::start_with(binaries, &[])
    }

    /// The same with settings of its own, each as `name=value`; `{folder}` in one is the folder of the engine, which also
    /// holds the folder `archive`.
    pub fn start_with(binaries: &Binaries, settings: &[&str]) -> Result<Self, Error> {
        let user = User::for_engines()?;
        let folder = new_folder(&user)?;
        let archive = folder.join("archive");
        std::fs::create_dir(&archive).doing(|| format!("cannot make {}", archive.display()))?;
        user.own(&archive)?;
        let started = initialise(binaries, &user, &folder).and_then(|()| launch(binaries, &user, &folder, settings));
        match started {
            Ok((guard, port)) => {
                let server = Self { guard, user, folder, port, version: binaries.version().to_owned() };
                server.wait_until_ready()?;
                Ok(server)
            }
            Err(error) => {
                // The error says what matters; a folder that stays behind does not.
                let _ = std::fs::remove_dir_all(&folder);
                Err(error)
            }
        }
    }

    /// How to reach it, as a superuser.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Its version, for example `15.18`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Its folder: `data` is that of the cluster, `archive` is empty and its own.
    pub fn folder(&self) -> &Path {
        &self.folder
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

    fn wait_until_ready(&self) -> Result<(), Error> {
        let started = Instant::now();
        let status = self.folder.join("data/postmaster.pid");
        while started.elapsed() < PATIENCE {
            // The eighth line says how far the server has got.
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            if text.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(Error::new(format!("PostgreSQL {} did not start within {PATIENCE:?}:\n{log}", self.version)))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Nobody is left to tell.
        let _ = self.guard.wait();
    }
}

pub(super) fn new_folder(user: &User) -> Result<PathBuf, Error> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("migration-architect-engine-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).doing(|| format!("cannot make {}", folder.display()))?;
    user.own(&folder)?;
    Ok(folder)
}

fn initialise(binaries: &Binaries, user: &User, folder: &Path) -> Result<(), Error> {
    let words = [
        binaries.program("initdb").display().to_string(),
        format!("--pgdata={}", folder.join("data").display()),
        "--username=postgres".to_owned(),
        "--auth=trust".to_owned(),
        "--encoding=UTF8".to_owned(),
        "--locale=C".to_owned(),
        "--no-sync".to_owned(),
    ];
    let output = as_user(user, &words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .doing(|| format!("cannot run {}", binaries.program("initdb").display()))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(Error::new(format!("initdb failed: {}", String::from_utf8_lossy(&output.stderr).trim())))
    }
}

fn launch(binaries: &Binaries, user: &User, folder: &Path, own: &[&str]) -> Result<(Child, u16), Error> {
    let port = free_port()?;
    let mut engine = user.prefix();
    engine.push(binaries.program("postgres").display().to_string());
    engine.extend(["-D".to_owned(), folder.join("data").display().to_string()]);
    let mut settings: Vec<String> = SETTINGS.map(str::to_owned).to_vec();
    // A server takes the last of several: what is asked for here.
    settings.extend(own.iter().map(|it| it.replace("{folder}", &folder.to_string_lossy())));
    settings.push(format!("port={port}"));
    settings.push("listen_addresses=127.0.0.1".to_owned());
    settings.push(format!("unix_socket_directories={}", folder.display()));
    engine.extend(settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting]));
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

pub(super) fn as_user(user: &User, words: &[String]) -> Command {
    let mut all = user.prefix().into_iter().chain(words.iter().cloned());
    let mut command = Command::new(all.next().unwrap_or_default());
    command.args(all);
    command
}

pub(super) fn free_port() -> Result<u16, Error> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).doing(|| "no port is free".to_owned())?;
    Ok(listener.local_addr().doing(|| "no port is free".to_owned())?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_starts_and_is_gone_afterwards() {
        let server = Postgres::start(&Binaries::find(None).unwrap()).unwrap();
        let folder = server.folder.clone();
        assert!(std::net::TcpStream::connect(("127.0.0.1", server.port)).is_ok());
        drop(server);
        assert!(!folder.exists());
    }
}
