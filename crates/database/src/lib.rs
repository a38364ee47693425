//! Live engines: connect, read back a catalogue, execute under a lock timeout, watch locks; scratch databases.
//!
//! Everything is blocking; no type of a client library is public. [`Engine`] is a database that exists,
//! [`ScratchServer`] makes databases that do not outlive their use, [`Session`] is a connection to either.

mod calendar;
mod elaborate;
mod engine;
mod error;
mod interrupt;
mod introspect;
mod kind;
mod lock_watch;
mod rows;
mod scratch;
mod session;
mod table;
mod text;
mod url;
mod value;
pub mod witness;

pub use elaborate::elaborate;
pub use engine::Engine;
pub use error::{Error, ErrorKind, Result};
pub use interrupt::Interrupt;
pub use introspect::ReadOptions;
pub use kind::{EngineKind, ValueKind};
pub use lock_watch::{LockWatch, ObservedLock};
pub use rows::Rows;
pub use scratch::{Elevated, Elevator, ScratchDatabase, ScratchServer};
pub use session::{Aggregate, EachRow, Session, SnapshotOptions};
pub use table::{CharacterSet, Column, ForeignKey, Identity, Key, Table};
pub use url::EngineUrl;
pub use value::{Decimal, Instant, Value};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
