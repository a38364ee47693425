//! `artefacts.json`: what the folder holds and which plan it is of.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::scene::Scene;
use super::sink::Sink;
use super::{Artefact, ArtefactDirection, ArtefactFormat};

/// The version of the format; a reader refuses a newer major.
pub const SCHEMA_VERSION: &str = "1.0";

/// What `kind` says in the file.
pub(crate) const KIND: &str = "artefacts";

/// What a folder of artefacts holds, and which plan it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Manifest {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    pub schema_version: String,
    /// `artefacts`.
    pub kind: String,
    /// What the plan is called.
    pub name: String,
    /// Digest of the plan.
    pub plan: String,
    /// The phase that was asked for alone; none for all.
    pub phase: Option<String>,
    /// The files, `index.md` first, then by path.
    pub files: Vec<ManifestFile>,
    /// Environment variables that have to be set, by name; their values stand nowhere here.
    pub secrets: Vec<Secret>,
    /// What was not written, and which field asks for it.
    pub left_out: Vec<LeftOut>,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ManifestFile {
    /// Where it lies, with `/`.
    pub path: String,
    /// The migration that it is for; none for the whole plan.
    pub migration: Option<String>,
    /// The id of the phase that it is for; none for the whole migration.
    pub phase: Option<String>,
    /// Whether it goes on or back.
    pub direction: ArtefactDirection,
    /// What reads it.
    pub format: ArtefactFormat,
    /// What it is for, in one line.
    pub purpose: String,
    /// Whether it is a program.
    pub executable: bool,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// An environment variable that has to be set where a file is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Secret {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub what: String,
    /// The files that read it.
    pub used_by: Vec<String>,
}

/// Something that was not written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// What.
    pub what: String,
    /// Why.
    pub because: String,
    /// The field of the specification that has it written.
    pub field: String,
}

impl Manifest {
    /// The text of `artefacts.json`.
    pub fn to_json(&self) -> String {
        // Plain data with string keys is always written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads `artefacts.json`; none where it is none, or of a newer major version.
    pub fn from_json(text: &str) -> Option<Self> {
        let manifest: Self = serde_json::from_str(text).ok()?;
        (manifest.kind == KIND && manifest.schema_version.starts_with("1.")).then_some(manifest)
    }
}

impl Artefact {
    /// SHA-256 of its bytes, in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(self.text.as_bytes())
    }
}

/// SHA-256 of `bytes`, in hexadecimal, as the manifest has it.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        text.push_str(&format!("{byte:02x}"));
        text
    })
}

/// The manifest of what `sink` holds.
pub(super) fn manifest(scene: &Scene<'_>, sink: &Sink, phase: Option<&str>) -> Manifest {
    let file = |it: &Artefact| ManifestFile {
        path: it.path.clone(),
        migration: it.migration.clone(),
        phase: it.phase.clone(),
        direction: it.direction,
        format: it.format,
        purpose: it.purpose.clone(),
        executable: it.executable,
        sha256: it.sha256(),
    };
    Manifest {
        schema_version: SCHEMA_VERSION.to_owned(),
        kind: KIND.to_owned(),
        name: scene.plan.name.clone(),
        plan: scene.plan.digest.clone(),
        phase: phase.map(str::to_owned),
        files: sink.artefacts.iter().map(file).collect(),
        secrets: sink.secrets.clone(),
        left_out: sink.left_out.clone(),
    }
}
