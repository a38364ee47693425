//! Who is called, after how long, and who is told.

use serde::{Deserialize, Serialize};

/// How somebody of a role is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The role, for example `database-engineer`.
    pub role: String,
    /// Who it is, where somebody is named.
    pub name: Option<String>,
    /// Ways to reach them, the first one first: a telephone number, a pager, a channel.
    pub reach: Vec<String>,
}

/// Who is called where trouble lasts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Escalation {
    /// The role.
    pub role: String,
    /// How long after the beginning of the trouble, in seconds.
    pub after_seconds: f64,
    /// What the role is called for.
    pub decides: Option<String>,
}

/// What is told of an audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// Which.
    pub audience: AudienceName,
    /// Whom it asks.
    pub contact: Option<String>,
    /// Where it reads what it is told.
    pub channel: Option<String>,
}

/// Who is told of a migration, each in its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AudienceName {
    /// Who answers for cost, time and risk.
    Executive,
    /// Who does the work and keeps what depends on it running.
    Technical,
    /// Who works with the system.
    Business,
    /// Who uses the service from outside.
    Customers,
}

impl AudienceName {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Executive, Self::Technical, Self::Business, Self::Customers];

    /// The word used on the command line, in specifications and in names of files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Executive => "executive",
            Self::Technical => "technical",
            Self::Business => "business",
            Self::Customers => "customers",
        }
    }
}
