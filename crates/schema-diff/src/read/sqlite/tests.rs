use findings::SourceText;

use super::*;
use crate::catalogue::{Catalogue, ConstraintKind, ObjectPath, QualifiedName, Table};
use crate::write::Writer;
use crate::{Dialect, read::Reading};

fn reading(sql: &str) -> Reading {
    read(&[SourceText::new("test.sql", sql)], &Limits::default())
}

fn catalogue(sql: &str) -> Catalogue {
    let reading = reading(sql);
    assert!(reading.diagnostics.is_empty(), "{:#?}", reading.diagnostics);
    reading.catalogue
}

fn table(sql: &str) -> Table {
    catalogue(sql).tables.into_values().next().expect("a table")
}

#[test]
fn what_can_be_written_in_two_ways_is_equal() {
    for (one, other) in [
        (
            "CREATE TABLE t (id INTEGER PRIMARY KEY)",
            "create table \"t\" ('id' integer not null, primary key (id desc));",
        ),
        ("CREATE TABLE t (a TEXT UNIQUE)", "CREATE TABLE t ([a] text, UNIQUE (a ASC))"),
        ("CREATE TABLE t (a CHECK (a > 0))", "CREATE TABLE t (a, CHECK ((A>0)))"),
        ("CREATE TABLE t (a DEFAULT NULL NULL)", "CREATE TABLE t (a)"),
        ("CREATE TABLE t (a DEFAULT yes)", "CREATE TABLE t (a DEFAULT 'yes')"),
        ("CREATE TABLE t (a, b AS (a+1))", "CREATE TABLE t (a, b GENERATED ALWAYS AS (a + 1) VIRTUAL)"),
        ("CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID", "CREATE TABLE t (a NOT NULL, PRIMARY KEY (a)) WITHOUT ROWID"),
        (
            "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES P)",
            "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p, FOREIGN KEY (P) REFERENCES p (ID))",
        ),
        (
            "CREATE TABLE t (a); CREATE TRIGGER IF NOT EXISTS x DELETE ON t FOR EACH ROW BEGIN SELECT 1; END",
            "CREATE TABLE t (a); create trigger x before delete on T begin select (1); end;",
        ),
        (
            "CREATE TABLE t (a COLLATE nocase); CREATE INDEX i ON t (a COLLATE NOCASE, (a || 'x') ASC)",
            "CREATE TABLE t (a COLLATE NOCASE); CREATE INDEX i ON t (a, a||'x')",
        ),
    ] {
        assert_eq!(catalogue(one), catalogue(other), "{one}\n{other}");
    }
}

#[test]
fn an_integer_key_with_desc_at_the_column_is_no_rowid() {
    let plain = table("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    let descending = table("CREATE TABLE t (id INTEGER PRIMARY KEY DESC)");
    assert_ne!(plain, descending);
}

#[test]
fn everything_written_reads_back() {
    let sql = "CREATE TABLE \"odd name\" (id INTEGER PRIMARY KEY AUTOINCREMENT, n UNSIGNED BIG INT(10, 2) NOT NULL
         DEFAULT -1.5 COLLATE NOCASE, s TEXT DEFAULT ('a' || 'b'), g AS (n + 1) STORED, \"order\" DATE DEFAULT
         CURRENT_DATE, x, CONSTRAINT u UNIQUE (n, s COLLATE NOCASE DESC) ON CONFLICT REPLACE, CHECK (n <> 3 AND s != 'it''s'),
         CONSTRAINT f FOREIGN KEY (n) REFERENCES other (a) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED);
      CREATE TABLE other (a PRIMARY KEY ON CONFLICT IGNORE, b TEXT, PRIMARY KEY_b INT) WITHOUT ROWID, STRICT;
      CREATE UNIQUE INDEX i ON \"odd name\" (n DESC, lower(s) COLLATE NOCASE) WHERE x IS NOT NULL;
      CREATE VIEW v (a, b) AS SELECT a, b FROM other WHERE b = 'x;y';
      CREATE TRIGGER \"t r\" INSTEAD OF UPDATE OF a ON v WHEN NEW.a > 1 BEGIN UPDATE other SET a = 1; SELECT 2; END;";
    let sql = sql.replace("PRIMARY KEY_b INT", "c ANY");
    let first = catalogue(&sql);
    let written = Writer::new(Dialect::Sqlite).create_all(&first).join(";\n");
    assert_eq!(catalogue(&written), first, "{written}");
}

#[test]
fn migrations_end_in_the_final_schema() {
    let replayed = catalogue(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, old TEXT CHECK (old <> ''), gone INT CHECK (gone > 0));
         CREATE TABLE c (r REFERENCES a (id)); CREATE INDEX i ON a (old) WHERE old > 'a'; CREATE INDEX j ON a (id);
         CREATE VIEW v AS SELECT x.old FROM a x; CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT NEW.old FROM a; END;
         ALTER TABLE a RENAME COLUMN old TO new; ALTER TABLE a RENAME TO b; ALTER TABLE b DROP COLUMN gone;
         ALTER TABLE b ADD extra TEXT NOT NULL DEFAULT ''; DROP INDEX j; DROP TABLE IF EXISTS nothing;
         CREATE TABLE IF NOT EXISTS b (other);",
    );
    let written = catalogue(
        "CREATE TABLE b (id INTEGER PRIMARY KEY, new TEXT CHECK (new <> ''), extra TEXT NOT NULL DEFAULT '');
         CREATE TABLE c (r REFERENCES b); CREATE INDEX i ON b (new) WHERE new > 'a';
         CREATE VIEW v AS SELECT x.new FROM b x; CREATE TRIGGER t AFTER INSERT ON b BEGIN SELECT NEW.new FROM b; END;",
    );
    assert_eq!(replayed, written);
}

#[test]
fn one_bad_statement_never_loses_the_rest() {
    let reading = reading(
        "CREATE TABLE a (x INT,, y); CREATE TABLE b (x); FROB; CREATE TABLE c (x) WITH ROWID; CREATE INDEX i ON zz (a)",
    );
    assert_eq!(reading.catalogue.tables.len(), 1);
    let places: Vec<String> =
        reading.diagnostics.iter().map(|it| it.location.as_ref().expect("a place").to_string()).collect();
    assert_eq!(places, ["test.sql:1:1", "test.sql:1:49", "test.sql:1:74", "test.sql:1:86"]);
}

#[test]
fn unnamed_constraints_are_named_for_what_they_are() {
    let names: Vec<String> = table("CREATE TABLE t (a INT UNIQUE UNIQUE, b REFERENCES x (y), CHECK (A>1))")
        .constraints
        .into_values()
        .map(|it| format!("{} {}", it.name, it.named))
        .collect();
    assert_eq!(names, ["check(a > 1) false", "foreign key(b) references x(y) false", "unique(a) false"]);
}

#[test]
fn renames_stand_beside_what_they_rename() {
    let reading = reading(
        "CREATE TABLE people ( -- renamed from: users\n  id INT, -- renamed from: uid\n  -- renamed from: mail\n  \
         email TEXT\n); CREATE TABLE x (y); -- renamed from: z\n",
    );
    let people = QualifiedName::new("main", "people");
    let column = |name: &str| ObjectPath::Column(people.clone(), name.to_owned());
    let expected = [
        (ObjectPath::Table(people.clone()), "users".to_owned()),
        (column("id"), "uid".to_owned()),
        (column("email"), "mail".to_owned()),
        (ObjectPath::Table(QualifiedName::new("main", "x")), "z".to_owned()),
    ];
    assert_eq!(reading.renamed_from, expected);
}

#[test]
fn hostile_input_is_an_error_and_no_panic() {
    for sql in [
        "\0\u{1}binary",
        "(",
        ")",
        "CREATE",
        "CREATE TABLE",
        "CREATE TABLE t",
        "CREATE TABLE t (",
        "CREATE TABLE t ()",
        "CREATE TABLE t (a DEFAULT)",
        "CREATE TABLE t (a CHECK ())",
        "CREATE TABLE t (a, a)",
        "ALTER TABLE t ADD x",
        "CREATE TRIGGER t",
        "CREATE TRIGGER t DELETE ON x BEGIN",
        "CREATE VIEW v AS",
        "CREATE INDEX i ON t ()",
        "'",
        "CREATE TABLE t AS SELECT 1",
        "ATTACH 'x' AS y",
        "[",
        "CREATE TABLE t (a REFERENCES)",
        "DROP",
        "x'",
    ] {
        let reading = reading(sql);
        assert!(reading.diagnostics.iter().any(|it| it.level == DiagnosticLevel::Error), "{sql}");
    }
    let deep = format!("CREATE TABLE t (a CHECK ({}1{}))", "(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(reading(&deep).diagnostics.len(), 1);
    let chain = format!("CREATE TABLE t (a CHECK (1{}))", " + 1".repeat(200_000));
    assert!(reading(&chain).diagnostics.is_empty());
}

#[test]
fn a_virtual_table_is_kept_as_text() {
    let reading =
        reading("CREATE VIRTUAL TABLE s USING fts5(a); CREATE TABLE 's_data'(id INTEGER PRIMARY KEY, block BLOB)");
    assert!(reading.catalogue.tables.is_empty());
    assert_eq!(reading.catalogue.unmodelled.len(), 1);
    assert_eq!(reading.diagnostics.len(), 1);
}

#[test]
fn a_key_keeps_what_decorates_it() {
    let read = table("CREATE TABLE t (a TEXT, b, PRIMARY KEY (a COLLATE nocase, b DESC) ON CONFLICT IGNORE)");
    let details: Vec<_> = read
        .constraints
        .values()
        .map(|it| match &it.kind {
            ConstraintKind::PrimaryKey(key) => key.detail.as_str(),
            _ => "",
        })
        .collect();
    assert_eq!(details, ["(a COLLATE NOCASE, b DESC) ON CONFLICT IGNORE"]);
}
