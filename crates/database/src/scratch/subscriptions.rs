//! Subscriptions belong to the server, not to the database that they feed: a copy of a database has none, and one that has
//! any cannot be dropped.

use super::postgres::PostgresDatabase;
use crate::introspect::{self, ReadOptions};
use crate::{Result, Session};

/// Lets go of every subscription of the database at hand; a subscription without a slot calls nobody when it is dropped.
const DROP_ALL: &str = "DO $drop$ DECLARE name text; BEGIN
  FOR name IN SELECT s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database() LOOP
    EXECUTE format('ALTER SUBSCRIPTION %I DISABLE', name);
    EXECUTE format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', name);
    EXECUTE format('DROP SUBSCRIPTION %I', name);
  END LOOP;
END $drop$";

/// The statements that make the subscriptions of `database`.
pub(super) fn statements(database: &PostgresDatabase) -> Result<Vec<String>> {
    if !exist(database)? {
        return Ok(Vec::new());
    }
    let mut session = Session::open(database.admin_url())?;
    let mut statements = introspect::dump(&mut session, &ReadOptions::default())?;
    let heads = ["CREATE SUBSCRIPTION ", "ALTER SUBSCRIPTION ", "COMMENT ON SUBSCRIPTION "];
    statements.retain(|statement| heads.iter().any(|head| statement.starts_with(head)));
    Ok(statements)
}

/// Makes them again in `copy`, as its owner.
pub(super) fn restore(copy: &PostgresDatabase, statements: &[String]) -> Result<()> {
    if statements.is_empty() {
        return Ok(());
    }
    copy.server().elevate()?;
    let done = Session::open(copy.url())
        .and_then(|mut session| statements.iter().try_for_each(|statement| session.execute(statement)));
    copy.server().lower();
    done
}

/// Drops them, so that the database can go.
pub(super) fn drop_all(database: &PostgresDatabase) -> Result<()> {
    if exist(database)? { Session::open(database.admin_url())?.execute(DROP_ALL) } else { Ok(()) }
}

fn exist(database: &PostgresDatabase) -> Result<bool> {
    let name = database.name().replace('\'', "''");
    database.server().asks_admin(&format!(
        "SELECT EXISTS (SELECT s.oid FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = '{name}')"
    ))
}
