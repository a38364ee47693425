//! Pieces of Markdown that plans and rollbacks share.

use std::fmt::Write as _;

use plan_engine::plan::{Action, Facts, Gate};

use crate::plan::words;

/// `text` as inline code, whatever it holds.
pub(crate) fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// What a step takes from the engine, as a list; empty where it takes nothing.
pub(crate) fn facts_list(facts: &Facts) -> String {
    let mut out = String::new();
    for lock in words::locks(facts) {
        let _ = writeln!(out, "- Lock: {lock}");
    }
    for work in words::work(facts) {
        let _ = writeln!(out, "- Work: {work}");
    }
    if facts.not_in_transaction {
        out.push_str("- Runs outside any transaction\n");
    }
    for hazard in &facts.hazards {
        let _ = writeln!(out, "- Note: {hazard}");
    }
    out
}

/// What is done, in order.
pub(crate) fn actions(actions: &[Action]) -> String {
    let mut out = String::new();
    for action in actions {
        match action {
            Action::Sql(sql) => {
                let _ = writeln!(out, "\nRun {}:\n", words::how(sql));
                out.push_str(&fence(&sql.statements));
            }
            Action::Batches(batches) => {
                let _ = writeln!(out, "\nRun outside any transaction ({}):\n", batches.title);
                out.push_str(&fence(std::slice::from_ref(&batches.call)));
            }
            Action::Gate(gate) => out.push_str(&gate_text(gate)),
            Action::Approval { role, reason } => {
                let _ = writeln!(out, "\n**Approval by {role}:** {reason}.");
            }
            Action::Manual { instruction } => {
                let _ = writeln!(out, "\n**By hand:** {instruction}.");
            }
        }
    }
    out
}

fn gate_text(gate: &Gate) -> String {
    let mut out = format!("\n**Gate: {}.** Go on only where this query answers {}:\n\n", gate.title, gate.expected);
    out.push_str(&fence(std::slice::from_ref(&gate.query)));
    let _ = writeln!(out, "\nOtherwise: {}", gate.help);
    if !gate.remedy.is_empty() {
        out.push_str("\nThese statements, in one transaction, bring it about and keep what they take out:\n\n");
        out.push_str(&fence(&gate.remedy));
    }
    out
}

fn fence(statements: &[String]) -> String {
    let longest = statements.iter().map(|text| longest_run(text)).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let mut out = format!("{fence}sql\n");
    for statement in statements {
        out.push_str(&crate::script::terminated(statement));
    }
    out.push_str(&fence);
    out.push('\n');
    out
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_never_end_a_fence() {
        assert_eq!(code("a`b"), "``a`b``");
        assert!(fence(&["SELECT '```'".to_owned()]).starts_with("````sql\n"));
    }
}
