//! The plan as a file: canonical bytes, digest, version.

use super::{Plan, SCHEMA_VERSION};
use crate::Error;
use crate::sealed::{self, Sealed};

impl Sealed for Plan {
    const VERSION: &'static str = SCHEMA_VERSION;
    const KIND: Option<&'static str> = None;
    const MADE_BY: &'static str = "plan make";

    fn says(&self) -> (&str, Option<&str>) {
        (&self.schema_version, None)
    }

    fn digest(&mut self) -> &mut String {
        &mut self.digest
    }
}

impl Plan {
    /// Reads `plan.json`.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it is malformed, of another kind or a newer major version, or altered
    /// since it was written (the digest does not match).
    pub fn from_json(text: &str) -> Result<Self, Error> {
        sealed::read(text)
    }

    /// Writes `plan.json`, the same bytes for the same plan.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where the plan cannot be serialised; no plan that was made cannot.
    pub fn to_json(&self) -> Result<String, Error> {
        sealed::write(self)
    }

    /// Sets the digest.
    pub(crate) fn seal(&mut self) -> Result<(), Error> {
        sealed::seal(self)
    }
}
