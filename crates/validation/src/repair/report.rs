//! What a repair did, as other programs read it.

use database::Table;
use serde::{Deserialize, Serialize};

use super::plan::full_name;
use super::{Outcome, RepairPlan, Repaired, Step};
use crate::Comparison;
use crate::wire::{DiffSummary, plain};

/// The version of the report: readers refuse another major one.
pub const REPORT_VERSION: &str = "1.0";
/// Steps that were not done are listed up to this number; all are counted, and all stand in the audit table.
pub const MOST_LISTED: usize = 100;

/// What a repair did, or would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RepairReport {
    /// The version of the report.
    pub schema_version: String,
    /// The name of the repair in the checkpoint and audit tables.
    pub repair: String,
    /// `source-to-target` or `target-to-source`.
    pub direction: String,
    /// `source-wins`, `target-wins`, `newest:COLUMN` or `only-missing`.
    pub policy: String,
    /// What there is to do in each table.
    pub tables: Vec<RepairedTable>,
    /// What was done; nothing of a dry run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied: Option<Applied>,
    /// What a reader has to know.
    pub notes: Vec<String>,
    /// What the same rows were found to be when they were compared again, for each table.
    pub afterwards: Vec<Afterwards>,
}

/// What the same rows of a table were found to be when they were compared again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Afterwards {
    /// The table with its schema.
    pub table: String,
    /// What was found.
    pub found: DiffSummary,
}

/// What there is to do in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RepairedTable {
    /// The table with its schema.
    pub table: String,
    /// Rows to insert.
    pub inserts: u64,
    /// Rows to update.
    pub updates: u64,
    /// Rows to delete.
    pub deletes: u64,
    /// Differences that are left, with the reason.
    pub left: Vec<LeftOver>,
}

/// Differences that are left for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOver {
    /// The reason.
    pub why: String,
    /// How many.
    pub rows: u64,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Applied {
    /// Which time it is that this repair is applied.
    pub attempt: u64,
    /// Steps that an interrupted run had done before.
    pub resumed_after: u64,
    /// Steps that were done.
    pub applied: u64,
    /// Steps whose row was as it should be.
    pub already: u64,
    /// Steps whose row has changed since it was compared: nothing was overwritten.
    pub changed: u64,
    /// Steps that the engine refused.
    pub refused: u64,
    /// Steps whose difference no longer holds on the side that is read: nothing was written.
    #[serde(default)]
    pub stale: u64,
    /// Steps whose row somebody else has locked.
    #[serde(default)]
    pub locked: u64,
    /// Of this run, the steps that were not done, up to a hundred.
    pub not_done: Vec<NotDone>,
}

/// A step that was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotDone {
    /// The table with its schema.
    pub table: String,
    /// `insert`, `update` or `delete`.
    pub action: String,
    /// The key of the row, or the whole row where there is no key.
    pub key: Vec<String>,
    /// `changed`, `refused`, `stale` or `locked`.
    pub outcome: String,
    /// Why.
    pub why: String,
}

impl RepairReport {
    /// What a plan would do.
    pub fn of_plan(plan: &RepairPlan<'_>) -> Self {
        let table = |it: &super::TableSummary| RepairedTable {
            table: it.table.clone(),
            inserts: it.inserts,
            updates: it.updates,
            deletes: it.deletes,
            left: it.left.iter().map(|(why, rows)| LeftOver { why: why.to_string(), rows: *rows }).collect(),
        };
        Self {
            schema_version: REPORT_VERSION.to_owned(),
            repair: plan.id().to_owned(),
            direction: plan.options.direction.as_str().to_owned(),
            policy: plan.options.policy.to_string(),
            tables: plan.summary().iter().map(table).collect(),
            applied: None,
            notes: plan.notes().to_vec(),
            afterwards: Vec::new(),
        }
    }

    /// With what was done, and the steps that were not.
    pub fn applied(mut self, done: &Repaired, not_done: Vec<NotDone>) -> Self {
        self.notes.extend(done.notes.iter().cloned());
        self.applied = Some(Applied {
            attempt: done.attempt,
            resumed_after: done.resumed_after,
            applied: done.outcomes.applied,
            already: done.outcomes.already,
            changed: done.outcomes.changed,
            refused: done.outcomes.refused,
            stale: done.outcomes.stale,
            locked: done.outcomes.locked,
            not_done,
        });
        self
    }

    /// With what the rows of a table were found to be afterwards.
    pub fn verified(mut self, table: impl Into<String>, found: &Comparison) -> Self {
        self.afterwards.push(Afterwards { table: table.into(), found: DiffSummary::from(found) });
        self
    }
}

impl NotDone {
    /// The step as it is listed; none where it was done.
    pub fn new(table: &Table, step: &Step, outcome: &Outcome) -> Option<Self> {
        let cells = if step.key.is_empty() { &step.seen } else { &step.key };
        Some(Self {
            table: full_name(table),
            action: step.action.as_str().to_owned(),
            key: cells.iter().map(|it| plain(&it.value)).collect(),
            outcome: outcome.as_str().to_owned(),
            why: outcome.note()?.to_owned(),
        })
    }
}

/// The JSON Schema of the report.
#[cfg(feature = "schema")]
pub fn report_json_schema() -> String {
    let schema = schemars::generate::SchemaSettings::default().into_generator().into_root_schema_for::<RepairReport>();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
