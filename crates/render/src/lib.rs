//! A small file per output format: findings by default, plans, rollbacks and proofs as features.

#[cfg(feature = "artefacts")]
pub mod artefact;
#[cfg(feature = "plan")]
pub mod checklist;
#[cfg(feature = "plan")]
mod columns;
#[cfg(feature = "plan")]
pub mod comms;
pub mod findings;
#[cfg(feature = "proof")]
pub mod gates;
#[cfg(feature = "plan")]
pub mod migration;
#[cfg(feature = "page")]
pub mod page;
#[cfg(any(feature = "plan", feature = "validation"))]
mod paint;
#[cfg(feature = "plan")]
pub mod plan;
#[cfg(feature = "proof")]
pub mod proof;
#[cfg(feature = "validation")]
pub mod reconciliation;
#[cfg(feature = "plan")]
pub mod rollback;
#[cfg(feature = "plan")]
mod runbook;
#[cfg(all(feature = "proof", feature = "schema"))]
mod schema;
#[cfg(feature = "plan")]
mod script;

#[cfg(all(feature = "proof", feature = "schema"))]
pub use schema::schemas;
#[cfg(feature = "plan")]
pub mod status;
#[cfg(any(feature = "plan", feature = "validation"))]
mod table;
#[cfg(feature = "plan")]
pub mod way_back;
mod wrap;
