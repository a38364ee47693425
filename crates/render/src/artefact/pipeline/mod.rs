//! Pipelines of GitHub and GitLab: a job for each part of a phase that runs without a person, a person in between, and the way
//! back as a job of its own that somebody starts.

mod github;
mod gitlab;
mod part;

use super::ArtefactFormat;
use super::generator::Generator;
use super::scene::Scene;
use super::sink::Sink;
use super::yaml::Yaml;
use super::{Artefact, ArtefactDirection};

/// The pipelines of the whole plan.
pub(super) struct Pipelines;

/// Variables that jobs hand on to scripts; those that a specification may not hold are secrets of the pipeline.
const SECRETS: [&str; 4] = ["SOURCE_URL", "TARGET_URL", "PROMETHEUS_TOKEN", "SOURCE_DEFAULTS"];
/// Settings that are no secrets.
const VARIABLES: [&str; 2] = ["PROMETHEUS_URL", "SET_TRAFFIC"];

impl Generator for Pipelines {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        if scene.plan.phases.is_empty() {
            return;
        }
        let parts = part::parts(scene);
        let written = [
            (
                "github/migration.yml",
                ArtefactDirection::Forward,
                ArtefactFormat::GithubWorkflow,
                "Carries the plan out, phase by phase; copy it to .github/workflows",
                github::forward(scene, &parts),
            ),
            (
                "github/migration-back.yml",
                ArtefactDirection::Back,
                ArtefactFormat::GithubWorkflow,
                "Takes a phase back; copy it to .github/workflows",
                github::back(scene),
            ),
            (
                "gitlab/migration.gitlab-ci.yml",
                ArtefactDirection::Both,
                ArtefactFormat::GitlabPipeline,
                "Carries the plan out, phase by phase, and takes phases back; include it in .gitlab-ci.yml",
                gitlab::pipeline(scene, &parts),
            ),
        ];
        for (path, direction, format, purpose, document) in written {
            let head = super::shell::comment(&format!("{purpose}."))
                + &super::shell::comment(&format!("Of the plan with the digest {}.", scene.plan.digest))
                + &super::shell::comment("MIGRATION_FOLDER holds plan.json and what `plan artefacts` wrote for it.");
            sink.put(Artefact {
                path: format!("pipelines/{path}"),
                migration: None,
                phase: None,
                direction,
                format,
                purpose: purpose.to_owned(),
                executable: false,
                text: head + &document.document(),
            });
        }
    }
}

/// Keys and values in their order.
fn map(members: Vec<(&str, Yaml)>) -> Yaml {
    Yaml::Map(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

#[cfg(test)]
mod tests;
