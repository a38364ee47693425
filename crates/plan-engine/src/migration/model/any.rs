//! A plan of either kind, read from a file.

use super::{KIND, MigrationPlan};
use crate::Error;
use crate::plan::Plan;

/// What a file says of itself.
#[derive(serde::Deserialize)]
struct Head {
    #[serde(default)]
    kind: Option<String>,
}

/// A plan of either kind.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyPlan {
    /// Of a schema: `plan make --before OLD --after NEW`.
    Schema(Box<Plan>),
    /// Of one or several migrations: `plan make --spec FILE`.
    Migration(Box<MigrationPlan>),
}

impl AnyPlan {
    /// Reads a plan of the kind that the file says.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it is malformed, of an unknown kind or a newer major version, or altered
    /// since it was written.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        // Written by `plan make` it says so at the beginning, and need not be read twice.
        let beginning = text.split_at_checked(256).map_or(text, |(beginning, _)| beginning);
        if beginning.contains(KIND)
            && let Ok(plan) = MigrationPlan::from_json(text)
        {
            return Ok(Self::Migration(Box::new(plan)));
        }
        let head: Head = serde_json::from_str(text)
            .map_err(|error| Error::format(format!("this is no plan ({error}): make one with `plan make`")))?;
        match head.kind.as_deref() {
            None => Plan::from_json(text).map(|it| Self::Schema(Box::new(it))),
            Some(KIND) => MigrationPlan::from_json(text).map(|it| Self::Migration(Box::new(it))),
            Some(other) => Err(Error::format(format!("this is a {other}, not a plan: give what `plan make` wrote"))),
        }
    }
}
