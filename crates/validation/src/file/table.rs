//! A file in the words of a table, so that both sides are put together by the same rules.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use database::{Column, Identity, Table, ValueKind};

use crate::{Error, ErrorKind, Result};

/// A table with these columns: without schema, keys, and anything that writes to it.
pub(super) fn table_of(path: &Path, columns: Vec<(String, String, ValueKind)>, rows: Option<u64>) -> Result<Table> {
    let mut seen = std::collections::HashSet::new();
    if let Some((name, ..)) = columns.iter().find(|(name, ..)| !seen.insert(name.clone())) {
        let message = format!("{}: two columns are called `{name}`", path.display());
        return Err(Error::new(ErrorKind::Shape, message));
    }
    let column = |(name, type_name, kind): (String, String, ValueKind)| Column {
        name,
        type_name,
        kind,
        nullable: true,
        generated: false,
        set_on_update: false,
        identity: Identity::None,
        sorts_by_bytes: true,
        equates_texts: false,
        character_set: None,
    };
    Ok(Table {
        schema: String::new(),
        name: path.display().to_string(),
        columns: columns.into_iter().map(column).collect(),
        keys: Vec::new(),
        foreign_keys: Vec::new(),
        triggers: Vec::new(),
        estimated_rows: rows,
    })
}

/// A file as it was when it was opened.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub(super) path: PathBuf,
    length: u64,
    modified: Option<SystemTime>,
}

impl Opened {
    pub(super) fn new(path: &Path) -> Result<Self> {
        let metadata = metadata(path)?;
        if !metadata.is_file() {
            return Err(Error::new(ErrorKind::Io, format!("{} is not a file", path.display())));
        }
        Ok(Self { path: path.to_owned(), length: metadata.len(), modified: metadata.modified().ok() })
    }

    /// # Errors
    /// [`ErrorKind::Shape`] where it has been written to since: two readings would be of two files.
    pub(super) fn is_unchanged(&self) -> Result<()> {
        let now = metadata(&self.path)?;
        if now.len() == self.length && now.modified().ok() == self.modified {
            return Ok(());
        }
        let message = format!("{} was written to while it was read: compare it again", self.path.display());
        Err(Error::new(ErrorKind::Shape, message))
    }
}

fn metadata(path: &Path) -> Result<Metadata> {
    std::fs::metadata(path)
        .map_err(|error| Error::new(ErrorKind::Io, format!("{} cannot be read: {error}", path.display())))
}
