//! For those who do the work and keep what depends on it running: steps, gates, times, commands.

use plan_engine::estimate::duration_in_words;
use plan_engine::migration::{MigrationPhase, Work};

use super::CommsMoment;
use super::facts::Facts;
use super::message::Message;
use crate::plan::words::count;

/// Steps that are listed of a phase.
const LISTED: usize = 12;

pub(super) fn write(facts: &Facts<'_>, moment: CommsMoment) -> Message {
    let name = facts.name();
    let message = |subject: String| Message::new(subject, facts.channel);
    let about = facts.phase.map(|it| it.id.clone()).unwrap_or_default();
    let made = match moment {
        CommsMoment::Before => message(format!("{name}: phases, gates and ways back"))
            .section("What", facts.purpose())
            .section("When", facts.dates())
            .section("Phases", phases(facts))
            .section("What sounds by itself", triggers(facts))
            .section("Ways back", facts.can_go_back())
            .section("What you do", asked(facts)),
        CommsMoment::Start => match facts.phase {
            Some(phase) => message(format!("{name}: {} begins", phase.id)).section("Steps", steps(phase)),
            None => message(format!("{name} begins")).section("Phases", phases(facts)),
        }
        .section("When", facts.dates())
        .section("What sounds by itself", triggers(facts))
        .section("Ways back", facts.can_go_back()),
        CommsMoment::PhaseDone => message(format!("{name}: {about} is done"))
            .section("What is true now", facts.phase.map(|it| it.purpose.clone()))
            .section("Ways back", facts.can_go_back())
            .section("What happens next", next(facts)),
        CommsMoment::Trouble => message(format!("{name}: trouble"))
            .section("What is wrong", facts.wrong())
            .section("Should we go back", decision(facts))
            .section("Who is called", called(facts))
            .section("What you do", ["nothing that is not in the plan; what you see goes to those who are called"]),
        CommsMoment::Rollback => message(format!("{name}: way back begins"))
            .section("Why", facts.wrong())
            .section("What is taken back, in this order", taken_back(facts))
            .section("How long", facts.can_go_back())
            .section("What of the data", facts.back.data.iter().map(|it| format!("`{}`: {}", it.migration, it.says)))
            .section("What you do", ["follow the runbook, `plan rollback PLAN --state STATE --format runbook`; deploy nothing else"]),
        CommsMoment::End => message(format!("{name} is done"))
            .section("What is true now", facts.plan.phases.last().map(|it| it.purpose.clone()))
            .section("What deviated", facts.told.status.map(|it| it.deviations.clone()).unwrap_or_default())
            .section("What you do", ["go through `plan checklist PLAN --moment after`; take what the plan brought along out of your pipelines"]),
    };
    let made = made.section("Why you hear of it", facts.because(moment));
    made.whom("Who to ask", &facts.contact)
}

fn phases(facts: &Facts<'_>) -> Vec<String> {
    let told = facts.plan.phases.iter().map(|it| {
        let gates = it.steps.iter().filter(|it| matches!(it.work, Work::Gate(_))).count();
        let gates = count(gates, "gate");
        format!(
            "{}: {} ({}, {gates})",
            facts.with_dates(it),
            it.purpose.trim_end_matches('.'),
            count(it.steps.len(), "step")
        )
    });
    told.collect()
}

fn steps(phase: &MigrationPhase) -> Vec<String> {
    let mut lines: Vec<String> = phase
        .steps
        .iter()
        .take(LISTED)
        .map(|it| {
            let most = duration_in_words(it.estimate.distribution.quantile(0.8));
            format!("`{}`: {} ({}, {most} at P80)", it.id, it.title, it.by.name())
        })
        .collect();
    let more = phase.steps.len().saturating_sub(LISTED);
    if more > 0 {
        lines.push(format!("and {more} more, see `plan show PLAN`"));
    }
    lines
}

fn triggers(facts: &Facts<'_>) -> Vec<String> {
    let told = facts.back.triggers.iter();
    told.map(|it| format!("{} for {}: {}", it.when, duration_in_words(it.window_seconds), it.does)).collect()
}

fn asked(facts: &Facts<'_>) -> Vec<String> {
    let mut lines = vec!["deploy nothing else into the phases that move users or data".to_owned()];
    for migration in facts.plan.specification.migrations.iter().filter(|it| !it.constraints.dependencies.is_empty()) {
        lines.push(format!(
            "who runs {}: watch it while {} changes",
            migration.constraints.dependencies.join(", "),
            migration.source
        ));
    }
    lines
}

fn decision(facts: &Facts<'_>) -> Vec<String> {
    facts.back.decision.questions.iter().map(|it| format!("{} {}", it.asks, it.answer)).collect()
}

fn called(facts: &Facts<'_>) -> Vec<String> {
    let told = facts.back.escalation.iter().map(|it| {
        let after = if it.after_seconds > 0.0 {
            format!("after {}", duration_in_words(it.after_seconds))
        } else {
            "at once".to_owned()
        };
        let reach = facts.back.contacts.iter().find(|contact| contact.role == it.role && !contact.reach.is_empty());
        let reach = reach.map(|it| format!(" ({})", it.reach.join(", "))).unwrap_or_default();
        format!("{after}: {}{reach}, for {}", it.role, it.decides)
    });
    told.collect()
}

fn taken_back(facts: &Facts<'_>) -> Vec<String> {
    let told = facts.back.phases.iter().map(|it| {
        let time = it.time.map(|it| format!(", {} at P80", duration_in_words(it.p80))).unwrap_or_default();
        let steps = if it.steps.is_empty() {
            "nothing to do".to_owned()
        } else {
            format!("{}{time}", count(it.steps.len(), "step"))
        };
        format!("`{}`: {steps}", it.takes_back)
    });
    let lines: Vec<String> = told.collect();
    if lines.is_empty() { vec!["nothing was done that has to be taken back".to_owned()] } else { lines }
}

fn next(facts: &Facts<'_>) -> Vec<String> {
    facts.next_phase().map_or_else(
        || vec!["nothing: it was the last phase".to_owned()],
        |it| vec![format!("{}: {}", facts.with_dates(it), it.purpose)],
    )
}
