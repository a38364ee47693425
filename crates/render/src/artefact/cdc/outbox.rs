//! Tables of an outbox and an inbox, as the crate `cutover` reads them.

use cutover::dual_write::{Dialect, Inbox, SqlOutbox};

use super::super::ArtefactDirection::Both;
use super::super::generator::Generator;
use super::super::scene::{Scene, safe};
use super::super::shell::line;
use super::super::sink::Sink;
use super::super::{Artefact, ArtefactFormat};

/// The tables of an outbox.
pub(in super::super) struct Outbox;

impl Generator for Outbox {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for migration in scene.migrations().filter(|it| it.pattern == "dual_write") {
            let sides = [
                ("outbox", "primary", &migration.source, SqlOutbox::ddl as fn(Dialect) -> Vec<String>),
                ("inbox", "secondary", &migration.target, Inbox::ddl),
            ];
            for (name, side, words, ddl) in sides {
                let (dialect, format) = dialect(words);
                let purpose = format!("Makes the {name} of the {side}, {}", line(words));
                let mut text = format!("-- {purpose}. Run again, it changes nothing.\n");
                text.push_str(&format!("-- Of the plan with the digest {}.\n", scene.plan.digest));
                for statement in ddl(dialect) {
                    text.push_str(&statement);
                    text.push_str(";\n");
                }
                sink.put(Artefact {
                    path: format!("{}/outbox/{name}.sql", safe(&migration.id)),
                    migration: Some(migration.id.clone()),
                    phase: None,
                    direction: Both,
                    format,
                    purpose,
                    executable: false,
                    text,
                });
            }
        }
    }
}

/// Whose SQL a side takes, as its words tell; that of PostgreSQL where they do not.
fn dialect(words: &str) -> (Dialect, ArtefactFormat) {
    if words.to_lowercase().contains("sqlite") {
        (Dialect::Sqlite, ArtefactFormat::SqliteScript)
    } else {
        (Dialect::Postgres, ArtefactFormat::PsqlScript)
    }
}
