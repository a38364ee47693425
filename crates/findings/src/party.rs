//! Who breaks.

/// Somebody whom a change can break.
///
/// *Old* is the running version of the application, on the new schema or interface; *new* is the new version on the
/// old one, which decides whether a deployment can be rolled back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Party {
    /// The running version, reading.
    OldReaders,
    /// The running version, writing.
    OldWriters,
    /// The new version, reading from the old side.
    NewReaders,
    /// The new version, writing to the old side.
    NewWriters,
    /// What is stored already.
    StoredData,
}

impl Party {
    /// The word used in every output, for example `old_writers`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OldReaders => "old_readers",
            Self::OldWriters => "old_writers",
            Self::NewReaders => "new_readers",
            Self::NewWriters => "new_writers",
            Self::StoredData => "stored_data",
        }
    }
}

impl std::fmt::Display for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
