//! The plan as a file: canonical bytes, digest, version.

use super::{KIND, MigrationPlan, SCHEMA_VERSION};
use crate::Error;
use crate::digest::digest_of;
use crate::format_version::is_readable;

impl MigrationPlan {
    /// Reads the file of a plan of migrations.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it is malformed, of another kind or a newer major version, or altered
    /// since it was written (a digest does not match, that of a schema plan inside included).
    pub fn from_json(text: &str) -> Result<Self, Error> {
        #[derive(serde::Deserialize)]
        struct Head {
            schema_version: String,
            #[serde(default)]
            kind: Option<String>,
        }
        let head: Head = serde_json::from_str(text)
            .map_err(|error| Error::format(format!("this is no plan ({error}): make one with `plan make --spec`")))?;
        if head.kind.as_deref() != Some(KIND) {
            let kind = head.kind.as_deref().unwrap_or("none");
            return Err(Error::format(format!("its kind is {kind}, not {KIND}: make one with `plan make --spec`")));
        }
        if !is_readable(&head.schema_version, SCHEMA_VERSION) {
            return Err(Error::format(format!(
                "the plan has format version {}, this program reads {SCHEMA_VERSION}: make the plan again",
                head.schema_version
            )));
        }
        let mut plan: Self = serde_json::from_str(text)
            .map_err(|error| Error::format(format!("the plan is malformed ({error}): make it again")))?;
        let altered = || {
            Error::format(
                "the plan was altered after it was made (its digest does not match): make it again".to_owned(),
            )
        };
        for part in &mut plan.schema_plans {
            let stated = part.plan.digest.clone();
            part.plan.seal()?;
            if part.plan.digest != stated {
                return Err(altered());
            }
        }
        let stated = std::mem::take(&mut plan.digest);
        plan.seal()?;
        if plan.digest == stated { Ok(plan) } else { Err(altered()) }
    }

    /// Writes the file, the same bytes for the same plan.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where the plan cannot be serialised; no plan that was made cannot.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| Error::format(error.to_string()))
    }

    /// Sets the digest: SHA-256 over the canonical bytes (compact JSON, fields in their fixed order) with the digest field
    /// empty.
    pub(crate) fn seal(&mut self) -> Result<(), Error> {
        self.digest.clear();
        self.digest = digest_of(self)?;
        Ok(())
    }
}
