//! What an infrastructure consists of, and how it moves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::specification::model::{Criticality, Fact, Fate, Place};

/// What an infrastructure consists of, and how it moves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Inventory {
    /// The migration.
    pub migration: String,
    /// What it leaves; none where nothing tells.
    pub source: Option<Place>,
    /// What it arrives at; none where nothing tells.
    pub target: Option<Place>,
    /// Every resource, in the order of the specification and of its file.
    pub resources: Vec<InventoryItem>,
    /// What depends on what.
    pub dependencies: Vec<Dependency>,
    /// Resources that depend on each other in a circle, and so move in one wave.
    pub circles: Vec<Vec<String>>,
    /// Resources that several groups use.
    pub shared: Vec<SharedResource>,
    /// What moves when, in this order.
    pub waves: Vec<Wave>,
    /// What a person has to look at or decide.
    pub questions: Vec<Question>,
}

/// A resource with what becomes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InventoryItem {
    /// Its name; of Terraform's resources the address.
    pub name: String,
    /// What it is: a Terraform type, or a word.
    pub kind: String,
    /// What that is in words; none for a type that this program does not know.
    pub what: Option<String>,
    /// Where it runs.
    pub place: Option<Place>,
    /// The region or site.
    pub region: Option<String>,
    /// Bytes that it holds.
    pub bytes: Option<f64>,
    /// How much the business depends on it; none where nobody says.
    pub criticality: Option<Criticality>,
    /// What it is part of.
    pub group: Option<String>,
    /// Whether it holds what has to be kept.
    pub stateful: bool,
    /// The address under which it is reached.
    pub address: Option<String>,
    /// Names in DNS that lead to it.
    pub dns: Vec<String>,
    /// What is done with it.
    pub fate: Fate,
    /// The Terraform type that it becomes, or whose argument it becomes; none where it has to be refactored or goes.
    pub target_kind: Option<String>,
    /// Whether it becomes arguments of a resource of that type.
    pub part_of: bool,
    /// What it is imported by, where it exists at the target.
    pub target_id: Option<String>,
    /// Arguments of what has to be made, each as JSON, by name.
    pub arguments: BTreeMap<String, String>,
    /// What differs there and must be looked at; empty where nothing is known.
    pub differs: String,
    /// The wave in which it moves; none where it does not.
    pub wave: Option<String>,
    /// What says so.
    pub basis: Fact,
}

/// That one resource needs another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    /// What needs.
    pub from: String,
    /// What is needed.
    pub to: String,
    /// Whether it is waited for in every request.
    pub latency_sensitive: bool,
}

/// A resource that several groups use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedResource {
    /// Its name.
    pub name: String,
    /// The groups.
    pub groups: Vec<String>,
}

/// What moves at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wave {
    /// `foundation`, `pilot`, `wave-1` and so on.
    pub name: String,
    /// Its resources, each behind those that it needs.
    pub resources: Vec<String>,
    /// Why these, and why then.
    pub because: String,
}

/// What a person has to look at or decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The resource; none where it is about the whole.
    pub resource: Option<String>,
    /// What has to be decided.
    pub asks: String,
    /// Why no program can.
    pub because: String,
    /// What says so.
    pub basis: Vec<Fact>,
}
