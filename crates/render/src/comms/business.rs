//! For those who work with the system: what they notice, when, and what they do.

use super::CommsMoment;
use super::facts::{Facts, when};
use super::message::Message;

pub(super) fn write(facts: &Facts<'_>, moment: CommsMoment) -> Message {
    let name = facts.name();
    let message = |subject: String| Message::new(subject, facts.channel);
    let made = match moment {
        CommsMoment::Before => message(format!("{name}: what changes for you"))
            .section("What", facts.purpose())
            .section("When", facts.dates())
            .section("What you notice", facts.noticed())
            .section("What you do", prepare(facts))
            .section(
                "What happens next",
                ["you hear of us when it begins, when it is done, and at once where something goes wrong"],
            ),
        CommsMoment::Start => message(format!("{name} has begun"))
            .section("What you notice", facts.noticed())
            .section("When it is done", facts.dates())
            .section("What you do", ["go on working; whatever looks odd, tell us with the time at which you saw it"]),
        CommsMoment::PhaseDone => message(format!("{name}: another part is done"))
            .section("What is true now", facts.phase.map(|it| it.purpose.clone()))
            .section("What happens next", next(facts))
            .section("What you do", ["go on working; whatever looks odd, tell us with the time at which you saw it"]),
        CommsMoment::Trouble => message(format!("{name}: something is wrong"))
            .section("What", ["something does not work as it should, and those who can mend it are at it"])
            .section("Since when", facts.wrong_since().map(when))
            .section("What you notice", ["answers may be slow or fail; what you have saved is kept"])
            .section("What you do", ["try again after a few minutes; write down what failed, with the time"])
            .section("What happens next", ["you hear of us when it is mended, or when we go back to what was"]),
        CommsMoment::Rollback => message(format!("{name}: back to what was"))
            .section("What", ["we bring back what you worked with before"])
            .section("How long", facts.can_go_back().into_iter().next())
            .section("What of your data", [facts.kept()])
            .section(
                "What you do",
                ["go on working as before; what you did in the new system and miss in the old one, tell us"],
            )
            .section("What happens next", ["we find out what went wrong, and tell you a new date"]),
        CommsMoment::End => message(format!("{name} is done"))
            .section(
                "What is true now",
                facts.plan.specification.migrations.iter().map(|it| format!("you work with {} now", it.target)),
            )
            .section("What you do", ["nothing; whatever looks odd, tell us"]),
    };
    let made = made.section("Why you hear of it", facts.because(moment));
    made.whom("Who to ask", &facts.contact)
}

fn prepare(facts: &Facts<'_>) -> Vec<String> {
    if facts.is_noticed() {
        return vec![
            "save your work before it begins, and plan nothing for that time that has to be saved at once".to_owned(),
            "jobs that write by themselves are stopped by those who run them: tell us of any that we may not know"
                .to_owned(),
        ];
    }
    vec!["nothing; whatever looks odd while it runs, tell us with the time at which you saw it".to_owned()]
}

fn next(facts: &Facts<'_>) -> Vec<String> {
    facts.next_phase().map_or_else(|| vec!["nothing: it was the last part".to_owned()], |it| vec![it.purpose.clone()])
}
