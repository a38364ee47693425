//! What MySQL has from 8 on and MariaDB has not, where `MIGRATION_ARCHITECT_MYSQL8_URL` names one.

use database::{Identity, Session, Value, ValueKind};

use crate::mysql::Scratch;
use crate::typed::value;

#[test]
fn columns_that_are_not_shown_and_indexes_over_expressions() {
    let Some(scratch) = Scratch::on_mysql() else { return };
    let mut session = scratch.open();
    session
        .execute(
            "CREATE TABLE t (id int, hidden int INVISIBLE NOT NULL, email varchar(50) NOT NULL, token varchar(36) DEFAULT (uuid()), \
             next int GENERATED ALWAYS AS (id + 1) VIRTUAL, doc json, place point SRID 4326, \
             name varchar(9) COLLATE utf8mb4_0900_bin, \
             UNIQUE KEY folded ((lower(email))), UNIQUE KEY mixed (id, (upper(email))), UNIQUE KEY whole (email, hidden))",
        )
        .unwrap();
    let table = session.read_table(None, "t").unwrap();
    let keys: Vec<_> = table.keys.iter().map(|it| (it.name.as_str(), it.is_nullable)).collect();
    assert_eq!(keys, [("whole", false)], "an expression is no column");
    let column = |name: &str| table.column(name).unwrap();
    assert!(!column("hidden").generated && !column("token").generated && column("next").generated);
    assert_eq!((&column("doc").kind, &column("place").kind), (&ValueKind::Json, &ValueKind::Bytes));
    assert!(column("email").equates_texts && !column("email").sorts_by_bytes);
    assert!(!column("name").equates_texts && column("name").sorts_by_bytes);
}

#[test]
fn a_key_that_the_server_made_up_is_a_key() {
    let Some(scratch) = Scratch::on_mysql() else { return };
    let mut session = scratch.open();
    session.execute("SET sql_generate_invisible_primary_key = ON; CREATE TABLE t (a int)").unwrap();
    let table = session.read_table(None, "t").unwrap();
    assert_eq!(table.key().unwrap().columns, ["my_row_id"]);
    assert_eq!(table.column("my_row_id").unwrap().identity, Identity::ByDefault(None));
}

#[test]
fn the_estimate_of_rows_is_not_yesterdays() {
    let Some(scratch) = Scratch::on_mysql() else { return };
    let mut session = scratch.open();
    session.execute("CREATE TABLE t (a int PRIMARY KEY)").unwrap();
    let estimate = |session: &mut Session| session.read_table(None, "t").unwrap().estimated_rows;
    assert_eq!(estimate(&mut session), Some(0));
    let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n";
    session.execute(&format!("INSERT INTO t {numbers}")).unwrap();
    let rows = estimate(&mut scratch.open());
    assert!(rows.is_some_and(|it| it > 100), "{rows:?}");
}

#[test]
fn a_user_of_the_default_authentication_logs_in_without_tls() {
    let Some(mut scratch) = Scratch::on_mysql() else { return };
    let user = format!("sha{}", std::process::id());
    let url = scratch.url.to_string();
    let (_, behind) = url.split_once('@').unwrap();
    let url = |password: &str| format!("mysql://{user}:{password}@{behind}").parse().unwrap();
    scratch
        .server
        .execute(&format!(
            "CREATE USER {user} IDENTIFIED WITH caching_sha2_password BY 'a/b c'; GRANT ALL ON {}.* TO {user}",
            scratch.name
        ))
        .unwrap();
    // At first the password itself, encrypted by the key of the server, then what the server keeps of it.
    let found: Vec<_> = (0..2)
        .map(|_| {
            Session::open(&url("a%2Fb%20c")).map(|mut it| value(&mut it, "SELECT substring_index(user(), '@', 1)"))
        })
        .collect();
    let wrong = Session::open(&url("wrong-secret"));
    scratch.server.execute(&format!("DROP USER {user}")).unwrap();
    for name in found {
        assert_eq!(name.unwrap(), Value::Text(user.clone()));
    }
    assert!(!wrong.unwrap_err().to_string().contains("wrong-secret"));
}
