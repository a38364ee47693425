//! The whole plan.

use serde::{Deserialize, Serialize};

use super::{ApiReport, Inventory, MigrationPhase, MigrationStep, MigrationSummary, Note, PlannedTrigger, Work};
use crate::plan::{Action, Plan};
use crate::specification::Specification;

/// The version of the format; a reader refuses a newer major.
pub const SCHEMA_VERSION: &str = "2.0";

/// What `kind` says in the file of such a plan; the file of a schema plan has no `kind`.
pub const KIND: &str = "migration_plan";

/// A plan of one or several linked migrations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MigrationPlan {
    /// [`SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// [`KIND`].
    pub kind: String,
    /// SHA-256, in hexadecimal, over the canonical bytes of the plan with this field empty.
    pub digest: String,
    /// What the whole is called.
    pub name: String,
    /// What it was made from.
    pub specification: Specification,
    /// One for each migration, in the order of the specification.
    pub summaries: Vec<MigrationSummary>,
    /// The plans of the schemas, whole.
    pub schema_plans: Vec<SchemaPlan>,
    /// What the comparison of interfaces said.
    pub reports: Vec<ApiReport>,
    /// What infrastructures consist of, and how they move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inventories: Vec<Inventory>,
    /// What to do, in an order in which everything comes after what it waits for.
    pub phases: Vec<MigrationPhase>,
    /// What starts a way back, or calls somebody.
    pub triggers: Vec<PlannedTrigger>,
    /// What the reader of the plan should know: what was not told, what deviates, what is assumed.
    pub notes: Vec<Note>,
}

/// That somebody has to agree before anything goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantedApproval<'p> {
    /// The role whose approval it is.
    pub role: &'p str,
    /// To what, and why.
    pub reason: &'p str,
}

impl MigrationPlan {
    /// Every step, in the plan's order.
    pub fn steps(&self) -> impl Iterator<Item = &MigrationStep> {
        self.phases.iter().flat_map(|phase| &phase.steps)
    }

    /// The schema plan of a migration.
    pub fn schema_plan(&self, migration: &str) -> Option<&Plan> {
        self.schema_plans.iter().find(|it| it.migration == migration).map(|it| &it.plan)
    }

    /// Who has to agree in a step, and to what; none where nobody has to. A step of a schema plan may hold an approval too.
    pub fn approval_of<'p>(&'p self, step: &'p MigrationStep) -> Option<WantedApproval<'p>> {
        match &step.work {
            Work::Approval { role, reason } => Some(WantedApproval { role, reason }),
            Work::SchemaStep { migration, step } => {
                let steps = self.schema_plan(migration)?.phases.iter().flat_map(|it| &it.steps);
                let found = steps.into_iter().find(|it| it.id == *step)?;
                found.forward.iter().find_map(|it| match it {
                    Action::Approval { role, reason } => Some(WantedApproval { role, reason }),
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// What the infrastructure of a migration consists of.
    pub fn inventory(&self, migration: &str) -> Option<&Inventory> {
        self.inventories.iter().find(|it| it.migration == migration)
    }

    /// What the comparison of the interface of a migration said.
    pub fn report(&self, migration: &str) -> Option<&ApiReport> {
        self.reports.iter().find(|it| it.migration == migration)
    }
}

/// The plan of a migration's schema: `plan prove` and `plan rollback` work on it as on one that stands alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaPlan {
    /// The migration.
    pub migration: String,
    /// Its plan, digest included.
    pub plan: Plan,
}
