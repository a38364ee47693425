//! Plans on the embedded SQLite.

use database::ScratchServer;
use plan_engine::plan::{Action, Archive, ArchiveKind, Gate, PhaseName, Sql};
use runner::{Outcome, WayBack};
use schema_diff::Dialect;
use schema_diff::catalogue::QualifiedName;

use crate::support::{Draft, Work, assert_fails, assert_proven, column, index, put, remove, sql};

const BEFORE: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT,
                          level INTEGER NOT NULL DEFAULT 1 CHECK (level BETWEEN 1 AND 9));
                      CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id),
                          code TEXT NOT NULL UNIQUE CHECK (code LIKE 'A-%'), data BLOB);";
const AFTER: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL,
                         level INTEGER NOT NULL DEFAULT 1 CHECK (level BETWEEN 1 AND 9), age INTEGER DEFAULT 7);
                     CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id),
                         code TEXT NOT NULL UNIQUE CHECK (code LIKE 'A-%'), data BLOB);";

fn server() -> ScratchServer {
    ScratchServer::sqlite().expect("the embedded engine is always there")
}

/// Tables that hold what `age` and `email` were.
fn workshop() -> Work {
    Work {
        forward: sql(&[
            "CREATE TABLE IF NOT EXISTS migration_architect_age (id INTEGER PRIMARY KEY, age)",
            "CREATE TABLE IF NOT EXISTS migration_architect_email (id INTEGER PRIMARY KEY, email)",
        ]),
        back: Vec::new(),
        effect: Vec::new(),
        effect_back: Vec::new(),
    }
}

fn add_age(draft: &Draft) -> Work {
    let age = || column(draft.after(), "users", "age");
    Work {
        forward: sql(&[
            "ALTER TABLE users ADD COLUMN age INTEGER DEFAULT 7",
            "UPDATE users SET age = a.age FROM migration_architect_age a WHERE a.id = users.id",
            "DELETE FROM migration_architect_age",
        ]),
        back: sql(&[
            "INSERT INTO migration_architect_age SELECT id, age FROM users",
            "ALTER TABLE users DROP COLUMN age",
        ]),
        effect: put(age()),
        effect_back: remove(age()),
    }
}

fn drop_email(draft: &Draft) -> Work {
    let email = || column(draft.before(), "users", "email");
    Work {
        forward: sql(&[
            "DELETE FROM migration_architect_email",
            "INSERT INTO migration_architect_email SELECT id, email FROM users",
            "ALTER TABLE users DROP COLUMN email",
        ]),
        back: sql(&[
            "ALTER TABLE users ADD COLUMN email TEXT",
            "UPDATE users SET email = e.email FROM migration_architect_email e WHERE e.id = users.id",
        ]),
        effect: remove(email()),
        effect_back: put(email()),
    }
}

fn sound() -> Draft {
    let draft = Draft::new(Dialect::Sqlite, BEFORE, AFTER);
    let (age, email) = (add_age(&draft), drop_email(&draft));
    draft.step(PhaseName::Prepare, workshop()).step(PhaseName::Expand, age).step(PhaseName::Contract, email)
}

#[test]
fn a_sound_plan_is_proven_from_every_phase() {
    let proof = sound().prove(&server());
    assert_proven(&proof);
    let back: Vec<_> = proof.ways_back.iter().map(|it| (it.from, it.passed, it.forwards_again)).collect();
    let good = |phase| (phase, true, Some(true));
    assert_eq!(
        back,
        [PhaseName::Prepare, PhaseName::Expand, PhaseName::Cutover, PhaseName::Contract].map(good),
        "{:#?}",
        proof.failures
    );
    assert!(proof.ways_back.iter().all(|WayBack { rows_compared, .. }| *rows_compared >= 40));
    assert_eq!(proof.steps.len(), 3);
}

#[test]
fn each_phase_of_a_way_back_runs_the_versions_that_it_permits() {
    use plan_engine::plan::AppVersion::{New, Old};
    use rollback_gen::RollbackPhaseName::{Restore, SwitchBack, Withdraw};
    let proof = sound().prove(&server());
    let phases = |from| {
        let way = proof.ways_back.iter().find(|it| it.from == from).expect("a way back from the phase");
        way.phases.iter().map(|it| (it.name, it.versions.clone())).collect::<Vec<_>>()
    };
    assert_eq!(
        phases(PhaseName::Contract),
        [(Restore, vec![New]), (SwitchBack, vec![Old, New]), (Withdraw, vec![Old])]
    );
    assert_eq!(phases(PhaseName::Cutover), [(Withdraw, vec![Old])]);
}

#[test]
fn what_the_new_version_needs_taken_back_too_early_breaks_it() {
    let draft = Draft::new(Dialect::Sqlite, BEFORE, AFTER);
    let (mut age, mut email) = (add_age(&draft), drop_email(&draft));
    email.back.append(&mut age.back);
    email.effect_back.append(&mut age.effect_back);
    let draft = draft.step(PhaseName::Prepare, workshop()).step(PhaseName::Expand, age);
    let proof = draft.step(PhaseName::Contract, email).prove(&server());
    assert_fails(
        &proof,
        "a statement of the new version of the application fails: table main.users has no column named age",
    );
}

#[test]
fn a_proof_repeats_itself() {
    let strip = |mut proof: runner::Proof| {
        proof.duration_ms = 0;
        proof.steps.clear();
        proof.ways_back.iter_mut().for_each(|it| it.steps.clear());
        proof
    };
    assert_eq!(strip(sound().prove(&server())), strip(sound().prove(&server())));
}

#[test]
fn a_column_dropped_without_an_archive_is_noticed() {
    let draft = Draft::new(Dialect::Sqlite, BEFORE, AFTER);
    let (age, email) = (add_age(&draft), drop_email(&draft));
    let lossy = Work {
        forward: sql(&["ALTER TABLE users DROP COLUMN email"]),
        back: sql(&["ALTER TABLE users ADD COLUMN email TEXT"]),
        ..email
    };
    let draft = draft.step(PhaseName::Prepare, workshop()).step(PhaseName::Expand, age);
    let proof = draft.step(PhaseName::Contract, lossy).prove(&server());
    assert_fails(&proof, "column email of main.users in row (id = ");
}

#[test]
fn what_the_way_back_drops_must_come_back_forwards() {
    let draft = Draft::new(Dialect::Sqlite, BEFORE, AFTER);
    let (age, email) = (add_age(&draft), drop_email(&draft));
    let lossy = Work {
        forward: sql(&["ALTER TABLE users ADD COLUMN age INTEGER DEFAULT 7"]),
        back: sql(&["ALTER TABLE users DROP COLUMN age"]),
        ..age
    };
    let draft = draft.step(PhaseName::Prepare, workshop()).step(PhaseName::Expand, lossy);
    let proof = draft.step(PhaseName::Contract, email).prove(&server());
    assert_fails(&proof, "after going forwards again column age of main.users");
}

#[test]
fn rows_lost_on_the_way_back_are_noticed() {
    let draft = Draft::new(Dialect::Sqlite, BEFORE, AFTER);
    let (mut age, email) = (add_age(&draft), drop_email(&draft));
    age.back.extend(sql(&["DELETE FROM orders WHERE id = 3"]));
    let draft = draft.step(PhaseName::Prepare, workshop()).step(PhaseName::Expand, age);
    let proof = draft.step(PhaseName::Contract, email).prove(&server());
    assert_fails(&proof, "1 rows of main.orders are not as they were, for example (id = 3");
}

#[test]
fn a_drop_before_the_old_version_is_gone_breaks_it() {
    let draft = Draft::new(Dialect::Sqlite, BEFORE, AFTER);
    let (age, email) = (add_age(&draft), drop_email(&draft));
    let draft = draft.step(PhaseName::Prepare, workshop()).step(PhaseName::Expand, age);
    let proof = draft.step(PhaseName::Expand, email).prove(&server());
    assert_fails(&proof, "a statement of the old version of the application fails");
}

#[test]
fn an_index_that_is_unique_too_early_breaks_the_old_version() {
    let after = format!("{BEFORE} CREATE UNIQUE INDEX one_per_level ON users (level);");
    let draft = Draft::new(Dialect::Sqlite, BEFORE, &after);
    let unique = || index(draft.after(), "users", "one_per_level");
    let gate = Gate {
        title: "levels differ".to_owned(),
        query: "SELECT count(*) - count(DISTINCT level) FROM users".to_owned(),
        expected: 0,
        help: "make them differ".to_owned(),
        remedy: vec![
            "CREATE TABLE migration_architect_orders AS SELECT * FROM orders".to_owned(),
            "DELETE FROM orders".to_owned(),
            "CREATE TABLE migration_architect_users AS SELECT * FROM users \
             WHERE id NOT IN (SELECT min(id) FROM users GROUP BY level)"
                .to_owned(),
            "DELETE FROM users WHERE id IN (SELECT id FROM migration_architect_users)".to_owned(),
        ],
    };
    let work = Work {
        forward: [vec![Action::Gate(gate)], sql(&["CREATE UNIQUE INDEX one_per_level ON users (level)"])].concat(),
        back: sql(&["DROP INDEX one_per_level"]),
        effect: put(unique()),
        effect_back: remove(unique()),
    };
    let kept = |table: &str| Archive {
        relation: format!("migration_architect_{table}"),
        kind: ArchiveKind::SetAside { table: QualifiedName::new("main", table) },
    };
    let draft = draft.archive(kept("orders")).archive(kept("users"));
    let proof = draft.step(PhaseName::Expand, work).prove(&server());
    assert_fails(&proof, "UNIQUE constraint failed: users.level");
    assert_eq!(proof.policies.first().map(|it| it.gate.as_str()), Some("levels differ"));
}

#[test]
fn rows_lost_on_the_way_forwards_are_noticed() {
    let draft = Draft::new(Dialect::Sqlite, BEFORE, AFTER);
    let (mut age, email) = (add_age(&draft), drop_email(&draft));
    age.forward.extend(sql(&["UPDATE users SET name = 'x' WHERE id = (SELECT min(id) FROM users)"]));
    let draft = draft.step(PhaseName::Prepare, workshop()).step(PhaseName::Expand, age);
    assert_fails(&draft.step(PhaseName::Contract, email).prove(&server()), "after the step 1 rows of main.users");
}

#[test]
fn an_effect_that_is_not_what_happens_is_noticed() {
    let draft = Draft::new(Dialect::Sqlite, BEFORE, AFTER);
    let (mut age, email) = (add_age(&draft), drop_email(&draft));
    age.forward = sql(&["ALTER TABLE users ADD COLUMN age INTEGER DEFAULT 8"]);
    let draft = draft.step(PhaseName::Prepare, workshop()).step(PhaseName::Expand, age);
    let proof = draft.step(PhaseName::Contract, email).prove(&server());
    assert_fails(
        &proof,
        "after the step the catalogue is not as stated: tables › main.users › columns › age › default",
    );
}

#[test]
fn rows_set_aside_count_as_kept() {
    let after = BEFORE.replace("email TEXT", "email TEXT NOT NULL");
    let draft = Draft::new(Dialect::Sqlite, BEFORE, &after);
    let strict = || column(draft.after(), "users", "email");
    let loose = || column(draft.before(), "users", "email");
    let rebuild = |table: &str| {
        let table = table.replacen("users", "new_users", 1);
        Action::Sql(Sql {
            statements: vec![
                table,
                "INSERT INTO new_users SELECT * FROM users".to_owned(),
                "DROP TABLE users".to_owned(),
                "ALTER TABLE new_users RENAME TO users".to_owned(),
            ],
            transaction: true,
            foreign_keys_off: true,
        })
    };
    let gate = Gate {
        title: "every user has an email".to_owned(),
        query: "SELECT count(*) FROM users WHERE email IS NULL".to_owned(),
        expected: 0,
        help: "set it".to_owned(),
        remedy: vec![
            "CREATE TABLE migration_architect_orders AS SELECT * FROM orders
             WHERE user_id IN (SELECT id FROM users WHERE email IS NULL)"
                .to_owned(),
            "CREATE TABLE migration_architect_users AS SELECT * FROM users WHERE email IS NULL".to_owned(),
            "DELETE FROM orders WHERE user_id IN (SELECT id FROM migration_architect_users)".to_owned(),
            "DELETE FROM users WHERE email IS NULL".to_owned(),
        ],
    };
    let first = |text: &str| text.split(';').next().unwrap_or_default().to_owned();
    let work = Work {
        forward: vec![Action::Gate(gate), rebuild(&first(&after))],
        back: [
            vec![rebuild(&first(BEFORE))],
            sql(&[
                "INSERT INTO users SELECT * FROM migration_architect_users",
                "INSERT INTO orders SELECT * FROM migration_architect_orders",
                "DROP TABLE migration_architect_users",
                "DROP TABLE migration_architect_orders",
            ]),
        ]
        .concat(),
        effect: put(strict()),
        effect_back: put(loose()),
    };
    let aside = |name: &str| Archive {
        relation: format!("migration_architect_{name}"),
        kind: ArchiveKind::SetAside { table: QualifiedName::new("main", name) },
    };
    let draft = draft.archive(aside("users")).archive(aside("orders"));
    let proof = draft.step(PhaseName::Contract, work).prove(&server());
    assert_proven(&proof);
    assert!(proof.policies.iter().any(|it| it.rows_archived > 0), "{:#?}", proof.policies);
}

#[test]
fn a_table_that_cannot_be_filled_makes_the_proof_partial() {
    let schema = "CREATE TABLE impossible (a INTEGER NOT NULL CHECK (a > 5 AND a < 5)); CREATE TABLE t (a TEXT);";
    let proof = Draft::new(Dialect::Sqlite, schema, schema).prove(&server());
    assert_eq!(proof.outcome, Outcome::Partial, "{:#?}", proof.failures);
    assert_eq!(proof.unproven_tables.first().map(|it| it.table.as_str()), Some("main.impossible"));
}

#[test]
fn tables_that_need_each_other_are_filled() {
    let schema =
        "CREATE TABLE hen (id INTEGER PRIMARY KEY, egg INTEGER NOT NULL REFERENCES egg (id), name TEXT NOT NULL);
        CREATE TABLE egg (id INTEGER PRIMARY KEY, hen INTEGER NOT NULL REFERENCES hen (id));
        CREATE TABLE nest (egg INTEGER NOT NULL UNIQUE REFERENCES egg (id));
        CREATE TABLE tree (id TEXT PRIMARY KEY, parent TEXT NOT NULL REFERENCES tree (id));";
    assert_proven(&Draft::new(Dialect::Sqlite, schema, schema).prove(&server()));
}
