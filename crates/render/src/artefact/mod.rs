//! What a plan is carried out with: configuration, flags, rules, scripts, per phase, forward and back.
//!
//! [`artefacts`] writes what the specification asks for under `delivery`. A value that is not told is no blank in a file: all
//! that is missing is named, and nothing is written.

mod blank;
mod bulk;
mod cdc;
mod events;
mod flags;
mod generator;
mod index;
mod inventory;
pub(crate) mod manifest;
mod pipeline;
mod prometheus;
mod recovery;
mod refused;
mod scene;
mod shell;
mod sink;
mod steps;
mod terraform;
#[cfg(test)]
mod testing;
mod traffic;
mod yaml;

pub use manifest::{LeftOut, Manifest, ManifestFile, SCHEMA_VERSION, Secret, sha256};
pub use refused::{Blank, MissingField, Refused};

use plan_engine::migration::MigrationPlan;
use serde::{Deserialize, Serialize};

use scene::Scene;
use sink::Sink;

/// A file that a plan is carried out with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// Where it lies in the folder, with `/`: `orders/canary/forward/to-5.flagd.json`.
    pub path: String,
    /// The migration that it is for; none for the whole plan.
    pub migration: Option<String>,
    /// The phase that it is for; none for the whole migration.
    pub phase: Option<String>,
    /// Whether it goes on or back.
    pub direction: ArtefactDirection,
    /// What reads it.
    pub format: ArtefactFormat,
    /// What it is for, in one line.
    pub purpose: String,
    /// Whether it is a program.
    pub executable: bool,
    /// What is in it.
    pub text: String,
}

/// Whether an artefact goes on or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ArtefactDirection {
    /// It carries the phase out.
    Forward,
    /// It takes the phase back.
    Back,
    /// It is for both, or for neither.
    Both,
}

/// What reads an artefact; each is checked by a validator of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum ArtefactFormat {
    /// People.
    Markdown,
    /// flagd: flag definitions.
    FlagdFlags,
    /// Unleash: what its client API answers.
    UnleashFeatures,
    /// The crate `cutover`: `rollout.json`.
    Rollout,
    /// Bash: a script.
    Shell,
    /// `psql`: statements for PostgreSQL.
    PsqlScript,
    /// `sqlite3`: statements for SQLite.
    SqliteScript,
    /// GitHub Actions: a workflow.
    GithubWorkflow,
    /// GitLab CI: a pipeline.
    GitlabPipeline,
    /// Prometheus: recording and alerting rules.
    PrometheusRules,
    /// `promtool test rules`: cases of such rules.
    PrometheusTests,
    /// NGINX: what stands in its `http` block.
    Nginx,
    /// HAProxy: a whole configuration.
    Haproxy,
    /// Kubernetes: objects, one behind the other.
    Kubernetes,
    /// Terraform: a module or values, in HCL.
    Hcl,
    /// Terraform: resources, in its JSON syntax.
    TerraformJson,
    /// Comma-separated values (RFC 4180).
    Csv,
    /// Mermaid: a diagram.
    Mermaid,
}

/// All that a plan is carried out with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefacts {
    /// What was written, `index.md` first, then by path.
    pub files: Vec<Artefact>,
    /// What the folder holds, as `artefacts.json` says it.
    pub manifest: Manifest,
}

/// Writes what `plan` is carried out with; of one phase, its id or name, where `phase` is told.
///
/// # Errors
/// [`Refused`] where a value is missing that the specification has to give, or a text would leave as a blank.
pub fn artefacts(plan: &MigrationPlan, phase: Option<&str>) -> Result<Artefacts, Refused> {
    let scene = Scene::new(plan);
    let mut sink = Sink::default();
    for generator in generator::ALL {
        generator.write(&scene, &mut sink);
    }
    if !sink.missing.is_empty() {
        return Err(Refused { missing: sink.missing, blanks: Vec::new() });
    }
    let mut sink = sink.settle();
    if let Some(wanted) = phase {
        let is_wanted = |id: &String| scene.phase(wanted).any(|it| it.id == *id);
        sink.artefacts.retain(|it| it.phase.as_ref().is_some_and(is_wanted));
    }
    let index = index::index(&scene, &sink, phase);
    sink.artefacts.insert(0, index);
    let blanks = blank::find(&scene, &sink.artefacts);
    if !blanks.is_empty() {
        return Err(Refused { missing: Vec::new(), blanks });
    }
    let manifest = manifest::manifest(&scene, &sink, phase);
    Ok(Artefacts { files: sink.artefacts, manifest })
}
