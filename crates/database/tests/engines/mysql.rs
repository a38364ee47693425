//! MySQL and MariaDB: what `MIGRATION_ARCHITECT_MYSQL_URL` names, and `MIGRATION_ARCHITECT_MYSQL8_URL` where that is set.

use std::sync::atomic::{AtomicU32, Ordering};

use database::{EngineKind, EngineUrl, ErrorKind, Identity, Instant, Session, SnapshotOptions, Value, ValueKind};

use crate::typed::{decimal, other, rows, text, value};

/// A database of our own, dropped when this is.
pub(crate) struct Scratch {
    pub(crate) server: Session,
    pub(crate) name: String,
    pub(crate) url: EngineUrl,
}

impl Scratch {
    /// One on each server that there is.
    fn on_each() -> impl Iterator<Item = Self> {
        let Ok(url) = std::env::var("MIGRATION_ARCHITECT_MYSQL_URL") else {
            panic!(
                "MIGRATION_ARCHITECT_MYSQL_URL is not set: run the tests with `cargo xtask test`, which starts a server"
            )
        };
        std::iter::once(Self::new(&url)).chain(Self::on_mysql())
    }

    /// One on MySQL 8 or later, where somebody runs one.
    pub(crate) fn on_mysql() -> Option<Self> {
        std::env::var("MIGRATION_ARCHITECT_MYSQL8_URL").ok().map(|url| Self::new(&url))
    }

    fn new(url: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("ma_engines_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut server = Session::open(&url.parse().unwrap()).unwrap();
        server.execute(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).unwrap();
        let (base, _) = url.rsplit_once('/').unwrap();
        Self { server, url: format!("{base}/{name}").parse().unwrap(), name }
    }

    pub(crate) fn open(&self) -> Session {
        Session::open(&self.url).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.server.execute(&format!("DROP DATABASE {}", self.name)).unwrap();
    }
}

/// Types, literals of their values, and what these have to come out as.
fn values() -> Vec<(&'static str, &'static str, Value)> {
    let micros = Instant::of_micros;
    let day = 86_400_000_000;
    vec![
        ("tinyint(1)", "1", Value::Integer(1)),
        ("tinyint", "-128", Value::Integer(-128)),
        ("smallint unsigned", "65535", Value::Integer(65535)),
        ("mediumint", "-8388608", Value::Integer(-8_388_608)),
        ("int", "2147483647", Value::Integer(2_147_483_647)),
        ("bigint", "-9223372036854775808", Value::Integer(i64::MIN.into())),
        ("bigint unsigned", "18446744073709551615", Value::Integer(u64::MAX.into())),
        (
            "decimal(65,30)",
            "-12345678901234567890123456789012345.000000000000000000000000000001",
            decimal("-12345678901234567890123456789012345.000000000000000000000000000001"),
        ),
        ("decimal(10,2)", "1.50", decimal("1.50")),
        ("decimal(5,0)", "7", decimal("7")),
        ("float", "0.1", Value::Float32(0.1)),
        ("double", "0.1", Value::Float64(0.1)),
        ("double", "1.7976931348623157e308", Value::Float64(f64::MAX)),
        ("bit(1)", "b'1'", Value::Integer(1)),
        ("bit(64)", "x'8000000000000001'", Value::Integer(0x8000_0000_0000_0001)),
        ("year", "2155", Value::Integer(2155)),
        ("date", "'0001-01-01'", Value::Date(-719_162)),
        ("date", "'9999-12-31'", Value::Date(2_932_896)),
        ("date", "'0000-00-00'", other("0000-00-00")),
        ("date", "'2024-00-00'", other("2024-00-00")),
        (
            "time(6)",
            "'-838:59:58.999999'",
            Value::Time(-(34 * day + 22 * 3_600_000_000 + 59 * 60_000_000 + 58_999_999)),
        ),
        ("time", "'00:00:00'", Value::Time(0)),
        ("datetime", "'1970-01-02 00:00:00'", Value::Timestamp(micros(day))),
        ("datetime(6)", "'9999-12-31 23:59:59.999999'", Value::Timestamp(micros(253_402_300_799_999_999))),
        ("datetime(3)", "'0000-00-00 00:00:00'", other("0000-00-00 00:00:00.000000")),
        ("timestamp(6) NULL", "'2024-02-29 12:00:00.000001'", Value::TimestampTz(micros(1_709_208_000_000_001))),
        ("char(4)", "'ab'", text("ab")),
        ("varchar(40)", "'e\u{301} 😀 NULL \\\\N'", text("e\u{301} 😀 NULL \\N")),
        ("varchar(3)", "''", text("")),
        ("varchar(9) CHARACTER SET latin1", "'é'", text("é")),
        ("longtext", "'a\\tb'", text("a\tb")),
        ("binary(3)", "x'0102'", Value::Bytes(vec![1, 2, 0])),
        ("varbinary(4)", "x'00ff5c27'", Value::Bytes(vec![0, 0xff, 0x5c, 0x27])),
        ("blob", "x''", Value::Bytes(vec![])),
        ("enum('sad','happy')", "'happy'", text("happy")),
        ("set('a','b','c')", "'a,c'", text("a,c")),
    ]
}

#[test]
fn every_type_of_mysql_is_decoded_and_goes_back_as_a_parameter() {
    for scratch in Scratch::on_each() {
        let mut session = scratch.open();
        for (number, (declared, literal, expected)) in values().into_iter().enumerate() {
            // A table for each: MySQL keeps the types of a prepared statement's parameters when its table changes.
            let table = format!("t{number}");
            session
                .execute(&format!("CREATE TABLE {table} (v {declared}); INSERT INTO {table} VALUES ({literal})"))
                .unwrap_or_else(|error| panic!("{declared}: {error}"));
            assert_eq!(
                format!("{:?}", value(&mut session, &format!("SELECT v FROM {table}"))),
                format!("{expected:?}"),
                "{declared} {literal}"
            );
            let insert = format!("INSERT INTO {table} VALUES (?)");
            assert_eq!(session.execute_with(&insert, std::slice::from_ref(&expected)).unwrap(), 1);
            let same = value(&mut session, &format!("SELECT count(DISTINCT CAST(v AS BINARY)) FROM {table}"));
            assert_eq!(same, Value::Integer(1), "{declared} {literal}");
        }
        let null = value(&mut session, "SELECT CAST(NULL AS SIGNED)");
        assert_eq!(null, Value::Null);
    }
}

#[test]
fn a_megabyte_and_every_byte_come_through() {
    for scratch in Scratch::on_each() {
        let mut session = scratch.open();
        session.execute("CREATE TABLE t (a longblob, b longtext CHARACTER SET utf8mb4)").unwrap();
        let bytes: Vec<u8> = (0..=255).cycle().take(1_000_000).collect();
        let written = [Value::Bytes(bytes), Value::Text("😀".repeat(250_000))];
        session.execute_with("INSERT INTO t VALUES (?, ?)", &written).unwrap();
        assert!(rows(&mut session, "SELECT a, b FROM t", &[]).unwrap() == [written.to_vec()]);
        assert_eq!(rows(&mut session, "SELECT 1 FROM t WHERE a = ?", &written[..1]).unwrap().len(), 1);
    }
}

#[test]
fn a_table_of_mysql_with_all_that_writes_to_it() {
    for scratch in Scratch::on_each() {
        let mut session = scratch.open();
        session
        .execute(
            "CREATE TABLE parent (a int, b int, PRIMARY KEY (b, a)) ENGINE InnoDB; \
             CREATE TABLE `odd ``name` (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL, \
               code varchar(20) CHARACTER SET ascii COLLATE ascii_bin NULL, price decimal(12,2) DEFAULT 0, \
               twice decimal(13,2) GENERATED ALWAYS AS (price * 2) STORED, made datetime(3) DEFAULT CURRENT_TIMESTAMP(3), \
               doc json, feeling enum('a','b'), flags bit(3), a int, b int, body text, \
               UNIQUE KEY names (name, a), UNIQUE KEY codes (code), UNIQUE KEY part (body(10)), \
               CONSTRAINT up FOREIGN KEY (b, a) REFERENCES parent (b, a)) ENGINE InnoDB; \
             CREATE TRIGGER touched BEFORE INSERT ON `odd ``name` FOR EACH ROW SET NEW.a = NEW.a",
        )
        .unwrap();
        let table = session.read_table(None, "odd `name").unwrap();
        assert_eq!(table.schema, scratch.name);
        let column = |name: &str| table.column(name).unwrap();
        assert_eq!((&column("id").identity, column("id").nullable), (&Identity::ByDefault(None), false));
        assert!(column("name").equates_texts && column("code").equates_texts && column("id").sorts_by_bytes);
        assert_eq!(column("price").kind, ValueKind::Decimal(Some(2)));
        assert!(column("twice").generated && !column("made").generated);
        assert_eq!(column("made").kind, ValueKind::Timestamp(Some(3)));
        assert_eq!((&column("doc").kind, &column("feeling").kind), (&ValueKind::Json, &ValueKind::Enum));
        let keys: Vec<_> = table.keys.iter().map(|it| (it.name.as_str(), it.is_primary, it.is_nullable)).collect();
        assert_eq!(keys, [("PRIMARY", true, false), ("codes", false, true), ("names", false, true)]);
        let [foreign] = table.foreign_keys.as_slice() else { panic!("{:?}", table.foreign_keys) };
        assert_eq!((foreign.name.as_str(), &foreign.columns), ("up", &vec!["b".to_owned(), "a".into()]));
        assert_eq!(table.triggers, ["touched"]);
        let query = format!("SELECT * FROM {}", session.quote("odd `name"));
        let described = session.describe(&query).unwrap();
        for (column, (name, kind)) in table.columns.iter().zip(described) {
            assert_eq!(column.name, name);
            // What is declared as JSON is sent as text by MariaDB.
            assert!(
                column.kind == kind || (column.kind == ValueKind::Json && kind == ValueKind::Text),
                "{name}: {kind:?}"
            );
        }
        let error = session.read_table(None, "parents").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Undefined);
        assert!(error.hint().is_some_and(|it| it.contains(".parent`")), "{error}");
    }
}

#[test]
fn a_snapshot_of_mysql_sees_one_state_and_writes_nothing() {
    for scratch in Scratch::on_each() {
        let (mut reader, mut writer) = (scratch.open(), scratch.open());
        writer.execute("CREATE TABLE t (a int) ENGINE InnoDB; INSERT INTO t VALUES (1)").unwrap();
        let options = SnapshotOptions::default().statement_timeout(std::time::Duration::from_millis(300));
        reader.begin_snapshot(&options).unwrap();
        writer.execute("INSERT INTO t VALUES (2)").unwrap();
        let count = "SELECT count(*) FROM t";
        assert_eq!(value(&mut reader, count), Value::Integer(1));
        assert_eq!(reader.export_snapshot().unwrap(), None);
        assert_eq!(reader.execute("INSERT INTO t VALUES (3)").unwrap_err().kind(), ErrorKind::Permission);
        let slow = "SELECT count(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c";
        assert_eq!(rows(&mut reader, slow, &[]).unwrap_err().kind(), ErrorKind::Timeout);
        reader.end_snapshot().unwrap();
        assert_eq!(value(&mut reader, count), Value::Integer(2));
    }
}

#[test]
fn errors_of_mysql_have_their_kinds() {
    for scratch in Scratch::on_each() {
        let (mut first, mut second) = (scratch.open(), scratch.open());
        let version = first.query("SELECT version()").unwrap().scalar().unwrap();
        let expected = if version.contains("MariaDB") { EngineKind::MariaDb } else { EngineKind::MySql };
        assert_eq!(first.kind(), expected);
        first
            .execute("CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL) ENGINE InnoDB; INSERT INTO t VALUES (1, 1)")
            .unwrap();
        let kind = |session: &mut Session, sql: &str| session.execute(sql).unwrap_err().kind();
        assert_eq!(kind(&mut first, "INSERT INTO t VALUES (1, 2)"), ErrorKind::ConstraintViolation);
        assert_eq!(kind(&mut first, "INSERT INTO t VALUES (2, NULL)"), ErrorKind::ConstraintViolation);
        assert_eq!(kind(&mut first, "INSERT INTO t VALUES (99999999999, 1)"), ErrorKind::InvalidValue);
        assert_eq!(kind(&mut first, "CREATE TABEL x"), ErrorKind::Syntax);
        assert_eq!(kind(&mut first, "SELECT x FROM t"), ErrorKind::Undefined);
        assert_eq!(kind(&mut first, "SELECT 1 FROM nowhere"), ErrorKind::Undefined);
        assert_eq!(kind(&mut first, "CREATE TABLE t (a int)"), ErrorKind::Duplicate);
        // The rows that are found count, not those that become others.
        assert_eq!(first.execute_with("UPDATE t SET b = ? WHERE a = 1", &[Value::Integer(1)]).unwrap(), 1);
        first.begin().unwrap();
        first.execute("UPDATE t SET b = 2").unwrap();
        second.set_lock_timeout(std::time::Duration::from_secs(1)).unwrap();
        assert_eq!(kind(&mut second, "UPDATE t SET b = 3"), ErrorKind::LockTimeout);
        first.rollback().unwrap();
        let id = first.backend_pid().unwrap().unwrap();
        second.execute(&format!("KILL {id}")).unwrap();
        assert_eq!(rows(&mut first, "SELECT 1", &[]).unwrap_err().kind(), ErrorKind::Unreachable);
    }
}

#[test]
fn a_wrong_password_is_unreachable_and_not_shown() {
    for mut scratch in Scratch::on_each() {
        let user = format!("u{}", std::process::id());
        scratch
            .server
            .execute(&format!("CREATE USER {user} IDENTIFIED BY 'right'; GRANT ALL ON {}.* TO {user}", scratch.name))
            .unwrap();
        let shown = scratch.url.to_string();
        let (_, behind) = shown.split_once('@').unwrap();
        let open = |password: &str| {
            Session::open(&format!("mysql://{user}:{password}@{behind}").parse::<EngineUrl>().unwrap())
        };
        let error = open("wrong-secret").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unreachable);
        assert!(!error.to_string().contains("wrong-secret"), "{error}");
        let opened = open("right");
        scratch.server.execute(&format!("DROP USER {user}")).unwrap();
        opened.unwrap();
    }
}
