//! Steps.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath};
use serde::{Deserialize, Serialize};

use super::{Action, Facts};

/// One step of a phase: what is done, what it takes, and how it is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Unique in the plan, for example `contract-3`.
    pub id: String,
    /// The operation that it belongs to, for example `drop_column`.
    pub operation: String,
    /// What is done, in one line.
    pub title: String,
    /// The object concerned; none for steps of the plan as a whole.
    pub subject: Option<ObjectPath>,
    /// Why it is done here and in this form.
    pub why: String,
    /// What it takes from the engine.
    pub facts: Facts,
    /// What is done, in order.
    pub forward: Vec<Action>,
    /// What the catalogue looks like afterwards, as edits in order.
    pub effect: Vec<Edit>,
    /// The way back.
    pub inverse: Inverse,
}

/// The way back from a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inverse {
    /// What is done, in one line.
    pub title: String,
    /// What is done, in order; empty where there is nothing to take back.
    pub actions: Vec<Action>,
    /// What the catalogue looks like afterwards, as edits in order.
    pub effect: Vec<Edit>,
    /// What it takes from the engine.
    pub facts: Facts,
    /// What it loses.
    pub loss: Loss,
}

/// What the way back from a step loses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// Nothing.
    Nothing,
    /// Values that the old shape cannot hold follow the policy stated; nothing leaves the database without being archived.
    Policy(String),
    /// There is no way back.
    Everything(String),
}

/// A difference that a step makes to the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Where.
    pub path: ObjectPath,
    /// What lies there afterwards; nothing where it is taken away.
    pub object: Option<Object>,
}

impl Edit {
    /// Puts `object` at `path`.
    pub fn put(path: ObjectPath, object: Object) -> Self {
        Self { path, object: Some(object) }
    }

    /// Takes away what lies at `path`.
    pub fn remove(path: ObjectPath) -> Self {
        Self { path, object: None }
    }

    /// Makes the difference to `catalogue`; false where it does not apply.
    pub fn apply(&self, catalogue: &mut Catalogue) -> bool {
        match &self.object {
            Some(object) => catalogue.put(&self.path, object.clone()),
            None => catalogue.remove(&self.path).is_some(),
        }
    }
}
