//! For those who answer for cost, time and risk: what, by when, what it may cost, what they decide.

use plan_engine::migration::Work;
use plan_engine::risk::{Circumstances, Level, assess};

use super::CommsMoment;
use super::facts::{Facts, when};
use super::message::Message;

pub(super) fn write(facts: &Facts<'_>, moment: CommsMoment) -> Message {
    let name = facts.name();
    let message = |subject: String| Message::new(subject, facts.channel);
    let made = match moment {
        CommsMoment::Before => message(format!("{name}: what is coming, and what it needs of you"))
            .section("What", facts.purpose())
            .section("By when", facts.dates())
            .section("What the business notices", facts.noticed())
            .section("Can we go back", facts.can_go_back())
            .section("What can go wrong", risks(facts))
            .section("What you decide", decisions(facts)),
        CommsMoment::Start => message(format!("{name} has begun"))
            .section("What", facts.purpose())
            .section("By when", facts.dates())
            .section("Can we go back", facts.can_go_back()),
        CommsMoment::PhaseDone => message(format!("{name}: {} is done", phase(facts)))
            .section("What is true now", facts.phase.map(|it| it.purpose.clone()))
            .section("By when", facts.dates())
            .section("Can we go back", facts.can_go_back())
            .section("What happens next", next(facts)),
        CommsMoment::Trouble => message(format!("{name}: something is wrong"))
            .section("What", facts.wrong())
            .section("What we do", [facts.back.decision.because.clone(), decides(facts)])
            .section("Can we go back", facts.can_go_back())
            .section("What happens next", ["you hear of us as soon as it is settled, or we go back"]),
        CommsMoment::Rollback => message(format!("{name}: we go back"))
            .section("Why", facts.wrong())
            .section("How long", facts.can_go_back())
            .section("What of the data", [facts.kept()])
            .section("What happens next", ["we find out what went wrong, and come with a new date"]),
        CommsMoment::End => message(format!("{name} is done"))
            .section("What is true now", facts.plan.phases.last().map(|it| it.purpose.clone()))
            .section("How it went", went(facts))
            .section(
                "What is left",
                ["nothing of the plan; what it cost and taught is written up by those who did it"],
            ),
    };
    made.whom("Who to ask", &facts.contact)
}

fn phase(facts: &Facts<'_>) -> String {
    facts.phase.map(|it| it.name.replace(['_', '-'], " ")).unwrap_or_default()
}

fn decides(facts: &Facts<'_>) -> String {
    format!("{} decides whether to go back", facts.back.decision.decides)
}

/// The three worst risks, medium and higher.
fn risks(facts: &Facts<'_>) -> Vec<String> {
    let mut circumstances = Circumstances::new();
    if let Some(schedule) = facts.told.schedule {
        circumstances = circumstances.schedule(schedule.clone());
    }
    let found = assess(facts.plan, &circumstances);
    let worst = found.risks.iter().filter(|it| it.level >= Level::Medium).take(3);
    let lines: Vec<String> =
        worst.map(|it| format!("{}: {} ({} looks after it)", it.level.as_str(), it.title, it.owner)).collect();
    if lines.is_empty() { vec!["no risk is above low".to_owned()] } else { lines }
}

/// What people of the plan agree to, and what cannot be taken back.
fn decisions(facts: &Facts<'_>) -> Vec<String> {
    let approvals = facts.plan.steps().filter_map(|it| match &it.work {
        Work::Approval { role, .. } => Some(format!("{role}: {}", it.title)),
        _ => None,
    });
    let lines: Vec<String> = approvals.take(6).collect();
    if lines.is_empty() { vec!["nothing: no step of the plan waits for an approval".to_owned()] } else { lines }
}

fn next(facts: &Facts<'_>) -> Vec<String> {
    facts.next_phase().map_or_else(
        || vec!["nothing: it was the last phase".to_owned()],
        |it| vec![format!("{}: {}", facts.with_dates(it), it.purpose)],
    )
}

fn went(facts: &Facts<'_>) -> Vec<String> {
    let Some(status) = facts.told.status else {
        return vec!["as planned, as far as nobody has recorded otherwise".to_owned()];
    };
    let mut lines = vec![format!("{} of {} steps are done, as of {}", status.done, status.steps, when(status.at))];
    lines.extend(status.deviations.iter().cloned());
    lines
}
