//! The way back as a runbook in Markdown, for a person at three in the morning: whether at all, who is called, what has to be
//! there, the steps with what they print and how long they take, what is checked, what is lost, when it is done.

use std::fmt::Write as _;

use plan_engine::estimate::duration_in_words;
use plan_engine::plan::{Action, Loss};
use rollback_gen::migration::{Answer, Check, MigrationRollback, StepState, Verdict, WayBackPhase, WayBackStep};

use super::words;
use crate::plan::words::short;
use crate::runbook::actions;

/// The way back as a runbook.
pub fn runbook(back: &MigrationRollback) -> String {
    let from = back.from.as_deref().map(|it| format!(" from `{it}`")).unwrap_or_default();
    let mut out = format!("# Way back of {}{from}\n\nPlan `{}`.", text(&back.name), short(&back.plan_digest));
    if let Some(at) = &back.at {
        let _ = write!(out, " State of {at}.");
    }
    out.push('\n');
    decision(&mut out, back);
    if back.phases.is_empty() {
        return out;
    }
    people(&mut out, back);
    before(&mut out, back);
    steps(&mut out, back);
    losses(&mut out, back);
    end(&mut out, back);
    triggers(&mut out, back);
    out
}

fn decision(out: &mut String, back: &MigrationRollback) {
    let decision = &back.decision;
    let _ = writeln!(out, "\n## 1. Should we go back at all?\n");
    let _ = writeln!(
        out,
        "**{}.** {}. **{} decides.**\n",
        words::verdict(decision.verdict),
        text(&capital(&decision.because)),
        text(&decision.decides)
    );
    if decision.questions.is_empty() {
        return;
    }
    out.push_str("| question | answer | speaks for |\n|---|---|---|\n");
    for it in &decision.questions {
        let for_what = match it.speaks_for {
            Answer::Back => "going back",
            Answer::Care => "thinking first",
            Answer::Forward => "going on",
        };
        let _ = writeln!(out, "| {} | {} | {for_what} |", cell(&it.asks), cell(&it.answer));
    }
    if let Some(point) = &back.point_of_no_return {
        let passed = if point.passed { "is passed" } else { "is not passed" };
        let approval = point.approval.as_deref().map(|it| format!(" It is agreed to in `{it}`.")).unwrap_or_default();
        let _ = writeln!(
            out,
            "\n> **The point of no return {passed}**: `{}` ({}). {}.{approval}",
            point.step,
            text(&point.title),
            text(&capital(point.because.trim_end_matches('.')))
        );
    }
    if decision.verdict == Verdict::GoForward {
        out.push_str(
            "\nWhat can still be taken back stands below, up to that step. Beyond it lies recovery: restore the backup into a \
             side instance, compare the rows, and decide then.\n",
        );
    }
}

fn people(out: &mut String, back: &MigrationRollback) {
    out.push_str("\n## 2. Who is called\n\n| when | who | how | for |\n|---|---|---|---|\n");
    for it in &back.escalation {
        let cells = [words::after(it.after_seconds), it.role.clone(), words::reach(back, &it.role), it.decides.clone()];
        let _ = writeln!(out, "| {} |", cells.map(|it| cell(&it)).join(" | "));
    }
    let others = back.contacts.iter().filter(|it| back.escalation.iter().all(|called| called.role != it.role));
    for it in others {
        let cells =
            ["for its steps".to_owned(), it.role.clone(), words::reach(back, &it.role), "its steps below".to_owned()];
        let _ = writeln!(out, "| {} |", cells.map(|it| cell(&it)).join(" | "));
    }
}

fn before(out: &mut String, back: &MigrationRollback) {
    out.push_str("\n## 3. Before you begin\n\n");
    for it in &back.prerequisites {
        let _ = writeln!(out, "- [ ] {}", text(it));
    }
    out.push_str("\nWhat is known of the data:\n\n");
    for it in &back.data {
        let _ = writeln!(
            out,
            "- **{}**: the old side is {}. {}.",
            text(&it.migration),
            words::current(it.current),
            text(it.says.trim_end_matches('.'))
        );
        for check in &it.checks {
            let _ = writeln!(out, "  - [ ] {}. Otherwise: {}.", text(&words::check(check)), text(&check.otherwise));
            asked(out, check);
        }
        for position in &it.positions {
            let _ = writeln!(
                out,
                "  - {}: `{}`, recorded at {} in `{}`",
                text(&position.name),
                position.position,
                position.at,
                position.step
            );
        }
    }
}

fn steps(out: &mut String, back: &MigrationRollback) {
    let whole = back.whole.as_ref().map(words::times);
    let recovery = back.recovery.as_ref().map(words::times);
    out.push_str("\n## 4. The steps\n\n");
    if let (Some(whole), Some(recovery)) = (whole, recovery) {
        let _ = writeln!(
            out,
            "Times are P50 / P80 / P95. Until users are where they were: {recovery}. All of it: {whole}."
        );
    } else {
        out.push_str("The way back ends where something cannot be taken back: **stop there**.\n");
    }
    let last_urgent = back.phases.iter().rposition(|it| it.urgent);
    for (at, phase) in back.phases.iter().enumerate() {
        write_phase(out, at + 1, phase);
        if Some(at) == last_urgent && at + 1 < back.phases.len() {
            out.push_str(
                "\n> **Users are where they were.** What follows takes away what nobody relies on: it can wait for the day.\n",
            );
        }
    }
}

fn write_phase(out: &mut String, number: usize, phase: &WayBackPhase) {
    let half = if phase.whole { "" } else { " (half done)" };
    let _ = writeln!(out, "\n### 4.{number} Take back `{}`{half}", phase.takes_back);
    if !phase.reachable {
        out.push_str(
            "\n**Do not take it back.** What was done behind it cannot be taken back, so the old side is not what it was.\n",
        );
        return;
    }
    if phase.steps.is_empty() {
        let _ = writeln!(out, "\nIt changed nothing. Record it: {}", record(&phase.takes_back));
        return;
    }
    let time = phase.time.as_ref().map_or_else(|| "cannot be taken back whole".to_owned(), words::times);
    let _ = writeln!(out, "\n{time}. What it had brought about: {}.", text(phase.purpose.trim_end_matches('.')));
    if let Some(point) = &phase.deployment {
        out.push_str("\n**Deployment point: first**\n");
        out.push_str(&actions(&point.actions));
    }
    checks(out, "Only where these hold", &phase.entry);
    if let Some(it) = &phase.in_one {
        let _ = writeln!(out, "\n**In a hurry**: {}.", text(it));
    }
    for (at, step) in phase.steps.iter().enumerate() {
        write_step(out, &format!("4.{number}.{}", at + 1), step);
        if matches!(step.loss, Loss::Everything(_)) {
            out.push_str("\n**Here the way back ends.** Nothing below is taken back.\n");
            return;
        }
    }
    checks(out, "Go on only where these hold", &phase.exit);
    if phase.time.is_some() {
        let _ = writeln!(out, "\nRecord it: {}", record(&phase.takes_back));
    }
}

fn record(phase: &str) -> String {
    format!("`plan record plan.json --state state.json --taken-back {phase} --at \"$(date -u +%Y-%m-%dT%H:%MZ)\"`")
}

fn write_step(out: &mut String, number: &str, step: &WayBackStep) {
    let time = step.time.as_ref().map(|it| format!(" · {}", words::times(it))).unwrap_or_default();
    let _ = writeln!(out, "\n**{number} {}** · {}{time}  \n`{}`\n", text(&step.title), text(&step.by), step.takes_back);
    if step.was == StepState::UnderWay {
        out.push_str("It was **under way**: stop it first, and look how far it got.\n");
    }
    let by_hand = |it: &Action| matches!(it, Action::Manual { instruction } if *instruction == step.title);
    if !step.actions.iter().all(by_hand) {
        out.push_str(&actions(&step.actions));
        out.push('\n');
    }
    let _ = writeln!(out, "Expected: {}.", text(step.expected.trim_end_matches('.')));
    match &step.loss {
        Loss::Nothing => {}
        Loss::Policy(it) => {
            let _ = writeln!(out, "\nLoses by policy: {}.", text(it.trim_end_matches('.')));
        }
        Loss::Everything(it) => {
            let _ = writeln!(out, "\n**No way back: {}.**", text(it.trim_end_matches('.')));
        }
    }
    let _ = writeln!(out, "\nThis was {}.", text(&words::exercised(&step.exercised)));
}

fn checks(out: &mut String, heading: &str, checks: &[Check]) {
    if checks.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{heading}:\n");
    for it in checks {
        let _ = writeln!(out, "- [ ] {}", text(&words::check(it)));
        asked(out, it);
    }
    let mut otherwise: Vec<&str> = checks.iter().map(|it| it.otherwise.as_str()).collect();
    otherwise.dedup();
    let _ = writeln!(out, "\nOtherwise: {}.", text(&otherwise.join("; ")));
}

/// What a machine asks, below what it is asked for.
fn asked(out: &mut String, check: &Check) {
    for it in words::asked(check) {
        let _ = writeln!(out, "      {}", crate::runbook::code(&it));
    }
}

fn losses(out: &mut String, back: &MigrationRollback) {
    out.push_str("\n## 5. What is lost\n\n");
    let mut any = false;
    for (phase, loss) in back.phases.iter().flat_map(|it| it.loses.iter().map(move |loss| (it, loss))) {
        if let Some(says) = words::loss(loss) {
            any = true;
            let _ = writeln!(out, "- `{}`: {}.", phase.takes_back, text(says.trim_end_matches('.')));
        }
    }
    if !any {
        out.push_str("Nothing that the plan knows of.\n");
    }
}

fn end(out: &mut String, back: &MigrationRollback) {
    out.push_str("\n## 6. It is done when\n\n");
    for it in &back.end {
        let _ = writeln!(out, "- [ ] {}. Otherwise: {}.", text(&words::check(it)), text(&it.otherwise));
        asked(out, it);
    }
    let _ = writeln!(
        out,
        "- [ ] {} has told everybody: `plan comms plan.json --moment rollback --state state.json`",
        text(&back.decision.decides)
    );
}

fn triggers(out: &mut String, back: &MigrationRollback) {
    if back.triggers.is_empty() {
        return;
    }
    out.push_str("\n## 7. What sounds by itself\n\n");
    for it in &back.triggers {
        let armed = if it.armed { "armed now" } else { "not armed here" };
        let taken = match it.takes_back.as_slice() {
            [] => String::new(),
            back => format!(" Takes back, in this order: `{}`.", back.join("`, `")),
        };
        let _ = writeln!(out, "- `{}` ({armed}): {}.{taken}", it.id, text(&words::trigger(it)));
    }
    let slowest = back.triggers.iter().map(|it| it.window_seconds).fold(0.0, f64::max);
    if slowest > 0.0 {
        let _ = writeln!(
            out,
            "\nThe slowest of them waits for {}: whoever sees the fault earlier does not.",
            duration_in_words(slowest)
        );
    }
}

/// A sentence's beginning.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|it| it.to_uppercase().collect::<String>()).unwrap_or_default() + chars.as_str()
}

/// Text that Markdown does not read as markup.
fn text(text: &str) -> String {
    crate::migration::escaped(text)
}

fn cell(text: &str) -> String {
    crate::migration::escaped(text).replace('|', "\\|").replace('\n', "<br>")
}
