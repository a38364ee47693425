//! Recovery: a backup before all, a restore point before each phase, and the way from both into an instance on the side.

mod tool;

use plan_engine::migration::{MigrationPhase, MigrationPlan};
use plan_engine::specification::model::{Kind, Migration, Recovery as Told, RecoveryTool};

use super::ArtefactDirection::{Back, Both, Forward};
use super::generator::Generator;
use super::scene::{Scene, safe};
use super::shell::{FIRST_LINES, Script, comment, quoted};
use super::sink::Sink;
use super::{Artefact, ArtefactDirection, ArtefactFormat};
use tool::Tool;

/// The scripts of recovery.
pub(super) struct Recovery;

impl Generator for Recovery {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for migration in scene.migrations() {
            let Some(told) = &migration.recovery else {
                if migration.kind == Kind::Database {
                    sink.left_out(
                        format!("scripts that bring the data of {} back from a backup", migration.id),
                        "nobody says which tool takes the backups",
                        scene.field(migration, "recovery.tool"),
                    );
                }
                continue;
            };
            if is_complete(scene, sink, migration, told) {
                of_migration(scene, sink, migration, told);
            }
        }
    }
}

/// Whether everything is told that the tool needs; what is not is missing.
fn is_complete(scene: &Scene<'_>, sink: &mut Sink, migration: &Migration, told: &Told) -> bool {
    let tool = Tool::of(told.tool);
    let mut complete = true;
    for field in tool.needs {
        if tool::value(told, field).is_none() {
            complete = false;
            let needed = format!("recovery of {} with {}", migration.id, told.tool.name());
            let example = format!("{field}: {}", tool::example(told.tool, field));
            sink.missing(scene.missing(migration, &format!("recovery.{field}"), &needed, &example));
        }
    }
    complete
}

fn of_migration(scene: &Scene<'_>, sink: &mut Sink, migration: &Migration, told: &Told) {
    let tool = Tool::of(told.tool);
    let settings = settings(scene.plan, migration, told);
    let folder = format!("{}/recovery", safe(&migration.id));
    for (name, purpose, parts) in tool.scripts {
        let about = [
            format!("{purpose} ({}, recovery with {}).", migration.id, told.tool.name()),
            format!("Of the plan with the digest {}.", scene.plan.digest),
            tool.run_as.to_owned(),
        ];
        let path = format!("{folder}/{name}");
        for (variable, what) in tool.secrets(name) {
            sink.secret(variable, what, &path);
        }
        sink.put(Artefact {
            path,
            migration: Some(migration.id.clone()),
            phase: None,
            direction: Both,
            format: ArtefactFormat::Shell,
            purpose: (*purpose).to_owned(),
            executable: true,
            text: Script { about: &about, settings: &settings, parts }.text(),
        });
    }
    for phase in scene.phases_of(migration) {
        sink.put(mark(scene, phase));
        sink.put(recover(scene, phase, told.tool));
    }
}

/// Values that scripts read.
fn settings(plan: &MigrationPlan, migration: &Migration, told: &Told) -> Vec<(&'static str, String)> {
    let port = told.side_port.unwrap_or(54_329).to_string();
    let database = told.database.clone().unwrap_or_default();
    let mut settings = vec![
        ("SIDE_FOLDER", told.side_folder.clone()),
        ("BACKUP_FOLDER", told.backup_folder.clone()),
        ("SERVER", told.server.clone()),
        ("DATABASE", told.database.clone()),
        ("SIDE_PORT", Some(port.clone())),
    ];
    match told.tool {
        RecoveryTool::PgBasebackup | RecoveryTool::Pgbackrest | RecoveryTool::Barman => {
            settings.retain(|(name, _)| *name != "DATABASE");
            settings.push(("WAL_ARCHIVE", told.log_archive.clone()));
            settings.push(("BACKUP_LABEL", Some(format!("{}-{}", safe(&migration.id), short(plan)))));
            settings.push(("SIDE_URL", Some(format!("host=127.0.0.1 port={port} user=postgres dbname='{database}'"))));
        }
        RecoveryTool::Mysqlbinlog => settings.push(("LOG_ARCHIVE", told.log_archive.clone())),
        RecoveryTool::FileCopy => settings.retain(|(name, _)| *name != "SIDE_PORT"),
    }
    settings.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The first digits of the digest: what tells the names of this plan from those of another one.
fn short(plan: &MigrationPlan) -> &str {
    plan.digest.get(..8).unwrap_or(&plan.digest)
}

/// What the restore point before a phase is called, for PostgreSQL at most 63 bytes.
fn name_of(plan: &MigrationPlan, phase: &MigrationPhase) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' };
    let name: String = phase.id.chars().map(plain).take(40).collect();
    format!("before_{name}_{}", short(plan))
}

fn mark(scene: &Scene<'_>, phase: &MigrationPhase) -> Artefact {
    let name = name_of(scene.plan, phase);
    let step =
        phase.steps.iter().find(|it| it.id.ends_with("restore-point")).map_or(phase.id.as_str(), |it| it.id.as_str());
    let purpose = format!("Marks the restore point {name} before the phase begins");
    let body = format!("exec \"$HERE/../../recovery/restore-point.sh\" \"$@\" {} {}\n", quoted(step), quoted(&name));
    wrapper(scene, phase, Forward, "00-restore-point.sh", purpose, &body)
}

fn recover(scene: &Scene<'_>, phase: &MigrationPhase, tool: RecoveryTool) -> Artefact {
    let name = name_of(scene.plan, phase);
    let purpose =
        format!("Brings the data as they were before {} into an instance on the side, and compares", phase.id);
    let body = if tool == RecoveryTool::Mysqlbinlog {
        // A binary log has positions and no names: the state of the plan has the one that was noted.
        format!(
            "if [[ $* != *--position* ]]; then\n  printf '%s\\n' {} >&2\n  exit 3\nfi\n\"$HERE/../../recovery/recover.sh\" \"$@\"\n",
            quoted(&format!(
                "give --position FILE:POSITION: the state of the plan holds it for the restore point {name}"
            ))
        )
    } else {
        format!("\"$HERE/../../recovery/recover.sh\" \"$@\" --name {}\n", quoted(&name))
    };
    let compare = "if [[ \" $* \" != *' --dry-run '* ]]; then\n  exec \"$HERE/../../recovery/compare.sh\"\nfi\n";
    wrapper(scene, phase, Back, "recover-to-side.sh", purpose, &(body + compare))
}

fn wrapper(
    scene: &Scene<'_>,
    phase: &MigrationPhase,
    direction: ArtefactDirection,
    file: &str,
    purpose: String,
    body: &str,
) -> Artefact {
    let mut text = FIRST_LINES.to_owned();
    text.push_str(&comment(&format!("{purpose} ({}).", phase.id)));
    text.push_str(&comment(&format!("Of the plan with the digest {}.", scene.plan.digest)));
    text.push_str("set -euo pipefail\nHERE=$(cd \"$(dirname \"${BASH_SOURCE[0]}\")\" && pwd)\n");
    text.push_str(body);
    let mut artefact = scene.of_phase(phase, direction, file, ArtefactFormat::Shell).purpose(purpose).text(text);
    artefact.executable = true;
    artefact
}

#[cfg(test)]
mod tests;
