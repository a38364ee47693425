//! Checks on engines: what they find across products, and what they refuse to pass.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use database::Session;
use testkit::engine::mysql_urls;
use validation::check::{CheckOutcome, CheckStatus, Checker, Checks};

/// A database of our own on a server, dropped when this is.
struct Scratch {
    server: Session,
    name: String,
    url: String,
}

impl Scratch {
    fn new(server_url: &str, sql: &[&str]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("ma_checks_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut server = Session::open(&server_url.parse().unwrap()).unwrap();
        server.execute(&format!("CREATE DATABASE {name}")).unwrap();
        let (base, _) = server_url.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}");
        let mut session = Session::open(&url.parse().unwrap()).unwrap();
        session.execute_all(sql).unwrap();
        Self { server, name, url }
    }

    fn postgres(sql: &[&str]) -> Self {
        let url = std::env::var("MIGRATION_ARCHITECT_POSTGRES_URL").expect("run by `cargo xtask test`");
        Self::new(&url, sql)
    }

    fn mysql(sql: &[&str]) -> Vec<Self> {
        mysql_urls().unwrap().iter().map(|url| Self::new(url, sql)).collect()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.server.execute(&format!("DROP DATABASE {}", self.name)).unwrap();
    }
}

/// The only check of a file, from one URL to another.
fn outcome(source: &str, target: &str, check: &str) -> CheckOutcome {
    let head = format!(
        "[connections.one]\nurl = \"{source}\"\n[connections.other]\nurl = \"{target}\"\n[defaults]\nsource = \"one\"\ntarget = \
         \"other\"\nrechecks = 0\n"
    );
    let checks = Checks::read("checks.toml", &format!("{head}{check}")).unwrap();
    let report = Checker::new(checks, "checks.toml", Path::new("")).run(&mut |_| {});
    report.checks.into_iter().next().unwrap()
}

#[test]
fn a_table_that_is_nowhere_is_no_equal_schema() {
    let sql = ["CREATE TABLE orders (id int PRIMARY KEY, total numeric)"];
    let (one, other) = (Scratch::postgres(&sql), Scratch::postgres(&sql));
    for tables in ["[\"ordrs\"]", "[\"orders\", \"ordrs\"]"] {
        let found = outcome(&one.url, &other.url, &format!("[[schema]]\ntables = {tables}\n"));
        assert_eq!(found.status, CheckStatus::Error, "{found:?}");
        assert!(found.says.contains("`ordrs`") && found.says.contains("`public.orders`"), "{}", found.says);
    }
    let found = outcome(&one.url, &other.url, "[[schema]]\ntables = [\"orders\"]\n");
    assert_eq!(found.status, CheckStatus::Passed, "{found:?}");
    let lacking = Scratch::postgres(&["SELECT 1"]);
    let found = outcome(&one.url, &lacking.url, "[[schema]]\ntables = [\"orders\"]\n");
    assert_eq!(found.status, CheckStatus::Failed, "{found:?}");
    for mysql in Scratch::mysql(&["CREATE TABLE parcels (id int PRIMARY KEY)"]) {
        let found = outcome(&mysql.url, &one.url, "[[schema]]\ntables = [\"parcels\"]\n");
        assert_eq!((found.status, found.failing), (CheckStatus::Failed, 1), "{found:?}");
    }
}

#[test]
fn differences_of_schemas_show_both_sides() {
    let one = Scratch::postgres(&[
        "CREATE TABLE orders (id int PRIMARY KEY, total numeric(8,2) DEFAULT 0, note text NOT NULL)",
    ]);
    let other =
        Scratch::postgres(&["CREATE TABLE orders (id int PRIMARY KEY, total numeric(12,2) DEFAULT 1, note text)"]);
    let found = outcome(&one.url, &other.url, "[[schema]]\n");
    let mut told: Vec<_> =
        found.measured.iter().map(|it| (it.what.as_str(), it.source.as_deref(), it.target.as_deref())).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("column public.orders.note: NULL", Some("NOT NULL"), Some("NULL")),
            ("column public.orders.total: default", Some("0"), Some("1")),
            ("column public.orders.total: type", Some("numeric(8,2)"), Some("numeric(12,2)")),
        ]
    );
}

#[test]
fn what_is_ignored_is_named_by_either_side_and_has_to_be_there() {
    let one = ["CREATE TABLE crew (id int PRIMARY KEY, name text, rank int)"];
    let other = ["CREATE TABLE sailors (id int PRIMARY KEY, full_name text NOT NULL, rank int)"];
    let (postgres, target) = (Scratch::postgres(&one), Scratch::postgres(&other));
    let mut sources: Vec<Scratch> = Scratch::mysql(&["CREATE TABLE crew (id int PRIMARY KEY, name text, `rank` int)"]);
    sources.push(postgres);
    let head =
        "[[schema]]\ntables = [\"crew\"]\nrenamed = { crew = \"sailors\", \"crew.name\" = \"sailors.full_name\" }\n";
    for source in &sources {
        assert_eq!(outcome(&source.url, &target.url, head).failing, 1, "{}", source.url);
        for name in ["crew.name", "sailors.full_name", "crew.full_name", "sailors.name"] {
            let found = outcome(&source.url, &target.url, &format!("{head}ignore = [\"{name}\"]\n"));
            assert_eq!(found.status, CheckStatus::Passed, "{name}: {found:?}");
        }
        let found = outcome(&source.url, &target.url, &format!("{head}ignore = [\"crew.rnak\"]\n"));
        assert!(found.status == CheckStatus::Error && found.says.contains("`crew.rank`"), "{found:?}");
    }
}

/// The groups that do not hold: name, source, target.
fn groups(found: &CheckOutcome) -> Vec<(String, String, String)> {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let failing = found.measured.iter().filter(|it| !it.holds);
    failing.map(|it| (text(&it.group), text(&it.source), text(&it.target))).collect()
}

#[test]
fn groups_are_told_apart_by_their_bytes() {
    let texts = "('north'), ('NORTH'), ('north '), ('\u{c4}'), ('A'), (''), (NULL)";
    let sql = ["CREATE TABLE crates (region varchar(20))".to_owned(), format!("INSERT INTO crates VALUES {texts}")];
    let sql: Vec<&str> = sql.iter().map(String::as_str).collect();
    let postgres = Scratch::postgres(&sql);
    let by = "table = \"crates\"\nby = \"region\"\n";
    for mysql in Scratch::mysql(&sql) {
        for check in [format!("[[count]]\n{by}"), format!("[[aggregate]]\nof = [\"nulls(region)\"]\n{by}")] {
            let found = outcome(&mysql.url, &postgres.url, &check);
            assert_eq!((found.status, found.measurements), (CheckStatus::Passed, 7), "{found:?}");
        }
        let other = "UPDATE crates SET region = 'NORTH' WHERE BINARY region = 'north'";
        let changed = Scratch::mysql(&[sql[0], sql[1], other]);
        let found = outcome(&mysql.url, &changed[0].url, &format!("[[count]]\n{by}"));
        let group = |name: &str, one: &str, other: &str| (name.to_owned(), one.to_owned(), other.to_owned());
        assert_eq!(groups(&found), [group("NORTH", "1", "2"), group("north", "1", "0")], "{found:?}");
    }
}

#[test]
fn points_in_time_of_sqlite_fall_into_the_groups_of_other_engines() {
    let sql = [
        "CREATE TABLE calls (created_at timestamptz, price numeric)",
        "INSERT INTO calls VALUES ('2024-01-01 01:00:07+02', 1)",
    ];
    let postgres = Scratch::postgres(&sql);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("calls-{}.db", std::process::id()));
    let sqlite = format!("sqlite:{}", file.display());
    std::fs::File::create(&file).unwrap();
    let mut session = Session::open(&sqlite.parse().unwrap()).unwrap();
    session.execute("DROP TABLE IF EXISTS calls; CREATE TABLE calls (created_at text, price numeric)").unwrap();
    session.execute("INSERT INTO calls VALUES ('2023-12-31 23:00:07+00', 1)").unwrap();
    let by = |unit: &str| outcome(&postgres.url, &sqlite, &format!("[[count]]\ntable = \"calls\"\nby = \"{unit}\"\n"));
    assert_eq!(by("month(created_at)").status, CheckStatus::Passed, "{:?}", by("month(created_at)"));
    let refused = by("day(price)");
    assert!(refused.status == CheckStatus::Error && refused.says.contains("decimal numbers"), "{refused:?}");
    session.execute("UPDATE calls SET created_at = 'yesterday'").unwrap();
    let refused = by("month(created_at)");
    assert!(refused.status == CheckStatus::Error && refused.says.contains("`yesterday`"), "{refused:?}");
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn a_tolerance_that_could_never_apply_is_refused() {
    let one = Scratch::postgres(&["CREATE TABLE t (id int PRIMARY KEY, name text, at timestamptz, n int)"]);
    let found = |tolerance: &str| {
        let check = format!("[[table]]\ntable = \"t\"\ntolerance = {{ {tolerance} }}\n");
        outcome(&one.url, &one.url, &check)
    };
    for (tolerance, advice) in [
        ("name = { absolute = \"0.1\" }", "`case` or `space`"),
        ("at = { absolute = \"0.1\" }", "a span of time"),
        ("n = { ignore-case = true }", "a number or a share"),
        ("n = { time = \"1s\" }", "a number or a share"),
    ] {
        let refused = found(tolerance);
        assert!(refused.status == CheckStatus::Error && refused.says.contains(advice), "{tolerance}: {refused:?}");
    }
    assert_eq!(
        found("n = { absolute = \"1\" }, name = { ignore-space = true }, at = { time = \"1s\" }").status,
        CheckStatus::Passed
    );
}

#[test]
fn ranges_of_no_key_are_refused() {
    let one = Scratch::postgres(&["CREATE TABLE t (name text)"]);
    let found = outcome(&one.url, &one.url, "[[checksum]]\ntable = \"t\"\nranges = 4\n");
    assert!(found.status == CheckStatus::Error && found.says.contains("`key`"), "{found:?}");
}
