//! SQLite keeps the text of every definition.

use super::{ReadOptions, WORKSHOP};
use crate::{Result, Session};

/// Tables first, since what else there is refers to them; otherwise in the order of creation. SQLite's own objects,
/// the indexes behind constraints among them, have no text or a name that starts with `sqlite_`.
const DEFINITIONS: &str = "SELECT name, tbl_name, sql FROM sqlite_schema \
     WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type <> 'table', rowid";

pub(super) fn dump(session: &mut Session, options: &ReadOptions) -> Result<Vec<String>> {
    let rows = session.query(DEFINITIONS)?;
    let in_workshop = |name: Option<String>| {
        name.is_some_and(|name| {
            name.to_ascii_lowercase().strip_prefix(WORKSHOP).is_some_and(|rest| rest.starts_with('_'))
        })
    };
    let statements = (0..rows.len()).filter(|row| {
        options.include_workshop || !(in_workshop(rows.value(*row, 0)) || in_workshop(rows.value(*row, 1)))
    });
    Ok(statements.filter_map(|row| rows.value(row, 2)).map(|sql| ended(&sql)).collect())
}

/// A definition can end in a comment, which must not swallow the semicolon behind it.
fn ended(sql: &str) -> String {
    let last_line = sql.rsplit('\n').next().unwrap_or(sql);
    if last_line.contains("--") { format!("{sql}\n") } else { sql.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EngineUrl;

    #[test]
    fn definitions_come_tables_first_without_the_workshop() -> Result<()> {
        let mut session = Session::open(&"sqlite::memory:".parse::<EngineUrl>()?)?;
        session.execute(
            "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT UNIQUE -- note\n); \
             CREATE INDEX i ON a (b); CREATE TABLE migration_architect_journal (x); \
             CREATE TRIGGER migration_architect_keep AFTER INSERT ON a BEGIN SELECT 1; END; \
             CREATE TABLE migration_architects (x)",
        )?;
        let names = |statements: Vec<String>| -> Vec<String> {
            statements.iter().filter_map(|text| text.split_whitespace().nth(2).map(str::to_owned)).collect()
        };
        assert_eq!(names(dump(&mut session, &ReadOptions::default())?), ["a", "migration_architects", "i"]);
        assert_eq!(dump(&mut session, &ReadOptions::default().with_workshop())?.len(), 5);
        Ok(())
    }
}
