//! Actions as scripts that the engines' own shells run as they are.
//!
//! The statements are those of the plan, byte for byte; a shell only adds what the runner does by itself: transactions,
//! lock timeouts, the evaluation of gates.

mod postgres;
mod sqlite;

use std::fmt::Write as _;

use plan_engine::plan::{Action, Gate, Sql};
use schema_diff::Dialect;

/// A script to be written.
pub(crate) struct Script<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) title: String,
    pub(crate) remarks: Vec<String>,
    pub(crate) parts: Vec<Part<'a>>,
    /// The plan, as its progress is kept.
    pub(crate) plan: &'a str,
    /// Which way the script leads.
    pub(crate) way: Way,
    /// Steps that this script takes back without a statement.
    pub(crate) silent: Vec<&'a str>,
}

/// Which way a script leads: what is done one way is to be done again once it was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    There,
    Back,
}

/// The steps of a phase.
pub(crate) struct Part<'a> {
    pub(crate) heading: String,
    pub(crate) steps: Vec<ScriptStep<'a>>,
}

/// A step, forwards or back.
pub(crate) struct ScriptStep<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) remarks: Vec<String>,
    pub(crate) actions: &'a [Action],
}

/// What the shell of an engine needs around the statements.
trait Shell {
    /// How to run the script, a line each.
    fn usage(&self) -> &'static [&'static str];
    /// What comes first: stop at the first error, settings of the session.
    fn preamble(&self, script: &Script<'_>) -> String;
    /// `body`, which is unit `number` of a step, passed over where it is done.
    fn unit(&self, _step: &str, _number: usize, body: &str) -> String {
        body.to_owned()
    }
    /// A note that a unit is done, to stand where it becomes true.
    fn done(&self, _step: &str, _number: usize) -> String {
        String::new()
    }
    /// A command that prints `text`.
    fn say(&self, text: &str) -> String;
    /// Statements in one transaction, or each alone.
    /// `note` becomes true with them.
    fn sql(&self, sql: &Sql, note: &str) -> String;
    /// A check that stops the script where the gate is not met.
    fn gate(&self, gate: &Gate) -> String;
}

/// Writes `script` for the shell of its dialect.
pub(crate) fn write(script: &Script<'_>) -> String {
    let shell: &dyn Shell = match script.dialect {
        Dialect::Sqlite => &sqlite::Sqlite3,
        _ => &postgres::Psql,
    };
    let mut out = comment(&script.title);
    script.remarks.iter().for_each(|line| out.push_str(&comment(line)));
    shell.usage().iter().for_each(|line| out.push_str(&comment(line)));
    out.push('\n');
    out.push_str(&shell.preamble(script));
    for part in &script.parts {
        out.push_str("\n-- ==================================================================================\n");
        out.push_str(&comment(&part.heading));
        for step in &part.steps {
            write_step(&mut out, shell, step);
        }
    }
    for step in &script.silent {
        out.push_str(&shell.done(step, 0));
    }
    if script.parts.iter().all(|part| part.steps.is_empty()) {
        out.push('\n');
        out.push_str(&comment("There is nothing to do."));
    }
    out
}

fn write_step(out: &mut String, shell: &dyn Shell, step: &ScriptStep<'_>) {
    out.push('\n');
    let heading = format!("{}: {}", step.id, step.title);
    out.push_str(&comment(&heading));
    step.remarks.iter().for_each(|line| out.push_str(&comment(line)));
    out.push_str(&shell.say(&heading));
    let mut number = 1;
    for action in step.actions {
        let sql = match action {
            Action::Sql(sql) => Some(sql.clone()),
            // A procedure that commits refuses to be called in a transaction; one statement needs none.
            Action::Batches(batches) => Some(Sql::outside_transaction(vec![batches.call.clone()])),
            _ => None,
        };
        if let Some(sql) = sql {
            let body = shell.sql(&sql, &shell.done(step.id, number));
            out.push_str(&shell.unit(step.id, number, &body));
            number += 1;
        }
        match action {
            Action::Sql(_) | Action::Batches(_) => {}
            // It guards what comes next, and is asked again as long as that is not done.
            Action::Gate(gate) => {
                out.push_str(&comment(&format!("Gate: {}", gate.title)));
                out.push_str(&remedy(gate));
                out.push_str(&shell.unit(step.id, number, &shell.gate(gate)));
            }
            Action::Approval { role, reason } => {
                out.push_str(&shell.say(&format!("APPROVAL by {role} needed: {reason}")));
            }
            Action::Manual { instruction } => out.push_str(&shell.say(&format!("BY HAND: {instruction}"))),
        }
    }
}

/// What brings a gate about, as comments: offered, never run unasked.
fn remedy(gate: &Gate) -> String {
    if gate.remedy.is_empty() {
        return String::new();
    }
    let mut out = comment(&format!("Where it is not met: {}", gate.help));
    out.push_str(
        "-- These statements bring it about and keep what they take out; take the comment signs away to run them:\n",
    );
    for line in std::iter::once("BEGIN;\n".to_owned())
        .chain(gate.remedy.iter().map(|statement| terminated(statement)))
        .chain(std::iter::once("COMMIT;\n".to_owned()))
    {
        for line in line.lines() {
            let _ = writeln!(out, "--   {line}");
        }
    }
    out
}

/// `text` as comment lines; one line each, so that nothing in it can end the comment.
fn comment(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let _ = writeln!(out, "-- {}", line.trim_end());
    }
    out
}

/// `statement` with its semicolon, on a line of its own where a comment at the end would swallow it.
pub(crate) fn terminated(statement: &str) -> String {
    let statement = statement.trim_end();
    let last = statement.lines().last().unwrap_or_default();
    let semicolon = if last.contains("--") { "\n;" } else { ";" };
    format!("{statement}{semicolon}\n")
}

/// `text` on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` as a string literal of standard SQL.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_never_swallows_the_semicolon() {
        assert_eq!(terminated("SELECT 1 -- one"), "SELECT 1 -- one\n;\n");
        assert_eq!(terminated("SELECT 1\n"), "SELECT 1;\n");
    }

    #[test]
    fn every_line_of_a_remark_stays_a_comment() {
        assert_eq!(comment("a\nDROP TABLE t;"), "-- a\n-- DROP TABLE t;\n");
    }
}
