//! How an engine hashes rows.

use std::ops::ControlFlow;

use database::{EngineKind, Value};

use super::source::Source;
use super::{mysql, postgres};
use crate::{Error, ErrorKind, Form, HashMethod, Result, RowDigest};

/// Takes the key, or the whole row, and the digest of each row.
pub(super) type EachDigest<'a> = &'a mut dyn FnMut(&[Value], RowDigest) -> Result<ControlFlow<()>>;

/// How the engine hashes a row, in SQL.
#[derive(Debug)]
pub(super) struct Hashing {
    /// What of a row, called `h`.
    pub(super) row: String,
    /// The two numbers of 64 bits that are made of `h`.
    pub(super) digest: [String; 2],
    /// A number of the row's key that is not negative.
    pub(super) key: String,
}

impl Hashing {
    /// The way in which the engine hashes by a method; none where it cannot.
    pub(super) fn new(source: &Source, method: &HashMethod) -> Option<Self> {
        match (source.engine, method) {
            (EngineKind::Postgres, HashMethod::Native) => Some(postgres::native::hashing(source)),
            (EngineKind::Postgres, HashMethod::Canonical(forms)) => postgres::canonical::hashing(source, forms),
            (EngineKind::MySql | EngineKind::MariaDb, HashMethod::Canonical(forms)) => {
                mysql::canonical::hashing(source, forms)
            }
            _ => None,
        }
    }

    /// Whether the engine can compute the digests of canonical values.
    pub(super) fn takes(source: &Source, forms: &[Form]) -> bool {
        Self::new(source, &HashMethod::Canonical(forms.to_vec())).is_some()
    }
}

/// For an answer that has not the columns that were asked for.
pub(super) fn unreadable() -> Error {
    Error::new(ErrorKind::Malformed, "the engine's answer to a query for hashes is not what it was asked for")
}
