//! Workflows of GitHub Actions.

use super::super::scene::Scene;
use super::super::shell::quoted;
use super::super::yaml::Yaml;
use super::part::{Part, folder};
use super::{SECRETS, VARIABLES, map};

/// A job of a hosted runner ends after 360 minutes.
const LONGEST_MINUTES: u32 = 355;

/// Every part of every phase, one after the other.
pub(super) fn forward(scene: &Scene<'_>, parts: &[Part<'_>]) -> Yaml {
    let mut jobs: Vec<(String, Yaml)> = Vec::new();
    for part in parts {
        let before = jobs.last().map(|(name, _)| name.clone());
        jobs.push((part.job(), job(part, before)));
    }
    map(vec![
        ("name", format!("Migration {}", scene.plan.name).into()),
        ("on", map(vec![("workflow_dispatch", map(vec![("inputs", map(settings()))]))])),
        ("permissions", map(vec![("contents", "read".into())])),
        ("concurrency", map(vec![("group", "migration".into()), ("cancel-in-progress", false.into())])),
        ("env", common()),
        ("jobs", Yaml::Map(jobs)),
    ])
}

/// What whoever starts a workflow may set.
fn settings() -> Vec<(&'static str, Yaml)> {
    let told = [
        ("folder", "The folder that holds plan.json and its artefacts", "migration"),
        ("runner", "The label of the runner; one of your own where steps take longer than six hours", "ubuntu-24.04"),
        ("prometheus_url", "The address of Prometheus, for gates over metrics", ""),
        ("set_traffic", "The program that sets a flag to a percentage; without one a person does it", ""),
    ];
    let setting = |(name, description, default): (&'static str, &str, &str)| {
        let mut members =
            vec![("description", description.into()), ("required", false.into()), ("type", "string".into())];
        if !default.is_empty() {
            members.push(("default", default.into()));
        }
        (name, map(members))
    };
    told.into_iter().map(setting).collect()
}

/// Settings of all jobs.
fn common() -> Yaml {
    let mut members = vec![
        ("MIGRATION_FOLDER".to_owned(), "${{ inputs.folder }}".into()),
        ("STATE_FILE".to_owned(), ".migration/state.json".into()),
    ];
    let secrets = SECRETS.iter().map(|name| ((*name).to_owned(), format!("${{{{ secrets.{name} }}}}").into()));
    let variables =
        VARIABLES.iter().map(|name| ((*name).to_owned(), format!("${{{{ inputs.{} }}}}", name.to_lowercase()).into()));
    members.extend(secrets.chain(variables));
    Yaml::Map(members)
}

fn job(part: &Part<'_>, before: Option<String>) -> Yaml {
    let mut members = vec![("name", part.title().into())];
    members.extend(before.map(|it| ("needs", Yaml::List(vec![it.into()]))));
    members.push(("runs-on", "${{ inputs.runner }}".into()));
    members.push(("timeout-minutes", LONGEST_MINUTES.into()));
    members.extend(part.gatekeeper().map(|it| ("environment", it.into())));
    let mut settings = vec![("DONE", part.done().into()), ("UNTIL", part.until.map_or("", |it| it.id.as_str()).into())];
    if let Some((step, _)) = part.approval {
        settings.push(("APPROVED", step.id.as_str().into()));
        settings.push(("APPROVED_BY", "${{ github.actor }}".into()));
    }
    let settings: Vec<_> = settings.into_iter().filter(|(_, value)| *value != Yaml::Text(String::new())).collect();
    let script = format!(
        "PLAN_FILE=\"$MIGRATION_FOLDER/plan.json\" bash \"$MIGRATION_FOLDER\"/{}\n",
        quoted(&format!("{}/forward/run.sh", folder(part.phase)))
    );
    let mut run = vec![("name", "Steps of the plan".into())];
    if !settings.is_empty() {
        run.push(("env", map(settings)));
    }
    run.push(("run", script.into()));
    let steps = vec![checkout(), state_of_this_run(), map(run), keep_state()];
    members.push(("steps", Yaml::List(steps)));
    map(members)
}

fn checkout() -> Yaml {
    map(vec![("uses", "actions/checkout@v4".into())])
}

/// The state as the job before left it; there is none before the first.
fn state_of_this_run() -> Yaml {
    map(vec![
        ("uses", "actions/download-artifact@v4".into()),
        ("continue-on-error", true.into()),
        ("with", map(vec![("name", "migration-state".into()), ("path", ".migration".into())])),
    ])
}

fn keep_state() -> Yaml {
    map(vec![
        ("uses", "actions/upload-artifact@v4".into()),
        ("if", "always()".into()),
        (
            "with",
            map(vec![
                ("name", "migration-state".into()),
                ("path", ".migration/state.json".into()),
                ("overwrite", true.into()),
                ("include-hidden-files", true.into()),
                ("if-no-files-found", "ignore".into()),
            ]),
        ),
    ])
}

/// One job that takes the phase back that somebody chooses.
pub(super) fn back(scene: &Scene<'_>) -> Yaml {
    let phases: Vec<Yaml> = scene.plan.phases.iter().rev().map(|it| it.id.as_str().into()).collect();
    let mut script = String::from("case \"$PHASE\" in\n");
    for phase in &scene.plan.phases {
        script.push_str(&format!("  {}) folder={} ;;\n", quoted(&phase.id), quoted(&folder(phase))));
    }
    script.push_str("  *) exit 3 ;;\nesac\nPLAN_FILE=\"$MIGRATION_FOLDER/plan.json\" bash \"$MIGRATION_FOLDER/$folder/back/run.sh\"\n");
    let mut inputs = vec![
        (
            "phase",
            map(vec![
                ("description", "The phase that is taken back; later ones first".into()),
                ("required", true.into()),
                ("type", "choice".into()),
                ("options", Yaml::List(phases)),
            ]),
        ),
        (
            "run",
            map(vec![
                ("description", "The number of the run of the migration, whose state is taken".into()),
                ("required", true.into()),
                ("type", "string".into()),
            ]),
        ),
        (
            "done",
            map(vec![
                ("description", "Steps whose inverses were done by hand, or all".into()),
                ("required", false.into()),
                ("type", "string".into()),
            ]),
        ),
    ];
    inputs.extend(settings());
    let inputs = map(inputs);
    let state = map(vec![
        ("uses", "actions/download-artifact@v4".into()),
        (
            "with",
            map(vec![
                ("name", "migration-state".into()),
                ("path", ".migration".into()),
                ("run-id", "${{ inputs.run }}".into()),
                ("github-token", "${{ github.token }}".into()),
            ]),
        ),
    ]);
    let settings = map(vec![("PHASE", "${{ inputs.phase }}".into()), ("DONE", "${{ inputs.done }}".into())]);
    let run = map(vec![("name", "Way back".into()), ("env", settings), ("run", script.into())]);
    let job = map(vec![
        ("name", "Way back from ${{ inputs.phase }}".into()),
        ("runs-on", "${{ inputs.runner }}".into()),
        ("timeout-minutes", LONGEST_MINUTES.into()),
        ("environment", "migration-back".into()),
        ("steps", Yaml::List(vec![checkout(), state, run, keep_state()])),
    ]);
    map(vec![
        ("name", format!("Way back of {}", scene.plan.name).into()),
        ("on", map(vec![("workflow_dispatch", map(vec![("inputs", inputs)]))])),
        ("permissions", map(vec![("contents", "read".into()), ("actions", "read".into())])),
        ("concurrency", map(vec![("group", "migration-back".into()), ("cancel-in-progress", false.into())])),
        ("env", common()),
        ("jobs", map(vec![("back", job)])),
    ])
}
