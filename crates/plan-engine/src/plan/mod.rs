//! The plan: plain data, everything needed to show it, run it, take it back and prove it.

mod action;
mod archive;
mod conversion;
mod derived;
mod facts;
mod file;
mod moved;
mod phase;
mod presence;
mod step;

pub use action::{Action, Batches, Gate, Sql};
pub use archive::{Archive, ArchiveKind};
pub use conversion::{ColumnConversion, VersionedViews};
pub use derived::{DerivedColumn, DerivedColumns};
pub use facts::{Facts, Lock, LockMode};
pub use moved::{JoinedColumns, MovedColumn, MovedColumns};
pub use phase::{AppVersion, Phase, PhaseName};
pub use presence::StateQuery;
pub use step::{Edit, Inverse, Loss, Step};

use schema_diff::Dialect;
use schema_diff::catalogue::Catalogue;
use schema_diff::diff::Change;
use schema_diff::read::Reading;
use serde::{Deserialize, Serialize};

/// The version of the format of `plan.json`; a reader refuses a newer major.
pub const SCHEMA_VERSION: &str = "1.0";

/// A plan from one schema to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// [`SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// SHA-256, in hexadecimal, over the canonical bytes of the plan with this field empty.
    pub digest: String,
    /// Whose SQL it is.
    pub dialect: Dialect,
    /// Where the system is.
    pub before: Side,
    /// Where it should be.
    pub after: Side,
    /// What differs.
    pub changes: Vec<Change>,
    /// What to do, in order; phases without steps are left out, except `cutover`.
    pub phases: Vec<Phase>,
    /// Tables of the workshop schema that hold what steps and their inverses take out.
    pub archives: Vec<Archive>,
    /// Columns that are there in two shapes at one time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conversions: Vec<ColumnConversion>,
    /// Columns that become others by stated expressions, and are there in both shapes at one time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derivations: Vec<DerivedColumns>,
    /// Columns that move to another table, and are there in both at one time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relocations: Vec<MovedColumns>,
    /// The views that the new version works with until `contract`; none where it works with the tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versioned_views: Option<VersionedViews>,
    /// What the reader of the plan should know: tables whose columns end up in another order, policies, what is not modelled.
    pub notes: Vec<String>,
}

impl Plan {
    /// The oldest major version of PostgreSQL that takes all of its statements; none where 14 does.
    pub fn needs_version(&self) -> Option<u16> {
        let steps = self.phases.iter().flat_map(|phase| &phase.steps);
        steps.flat_map(|step| [step.facts.needs_version, step.inverse.facts.needs_version]).flatten().max()
    }
}

/// One side of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Names of the sources that it was read from.
    pub sources: Vec<String>,
    /// Statements that make the schema on an empty database, without final semicolons.
    pub statements: Vec<String>,
    /// The model.
    pub catalogue: Catalogue,
}

impl Side {
    /// The side that was read as `reading`.
    pub fn of(reading: &Reading) -> Self {
        Self {
            sources: reading.sources.iter().map(|source| source.name().to_owned()).collect(),
            statements: reading.statements.iter().map(|statement| statement.text.clone()).collect(),
            catalogue: reading.catalogue.clone(),
        }
    }

    /// The same, with the statements and the catalogue taken out of `reading` instead of copied; its places and sources
    /// stay.
    pub fn take(reading: &mut Reading) -> Self {
        let empty = Catalogue::empty(reading.catalogue.dialect);
        Self {
            sources: reading.sources.iter().map(|source| source.name().to_owned()).collect(),
            statements: std::mem::take(&mut reading.statements).into_iter().map(|statement| statement.text).collect(),
            catalogue: std::mem::replace(&mut reading.catalogue, empty),
        }
    }
}
