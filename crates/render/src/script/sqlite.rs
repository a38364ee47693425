//! Scripts for `sqlite3`.

use plan_engine::plan::{Gate, Sql};

use super::{Shell, one_line, terminated};

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

    fn preamble(&self) -> &'static str {
        ".bail on\n.timeout 5000\nPRAGMA foreign_keys = ON;\n"
    }

    fn say(&self, text: &str) -> String {
        // In double quotes the shell reads backslashes as C does.
        format!(".print \"{}\"\n", one_line(text).replace('\\', "\\\\").replace('"', "\\\""))
    }

    fn sql(&self, sql: &Sql) -> String {
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
        let text = Sqlite3.sql(&sql);
        let at = |part: &str| text.find(part).unwrap();
        assert!(at("foreign_keys = OFF") < at("BEGIN") && at("BEGIN") < at("foreign_key_check"), "{text}");
        assert!(at("foreign_key_check") < at("COMMIT") && at("COMMIT") < at("foreign_keys = ON"), "{text}");
    }

    #[test]
    fn what_is_said_stays_one_argument() {
        assert_eq!(Sqlite3.say("a \"b\" \\ c"), ".print \"a \\\"b\\\" \\\\ c\"\n");
    }
}
