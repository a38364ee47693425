//! What `MySQL` and `MariaDB` compute themselves.

pub(super) mod canonical;
pub(super) mod checksums;
pub(super) mod digests;

use database::Session;

use crate::Result;

/// Whether the server has MD5: from 9.6 on MySQL has it only where `component_classic_hashing` is installed.
pub(super) fn has_md5(session: &mut Session) -> Result<bool> {
    match session.query("SELECT MD5('')") {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == database::ErrorKind::Undefined => Ok(false),
        Err(error) => Err(error.into()),
    }
}
