//! Statements that the model does not hold.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A statement that the model does not hold: a policy, a grant, a partitioned table, a domain.
///
/// One that stands the same on both sides and touches nothing that changes is a warning; any other makes planning
/// impossible.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Unmodelled {
    /// What it is, in the words of SQL, for example `CREATE POLICY`.
    pub what: String,
    /// Its text as written.
    pub text: String,
    /// Its canonical text, by which it is compared.
    pub canonical: String,
    /// Every name that it mentions, folded: what it may touch.
    pub names: BTreeSet<String>,
}

impl Unmodelled {
    /// What stands in [`what`](Self::what) for statements about roles.
    pub(crate) const ROLES: &str = "roles";

    /// Whether it makes, changes or drops roles, which belong to the server and not to a schema.
    pub fn is_about_roles(&self) -> bool {
        self.what == Self::ROLES
    }
}

impl PartialEq for Unmodelled {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for Unmodelled {}
