//! Event sourcing: the store of events with upcasters, compensations and snapshots as statements, and a script that fills it,
//! replays it, and tries whether two replays give the same.

use plan_engine::specification::model::{Kind, Migration};

use super::ArtefactDirection::{Back, Forward};
use super::generator::Generator;
use super::scene::{Scene, safe};
use super::shell::{Script, line};
use super::sink::Sink;
use super::{Artefact, ArtefactDirection, ArtefactFormat};

/// The store of events.
pub(super) struct Events;

impl Generator for Events {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        let sourced = |it: &&Migration| it.kind == Kind::Database && it.pattern == "event_sourcing";
        for migration in scene.migrations().filter(sourced) {
            if migration.target.to_lowercase().contains("postgres") {
                of_migration(scene, sink, migration);
            } else {
                sink.left_out(
                    format!("the store of events of {}", migration.id),
                    "its statements are written for PostgreSQL",
                    scene.field(migration, "target"),
                );
            }
        }
    }
}

fn of_migration(scene: &Scene<'_>, sink: &mut Sink, migration: &Migration) {
    let told = migration.data.as_ref().and_then(|it| it.event_store.clone());
    let store = told.unwrap_or_else(|| "events".to_owned());
    let head = format!("-- Of the plan with the digest {}.\n", scene.plan.digest);
    let (base, last) = (plain(&store), format!("{store}_last"));
    let filled = |text: &str| {
        let values = [
            ("{store}", name(&store)),
            ("{last}", name(&last)),
            ("{imported}", imported(migration)),
            ("{base}", base.clone()),
        ];
        values.iter().fold(text.to_owned(), |text, (key, value)| text.replace(key, value))
    };
    for (file, text, direction, purpose) in [
        (
            "store.sql",
            include_str!("store.sql"),
            Forward,
            "Makes the store of events, upcasters, compensations, snapshots",
        ),
        ("drop.sql", include_str!("drop.sql"), Back, "Takes the store of events away"),
    ] {
        sink.put(artefact(
            migration,
            file,
            ArtefactFormat::PsqlScript,
            direction,
            purpose,
            head.clone() + &filled(text),
        ));
    }
    let purpose = "Fills the store of events, replays it, and tries whether two replays give the same";
    let about = [
        format!("{purpose} ({}: {} to {}).", migration.id, line(&migration.source), line(&migration.target)),
        format!("Of the plan with the digest {}.", scene.plan.digest),
        "What is done already is passed over or done anew; events that are there are never changed.".to_owned(),
        "0 done or equal, 1 two replays differ, 2 a step failed, 3 could not tell.".to_owned(),
    ];
    let tables: Vec<String> =
        migration.tables.iter().map(|it| format!("'{}'", name(&it.name).replace('\'', "''"))).collect();
    let settings = [
        ("MIGRATION", safe(&migration.id)),
        ("STORE", name(&store)),
        ("LAST", name(&last)),
        ("BASE", base.clone()),
        ("TABLES", format!("ARRAY[{}]::text[]", tables.join(", "))),
    ];
    let text = Script { about: &about, settings: &settings, parts: &[include_str!("replay.sh")] }.text();
    let script = artefact(migration, "replay.sh", ArtefactFormat::Shell, ArtefactDirection::Both, purpose, text);
    sink.secret("SOURCE_URL", "the connection string of the source", &script.path);
    sink.secret("TARGET_URL", "the connection string of the target", &script.path);
    sink.put(script);
}

fn artefact(
    migration: &Migration,
    file: &str,
    format: ArtefactFormat,
    direction: ArtefactDirection,
    purpose: &str,
    text: String,
) -> Artefact {
    Artefact {
        path: format!("{}/events/{file}", safe(&migration.id)),
        migration: Some(migration.id.clone()),
        phase: None,
        direction,
        format,
        purpose: purpose.to_owned(),
        executable: format == ArtefactFormat::Shell,
        text,
    }
}

/// Rows of the source were in the old tables before they were events.
fn imported(migration: &Migration) -> String {
    let row = |name: &str| {
        let bare = name.replace(['"', '\''], "");
        format!("('{bare}.imported', 'nothing', 'the row is in the old table already')")
    };
    let rows: Vec<String> = migration.tables.iter().map(|it| row(&name(&it.name))).collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("INSERT INTO compensations (type, way, says) VALUES\n  {}\nON CONFLICT DO NOTHING;\n", rows.join(",\n  "))
}

/// The start of the names of functions: small letters, digits and underscores, so that they need no quotes.
fn plain(store: &str) -> String {
    let letter = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' };
    let name: String = store.rsplit('.').next().unwrap_or(store).chars().map(letter).take(40).collect();
    if name.starts_with(|it: char| it.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// A name with its schema as PostgreSQL reads it, each part in quotes.
fn name(name: &str) -> String {
    name.split('.').map(|part| format!("\"{}\"", part.replace('"', "\"\""))).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::super::artefacts;
    use super::super::testing::plan_of;
    use super::*;

    #[test]
    fn names_need_no_quotes_where_they_begin_those_of_functions() {
        assert_eq!(plain("sales.Gift Events"), "gift_events");
        assert_eq!(plain("7th"), "_7th");
        assert_eq!(name("sales.it\"s"), "\"sales\".\"it\"\"s\"");
    }

    #[test]
    fn a_store_that_is_no_postgresql_is_left_out_and_told() {
        let of = |target: &str| {
            let text = format!(
                "{{id: till, type: database, pattern: event_sourcing, source: PostgreSQL 15, target: {target}}}"
            );
            artefacts(&plan_of(&text), None).unwrap()
        };
        let told = of("EventStoreDB 23").manifest.left_out;
        assert!(told.iter().any(|it| it.what.contains("store of events")), "{told:?}");
        let all = of("PostgreSQL 16");
        let store = all.files.iter().find(|it| it.path == "till/events/store.sql").unwrap();
        assert!(store.text.contains("CREATE TABLE IF NOT EXISTS \"events\" ("), "{}", store.text);
        assert!(["{store}", "{base}", "{last}", "{imported}"].iter().all(|it| !store.text.contains(it)));
    }
}
