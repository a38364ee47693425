//! The plan as a file: canonical bytes, digest, version.

use super::{KIND, MigrationPlan, SCHEMA_VERSION};
use crate::Error;
use crate::digest::{digest_and_look, digest_of};
use crate::format_version::is_readable;
use crate::redact::Suspicion;

#[derive(serde::Deserialize)]
struct Head {
    schema_version: String,
    #[serde(default)]
    kind: Option<String>,
}

/// Whether a file that says this of itself can be read.
fn check(schema_version: &str, kind: Option<&str>) -> Result<(), Error> {
    if kind != Some(KIND) {
        let kind = kind.unwrap_or("none");
        return Err(Error::format(format!("its kind is {kind}, not {KIND}: make one with `plan make --spec`")));
    }
    if !is_readable(schema_version, SCHEMA_VERSION) {
        return Err(Error::format(format!(
            "the plan has format version {schema_version}, this program reads {SCHEMA_VERSION}: make the plan again"
        )));
    }
    Ok(())
}

impl MigrationPlan {
    /// Reads the file of a plan of migrations.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it is malformed, of another kind or a newer major version, or altered
    /// since it was written (a digest does not match, that of a schema plan inside included).
    pub fn from_json(text: &str) -> Result<Self, Error> {
        // The head alone costs as much as a third of the whole: it is read where the whole tells nothing.
        let whole = serde_json::from_str::<Self>(text);
        match &whole {
            Ok(plan) => check(&plan.schema_version, Some(&plan.kind))?,
            Err(_) => {
                let head: Head = serde_json::from_str(text).map_err(|error| {
                    Error::format(format!("this is no plan ({error}): make one with `plan make --spec`"))
                })?;
                check(&head.schema_version, head.kind.as_deref())?;
            }
        }
        let mut plan =
            whole.map_err(|error| Error::format(format!("the plan is malformed ({error}): make it again")))?;
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

    /// Sets the digest, and tells whether any text of the plan may hold a password of an engine: most hold nothing of the
    /// kind, which shows at once.
    pub(crate) fn seal_and_look(&mut self) -> Result<bool, Error> {
        self.digest.clear();
        let mut suspicion = Suspicion::default();
        self.digest = digest_and_look(self, |bytes| suspicion.look(bytes))?;
        Ok(suspicion.is_raised())
    }

    /// Sets the digest: SHA-256 over the canonical bytes (compact JSON, fields in their fixed order) with the digest field
    /// empty.
    pub(crate) fn seal(&mut self) -> Result<(), Error> {
        self.digest.clear();
        self.digest = digest_of(self)?;
        Ok(())
    }
}
