//! The drill of a bulk copy: the script that leaves with a plan carries tables with their rows, is run again, tells what differs,
//! and takes the copy back.

use std::process::Command;

use testkit::engine::{Binaries, MariaDb, Postgres};

use crate::bench::{ends, plan, write};

const NURSERY: &str = "
id: nursery
type: database
pattern: bulk_snapshot
";

const SCHEMA: &str = "
    CREATE TYPE soil AS ENUM ('sand', 'loam');
    CREATE TABLE plots (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind soil NOT NULL, size numeric(6, 2));
    CREATE TABLE \"Seed Bags\" (id bigserial PRIMARY KEY, plot int REFERENCES plots, note text, twice int GENERATED ALWAYS AS (42) STORED);
    CREATE TABLE harvests (bag bigint REFERENCES \"Seed Bags\", day date) PARTITION BY RANGE (day);
    CREATE TABLE harvests_1 PARTITION OF harvests FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    CREATE TABLE harvests_2 PARTITION OF harvests FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
    CREATE INDEX by_day ON harvests (day);
    CREATE TABLE \"it's\" (x int PRIMARY KEY); INSERT INTO \"it's\" VALUES (1), (2);
    CREATE TABLE elsewhere (x int PRIMARY KEY);
    INSERT INTO plots (kind, size) SELECT 'loam', n FROM generate_series(1, 300) AS n;
    INSERT INTO \"Seed Bags\" (plot, note) SELECT n, E'tab\tback\\\\slash ' || n FROM generate_series(1, 300) AS n;
    INSERT INTO harvests SELECT n, date '2026-06-01' + n FROM generate_series(1, 300) AS n;
    INSERT INTO elsewhere VALUES (1);";

fn dsn(server: &Postgres) -> String {
    format!("host=127.0.0.1 port={} user=postgres dbname=postgres", server.port())
}

fn ask(server: &Postgres, statement: &str) -> String {
    let arguments = ["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", &dsn(server), "-c", statement];
    ends(Command::new("psql").args(arguments), 0).trim().to_owned()
}

#[test]
fn postgres_gets_every_row_in_the_order_of_references_and_gives_the_copy_back() {
    let binaries = Binaries::find(None).unwrap();
    let (source, target) = (Postgres::start(&binaries).unwrap(), Postgres::start(&binaries).unwrap());
    ask(&source, SCHEMA);
    let tables = "tables: [{name: harvests, rows: 300}, {name: Seed Bags, rows: 300}, {name: plots, rows: 300}, {name: \"it's\", rows: 2}]";
    let sides = "source: PostgreSQL 15 in the shed\ntarget: PostgreSQL 15 in the hall\n";
    write(&plan(&format!("{NURSERY}{sides}{tables}\n")), &source.folder().join("artefacts"));
    let script = source.folder().join("artefacts/nursery/bulk/copy.sh");
    let run = |word: &str, code: i32| {
        let mut command = Command::new("bash");
        ends(command.arg(&script).arg(word).env("SOURCE_URL", dsn(&source)).env("TARGET_URL", dsn(&target)), code)
    };

    let order: Vec<String> = run("tables", 0).lines().map(str::to_owned).collect();
    let at = |name: &str| order.iter().position(|it| it == name).unwrap_or_else(|| panic!("{name}: {order:?}"));
    assert!(at("public.plots") < at("public.\"Seed Bags\"") && at("public.\"Seed Bags\"") < at("public.harvests_1"));
    assert_eq!(order.len(), 5);
    run("schema", 0);
    assert_eq!(
        ask(&target, "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"),
        "0",
        "no keys before the rows"
    );
    run("counts", 1);
    run("rows", 0);
    run("keys", 0);
    // All of it again changes nothing.
    let counts = run("all", 0);
    assert!(counts.contains("public.plots\t300\t300"), "{counts}");
    for table in ["plots", "\"Seed Bags\"", "harvests"] {
        let all = format!("SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM {table} t");
        assert_eq!(ask(&source, &all), ask(&target, &all), "{table}");
    }
    assert_eq!(ask(&target, "SELECT to_regclass('elsewhere') IS NULL"), "t", "what is not named does not move");
    // Keys hold, and sequences go on behind those that were given.
    assert_eq!(ask(&target, "INSERT INTO plots (kind) VALUES ('sand') RETURNING id"), "301");
    run("counts", 1);
    run("empty", 3);
    ask(&target, "DELETE FROM plots WHERE id = 301; DELETE FROM harvests WHERE bag = 7");
    // A table that lacks rows is filled again.
    run("rows", 0);
    run("counts", 0);
    run("empty", 0);
    assert_eq!(ask(&target, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "1", "the parent is left");
    run("rest", 3);
}

#[test]
fn mariadb_gets_every_row_and_gives_the_copy_back() {
    let (Some(source), Some(target)) = (MariaDb::start().unwrap(), MariaDb::start().unwrap()) else {
        eprintln!("MariaDB is not installed: its drill was not run");
        return;
    };
    for server in [&source, &target] {
        server.ask("CREATE DATABASE nursery").unwrap();
    }
    for statement in [
        "CREATE TABLE nursery.plots (id int PRIMARY KEY, raw blob) ENGINE = InnoDB",
        "CREATE TABLE nursery.`Seed Bags` (id int AUTO_INCREMENT PRIMARY KEY, plot int, FOREIGN KEY (plot) REFERENCES plots (id)) ENGINE = InnoDB",
        "CREATE TRIGGER nursery.sown BEFORE INSERT ON nursery.`Seed Bags` FOR EACH ROW SET NEW.plot = coalesce(NEW.plot, 1)",
        "USE nursery; INSERT INTO plots SELECT seq, x'00ff27' FROM seq_1_to_200",
        "USE nursery; INSERT INTO `Seed Bags` (plot) SELECT seq FROM seq_1_to_200",
    ] {
        server_takes(&source, statement);
    }
    let sides = "source: MariaDB 10 in the shed\ntarget: MariaDB 10 in the hall\n";
    let tables = "tables: [{name: Seed Bags, rows: 200}, {name: plots, rows: 200}]\n";
    write(&plan(&format!("{NURSERY}{sides}{tables}")), &source.folder().join("artefacts"));
    let script = source.folder().join("artefacts/nursery/bulk/copy.sh").display().to_string();
    let defaults = |server: &MariaDb| server.folder().join("client.cnf");
    let run = |word: &str, code: i32| {
        let mut command = source.command(&["bash", &script, word]);
        let command = command.env("SOURCE_DEFAULTS", defaults(&source)).env("TARGET_DEFAULTS", defaults(&target));
        ends(command.env("DATABASE", "nursery"), code)
    };
    assert_eq!(run("tables", 0), "plots\nSeed Bags\n");
    run("all", 0);
    assert!(run("all", 0).contains("Seed Bags\t200\t200"));
    let rows = "SELECT * FROM nursery.plots ORDER BY id; SELECT * FROM nursery.`Seed Bags` ORDER BY id";
    assert_eq!(source.ask(rows).unwrap(), target.ask(rows).unwrap());
    target.ask("INSERT INTO nursery.`Seed Bags` (plot) VALUES (NULL)").unwrap();
    run("counts", 1);
    run("empty", 3);
    target.ask("DELETE FROM nursery.`Seed Bags` WHERE id > 200 OR id < 10").unwrap();
    run("rows", 0);
    run("counts", 0);
    run("empty", 0);
    run("counts", 3);
}

fn server_takes(server: &MariaDb, statement: &str) {
    server.ask(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
}
