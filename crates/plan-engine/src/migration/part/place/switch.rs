//! The switch of a wave: what holds data at once, behind a fence; what holds none in shares.

use super::Moved;
use crate::estimate::model::Activity;
use crate::migration::context::Context;
use crate::migration::draft::{PhaseDraft, StepDraft};
use crate::migration::model::{Note, Performer, Work};
use crate::migration::part::rollout::words;
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::Fact;

/// The switch of a wave from the source to the target.
pub(super) fn over(context: &Context<'_>, wave: &Moved<'_>, phase: &mut PhaseDraft) {
    if wave.has_state() {
        fenced(context, wave, phase);
    } else {
        in_shares(context, wave, phase);
    }
}

/// Writes stop, the last ones are copied, the position of the way back is noted, names and addresses are switched.
fn fenced(context: &Context<'_>, wave: &Moved<'_>, phase: &mut PhaseDraft) {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let what = wave.words(source);
    let who = context.who(Duty::Platform);
    let mut basis = wave.basis(context);
    let mut notes = Vec::new();
    if let Some((seconds, fact)) = downtime(context) {
        let says = format!("give up and go back where it is not done {} after the stop", words(seconds));
        notes.push(Note::new(says, vec![fact.clone()]));
        basis.push(fact);
    }
    let step = |slug: &str, title: String, instruction: String| {
        let work = Work::Manual { instruction };
        StepDraft::new(slug, title, work, who.clone(), time::by_person(&who, Activity::Operate), basis.clone())
            .felt(context)
            .in_one_go("cut")
    };
    let by_program = |mut draft: StepDraft, what: &str| {
        draft.step.by = Performer::Program("replication".to_owned());
        draft.step.estimate = time::by_program(what);
        draft
    };
    phase.then(
        step(
            "fence",
            format!("Stop writes to {what} at {source}"),
            format!("take the right to write from everybody but the copy, and look that nobody writes: {what}"),
        )
        .why("Only one of the two is written at any time.")
        .back(format!("let writes to {source} in again"), time::by_person(&who, Activity::Operate))
        .notes(notes),
    );
    let position = step(
        "position",
        format!("Note the position of the way back of {}", wave.name),
        format!(
            "wait until the copy holds the last write, then note the position at {target} from which the copy back starts, into \
             the state of the plan: behind the last flush, before the switch"
        ),
    );
    let why = "A copy back that starts later loses what was written in between; one that starts earlier writes old rows again.";
    phase.then(by_program(position, "a position that is noted").why(why));
    let flag = format!("addresses of {}", wave.name);
    phase.then(
        StepDraft::new(
            "over",
            format!("Switch names and addresses of {what} to {target}"),
            Work::Traffic { flag, from: 0.0, to: 100.0, hold_seconds: 0.0 },
            who.clone(),
            time::by_person(&who, Activity::Operate),
            basis.clone(),
        )
        .felt(context)
        .in_one_go("cut")
        .why("Whoever asks by name follows within a TTL; whoever has an address has to be told.")
        .back(
            format!("stop writes at {target}, let the copy back run empty, switch names and addresses to {source}"),
            time::by_person(&who, Activity::Operate),
        ),
    );
    let unfence = step(
        "unfence",
        format!("Let writes to {what} in at {target}, and start the copy back to {source}"),
        format!("start the copy back from the noted position, then give the right to write at {target}"),
    );
    phase.then(
        by_program(unfence, "a copy that is started")
            .why("From here on the old place is kept current by the copy back: as long as it is, there is a way back.")
            .back(format!("stop writes at {target}"), time::by_person(&who, Activity::Operate)),
    );
}

fn in_shares(context: &Context<'_>, wave: &Moved<'_>, phase: &mut PhaseDraft) {
    let (source, target) = (&context.migration.source, &context.migration.target);
    let what = wave.words(source);
    let who = context.who(Duty::Platform);
    let stated = context.migration.clouds.as_ref().map(|it| it.shares.clone()).unwrap_or_default();
    let mut basis = wave.basis(context);
    if !stated.is_empty() {
        let all: Vec<String> = stated.iter().map(|it| format!("{it} %")).collect();
        basis.push(context.fact(&["/clouds/shares"], format!("traffic moves by {}", all.join(", "))));
        let each = stated.len();
        for at in 0..each {
            basis.push(context.fact(&[&format!("/clouds/shares/{at}"), "/clouds/shares"], "a share of the traffic"));
        }
    }
    let shares = if stated.is_empty() { vec![100.0] } else { stated };
    let flag = format!("addresses of {}", wave.name);
    let mut from = 0.0;
    let last = shares.len();
    for (number, to) in shares.into_iter().enumerate() {
        phase.then(
            StepDraft::new(
                format!("to-{to}"),
                format!("Move {to} % of the traffic of {what} to {target}"),
                Work::Traffic { flag: flag.clone(), from, to, hold_seconds: 0.0 },
                who.clone(),
                time::by_person(&who, Activity::Operate),
                basis.clone(),
            )
            .why("It holds nothing that has to be kept: both sides may answer at the same time.")
            .felt(context)
            .back(format!("move the traffic back to {from} %"), time::by_person(&who, Activity::Operate)),
        );
        if number + 1 < last {
            phase.then(super::wave::quiet(context, wave, super::super::watch::WATCHED, &format!("held-{to}")));
        }
        from = to;
    }
}

fn downtime(context: &Context<'_>) -> Option<(f64, Fact)> {
    let seconds = context.migration.constraints.max_downtime?;
    let places = ["/constraints/max_downtime_minutes", "/constraints/max_downtime"];
    Some((seconds, context.fact(&places, format!("{} of downtime at most", words(seconds)))))
}
