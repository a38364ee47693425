//! The plan as a file: canonical bytes, digest, version.

use super::{KIND, MigrationPlan, SCHEMA_VERSION};
use crate::Error;
use crate::digest::digest_and_look;
use crate::redact::Suspicion;
use crate::sealed::{self, Sealed};

impl Sealed for MigrationPlan {
    const VERSION: &'static str = SCHEMA_VERSION;
    const KIND: Option<&'static str> = Some(KIND);
    const MADE_BY: &'static str = "plan make --spec";

    fn says(&self) -> (&str, Option<&str>) {
        (&self.schema_version, Some(&self.kind))
    }

    fn digest(&mut self) -> &mut String {
        &mut self.digest
    }

    fn has_sound_parts(&mut self) -> Result<bool, Error> {
        for part in &mut self.schema_plans {
            if !sealed::is_sound(&mut part.plan)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl MigrationPlan {
    /// Reads the file of a plan of migrations.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it is malformed, of another kind or a newer major version, or altered
    /// since it was written (a digest does not match, that of a schema plan inside included).
    pub fn from_json(text: &str) -> Result<Self, Error> {
        sealed::read(text)
    }

    /// Writes the file, the same bytes for the same plan.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where the plan cannot be serialised; no plan that was made cannot.
    pub fn to_json(&self) -> Result<String, Error> {
        sealed::write(self)
    }

    /// Sets the digest, and tells whether any text of the plan may hold a password of an engine: most hold nothing of the
    /// kind, which shows at once.
    pub(crate) fn seal_and_look(&mut self) -> Result<bool, Error> {
        self.digest.clear();
        let mut suspicion = Suspicion::default();
        self.digest = digest_and_look(self, |bytes| suspicion.look(bytes))?;
        Ok(suspicion.is_raised())
    }

    /// Sets the digest.
    pub(crate) fn seal(&mut self) -> Result<(), Error> {
        sealed::seal(self)
    }
}
