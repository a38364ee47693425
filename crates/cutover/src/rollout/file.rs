//! The file that a document lies in.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::document::Document;
use crate::bucketing::xxh64;
use crate::{Error, ErrorKind};

/// Larger files are refused, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A file and what was last seen of it.
#[derive(Debug)]
pub(super) struct File {
    path: PathBuf,
    seen: Option<Seen>,
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Seen {
    /// Its bytes' digest.
    Bytes(u64),
    /// It could not be read.
    Nothing,
}

impl File {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), seen: None }
    }

    /// Its document, changed or not.
    pub(super) fn read(&mut self) -> Result<Document, Error> {
        self.seen = None;
        self.poll().unwrap_or_else(|| Err(self.unreadable("nothing was read")))
    }

    /// Its document where its bytes have changed since it was last asked for, and what is wrong with it, once.
    ///
    /// The bytes are compared and not only the time of the last change: that may be too coarse to tell two changes apart.
    pub(super) fn poll(&mut self) -> Option<Result<Document, Error>> {
        let (seen, text) = match self.text() {
            Ok(text) => (Seen::Bytes(xxh64(text.as_bytes(), 0)), Ok(text)),
            Err(error) => (Seen::Nothing, Err(error)),
        };
        if self.seen == Some(seen) {
            return None;
        }
        self.seen = Some(seen);
        let named = |error: Error| Error::new(error.kind(), format!("{}: {error}", self.path.display()));
        Some(text.and_then(|text| Document::read(&text).map_err(named)))
    }

    fn text(&self) -> Result<String, Error> {
        let unreadable = |error: std::io::Error| self.unreadable(&error.to_string());
        // A pipe or a device may have no end, and a file may grow while it is read.
        if !std::fs::metadata(&self.path).map_err(unreadable)?.is_file() {
            return Err(self.unreadable("it is no regular file"));
        }
        let mut text = String::new();
        let file = std::fs::File::open(&self.path).map_err(unreadable)?;
        file.take(LARGEST + 1).read_to_string(&mut text).map_err(unreadable)?;
        if text.len() as u64 > LARGEST {
            return Err(self.unreadable("it is larger than 16 MiB"));
        }
        Ok(text)
    }

    /// When it was last changed and how long it is; none where that cannot be told.
    pub(super) fn stamp(&self) -> Option<(SystemTime, u64)> {
        let metadata = std::fs::metadata(&self.path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    }

    fn unreadable(&self, why: &str) -> Error {
        Error::new(ErrorKind::Unreadable, format!("{} cannot be read: {why}", self.path.display()))
    }
}
