//! Outbox and inbox in a database of SQL.

mod connection;
mod inbox;
mod outbox;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;
mod tables;

pub use connection::{Connection, Dialect, Value};
pub use inbox::Inbox;
pub use outbox::SqlOutbox;
