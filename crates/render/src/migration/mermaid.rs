//! A plan of migrations as a Mermaid diagram: what waits for what, or, with a schedule, when.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use plan_engine::migration::MigrationPlan;
use plan_engine::migration::schedule::MigrationSchedule;

use super::words;

/// What waits for what: a box for each phase, a node for each step.
pub fn flowchart(plan: &MigrationPlan) -> String {
    let mut out = String::from("flowchart TD\n");
    let ids: BTreeMap<&str, String> =
        plan.steps().enumerate().map(|(at, step)| (step.id.as_str(), format!("s{at}"))).collect();
    for (number, phase) in plan.phases.iter().enumerate() {
        let _ = writeln!(out, "  subgraph p{number}[\"{}\"]", label(&phase.id));
        for step in &phase.steps {
            let Some(id) = ids.get(step.id.as_str()) else { continue };
            let (open, close) = match words::kind(&step.work) {
                "gate" => ("{{\"", "\"}}"),
                "approval" => ("([\"", "\"])"),
                _ => ("[\"", "\"]"),
            };
            let _ = writeln!(out, "    {id}{open}{}{close}", label(&step.title));
        }
        out.push_str("  end\n");
    }
    for step in plan.steps() {
        for before in &step.after {
            if let (Some(from), Some(to)) = (ids.get(before.as_str()), ids.get(step.id.as_str())) {
                let _ = writeln!(out, "  {from} --> {to}");
            }
        }
    }
    out
}

/// When: a section for each phase, a bar for each step of the levelled schedule, the critical ones marked.
pub fn gantt(plan: &MigrationPlan, schedule: &MigrationSchedule) -> String {
    let mut out =
        format!("gantt\n  title {}\n  dateFormat YYYY-MM-DDTHH:mm:ssZ\n  axisFormat %m-%d %H:%M\n", bar(&plan.name));
    let times: BTreeMap<&str, _> = schedule.steps.iter().map(|it| (it.id.as_str(), it)).collect();
    let ids: BTreeMap<&str, usize> = plan.steps().enumerate().map(|(at, step)| (step.id.as_str(), at)).collect();
    for phase in &plan.phases {
        let _ = writeln!(out, "  section {}", bar(&phase.id));
        for step in &phase.steps {
            let (Some(time), Some(at)) = (times.get(step.id.as_str()), ids.get(step.id.as_str())) else { continue };
            let critical = if schedule.critical_path.contains(&step.id) { "crit, " } else { "" };
            let _ = writeln!(out, "  {} :{critical}s{at}, {}, {}", bar(&step.title), time.start, time.finish);
        }
    }
    out
}

/// A label between quotation marks: Mermaid reads entities in it (`#quot;`).
fn label(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '`' => out.push('\''),
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// The name of a bar or a section: colons, semicolons and number signs end it.
fn bar(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            ':' | ';' => ',',
            '#' | '\n' | '\r' => ' ',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{bar, label};

    #[test]
    fn nothing_in_a_title_ends_it() {
        assert_eq!(label("a \"b\" <c> #1 `d`"), "a #quot;b#quot; #lt;c#gt; #35;1 'd'");
        assert_eq!(bar("GDPR: one; two #3\nfour"), "GDPR, one, two  3 four");
    }
}
