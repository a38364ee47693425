//! Starts and stops Prometheus.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::server::{GUARD, as_user, free_port, new_folder};
use super::user::User;
use crate::Error;
use crate::error::Doing;
use crate::validator::Tool;

const PATIENCE: Duration = Duration::from_mins(1);

/// A Prometheus of our own in a temporary folder, which scrapes nothing and holds the values that it was given; stopped when
/// this is dropped or the process ends.
#[derive(Debug)]
pub struct Prometheus {
    guard: Child,
    folder: PathBuf,
    port: u16,
}

impl Prometheus {
    /// Starts one on a free port that holds `values`, lines of `OpenMetrics` with times, as in `up{side="target"} 1 1700000000`.
    ///
    /// # Errors
    /// Where it is not installed, does not take the values, or does not start.
    pub fn start(values: &str) -> Result<Self, Error> {
        let (server, tool) = (Tool::Prometheus.find()?, Tool::Promtool.find()?);
        let user = User::for_engines()?;
        let folder = new_folder(&user)?;
        match fill(&user, &folder, &tool, values).and_then(|()| launch(&user, &folder, &server)) {
            Ok((guard, port)) => {
                let started = Self { guard, folder, port };
                started.wait_until_ready()?;
                Ok(started)
            }
            Err(error) => {
                // The error says what matters; a folder that stays behind does not.
                let _ = std::fs::remove_dir_all(&folder);
                Err(error)
            }
        }
    }

    /// How to reach it.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn wait_until_ready(&self) -> Result<(), Error> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if self.is_ready().unwrap_or(false) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(Error::new(format!("Prometheus did not start within {PATIENCE:?}:\n{log}")))
    }

    fn is_ready(&self) -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.write_all(b"GET /-/ready HTTP/1.0\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.lines().next().is_some_and(|line| line.contains(" 200 ")))
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Nobody is left to tell.
        let _ = self.guard.wait();
    }
}

fn fill(user: &User, folder: &Path, tool: &Path, values: &str) -> Result<(), Error> {
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).doing(|| format!("cannot write {name}"));
    put("prometheus.yml", "global: {}\n")?;
    put("values", &format!("{}\n# EOF\n", values.trim_end()))?;
    let mut words = vec![tool.display().to_string()];
    words.extend(["tsdb", "create-blocks-from", "openmetrics", "values", "data"].map(str::to_owned));
    let output = as_user(user, &words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .doing(|| "cannot run promtool".to_owned())?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::new(format!("promtool failed: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

fn launch(user: &User, folder: &Path, server: &Path) -> Result<(Child, u16), Error> {
    let port = free_port()?;
    let mut engine = user.prefix();
    engine.push(server.display().to_string());
    engine.extend([
        format!("--config.file={}", folder.join("prometheus.yml").display()),
        format!("--storage.tsdb.path={}", folder.join("data").display()),
        // Values of any time stay.
        "--storage.tsdb.retention.time=100y".to_owned(),
        format!("--web.listen-address=127.0.0.1:{port}"),
    ]);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_what_it_was_given_and_is_gone_afterwards() {
        let server = Prometheus::start("# TYPE boats gauge\nboats 7 1700000000").unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        stream.write_all(b"GET /api/v1/query?query=boats&time=1700000000 HTTP/1.0\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("[1700000000,\"7\"]"), "{answer}");
        let folder = server.folder.clone();
        drop(server);
        assert!(!folder.exists());
        assert!(Prometheus::start("no metrics at all").is_err());
    }
}
