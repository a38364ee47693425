//! Change data capture between two PostgreSQL: publication, slot, fence, positions and the way back, as statements and a script
//! that runs them in their order; and the tables of an outbox where an application writes to two systems.

mod outbox;
mod retention;

use plan_engine::specification::model::{Kind, Migration};

use super::ArtefactDirection::Both;
use super::generator::Generator;
use super::scene::{Scene, safe};
use super::shell::Script;
use super::sink::Sink;
use super::{Artefact, ArtefactFormat};

pub(super) use outbox::Outbox;

/// Replication that follows writes.
pub(super) struct Replication;

/// A file of statements: its name, its text with names to be filled in, what it is for.
type Template = (&'static str, &'static str, &'static str);

const OF_A_FLOW: [Template; 4] = [
    ("keep.sql", include_str!("keep.sql"), "On the sender: publication and slot"),
    ("follow.sql", include_str!("follow.sql"), "On the receiver: subscription"),
    ("stop.sql", include_str!("stop.sql"), "On the receiver: the end of the subscription"),
    ("drop.sql", include_str!("drop.sql"), "On the sender: the end of slot and publication"),
];
const OF_BOTH: [Template; 3] = [
    ("fence.sql", include_str!("fence.sql"), "Refuses writes on the side that is left"),
    ("unfence.sql", include_str!("unfence.sql"), "Takes writes again"),
    ("sequences.sql", include_str!("sequences.sql"), "Carries sequences to the other side"),
];

impl Generator for Replication {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for migration in scene.migrations().filter(|it| it.kind == Kind::Database) {
            if !scene.phases_of(migration).any(|it| it.name == "cut") {
                continue;
            }
            let is_postgres = |text: &str| text.to_lowercase().contains("postgres");
            if is_postgres(&migration.source) && is_postgres(&migration.target) {
                of_migration(scene, sink, migration);
                retention::alert(scene, sink, migration);
            } else {
                sink.left_out(
                    format!("statements of replication for {}", migration.id),
                    "they are written for PostgreSQL on both sides",
                    scene.field(migration, "source"),
                );
            }
        }
    }
}

/// Names of one direction.
struct Flow {
    word: &'static str,
    slot: String,
    publication: String,
    subscription: String,
}

fn of_migration(scene: &Scene<'_>, sink: &mut Sink, migration: &Migration) {
    let forward = forward(migration);
    let back = Flow {
        word: "back",
        slot: format!("{}_back", forward.slot),
        publication: format!("{}_back", forward.publication),
        subscription: format!("{}_back", forward.subscription),
    };
    let tables = tables(migration);
    let head = format!("-- Of the plan with the digest {}.\n", scene.plan.digest);
    for flow in [&forward, &back] {
        for (name, text, purpose) in OF_A_FLOW {
            let text = head.clone() + &filled(text, flow, &back.publication, &tables);
            sink.put(file(migration, &format!("{}-{name}", flow.word), ArtefactFormat::PsqlScript, purpose, text));
        }
    }
    for (name, text, purpose) in OF_BOTH {
        let text = head.clone() + &filled(text, &forward, &back.publication, &tables);
        sink.put(file(migration, name, ArtefactFormat::PsqlScript, purpose, text));
    }
    let about = [
        format!("Replication of {}: start, cut, back, unfence, status, end.", migration.id),
        format!("Of the plan with the digest {}.", scene.plan.digest),
        "`cut` fences the source, waits for the last change, carries sequences, records the reverse position, turns the flow;"
            .to_owned(),
        "`back` does the same the other way round. What is done already is not done twice.".to_owned(),
    ];
    let settings = [("SLOT", forward.slot), ("SLOT_BACK", back.slot), ("MIGRATION", safe(&migration.id))];
    let text = Script { about: &about, settings: &settings, parts: &[include_str!("replicate.sh")] }.text();
    let purpose = "Runs the statements of replication in their order";
    let script = file(migration, "replicate.sh", ArtefactFormat::Shell, purpose, text);
    for (variable, what) in SECRETS {
        sink.secret(variable, what, &script.path);
    }
    sink.put(script);
}

/// A file beside the others of the migration's replication.
fn file(migration: &Migration, name: &str, format: ArtefactFormat, purpose: &str, text: String) -> Artefact {
    Artefact {
        path: format!("{}/replication/{name}", safe(&migration.id)),
        migration: Some(migration.id.clone()),
        phase: None,
        direction: Both,
        format,
        purpose: purpose.to_owned(),
        executable: format == ArtefactFormat::Shell,
        text,
    }
}

const SECRETS: [(&str, &str); 4] = [
    ("SOURCE_URL", "the connection string of the source"),
    ("TARGET_URL", "the connection string of the target"),
    ("SOURCE_FROM_TARGET", "the connection string by which the server of the target reaches the source"),
    ("TARGET_FROM_SOURCE", "the connection string by which the server of the source reaches the target"),
];

/// The names that the specification has, or those that the gates of the plan ask for.
fn forward(migration: &Migration) -> Flow {
    let data = migration.data.as_ref();
    let plain = |it: char| if it.is_ascii_lowercase() || it.is_ascii_digit() { it } else { '_' };
    let slug: String = safe(&migration.id).chars().map(plain).take(40).collect();
    let slot = data.and_then(|it| it.slot.clone()).unwrap_or_else(|| format!("migration_{slug}"));
    Flow {
        word: "forward",
        publication: data.and_then(|it| it.publication.clone()).unwrap_or_else(|| slot.clone()),
        subscription: data.and_then(|it| it.subscription.clone()).unwrap_or_else(|| slot.clone()),
        slot,
    }
}

/// What is published: the tables that are named, else all.
fn tables(migration: &Migration) -> String {
    let table = |name: &str| name.split('.').map(identifier).collect::<Vec<_>>().join(".");
    let named: Vec<String> = migration.tables.iter().map(|it| table(&it.name)).collect();
    if named.is_empty() { "ALL TABLES".to_owned() } else { format!("TABLE {}", named.join(", ")) }
}

fn filled(text: &str, flow: &Flow, back: &str, tables: &str) -> String {
    let values = [
        ("{publication_back_text}", literal(back)),
        ("{publication_text}", literal(&flow.publication)),
        ("{subscription_text}", literal(&flow.subscription)),
        ("{slot_text}", literal(&flow.slot)),
        ("{slot}", identifier(&flow.slot)),
        ("{publication}", identifier(&flow.publication)),
        ("{subscription}", identifier(&flow.subscription)),
        ("{tables}", tables.to_owned()),
    ];
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
