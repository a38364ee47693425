//! The scripts run as they are, there and back, and hold the statements that a proof runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use database::{Engine, EngineUrl, Session};
use schema_diff::Dialect;
use schema_diff::catalogue::Catalogue;
use testkit::engine::{Binaries, postgres_url};

use super::{folder, plan, planned};

const ROWS: &str = "INSERT INTO customers (id, email, fax) VALUES (1, 'a', 'f1'), (2, 'b', NULL);
    INSERT INTO orders (id, customer_id, total) VALUES (10, 1, 5), (11, 2, 7);";
const QUERY: &str =
    "SELECT c.id, email, fax, o.id, total FROM customers c JOIN orders o ON o.customer_id = c.id ORDER BY 1";

fn catalogue(url: &str) -> Catalogue {
    Engine::connect(&url.parse().unwrap()).unwrap().read_catalogue().unwrap().catalogue
}

fn text(folder: &Path, arguments: &str) -> String {
    let ran = plan(folder, arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.stdout
}

/// Runs `script` as `sqlite3` would; without its own commands where there is no `sqlite3`.
fn sqlite3(database: &Path, script: &str) -> Result<(), String> {
    let session = rusqlite::Connection::open(database).unwrap();
    let statements: Vec<_> = script.lines().filter(|line| !line.starts_with('.')).collect();
    session.execute_batch(&statements.join("\n")).map_err(|error| error.to_string())
}

fn sqlite_rows(database: &Path) -> Vec<String> {
    let session = rusqlite::Connection::open(database).unwrap();
    let mut query = session.prepare(QUERY).unwrap();
    let rows = query.query_map([], |row| {
        Ok(format!("{:?}", (0..5).map(|at| row.get::<_, rusqlite::types::Value>(at)).collect::<Vec<_>>()))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn sqlite_goes_there_and_back() {
    let folder = planned("script-sqlite");
    let database = folder.join("shop.db");
    let url = format!("sqlite:{}", database.display());
    sqlite3(&database, super::BEFORE).unwrap();
    sqlite3(&database, ROWS).unwrap();
    let (schema, rows) = (catalogue(&url), sqlite_rows(&database));

    sqlite3(&database, &text(&folder, "show plan.json --format sql")).unwrap();
    let wanted = folder.join("wanted.db");
    sqlite3(&wanted, super::AFTER).unwrap();
    assert_eq!(catalogue(&url), catalogue(&format!("sqlite:{}", wanted.display())));

    for script in way_back(&folder, "plan.json") {
        sqlite3(&database, &std::fs::read_to_string(script).unwrap()).unwrap();
    }
    assert_eq!((catalogue(&url), sqlite_rows(&database)), (schema, rows));
}

/// Writes the scripts of the way back; their paths in the order in which they are run.
fn way_back(folder: &Path, plan: &str) -> Vec<PathBuf> {
    let said = text(folder, &format!("rollback {plan} --out back"));
    let scripts: Vec<_> =
        said.lines().filter(|line| !line.ends_with("runbook.md")).map(|line| folder.join(line)).collect();
    assert!(said.contains("runbook.md") && scripts.len() > 1, "{said}");
    scripts
}

#[test]
fn no_script_spans_a_deployment_point() {
    let folder = planned("script-deployment-points");
    let whole = plan(&folder, "rollback plan.json --format sql");
    assert_eq!(whole.code, 3, "{whole:?}");
    assert!(whole.stderr.contains("restore, withdraw") && whole.stderr.contains("--out"), "{}", whole.stderr);
    let restore = text(&folder, "rollback plan.json --format sql --phase restore");
    assert!(restore.contains("contract-") && !restore.contains("expand-"), "{restore}");
    let withdraw = text(&folder, "rollback plan.json --format sql --phase withdraw");
    assert!(withdraw.contains("BEFORE IT: by hand: deploy the old version"), "{withdraw}");
    assert!(withdraw.contains("BEFORE IT: approval by release-manager"), "{withdraw}");
    let shown = text(&folder, "rollback plan.json");
    assert_eq!(shown.matches("deployment point").count(), 2, "{shown}");
}

#[test]
fn a_gate_that_is_not_met_stops_the_script_and_says_why() {
    let folder = planned("script-gate");
    let database = folder.join("shop.db");
    sqlite3(&database, super::BEFORE).unwrap();
    sqlite3(&database, "INSERT INTO customers (id) VALUES (1); INSERT INTO orders (customer_id) VALUES (1)").unwrap();
    let error = sqlite3(&database, &text(&folder, "show plan.json --format sql")).unwrap_err();
    assert!(error.contains("gate: ") && error.contains("total"), "{error}");
}

#[test]
fn one_phase_after_the_other_is_the_whole_way() {
    let folder = planned("script-phases");
    let database = folder.join("shop.db");
    sqlite3(&database, super::BEFORE).unwrap();
    for phase in ["expand", "cutover", "contract", "purge"] {
        sqlite3(&database, &text(&folder, &format!("show plan.json --format sql --phase {phase}"))).unwrap();
    }
    let session = rusqlite::Connection::open(&database).unwrap();
    let left: i64 = session
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migration_architect%'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0, "purge leaves nothing behind");
}

/// A database of its own on the server of the tests, dropped at the end.
pub(super) struct PostgresDatabase {
    server: EngineUrl,
    name: String,
    url: String,
}

impl PostgresDatabase {
    pub(super) fn create(label: &str) -> Self {
        let server = postgres_url().unwrap();
        let name = format!("plan_cli_{label}_{}", std::process::id());
        let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
        let server: EngineUrl = server.parse().unwrap();
        Session::open(&server).unwrap().execute(&format!("CREATE DATABASE {name}")).unwrap();
        Self { server, name, url }
    }

    pub(super) fn url(&self) -> &String {
        &self.url
    }

    fn session(&self) -> Session {
        Session::open(&self.url.parse().unwrap()).unwrap()
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        if let Ok(mut session) = Session::open(&self.server) {
            let _ = session.execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

/// Where `psql` is; the servers of npm come without it.
pub(super) fn psql() -> PathBuf {
    let beside_the_server = Binaries::find(None).ok().map(|binaries| binaries.program("psql"));
    let runs = |program: &PathBuf| Command::new(program).arg("--version").output().is_ok_and(|it| it.status.success());
    let found = beside_the_server.into_iter().chain([PathBuf::from("psql")]).find(runs);
    found.expect("scripts are run with psql, and there is none: install postgresql-client")
}

/// Runs the script in the file `name` with `psql`.
fn run_psql(program: &Path, database: &PostgresDatabase, script: &Path) -> Result<String, String> {
    let output = Command::new(program)
        .args(["--no-psqlrc", "--quiet", "--file"])
        .arg(script)
        .arg(&database.url)
        .output()
        .map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(said) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

#[test]
fn postgres_goes_there_and_back() {
    let psql = psql();
    let folder = folder("script-postgres");
    std::fs::write(folder.join("before.sql"), super::BEFORE).unwrap();
    std::fs::write(folder.join("after.sql"), super::AFTER).unwrap();
    text(&folder, "make --before before.sql --after after.sql --dialect postgres --output plan.json");
    text(&folder, "show plan.json --format sql --output there.sql");
    let (database, wanted) = (PostgresDatabase::create("there"), PostgresDatabase::create("wanted"));
    database.session().execute(super::BEFORE).unwrap();
    wanted.session().execute(super::AFTER).unwrap();
    database.session().execute(ROWS).unwrap();
    let (schema, rows) = (catalogue(&database.url), database.session().query(QUERY).unwrap());

    let mut reader = database.session();
    reader.begin().unwrap();
    reader.query("SELECT count(*) FROM customers").unwrap();
    let error = run_psql(&psql, &database, &folder.join("there.sql")).unwrap_err();
    assert!(error.contains("lock timeout"), "a long transaction is in the way, and nobody queues behind it: {error}");
    reader.rollback().unwrap();
    let said = run_psql(&psql, &database, &folder.join("there.sql")).unwrap();
    assert!(said.contains("APPROVAL by release-manager needed"), "{said}");
    assert_eq!(schema_of(&database), schema_of(&wanted));
    run_psql(&psql, &database, &folder.join("there.sql")).expect("what is done is passed over");
    assert_eq!(schema_of(&database), schema_of(&wanted));
    let again =
        [way_back(&folder, "plan.json"), vec![folder.join("there.sql")], way_back(&folder, "plan.json")].concat();
    for script in way_back(&folder, "plan.json").iter().chain(&again) {
        run_psql(&psql, &database, script).unwrap();
    }
    assert_eq!(catalogue(&database.url), schema, "there and back twice, and a way back that was done already");
    assert_eq!(format!("{:?}", database.session().query(QUERY).unwrap()), format!("{rows:?}"));

    database.session().execute("INSERT INTO orders (id, customer_id) VALUES (99, 1)").unwrap();
    let error = run_psql(&psql, &database, &folder.join("there.sql")).unwrap_err();
    assert!(error.contains("gate not met") && error.contains("HINT"), "{error}");
}

/// The schema without the order of columns, which is no difference.
fn schema_of(database: &PostgresDatabase) -> Catalogue {
    let mut catalogue = catalogue(&database.url);
    assert_eq!(catalogue.dialect, Dialect::Postgres);
    for table in catalogue.tables.values_mut() {
        table.columns.sort_by(|a, b| a.name.cmp(&b.name));
    }
    catalogue
}
