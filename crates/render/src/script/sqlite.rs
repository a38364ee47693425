//! Scripts for `sqlite3`.

use plan_engine::plan::{Gate, Sql};

use super::{Script, Shell, one_line, terminated};

pub(super) struct Sqlite3;

/// A temporary table with one check: the only way to stop a script of plain statements, and the check's name is what
/// the shell prints.
const CHECK_TABLE: &str = "migration_architect_check";

impl Shell for Sqlite3 {
    fn usage(&self) -> &'static [&'static str] {
        &[
            "Run it with: sqlite3 DATABASE < THIS",
            "It stops at the first error and leaves no transaction half done; the line printed last names the step.",
        ]
    }

    fn preamble(&self, _script: &Script<'_>) -> String {
        ".bail on\n.timeout 5000\nPRAGMA foreign_keys = ON;\n".to_owned()
    }

    fn say(&self, text: &str) -> String {
        // In double quotes the shell reads backslashes as C does.
        format!(".print \"{}\"\n", one_line(text).replace('\\', "\\\\").replace('"', "\\\""))
    }

    fn sql(&self, sql: &Sql, _note: &str) -> String {
        let body: String = sql.statements.iter().map(|statement| terminated(statement)).collect();
        match (sql.transaction, sql.foreign_keys_off) {
            (false, _) => body,
            (true, false) => format!("BEGIN;\n{body}COMMIT;\n"),
            // The pragma does nothing inside a transaction, so it stands around it, and the check stands inside.
            (true, true) => {
                let check = stop_unless(
                    "SELECT (SELECT count(*) FROM pragma_foreign_key_check) = 0",
                    "foreign keys hold; PRAGMA foreign_key_check lists the rows for which they do not",
                );
                format!("PRAGMA foreign_keys = OFF;\nBEGIN;\n{body}{check}COMMIT;\nPRAGMA foreign_keys = ON;\n")
            }
        }
    }

    fn gate(&self, gate: &Gate) -> String {
        let query = gate.query.trim_end();
        // The line break ends a comment at the end of the query.
        stop_unless(
            &format!("SELECT ({query}\n) IS {}", gate.expected),
            &format!("gate: {}; otherwise: {}", gate.title, gate.help),
        )
    }
}

/// Stops the script where `query` does not answer 1; the error names `condition`.
fn stop_unless(query: &str, condition: &str) -> String {
    let condition = one_line(condition).replace('"', "'");
    format!(
        "CREATE TEMP TABLE {CHECK_TABLE} (met INTEGER NOT NULL CONSTRAINT \"{condition}\" CHECK (met = 1));\n\
         INSERT INTO temp.{CHECK_TABLE} {query};\n\
         DROP TABLE temp.{CHECK_TABLE};\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_of_foreign_keys_stands_inside_the_transaction() {
        let sql = Sql { statements: vec!["A".to_owned()], transaction: true, foreign_keys_off: true };
        let text = Sqlite3.sql(&sql, "");
        let at = |part: &str| text.find(part).unwrap();
        assert!(at("foreign_keys = OFF") < at("BEGIN") && at("BEGIN") < at("foreign_key_check"), "{text}");
        assert!(at("foreign_key_check") < at("COMMIT") && at("COMMIT") < at("foreign_keys = ON"), "{text}");
    }

    fn run(connection: &rusqlite::Connection, script: &str) -> Result<(), String> {
        connection.execute_batch(script).map_err(|error| error.to_string())
    }

    fn gate(query: &str, expected: i64) -> Gate {
        Gate {
            title: "no customer is \"without\" an e-mail".to_owned(),
            query: query.to_owned(),
            expected,
            help: "fill it in".to_owned(),
            remedy: Vec::new(),
        }
    }

    #[test]
    fn a_gate_lets_pass_or_stops_with_its_name() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        run(&connection, &Sqlite3.gate(&gate("SELECT count(*) FROM (SELECT 1) -- one", 1))).unwrap();
        let nothing = run(&connection, &Sqlite3.gate(&gate("SELECT 1 WHERE 0", 1))).unwrap_err();
        assert!(nothing.contains("no customer is 'without' an e-mail; otherwise: fill it in"), "{nothing}");
        let other = run(&connection, &Sqlite3.gate(&gate("SELECT 2", 1))).unwrap_err();
        assert!(other.contains("fill it in"), "{other}");
    }

    #[test]
    fn a_rebuild_that_breaks_a_foreign_key_stops_before_it_commits() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let setup = "PRAGMA foreign_keys = ON; CREATE TABLE p (id INTEGER PRIMARY KEY);
            CREATE TABLE c (p REFERENCES p); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);";
        run(&connection, setup).unwrap();
        let rebuild =
            |statement: &str| Sql { statements: vec![statement.to_owned()], transaction: true, foreign_keys_off: true };
        run(&connection, &Sqlite3.sql(&rebuild("UPDATE p SET id = id"), "")).unwrap();
        let error = run(&connection, &Sqlite3.sql(&rebuild("DELETE FROM p"), "")).unwrap_err();
        assert!(error.contains("foreign keys hold"), "{error}");
        assert!(!connection.is_autocommit(), "the transaction is open, to be rolled back when the shell ends");
    }

    #[test]
    fn what_is_said_stays_one_argument() {
        assert_eq!(Sqlite3.say("a \"b\" \\ c"), ".print \"a \\\"b\\\" \\\\ c\"\n");
    }
}
