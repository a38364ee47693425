//! A specification as plain data, in one form whatever file it was read from. Durations are seconds, sizes are bytes.

mod data;
mod delivery;
mod fact;
mod inventory;
mod migration;
mod pattern;
mod people;
mod recovery;
mod service;
mod team;
mod terraform;
mod watch;

pub use data::{Data, Deletes};
pub use delivery::{Delivery, FlagSystem, Kubernetes, Proxy, TrafficSystem};
pub use fact::{Fact, FactSource, Places};
pub use inventory::{BoundedContext, Cloud, Clouds, Criticality, Fate, Place, Resource, TargetResource};
pub use migration::{
    ApiSides, ColumnEdit, Constraints, Kind, Migration, Performance, SchemaSides, StatedPhase, Table, TableEdits,
};
pub use pattern::{PATTERNS, Pattern};
pub use people::{Audience, AudienceName, Contact, Escalation};
pub use recovery::{Recovery, RecoveryTool};
pub use service::{Flag, Infrastructure, Load, Route, ServiceDetails, ServiceSide, Stage};
pub use team::{Commit, Freeze, Objectives, ResourceLimit, Role, Throughput, Window};
pub use terraform::{Terraform, TerraformBlueGreen};
pub use watch::{Bound, Comparison, Monitoring, Trigger, TriggerAction};

use schedule::{CalendarSpec, Instant};
use serde::{Deserialize, Serialize};

/// Where systems are, where they should be, and what is known about both.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Specification {
    /// What the whole is called.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// When work begins; an argument of `plan schedule` goes first.
    pub start: Option<Instant>,
    /// When everything has to be done.
    pub deadline: Option<Instant>,
    /// The quantile that dates are promised by.
    pub commit: Commit,
    /// What may be lost, and for how long.
    pub objectives: Objectives,
    /// Regimes that everything is under, for example `GDPR`.
    pub compliance: Vec<String>,
    /// Who works on it.
    pub roles: Vec<Role>,
    /// How they are reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Who is called where trouble lasts, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalation: Vec<Escalation>,
    /// Who is told of the migration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<Audience>,
    /// When people work.
    pub calendars: Vec<CalendarSpec>,
    /// When work that can be felt in production is done; none: at any time outside business hours and freezes.
    pub windows: Vec<Window>,
    /// When such work is not done.
    pub business_hours: Vec<Window>,
    /// When nothing is changed.
    pub freezes: Vec<Freeze>,
    /// What steps share.
    pub resources: Vec<ResourceLimit>,
    /// How fast things go, as measured.
    pub throughput: Vec<Throughput>,
    /// A file that `plan calibrate` wrote, relative to the specification.
    pub throughput_file: Option<String>,
    /// The migrations that become one plan.
    pub migrations: Vec<Migration>,
    /// Where each value stands in the file, by JSON pointer.
    pub places: Places,
}
