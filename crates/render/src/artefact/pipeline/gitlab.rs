//! A pipeline of GitLab CI.

use super::super::scene::Scene;
use super::super::shell::quoted;
use super::super::yaml::Yaml;
use super::map;
use super::part::{Part, folder, job_of};

/// Stages in order: the parts of the plan, then the ways back.
pub(super) fn pipeline(scene: &Scene<'_>, parts: &[Part<'_>]) -> Yaml {
    let mut stages: Vec<Yaml> = parts.iter().map(|it| it.job().into()).collect();
    stages.push("back".into());
    let mut members = vec![
        ("stages".to_owned(), Yaml::List(stages)),
        ("variables".to_owned(), variables()),
        (
            "workflow".to_owned(),
            map(vec![("rules", Yaml::List(vec![map(vec![("if", "$CI_PIPELINE_SOURCE == \"web\"".into())])]))]),
        ),
        ("default".to_owned(), default()),
    ];
    members.extend(parts.iter().map(|it| (it.job(), job(it))));
    members.extend(scene.plan.phases.iter().rev().map(|phase| {
        let script = script(&format!("{}/back/run.sh", folder(phase)));
        let job = map(vec![
            ("stage", "back".into()),
            // It can be started at any time, whatever has become of the jobs before.
            ("needs", Yaml::List(Vec::new())),
            ("when", "manual".into()),
            ("allow_failure", true.into()),
            ("environment", map(vec![("name", "migration-back".into()), ("action", "prepare".into())])),
            ("script", script),
        ]);
        (format!("back-{}", job_of(phase)), job)
    }));
    Yaml::Map(members)
}

fn variables() -> Yaml {
    map(vec![
        ("MIGRATION_FOLDER", "migration".into()),
        ("MIGRATION_IMAGE", "debian:12".into()),
        ("STATE_FILE", ".migration/state.json".into()),
    ])
}

/// What all jobs share: one at a time, and the state, which is kept whatever becomes of a job.
fn default() -> Yaml {
    map(vec![
        ("image", "$MIGRATION_IMAGE".into()),
        ("interruptible", false.into()),
        (
            "cache",
            map(vec![
                ("key", "migration-state".into()),
                ("paths", Yaml::List(vec![".migration/".into()])),
                ("when", "always".into()),
            ]),
        ),
        (
            "artifacts",
            map(vec![
                ("paths", Yaml::List(vec![".migration/".into()])),
                ("when", "always".into()),
                ("expire_in", "1 year".into()),
            ]),
        ),
    ])
}

fn script(path: &str) -> Yaml {
    let line = format!("PLAN_FILE=\"$MIGRATION_FOLDER/plan.json\" bash \"$MIGRATION_FOLDER\"/{}", quoted(path));
    Yaml::List(vec!["mkdir -p .migration".into(), line.into()])
}

fn job(part: &Part<'_>) -> Yaml {
    let mut settings: Vec<(&str, Yaml)> = Vec::new();
    if !part.by_hand.is_empty() {
        settings.push(("DONE", part.done().into()));
    }
    if let Some(step) = part.until {
        settings.push(("UNTIL", step.id.as_str().into()));
    }
    if let Some((step, _)) = part.approval {
        settings.push(("APPROVED", step.id.as_str().into()));
        settings.push(("APPROVED_BY", "$GITLAB_USER_LOGIN".into()));
    }
    let mut members = vec![("stage", part.job().into()), ("resource_group", "migration".into())];
    if let Some(gatekeeper) = part.gatekeeper() {
        members.push(("when", "manual".into()));
        // What comes behind waits for whoever starts it.
        members.push(("allow_failure", false.into()));
        members.push(("environment", map(vec![("name", gatekeeper.into()), ("action", "prepare".into())])));
        members.push(("manual_confirmation", part.title().into()));
    }
    if !settings.is_empty() {
        members.push(("variables", map(settings)));
    }
    members.push(("script", script(&format!("{}/forward/run.sh", folder(part.phase)))));
    map(members)
}
