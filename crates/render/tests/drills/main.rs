//! What leaves as artefacts is carried out here, on throw-away engines.
#![cfg(feature = "artefacts")]

mod bench;
mod bulk;
mod events;
mod recovery;
mod replication;
