//! What the file of a plan says of infrastructures.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimate::Fact;

/// What an infrastructure consists of, and how it moves.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Inventory {
    /// The migration.
    migration: String,
    /// What it leaves.
    source: Option<Place>,
    /// What it arrives at.
    target: Option<Place>,
    /// Every resource.
    resources: Vec<InventoryItem>,
    /// What depends on what.
    dependencies: Vec<Dependency>,
    /// Resources that depend on each other in a circle, and so move in one wave.
    circles: Vec<Vec<String>>,
    /// Resources that several groups use.
    shared: Vec<SharedResource>,
    /// What moves when, in this order.
    waves: Vec<Wave>,
    /// What a person has to look at or decide.
    questions: Vec<Question>,
}

/// A resource with what becomes of it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct InventoryItem {
    /// Its name; of Terraform's resources the address.
    name: String,
    /// What it is: a Terraform type, or a word.
    kind: String,
    /// What that is in words; none for a type that the program does not know.
    what: Option<String>,
    /// Where it runs.
    place: Option<Place>,
    /// The region or site.
    region: Option<String>,
    /// Bytes that it holds.
    bytes: Option<f64>,
    /// How much the business depends on it; none where nobody says.
    criticality: Option<Criticality>,
    /// What it is part of.
    group: Option<String>,
    /// Whether it holds what has to be kept.
    stateful: bool,
    /// The address under which it is reached.
    address: Option<String>,
    /// Names in DNS that lead to it.
    dns: Vec<String>,
    /// What is done with it.
    fate: Fate,
    /// The Terraform type that it becomes, or whose argument it becomes.
    target_kind: Option<String>,
    /// Whether it becomes arguments of a resource of that type.
    part_of: bool,
    /// What it is imported by, where it exists at the target.
    target_id: Option<String>,
    /// Arguments of what has to be made, each as JSON, by name.
    arguments: BTreeMap<String, String>,
    /// What differs there and must be looked at.
    differs: String,
    /// The wave in which it moves.
    wave: Option<String>,
    /// What says so.
    basis: Fact,
}

/// Where something runs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Place {
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
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Criticality {
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
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Fate {
    /// It moves.
    Move,
    /// It is made anew in another form.
    Refactor,
    /// It goes, and nothing comes in its place.
    Retire,
    /// It stays where it is.
    Keep,
}

/// That one resource needs another.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Dependency {
    /// What needs.
    from: String,
    /// What is needed.
    to: String,
    /// Whether it is waited for in every request.
    latency_sensitive: bool,
}

/// A resource that several groups use.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SharedResource {
    /// Its name.
    name: String,
    /// The groups.
    groups: Vec<String>,
}

/// What moves at one time.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wave {
    /// `foundation`, `pilot`, `wave-1` and so on.
    name: String,
    /// Its resources, each behind those that it needs.
    resources: Vec<String>,
    /// Why these, and why then.
    because: String,
}

/// What a person has to look at or decide.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The resource; none where it is about the whole.
    resource: Option<String>,
    /// What has to be decided.
    asks: String,
    /// Why no program can.
    because: String,
    /// What says so.
    basis: Vec<Fact>,
}
