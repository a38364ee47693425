//! Scratch databases of the embedded SQLite.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::url::EngineUrl;
use crate::{Error, ErrorKind, Result, Session};

/// A directory of its own, so that nothing of anybody else's can lie in it.
pub(super) struct SqliteServer {
    directory: PathBuf,
    next: AtomicU64,
}

impl SqliteServer {
    pub(super) fn new() -> Result<Self> {
        Self::within(&std::env::temp_dir())
    }

    /// In a folder of its own inside `parent`.
    pub(super) fn within(parent: &Path) -> Result<Self> {
        static DIRECTORIES: AtomicU64 = AtomicU64::new(0);
        loop {
            let number = DIRECTORIES.fetch_add(1, Ordering::Relaxed);
            let name = format!("migration_architect_scratch_{}_{number}", std::process::id());
            let directory = parent.join(name);
            match std::fs::create_dir(&directory) {
                Ok(()) => return Ok(Self { directory, next: AtomicU64::new(0) }),
                // Left behind by a process that was killed and had the same id.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(io(&directory, &error)),
            }
        }
    }

    pub(super) fn create(self: &Arc<Self>) -> Result<SqliteDatabase> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let file = self.directory.join(format!("{number}.db"));
        std::fs::File::create_new(&file).map_err(|error| io(&file, &error))?;
        Ok(SqliteDatabase { url: EngineUrl::sqlite_file(&file), file, server: Arc::clone(self) })
    }
}

impl Drop for SqliteServer {
    fn drop(&mut self) {
        // Nothing can be done about a directory that cannot be removed; the system cleans its temporary files.
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

pub(super) struct SqliteDatabase {
    url: EngineUrl,
    file: PathBuf,
    server: Arc<SqliteServer>,
}

impl SqliteDatabase {
    pub(super) fn url(&self) -> &EngineUrl {
        &self.url
    }

    pub(super) fn open(&self) -> Result<Session> {
        let mut session = Session::open(&self.url)?;
        // A scratch database need not survive a power failure.
        session.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")?;
        Ok(session)
    }

    pub(super) fn copy(&self) -> Result<Self> {
        let copy = self.server.create()?;
        let mut target = rusqlite::Connection::open(&copy.file)?;
        let source = rusqlite::Connection::open(&self.file)?;
        // SQLite's own copying: a copy of the file would drop the locks that this process holds on it.
        rusqlite::backup::Backup::new(&source, &mut target)?.run_to_completion(
            1024,
            std::time::Duration::from_millis(5),
            None,
        )?;
        Ok(copy)
    }
}

impl Drop for SqliteDatabase {
    fn drop(&mut self) {
        for suffix in ["", "-journal", "-wal", "-shm"] {
            let mut file = self.file.clone().into_os_string();
            file.push(suffix);
            let _ = std::fs::remove_file(file);
        }
    }
}

fn io(path: &Path, error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Unreachable, format!("cannot create {}: {error}", path.display()))
}
