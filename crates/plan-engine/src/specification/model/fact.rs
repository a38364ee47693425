//! What something in a plan is derived from.

use std::collections::BTreeMap;

use findings::LineColumn;
use serde::{Deserialize, Serialize};

/// Where the values of a specification stand in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Places {
    /// The name of the file.
    pub source: String,
    /// Line and column of the value at each JSON pointer (RFC 6901), from one.
    pub by_pointer: BTreeMap<String, LineColumn>,
    /// Other names of a field, to the one that stands in the file: `/constraints/max_downtime` to
    /// `/constraints/max_downtime_minutes`.
    pub same: BTreeMap<String, String>,
}

impl Places {
    /// The fact that the value at `pointer` says `says`. Of a field with several names or units any one will do.
    pub fn fact(&self, pointer: &str, says: impl Into<String>) -> Fact {
        let pointer = self.resolve(pointer);
        Fact {
            source: FactSource::Specification { file: self.source.clone(), at: self.by_pointer.get(&pointer).copied() },
            pointer,
            says: says.into(),
        }
    }

    /// The pointer to what stands in the file for `pointer`: each field under the name that it is written with. Where the
    /// file does not hold it, the pointer to the nearest value around it.
    pub fn resolve(&self, pointer: &str) -> String {
        let mut found = String::new();
        for segment in pointer.split('/').skip(1) {
            let next = format!("{found}/{segment}");
            let next = self.same.get(&next).unwrap_or(&next);
            if !self.by_pointer.contains_key(next) {
                break;
            }
            found.clone_from(next);
        }
        found
    }

    /// Where the value at `pointer` begins, as diagnostics show it: `spec.yaml:4:12`.
    pub(crate) fn place(&self, pointer: &str) -> String {
        let at = self.by_pointer.get(&self.resolve(pointer));
        at.map_or_else(|| self.source.clone(), |at| format!("{}:{}:{}", self.source, at.line, at.column))
    }
}

/// Something known that a part of a plan is derived from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Who says so.
    pub source: FactSource,
    /// A JSON pointer into the source; empty where it has none.
    pub pointer: String,
    /// What it says, with its figures: `audit_logs has 50,000,000 rows`.
    pub says: String,
}

/// Who says a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactSource {
    /// The specification.
    Specification {
        /// The file.
        file: String,
        /// Where in it.
        at: Option<LineColumn>,
    },
    /// A step of a schema plan that is part of this plan.
    SchemaPlan {
        /// The migration.
        migration: String,
        /// The step, for example `contract-3`; none for the plan as a whole.
        step: Option<String>,
    },
    /// A compatibility report.
    Report {
        /// The migration.
        migration: String,
        /// The finding's fingerprint; none for the report as a whole.
        finding: Option<String>,
    },
    /// A live engine.
    Engine {
        /// Its URL without a password.
        url: String,
    },
    /// A measurement: `plan calibrate`.
    Calibration {
        /// The file.
        file: String,
    },
    /// Nobody: a default of this program, stated as such, with where it is from.
    Prior {
        /// The publication, manual or convention that it is taken from.
        cites: String,
    },
}
