//! Names and addresses: answers of DNS are kept for as long as their TTL says, so it is lowered in time.

use super::Moved;
use crate::estimate::model::{Activity, hold};
use crate::migration::context::{Context, prior};
use crate::migration::draft::{PhaseDraft, StepDraft};
use crate::migration::model::{Performer, Work};
use crate::migration::part::rollout::words;
use crate::migration::team::Duty;
use crate::migration::time;

/// Seconds that answers are kept while names move.
pub(crate) const LOW: f64 = 60.0;
/// Seconds that answers are kept, where nobody says: two days, as name servers of zones often tell.
const USUAL: f64 = 172_800.0;

/// The TTL is lowered, and the old one is waited for; whether it was: nothing is where no name leads to the wave.
pub(super) fn lowered(context: &Context<'_>, wave: &Moved<'_>, phase: &mut PhaseDraft) -> bool {
    let names: Vec<&str> = wave.items.iter().flat_map(|it| &it.dns).map(String::as_str).collect();
    if names.is_empty() && !wave.items.is_empty() {
        return false;
    }
    let stated = context.migration.clouds.as_ref().and_then(|it| it.dns_ttl);
    let seconds = stated.unwrap_or(USUAL);
    let fact = match stated {
        Some(_) => context.fact(&["/clouds/dns_ttl"], format!("answers of DNS are kept for {}", words(seconds))),
        None => prior("answers of DNS are kept for two days", "default of this program; state `clouds.dns_ttl`"),
    };
    if seconds <= LOW {
        return false;
    }
    let which = if names.is_empty() {
        format!("names that lead to {}", context.migration.source)
    } else {
        names.iter().take(8).copied().collect::<Vec<_>>().join(", ")
    };
    let who = context.who(Duty::Platform);
    let mut basis = vec![fact.clone()];
    basis.extend(wave.basis(context));
    phase.then(
        StepDraft::new(
            "ttl",
            format!("Lower the TTL of {which} to {LOW} s"),
            Work::Manual { instruction: format!("set the TTL of {which} to {LOW} s; note the old values") },
            who.clone(),
            time::by_person(&who, Activity::Operate),
            basis,
        )
        .why("An answer that is kept leads to the old place, after the switch and after the way back.")
        .changing(context)
        .idle_back("set the old TTL again", time::by_person(&who, Activity::Operate)),
    );
    let reason = format!("answers with the old TTL of {} run out", words(seconds));
    phase.then(
        StepDraft::new(
            "ttl-passed",
            format!("Answers with the old TTL of {} have run out", words(seconds)),
            Work::Wait { seconds, reason },
            Performer::Program("DNS".to_owned()),
            hold(seconds, fact.clone()),
            vec![fact],
        )
        .why("Until then somebody has the old TTL."),
    );
    true
}

/// The TTL is what it was.
pub(super) fn restored(context: &Context<'_>, wave: &Moved<'_>) -> StepDraft {
    let who = context.who(Duty::Platform);
    let instruction = format!("set the TTL of the names of {} back to the values that were noted", wave.name);
    StepDraft::new(
        "ttl-back",
        format!("Set the TTL of the names of {} back", wave.name),
        Work::Manual { instruction },
        who.clone(),
        time::by_person(&who, Activity::Operate),
        wave.basis(context),
    )
    .why("A low TTL costs a question to the name servers for every minute.")
    .changing(context)
    .idle_back(format!("lower it to {LOW} s again"), time::by_person(&who, Activity::Operate))
}
