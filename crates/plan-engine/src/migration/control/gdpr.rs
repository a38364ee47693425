//! General Data Protection Regulation, (EU) 2016/679.

use super::{Ask, Place, subject};
use crate::migration::context::Context;
use crate::migration::team::Duty;

pub(super) fn asks(context: &Context<'_>) -> Vec<Ask> {
    let (what, target) = (subject(context), &context.migration.target);
    vec![
        Ask {
            asks: "processor and place of the new side are covered (Art. 28, 44 to 49), the record of processing is brought \
                   up to date (Art. 30)",
            at: Place::First,
            slug: "place-and-processor",
            confirms: format!(
                "{target} may hold personal data in {what}: contract, region and record of processing say so"
            ),
            evidence: "the entry of the record of processing, with the contract's number and the region",
            duty: Duty::Compliance,
        },
        Ask {
            asks: "data protection impact of the change is judged before it (Art. 35), access to copies is limited (Art. 32)",
            at: Place::First,
            slug: "copies-protected",
            confirms: format!(
                "copies of personal data in {what} (replicas, archives of the workshop, mirrors of traffic) are encrypted \
                 and readable by named people only"
            ),
            evidence: "the list of roles that can read each copy, and the decision on Art. 35",
            duty: Duty::Compliance,
        },
        Ask {
            asks: "what is no longer needed is erased (Art. 5(1)(e), 17)",
            at: Place::Last,
            slug: "erased",
            confirms: format!(
                "personal data in {what} are gone from the old side, its backups have an end date, and archives of the \
                 workshop are purged"
            ),
            evidence: "the deletion log of the old side and the end dates of its backups",
            duty: Duty::Compliance,
        },
    ]
}
