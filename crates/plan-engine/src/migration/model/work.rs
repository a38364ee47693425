//! What a step is: a closed set, so that whoever runs, shows or weighs a plan knows all of it.

use serde::{Deserialize, Serialize};

use super::MigrationGate;

/// What a step is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// A step of the schema plan of a migration; its actions stand there.
    SchemaStep {
        /// The migration.
        migration: String,
        /// The step of its schema plan, for example `contract-3`.
        step: String,
    },
    /// A change of a schema that is told in words only: there is no schema to write statements from.
    SchemaEdit {
        /// The table.
        table: String,
        /// What is done to it, in SQL as far as it is told.
        statement: String,
    },
    /// Traffic moves.
    Traffic {
        /// The flag or route weight that moves it.
        flag: String,
        /// Per cent of the traffic on the new side before.
        from: f64,
        /// Per cent of the traffic on the new side after.
        to: f64,
        /// How long it stays so at least, in seconds.
        hold_seconds: f64,
    },
    /// A condition that a machine checks.
    Gate(MigrationGate),
    /// A person of a role agrees.
    Approval {
        /// Who.
        role: String,
        /// To what.
        reason: String,
    },
    /// A version of something starts to run.
    Deployment {
        /// What is deployed.
        what: String,
    },
    /// Data are copied.
    Transfer {
        /// What is copied.
        what: String,
        /// Rows, where they are known.
        rows: Option<f64>,
        /// Bytes, where they are known.
        bytes: Option<f64>,
    },
    /// Time passes.
    Wait {
        /// Seconds.
        seconds: f64,
        /// For what.
        reason: String,
    },
    /// Something that a person does.
    Manual {
        /// What.
        instruction: String,
    },
}
