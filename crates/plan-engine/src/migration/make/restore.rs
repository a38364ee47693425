//! A restore point before each phase of a migration that says how its data are brought back.

use crate::migration::context::Context;
use crate::migration::draft::{PhaseDraft, StepDraft};
use crate::migration::model::{Performer, Work};
use crate::migration::time;
use crate::specification::model::{Fact, Recovery, RecoveryTool};

/// What the last part of such a step's id is.
const SLUG: &str = "restore-point";

/// Begins each phase with a restore point; one that the pattern asks for itself is left where it stands.
pub(super) fn points(context: &Context<'_>, drafts: &mut [PhaseDraft]) {
    let Some(recovery) = &context.migration.recovery else { return };
    let facts = facts(context, recovery);
    for draft in drafts {
        if draft.groups.iter().flatten().any(|it| it.slug == SLUG) {
            continue;
        }
        let (program, marks) = point(recovery.tool);
        let step = StepDraft::new(
            SLUG,
            format!("Mark a restore point before {}", draft.name),
            Work::Manual { instruction: format!("{marks}, and note its position in the state of the plan") },
            Performer::Program(program.to_owned()),
            time::by_program("a restore point that is marked"),
            facts.clone(),
        )
        .why("What no inverse brings back is brought back from a backup and the log up to here, on the side first.");
        draft.groups.insert(0, vec![step]);
    }
}

/// What marks the point, and how.
fn point(tool: RecoveryTool) -> (&'static str, &'static str) {
    match tool {
        RecoveryTool::PgBasebackup | RecoveryTool::Pgbackrest | RecoveryTool::Barman => (
            "restore-point.sh",
            "run `restore-point.sh`: it calls pg_create_restore_point and waits until the archive has the log up to it",
        ),
        RecoveryTool::Mysqlbinlog => {
            ("restore-point.sh", "run `restore-point.sh`: it closes the binary log and reads its position")
        }
        RecoveryTool::FileCopy => ("restore-point.sh", "run `restore-point.sh`: it copies the file as of one moment"),
    }
}

/// What is told of the recovery, each part where it stands.
fn facts(context: &Context<'_>, recovery: &Recovery) -> Vec<Fact> {
    let port = recovery.side_port.map(|it| it.to_string());
    let told = [
        ("server", recovery.server.as_ref(), "the tool calls the server"),
        ("backup_folder", recovery.backup_folder.as_ref(), "backups lie in"),
        ("log_archive", recovery.log_archive.as_ref(), "the log is archived in"),
        ("side_folder", recovery.side_folder.as_ref(), "the instance on the side lies in"),
        ("side_port", port.as_ref(), "the instance on the side listens on"),
        ("database", recovery.database.as_ref(), "what is compared is"),
    ];
    let tool = context.fact(&["/recovery/tool"], format!("{} brings data back", recovery.tool.name()));
    let others = told.into_iter().filter_map(|(field, value, says)| {
        Some(context.fact(&[&format!("/recovery/{field}")], format!("{says} {}", value?)))
    });
    std::iter::once(tool).chain(others).collect()
}
