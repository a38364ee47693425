//! The way back over a plan of migrations for people: the decision first, then the phases.

use std::fmt::Write as _;

use rollback_gen::migration::{Answer, Exercised, MigrationRollback, Verdict, WayBackPhase};

use super::words;
use crate::paint::Paint;
use crate::plan::words::{conditions, count, short};
use crate::wrap::wrapped;

/// The way back, laid out for 100 columns.
pub fn human(back: &MigrationRollback, colour: bool) -> String {
    let paint = Paint(colour);
    let mut out = String::new();
    let title = match &back.from {
        Some(from) => format!("Way back of {} from {from}", back.name),
        None => format!("Way back of {}", back.name),
    };
    let _ = writeln!(
        out,
        "{}  of plan {} · {}",
        paint.heading(&title),
        short(&back.plan_digest),
        count(back.phases.len(), "phase")
    );
    write_decision(&mut out, back, paint);
    for (number, phase) in back.phases.iter().enumerate() {
        write_phase(&mut out, number + 1, phase, paint);
    }
    write_people(&mut out, back, paint);
    if !back.triggers.is_empty() {
        let _ = writeln!(out, "\n{}", paint.heading("TRIGGERS"));
        for it in &back.triggers {
            let armed = if it.armed { "armed" } else { "not armed here" };
            out.push_str(&wrapped("  - ", &format!("{} ({armed}): {}", it.id, words::trigger(it))));
        }
    }
    if !back.end.is_empty() {
        let _ = writeln!(out, "\n{}", paint.heading("IT IS DONE WHEN"));
        for it in &back.end {
            out.push_str(&wrapped("  - ", &words::check(it)));
        }
    }
    out
}

fn write_decision(out: &mut String, back: &MigrationRollback, paint: Paint) {
    let decision = &back.decision;
    let word = words::verdict(decision.verdict);
    let word = match decision.verdict {
        Verdict::GoForward => paint.bad(word),
        Verdict::Weigh => paint.warning(word),
        Verdict::GoBack | Verdict::NothingToDo => paint.good(word),
    };
    let _ = writeln!(out, "\n{}  {word} ({} decides)", paint.heading("SHOULD WE GO BACK?"), decision.decides);
    out.push_str(&wrapped("  ", &decision.because));
    for it in &decision.questions {
        let mark = match it.speaks_for {
            Answer::Back => "  ← ",
            Answer::Care => "  ? ",
            Answer::Forward => "  → ",
        };
        out.push_str(&wrapped(mark, &format!("{} {}", it.asks, it.answer)));
    }
    if let Some(point) = &back.point_of_no_return {
        let passed = if point.passed { "passed" } else { "not passed" };
        let approval = point.approval.as_deref().map(|it| format!("; agreed to in {it}")).unwrap_or_default();
        let says = format!("Point of no return ({passed}): {}, {}{approval}", point.step, point.because);
        out.push_str(&paint.warning(&wrapped("  ", &says)));
    }
}

fn write_phase(out: &mut String, number: usize, phase: &WayBackPhase, paint: Paint) {
    let half = if phase.whole { "" } else { "  half done" };
    let time = phase.time.as_ref().map_or_else(|| "no way back".to_owned(), words::times);
    if phase.steps.is_empty() {
        let _ = writeln!(
            out,
            "\n{}{half}  nothing to take back",
            paint.heading(&format!("{number}. {}", phase.takes_back))
        );
        return;
    }
    if !phase.reachable {
        let heading = paint.heading(&format!("{number}. {}", phase.takes_back));
        let _ = writeln!(out, "\n{heading}{half}  {}", paint.bad("not reached: it must not be taken back"));
        return;
    }
    let when = if phase.urgent { "at once" } else { "can wait for the day" };
    let _ = writeln!(out, "\n{}{half}  {when} · {time}", paint.heading(&format!("{number}. {}", phase.takes_back)));
    for condition in phase.deployment.iter().flat_map(|it| conditions(&it.actions)) {
        out.push_str(&paint.warning(&wrapped("  before: ", &condition)));
    }
    for it in &phase.entry {
        out.push_str(&wrapped("  before: ", &words::check(it)));
    }
    if let Some(it) = &phase.in_one {
        out.push_str(&wrapped("  in a hurry: ", it));
    }
    for step in &phase.steps {
        let time = step.time.as_ref().map(|it| format!(", {}", words::times(it))).unwrap_or_default();
        let run = matches!(step.exercised, Exercised::Proven { .. });
        let run = if run { "proven" } else { "not run before" };
        out.push_str(&wrapped("  ", &format!("{}: {} ({}{time}; {run})", step.takes_back, step.title, step.by)));
        if let Some(loss) = words::loss(&step.loss) {
            out.push_str(&paint.warning(&wrapped("    loses: ", loss)));
        }
    }
    for it in &phase.exit {
        out.push_str(&wrapped("  after: ", &words::check(it)));
    }
}

fn write_people(out: &mut String, back: &MigrationRollback, paint: Paint) {
    let _ = writeln!(out, "\n{}", paint.heading("WHO IS CALLED"));
    for it in &back.escalation {
        let says = format!(
            "{}: {} ({}), who says {}",
            words::after(it.after_seconds),
            it.role,
            words::reach(back, &it.role),
            it.decides
        );
        out.push_str(&wrapped("  - ", &says));
    }
}
