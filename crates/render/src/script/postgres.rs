//! Scripts for `psql`.

use plan_engine::plan::{Gate, Sql};

use super::{Script, Shell, Way, literal, one_line, terminated};

pub(super) struct Psql;

/// Keeps in the workshop which steps are done, there or back: a unit is due unless as many of its step are done this way.
const PROGRESS: &str = r"SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS migration_architect;
CREATE TABLE IF NOT EXISTS migration_architect.progress_of_scripts
  (plan text, step text, way text NOT NULL, units integer NOT NULL, PRIMARY KEY (plan, step));
CREATE OR REPLACE FUNCTION pg_temp.is_due(its_step text, its_number integer) RETURNS boolean LANGUAGE sql AS $$
  SELECT NOT EXISTS (SELECT FROM migration_architect.progress_of_scripts
    WHERE plan = {plan} AND step = its_step AND way = '{way}' AND units >= its_number)
$$;
CREATE OR REPLACE FUNCTION pg_temp.is_done(its_step text, its_number integer) RETURNS boolean LANGUAGE sql AS $$
  INSERT INTO migration_architect.progress_of_scripts VALUES ({plan}, its_step, '{way}', its_number)
    ON CONFLICT (plan, step) DO UPDATE SET way = excluded.way, units = excluded.units RETURNING true
$$;
";

impl Shell for Psql {
    fn usage(&self) -> &'static [&'static str] {
        &[
            "Run it with: psql --no-psqlrc --file THIS DATABASE (not with --single-transaction: some statements refuse to",
            "run in a transaction). It stops at the first error, also where it does not get a lock within 5 s; the line",
            "printed last names the step. Run it again then: what is done is passed over.",
        ]
    }

    fn preamble(&self, script: &Script<'_>) -> String {
        let settings = "\\set QUIET on\n\
             \\set ON_ERROR_STOP on\n\
             \\set AUTOCOMMIT on\n\
             SET client_encoding = 'UTF8';\n\
             SET standard_conforming_strings = on;\n\
             SET row_security = off;\n";
        let way = match script.way {
            Way::There => "there",
            Way::Back => "back",
        };
        settings.to_owned() + &PROGRESS.replace("{plan}", &literal(script.plan)).replace("{way}", way)
    }

    fn unit(&self, step: &str, number: usize, body: &str) -> String {
        let step = literal(step);
        format!(
            "SELECT pg_temp.is_due({step}, {number}) AS due \\gset\n\\if :due\nSET lock_timeout = '800ms';\n{body}\\endif\n"
        )
    }

    fn done(&self, step: &str, number: usize) -> String {
        format!("SELECT pg_temp.is_done({}, {number}) AS done \\gset\n", literal(step))
    }

    fn say(&self, text: &str) -> String {
        // In single quotes psql expands no variables and runs no commands, but reads backslashes as C does.
        format!("\\echo '{}'\n", one_line(text).replace('\\', "\\\\").replace('\'', "''"))
    }

    fn sql(&self, sql: &Sql, note: &str) -> String {
        let body: String = sql.statements.iter().map(|statement| terminated(statement)).collect();
        // Where the workshop itself goes, the note goes with it.
        if sql.transaction { format!("BEGIN;\n{note}{body}COMMIT;\n") } else { format!("{body}{note}") }
    }

    fn gate(&self, gate: &Gate) -> String {
        let query = dollar_quoted(&gate.query, "query");
        let message = literal(&format!("gate not met: {}", gate.title));
        let expected = gate.expected;
        let block = format!(
            "\nDECLARE\n  answer bigint;\nBEGIN\n  EXECUTE {query} INTO answer;\n  \
             IF answer IS DISTINCT FROM {expected} THEN\n    RAISE EXCEPTION USING\n      \
             MESSAGE = {message},\n      \
             DETAIL = format('The answer is %s, expected {expected}.', coalesce(answer::text, 'NULL')),\n      \
             HINT = {};\n  END IF;\nEND\n",
            literal(&gate.help)
        );
        format!("DO {};\n", dollar_quoted(&block, "gate"))
    }
}

/// `text` in dollar quotes whose tag does not occur in it.
fn dollar_quoted(text: &str, tag: &str) -> String {
    let mut fence = format!("${tag}$");
    let mut number = 1;
    while text.contains(&fence) {
        number += 1;
        fence = format!("${tag}{number}$");
    }
    format!("{fence}{text}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(query: &str) -> Gate {
        Gate {
            title: "it's done".to_owned(),
            query: query.to_owned(),
            expected: 0,
            help: "wait".to_owned(),
            remedy: Vec::new(),
        }
    }

    #[test]
    fn quotes_of_a_query_never_end_the_block() {
        let text = Psql.gate(&gate("SELECT count(*) FROM t WHERE a = $query$ $gate$ $query$"));
        assert!(text.starts_with("DO $gate2$"), "{text}");
        assert!(text.contains("EXECUTE $query2$SELECT"), "{text}");
        assert!(text.contains("'gate not met: it''s done'"), "{text}");
    }

    #[test]
    fn statements_outside_a_transaction_stand_alone() {
        let sql = Sql::outside_transaction(vec!["A".to_owned(), "B".to_owned()]);
        assert_eq!(Psql.sql(&sql, "done\n"), "A;\nB;\ndone\n");
        assert_eq!(Psql.sql(&Sql { transaction: true, ..sql }, "done\n"), "BEGIN;\ndone\nA;\nB;\nCOMMIT;\n");
    }

    #[test]
    fn what_is_said_expands_nothing() {
        assert_eq!(Psql.say("it's :x `ls` \\q\nnext"), "\\echo 'it''s :x `ls` \\\\q next'\n");
    }
}
