//! Versions of the application: what they do while a plan is under way.

pub(crate) mod judge;
mod newcomers;
pub(crate) mod reach;
pub(crate) mod read_back;
pub(crate) mod session;
pub(crate) mod statements;
pub(crate) mod writes;

use database::Session;

/// A database with exactly one version's schema: what it accepts, that version may write.
pub(crate) struct Oracle {
    /// A session on it.
    pub(crate) session: Session,
}
