//! What `MySQL` and `MariaDB` compute themselves.

pub(super) mod canonical;
pub(super) mod checksums;
pub(super) mod digests;
