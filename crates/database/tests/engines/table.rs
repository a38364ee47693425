//! Tables as the comparison of rows needs them.

use database::{ErrorKind, Identity, Table, ValueKind};

fn names(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|it| it.name.as_str()).collect()
}

fn keys(table: &Table) -> Vec<(Vec<&str>, bool, bool)> {
    let key = |it: &database::Key| (it.is_primary, it.is_nullable);
    table.keys.iter().map(|it| (it.columns.iter().map(String::as_str).collect(), key(it).0, key(it).1)).collect()
}

#[test]
fn a_table_of_postgres_with_all_that_writes_to_it() {
    let scratch = crate::postgres().create("table").unwrap();
    let mut session = scratch.open().unwrap();
    session
        .execute(
            "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN cents AS numeric(12,2) NOT NULL; \
             CREATE TABLE parent (a int, b text COLLATE \"C\", PRIMARY KEY (b, a), UNIQUE (a, b)); \
             CREATE TABLE \"Line item\" (id bigint GENERATED ALWAYS AS IDENTITY, n serial NOT NULL, price cents, \
               twice numeric GENERATED ALWAYS AS (price * 2) STORED, at timestamptz(3), feeling mood, tags text[], \
               code varchar(5) COLLATE \"und-x-icu\" UNIQUE, a int NOT NULL, b text COLLATE \"C\" NOT NULL, place point, \
               PRIMARY KEY (id), UNIQUE (b, a), \
               CONSTRAINT up FOREIGN KEY (a, b) REFERENCES parent (a, b) DEFERRABLE) ",
        )
        .unwrap();
    session
        .execute(
            "CREATE UNIQUE INDEX partial ON \"Line item\" (n) WHERE n > 5; \
             CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
             CREATE TRIGGER touched BEFORE UPDATE ON \"Line item\" FOR EACH ROW EXECUTE FUNCTION touch(); \
             CREATE TRIGGER emptied AFTER TRUNCATE ON \"Line item\" EXECUTE FUNCTION touch(); \
             CREATE VIEW seen AS SELECT id, price FROM \"Line item\"; ANALYZE \"Line item\"",
        )
        .unwrap();
    let table = session.read_table(None, "Line item").unwrap();
    assert_eq!(table.schema, "public");
    assert_eq!(names(&table), ["id", "n", "price", "twice", "at", "feeling", "tags", "code", "a", "b", "place"]);
    let column = |name: &str| table.column(name).unwrap();
    assert_eq!(column("id").identity, Identity::Always(Some("public.\"Line item_id_seq\"".into())));
    assert_eq!(column("n").identity, Identity::ByDefault(Some("public.\"Line item_n_seq\"".into())));
    assert_eq!((&column("price").kind, column("price").nullable), (&ValueKind::Decimal(Some(2)), false));
    assert!(column("twice").generated);
    assert_eq!(column("at").kind, ValueKind::TimestampTz(Some(3)));
    assert_eq!((&column("feeling").kind, column("feeling").sorts_by_bytes), (&ValueKind::Enum, false));
    assert_eq!(column("tags").kind, ValueKind::Array(Box::new(ValueKind::Text)));
    assert!(!column("code").sorts_by_bytes && column("b").sorts_by_bytes && column("id").sorts_by_bytes);
    assert_eq!(column("place").kind, ValueKind::Other("point".into()));
    assert_eq!(keys(&table), [(vec!["id"], true, false), (vec!["b", "a"], false, false), (vec!["code"], false, true)]);
    assert_eq!(table.key().unwrap().columns, ["id"]);
    let [foreign] = table.foreign_keys.as_slice() else { panic!("{:?}", table.foreign_keys) };
    assert_eq!((foreign.name.as_str(), foreign.is_deferrable), ("up", true));
    assert_eq!(
        (&foreign.columns, &foreign.referred_columns),
        (&vec!["a".into(), "b".into()], &vec!["a".to_owned(), "b".into()])
    );
    assert_eq!(table.triggers, ["touched"]);
    let view = session.read_table(Some("public"), "seen").unwrap();
    assert_eq!((names(&view), view.keys.len(), view.estimated_rows), (vec!["id", "price"], 0, None));
}

#[test]
fn a_table_of_sqlite_with_all_that_writes_to_it() {
    let scratch = crate::sqlite().create("table").unwrap();
    let mut session = scratch.open().unwrap();
    session
        .execute(
            "CREATE TABLE parent (a INTEGER PRIMARY KEY); \
             CREATE TABLE item (id INTEGER PRIMARY KEY, name VARCHAR(9) COLLATE NOCASE UNIQUE, price DECIMAL(8,2) NOT NULL, \
               twice GENERATED ALWAYS AS (price * 2), a REFERENCES parent, at DATETIME, \
               UNIQUE (price, at)); \
             CREATE UNIQUE INDEX part ON item (at) WHERE at > 5; CREATE UNIQUE INDEX made ON item (lower(name)); \
             CREATE TRIGGER touched AFTER UPDATE ON item BEGIN SELECT 1; END; \
             CREATE TABLE pairs (x TEXT, y TEXT, PRIMARY KEY (y, x)) WITHOUT ROWID; CREATE VIEW seen AS SELECT * FROM item; \
             INSERT INTO item (name, price) VALUES ('a', 1); ANALYZE",
        )
        .unwrap();
    let table = session.read_table(None, "ITEM").unwrap();
    assert_eq!((table.schema.as_str(), table.name.as_str()), ("main", "item"));
    assert_eq!(names(&table), ["id", "name", "price", "twice", "a", "at"]);
    let column = |name: &str| table.column(name).unwrap();
    assert_eq!((&column("id").identity, column("id").nullable), (&Identity::ByDefault(None), false));
    assert!(column("name").equates_texts && !column("name").sorts_by_bytes && !column("at").equates_texts);
    assert!(column("twice").generated);
    assert_eq!(column("price").kind, ValueKind::Decimal(Some(2)));
    let expected = [(vec!["id"], true, false), (vec!["name"], false, true), (vec!["price", "at"], false, true)];
    assert_eq!(keys(&table), expected);
    assert_eq!(table.foreign_keys.len(), 1);
    assert_eq!(table.foreign_keys[0].referred_columns, ["a"]);
    assert_eq!((table.triggers, table.estimated_rows), (vec!["touched".to_owned()], Some(1)));
    assert_eq!(keys(&session.read_table(Some("main"), "pairs").unwrap()), [(vec!["y", "x"], true, false)]);
    assert_eq!(session.read_table(None, "seen").unwrap().columns.len(), 6);
}

#[test]
fn a_table_that_is_not_there_is_answered_with_near_names() {
    for server in [crate::postgres(), crate::sqlite()] {
        let scratch = server.create("near").unwrap();
        let mut session = scratch.open().unwrap();
        session.execute("CREATE TABLE orders (a int)").unwrap();
        let error = session.read_table(None, "order").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Undefined);
        assert!(error.hint().is_some_and(|it| it.contains(".orders`")), "{error}");
    }
}

#[test]
fn a_query_is_described_without_running_it() {
    let scratch = crate::postgres().create("describe").unwrap();
    let mut session = scratch.open().unwrap();
    let columns = session.describe("SELECT 1 / 0 AS n, 'x'::text || 'y' AS t").unwrap();
    assert_eq!(columns, [("n".to_owned(), ValueKind::Integer), ("t".to_owned(), ValueKind::Text)]);
}
