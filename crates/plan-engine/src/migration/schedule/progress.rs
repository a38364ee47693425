//! How far a plan is: the export of a journal.

use std::collections::BTreeMap;

use schedule::{Instant, Progress};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::format_version::is_readable;
use crate::migration::model::MigrationPlan;

/// The version of the format; a reader refuses a newer major.
pub const PROGRESS_SCHEMA_VERSION: &str = "1.1";

/// What `kind` says in the file.
pub const PROGRESS_KIND: &str = "migration_progress";

/// How far a plan is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgressReport {
    /// [`PROGRESS_SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// [`PROGRESS_KIND`].
    pub kind: String,
    /// The digest of the plan; none where whoever wrote it did not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// When it was written: nothing that is not done begins earlier.
    pub at: Instant,
    /// Steps that have begun; all others have not.
    pub steps: Vec<StepProgress>,
    /// What was agreed to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<RecordedApproval>,
    /// What gates answered, in the order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<RecordedGate>,
    /// Restore points and positions of logs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<RecordedPosition>,
    /// What was done once and taken back since: such steps are not among `steps`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<TakenBack>,
    /// What went wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub troubles: Vec<RecordedTrouble>,
}

/// How far a step is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepProgress {
    /// Its id.
    pub step: String,
    /// When it began.
    pub started: Instant,
    /// When it ended; none while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Instant>,
    /// The share of its work that is done, 0 to 1; 1 where it has ended.
    #[serde(default)]
    pub share: f64,
}

/// Somebody agreed to something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedApproval {
    /// The step.
    pub step: String,
    /// Who agreed.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// What a gate answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedGate {
    /// The step.
    pub step: String,
    /// When.
    pub at: Instant,
    /// Whether all its conditions held.
    pub passed: bool,
    /// What was measured, in words or figures; none where nobody noted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<String>,
}

/// A restore point, or the position of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedPosition {
    /// The step at which it was taken.
    pub step: String,
    /// When.
    pub at: Instant,
    /// What it is of: the name of a restore point, of a slot, of a log.
    pub name: String,
    /// The position, as the engine writes it.
    pub position: String,
}

/// A step that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenBack {
    /// The step.
    pub step: String,
    /// When it had begun.
    pub started: Instant,
    /// When it had ended; none where it had not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Instant>,
    /// When it was taken back.
    pub at: Instant,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedTrouble {
    /// The step at which it showed.
    pub step: String,
    /// When.
    pub at: Instant,
    /// What, in a sentence.
    pub says: String,
    /// When it was settled; none while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Instant>,
}

impl ProgressReport {
    /// That nothing of `plan` has begun at `at`.
    pub fn new(plan: &MigrationPlan, at: Instant) -> Self {
        Self {
            schema_version: PROGRESS_SCHEMA_VERSION.to_owned(),
            kind: PROGRESS_KIND.to_owned(),
            plan: Some(plan.digest.clone()),
            at,
            steps: Vec::new(),
            approvals: Vec::new(),
            gates: Vec::new(),
            positions: Vec::new(),
            taken_back: Vec::new(),
            troubles: Vec::new(),
        }
    }

    /// Writes the file, the same bytes for the same state.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it cannot be serialised; none that was recorded cannot.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| Error::format(error.to_string()))
    }

    /// Reads the file.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it is malformed, of another kind or a newer major version, or a share is
    /// no share.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let found: Self = serde_json::from_str(text).map_err(|error| {
            Error::format(format!(
                "this is no progress of a plan ({error}): see docs/schemas/migration-progress.schema.json"
            ))
        })?;
        if found.kind != PROGRESS_KIND || !is_readable(&found.schema_version, PROGRESS_SCHEMA_VERSION) {
            return Err(Error::format(format!(
                "this is {} of version {}, this program reads {PROGRESS_KIND} of version {PROGRESS_SCHEMA_VERSION}",
                found.kind, found.schema_version
            )));
        }
        match found.steps.iter().find(|it| !(0.0..=1.0).contains(&it.share)) {
            Some(step) => Err(Error::format(format!("{}: the share {} is none: write 0 to 1", step.step, step.share))),
            None => Ok(found),
        }
    }

    /// Checks that it is of `plan`.
    ///
    /// # Errors
    /// [`Input`](crate::ErrorKind::Input) where it is of another plan, names a step that the plan does not have, or a step
    /// that ends before it begins.
    pub fn check(&self, plan: &MigrationPlan) -> Result<(), Error> {
        self.by_step(plan).map(|_| ())
    }

    /// What is told of each step of `plan`.
    ///
    /// # Errors
    /// [`Input`](crate::ErrorKind::Input) where it is of another plan, names a step that the plan does not have, or a step
    /// that ends before it begins.
    pub(super) fn by_step(&self, plan: &MigrationPlan) -> Result<BTreeMap<&str, Progress>, Error> {
        if let Some(digest) = self.plan.as_ref().filter(|it| **it != plan.digest) {
            return Err(Error::input(format!(
                "the progress is of the plan with digest {digest}, this one has {}: give that one",
                plan.digest
            )));
        }
        let known: std::collections::BTreeSet<&str> = plan.steps().map(|it| it.id.as_str()).collect();
        let mut all = BTreeMap::new();
        for it in &self.steps {
            if !known.contains(it.step.as_str()) {
                return Err(Error::input(format!(
                    "the progress names step `{}`, which the plan does not have",
                    it.step
                )));
            }
            let progress = match it.finished {
                Some(to) if to < it.started => {
                    return Err(Error::input(format!("step `{}` ends before it begins", it.step)));
                }
                Some(to) => Progress::Done { from: it.started, to },
                None => Progress::Started { at: it.started, done: it.share },
            };
            all.insert(it.step.as_str(), progress);
        }
        Ok(all)
    }
}
