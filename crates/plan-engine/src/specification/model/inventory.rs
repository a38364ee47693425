//! What runs somewhere, and the places that it leaves and arrives at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What runs somewhere: a machine, a network, a bucket, a role.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Resource {
    /// Unique in the migration; of Terraform's resources the address, for example `module.web.aws_instance.api[0]`.
    pub name: String,
    /// What it is: a Terraform type such as `aws_instance`, or a word such as `virtual_machine`. Empty where only
    /// `inventory_file` knows.
    pub kind: String,
    /// Where it runs; none where its type or the migration tells.
    pub place: Option<Place>,
    /// The region or site.
    pub region: Option<String>,
    /// Bytes that it holds.
    pub bytes: Option<f64>,
    /// How much the business depends on it.
    pub criticality: Option<Criticality>,
    /// Names of resources that have to be there before it works.
    pub depends_on: Vec<String>,
    /// Names of resources that it waits for in every request: far apart, it gets slow.
    pub near: Vec<String>,
    /// What it is part of, for example an application; what is part of one thing moves together.
    pub group: Option<String>,
    /// Whether several groups use it.
    pub shared: bool,
    /// Whether it holds what has to be kept; none where its type tells.
    pub stateful: Option<bool>,
    /// The address under which it is reached.
    pub address: Option<String>,
    /// Names in DNS that lead to it.
    pub dns: Vec<String>,
    /// What it costs a month, in the currency of the specification.
    pub monthly_cost: Option<f64>,
    /// What is done with it, where that is decided.
    pub fate: Option<Fate>,
    /// What it becomes.
    pub target: TargetResource,
    /// The pointer to it in the specification; empty where it comes from `inventory_file` alone.
    pub pointer: String,
    /// Where it stands in `inventory_file`, as `state.json:12:5`; none where it does not.
    pub at: Option<String>,
}

/// What a resource becomes at the target.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TargetResource {
    /// Its Terraform type; none: the equivalent of what it is.
    pub kind: Option<String>,
    /// What the provider imports it by, where it exists at the target.
    pub id: Option<String>,
    /// Arguments of the Terraform resource, each as JSON, by name; where it has to be made.
    pub arguments: BTreeMap<String, String>,
}

/// Where something runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In rooms of one's own.
    OnPremises,
    /// Amazon Web Services.
    Aws,
    /// Google Cloud.
    Google,
    /// Microsoft Azure.
    Azure,
}

/// How much the business depends on something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criticality {
    /// Nobody notices for days.
    Low,
    /// It is missed, and the business goes on.
    Medium,
    /// A part of the business stops.
    High,
    /// The business stops.
    Critical,
}

/// What is done with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It moves.
    Move,
    /// It is made anew in another form.
    Refactor,
    /// It goes, and nothing comes in its place.
    Retire,
    /// It stays where it is.
    Keep,
}

/// The places that an infrastructure leaves and arrives at, and the way between them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Clouds {
    /// What it leaves.
    pub source: Cloud,
    /// What it arrives at.
    pub target: Cloud,
    /// Seconds that a message takes there and back between the two, at most.
    pub round_trip: Option<f64>,
    /// Bytes a second between the two, at least.
    pub throughput: Option<f64>,
    /// By what share the target may cost more than planned.
    pub cost_tolerance: Option<f64>,
    /// Resources that move in one wave, at most.
    pub resources_per_wave: Option<u32>,
    /// Seconds that answers of DNS are kept, as it is now.
    pub dns_ttl: Option<f64>,
    /// Shares of the traffic, in per cent, that the target takes one after the other; empty: all at once.
    pub shares: Vec<f64>,
}

/// One place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Cloud {
    /// Which; none where it is not told.
    pub place: Option<Place>,
    /// The region or site.
    pub region: Option<String>,
    /// The account, project or subscription.
    pub account: Option<String>,
    /// What everything costs a month there: as billed, or as planned.
    pub monthly_cost: Option<f64>,
}

/// A part of a system with a language and data of its own (a bounded context), which is built anew and taken out by itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct BoundedContext {
    /// Its name.
    pub name: String,
    /// Paths whose requests belong to it, for example `/orders`.
    pub routes: Vec<String>,
    /// Tables, collections or topics that belong to it.
    pub data: Vec<String>,
    /// Names of contexts that it asks.
    pub depends_on: Vec<String>,
    /// Bytes that its data have.
    pub bytes: Option<f64>,
    /// Writes a second.
    pub writes_per_second: Option<f64>,
    /// How much the business depends on it.
    pub criticality: Option<Criticality>,
    /// The role that builds it.
    pub owner: Option<String>,
}
