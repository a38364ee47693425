//! Bulk copies: a script that carries tables with their rows from one engine to another one of the same product, each behind
//! those that it refers to, and counts both sides afterwards.

use plan_engine::specification::model::{Kind, Migration};

use super::ArtefactDirection::Both;
use super::generator::Generator;
use super::scene::{Scene, safe};
use super::shell::{Script, line};
use super::sink::Sink;
use super::{Artefact, ArtefactFormat};

/// The script of a bulk copy.
pub(super) struct Bulk;

/// Patterns that copy everything at once; what is written meanwhile follows by deltas, or nothing is.
const PATTERNS: [&str; 2] = ["bulk_snapshot", "incremental_sync"];

impl Generator for Bulk {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        let copied = |it: &&Migration| it.kind == Kind::Database && PATTERNS.contains(&it.pattern.as_str());
        for migration in scene.migrations().filter(copied) {
            match (Family::of(&migration.source), Family::of(&migration.target)) {
                (Some(old), Some(new)) if old == new => put(scene, sink, migration, old),
                _ => sink.left_out(
                    format!("the script of the bulk copy of {}", migration.id),
                    "it is written for PostgreSQL on both sides, or for MySQL or MariaDB on both sides",
                    scene.field(migration, "source"),
                ),
            }
        }
    }
}

/// Engines that take each other's dumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Postgres,
    MySql,
}

impl Family {
    /// That of a side, as its words tell.
    fn of(words: &str) -> Option<Self> {
        let words = words.to_lowercase();
        if words.contains("postgres") {
            Some(Self::Postgres)
        } else if words.contains("mysql") || words.contains("mariadb") {
            Some(Self::MySql)
        } else {
            None
        }
    }
}

fn put(scene: &Scene<'_>, sink: &mut Sink, migration: &Migration, family: Family) {
    let (part, tables, secrets): (_, _, &[(&str, &str)]) = match family {
        Family::Postgres => (include_str!("postgres.sh"), array(migration), &SECRETS_OF_POSTGRES),
        Family::MySql => (include_str!("mysql.sh"), lines(migration), &SECRETS_OF_MYSQL),
    };
    let purpose = "Copies tables with their rows: schema, rows, keys, counts, or all of it; empty takes it back";
    let about = [
        format!("{purpose} ({}: {} to {}).", migration.id, line(&migration.source), line(&migration.target)),
        format!("Of the plan with the digest {}.", scene.plan.digest),
        "What is done already is passed over, so that it can be run again.".to_owned(),
        "0 done or equal, 1 the sides differ, 2 a step failed, 3 could not tell.".to_owned(),
    ];
    let settings = [("TABLES", tables)];
    let text = Script { about: &about, settings: &settings, parts: &[part, include_str!("run.sh")] }.text();
    let path = format!("{}/bulk/copy.sh", safe(&migration.id));
    for (variable, what) in secrets {
        sink.secret(variable, what, &path);
    }
    sink.put(Artefact {
        path,
        migration: Some(migration.id.clone()),
        phase: None,
        direction: Both,
        format: ArtefactFormat::Shell,
        purpose: purpose.to_owned(),
        executable: true,
        text,
    });
}

const SECRETS_OF_POSTGRES: [(&str, &str); 2] =
    [("SOURCE_URL", "the connection string of the source"), ("TARGET_URL", "the connection string of the target")];

const SECRETS_OF_MYSQL: [(&str, &str); 3] = [
    ("SOURCE_DEFAULTS", "the path of an option file with host, port, user and password of the source"),
    ("TARGET_DEFAULTS", "the path of an option file with host, port, user and password of the target"),
    ("DATABASE", "the name of the database, the same on both sides"),
];

/// The tables that are named, as an array of PostgreSQL; one without items means all.
fn array(migration: &Migration) -> String {
    let part = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let name = |name: &str| name.split('.').map(part).collect::<Vec<_>>().join(".");
    let literal = |it: &str| format!("'{}'", name(it).replace('\'', "''"));
    let named: Vec<String> = migration.tables.iter().map(|it| literal(&it.name)).collect();
    format!("ARRAY[{}]::text[]", named.join(", "))
}

/// The tables that are named, a line each; nothing means all.
fn lines(migration: &Migration) -> String {
    migration.tables.iter().map(|it| line(&it.name)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use testkit::validator;

    use super::super::artefacts;
    use super::super::testing::plan_of;

    fn written(sides: &str) -> super::super::Artefacts {
        let text = format!(
            "{{id: nursery, type: database, pattern: bulk_snapshot, {sides}, tables: [{{name: sales.Seed Bags, rows: 4}}, {{name: \"it's\", rows: 2}}]}}"
        );
        artefacts(&plan_of(&text), None).unwrap()
    }

    #[test]
    fn shellcheck_takes_the_script_of_each_engine() {
        let folder = std::env::temp_dir().join(format!("bulk-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut files = Vec::new();
        for (name, sides, tables) in [
            (
                "pg",
                "source: PostgreSQL 15, target: PostgreSQL 16",
                "ARRAY['\\''\"sales\".\"Seed Bags\"'\\'', '\\''\"it'\\'''\\''s\"'\\'']::text[]",
            ),
            ("my", "source: MySQL 8.0, target: MariaDB 11.4", "sales.Seed Bags\nit'\\''s"),
        ] {
            let all = written(sides);
            let script = all.files.iter().find(|it| it.path.ends_with("bulk/copy.sh")).unwrap();
            assert!(script.text.contains(&format!("setting TABLES '{tables}'")), "{}", script.text);
            files.push(folder.join(format!("{name}.sh")));
            std::fs::write(files.last().unwrap(), &script.text).unwrap();
        }
        validator::shellcheck(&files).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn where_no_engine_takes_the_dump_the_reader_is_told() {
        let all = written("source: Oracle 19, target: PostgreSQL 16");
        assert!(all.files.iter().all(|it| !it.path.contains("/bulk/")));
        assert!(all.manifest.left_out.iter().any(|it| it.what.contains("bulk copy")), "{:?}", all.manifest.left_out);
    }
}
