//! The plan as a file: canonical bytes, digest, version.

use super::{Plan, SCHEMA_VERSION};
use crate::Error;
use crate::digest::digest_of;
use crate::format_version::is_readable;

impl Plan {
    /// Reads `plan.json`.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it is malformed, of a newer major version, or altered since it was
    /// written (the digest does not match).
    pub fn from_json(text: &str) -> Result<Self, Error> {
        #[derive(serde::Deserialize)]
        struct Version {
            schema_version: String,
        }
        let version: Version = serde_json::from_str(text)
            .map_err(|error| Error::format(format!("this is no plan ({error}): make one with `plan make`")))?;
        if !is_readable(&version.schema_version, SCHEMA_VERSION) {
            return Err(Error::format(format!(
                "the plan has format version {}, this program reads {SCHEMA_VERSION}: make the plan again",
                version.schema_version
            )));
        }
        let mut plan: Self = serde_json::from_str(text)
            .map_err(|error| Error::format(format!("the plan is malformed ({error}): make it again")))?;
        let stated = std::mem::take(&mut plan.digest);
        plan.seal()?;
        if plan.digest != stated {
            return Err(Error::format(
                "the plan was altered after it was made (its digest does not match): make it again".to_owned(),
            ));
        }
        Ok(plan)
    }

    /// Writes `plan.json`, the same bytes for the same plan.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where the plan cannot be serialised; no plan that was made cannot.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| Error::format(error.to_string()))
    }

    /// Sets the digest of a plan that has none: SHA-256 over the canonical bytes (compact JSON, fields in their fixed
    /// order) with the digest field empty.
    pub(crate) fn seal(&mut self) -> Result<(), Error> {
        self.digest.clear();
        self.digest = digest_of(self)?;
        Ok(())
    }
}
