//! For those who use the service from outside: what they notice and whom they ask, nothing of how it is built.

use plan_engine::estimate::duration_in_words;

use super::CommsMoment;
use super::facts::{Facts, when};
use super::message::Message;

pub(super) fn write(facts: &Facts<'_>, moment: CommsMoment) -> Message {
    let message = |subject: &str| Message::new(subject, facts.channel);
    let made = match moment {
        CommsMoment::Before => message("Planned maintenance")
            .section("What happens", ["we bring our service up to date"])
            .section("When", date(facts))
            .section("What you notice", noticed(facts))
            .section(
                "What you do",
                [if facts.is_noticed() { "please save your work before it begins" } else { "nothing" }],
            ),
        CommsMoment::Start => message("Maintenance has begun")
            .section("What you notice", noticed(facts))
            .section("What happens next", ["you hear of us when it is done"]),
        CommsMoment::PhaseDone => message("Maintenance: another part is done")
            .section("What you notice", ["the service works as usual"])
            .section(
                "What happens next",
                [if facts.next_phase().is_some() {
                    "the next part follows; you hear of us before it if you will notice it"
                } else {
                    "nothing: it was the last part"
                }],
            ),
        CommsMoment::Trouble => message("Parts of our service do not work as they should")
            .section("Since when", facts.wrong_since().map(when))
            .section("What you notice", ["requests may be slow or fail; what you have saved is kept"])
            .section("What you do", ["please try again later"])
            .section("What happens next", ["we are at it, and tell you here as soon as it works again"]),
        CommsMoment::Rollback => message("We undo a change of our service")
            .section(
                "What you notice",
                ["the service works as you know it from before; for a short while it may be slow"],
            )
            .section(
                "How long",
                facts.back.recovery.filter(|it| it.p80 > 0.0).map(|it| format!("about {}", duration_in_words(it.p80))),
            )
            .section("Your data", [facts.kept()])
            .section("What happens next", ["we tell you before we try again if you will notice it"]),
        CommsMoment::End => message("Maintenance is done")
            .section("What you notice", ["the service works as usual; thank you for your patience"]),
    };
    made.whom("Questions", &facts.contact)
}

fn date(facts: &Facts<'_>) -> Vec<String> {
    let (seconds, from) = facts.downtime();
    if let (true, Some(from)) = (seconds > 0.0, from) {
        return vec![format!("{}, for about {}", when(from), duration_in_words(seconds))];
    }
    match facts.told.schedule {
        Some(it) => vec![format!("from {} on", when(it.start))],
        None => vec!["we tell you the day here, before it comes".to_owned()],
    }
}

fn noticed(facts: &Facts<'_>) -> Vec<String> {
    let (seconds, _) = facts.downtime();
    vec![if facts.is_noticed() {
        format!("changes cannot be saved for about {}", duration_in_words(seconds))
    } else {
        "nothing: the service works as usual".to_owned()
    }]
}
