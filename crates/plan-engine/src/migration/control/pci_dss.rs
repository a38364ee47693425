//! Payment Card Industry Data Security Standard, version 4.0.

use super::{Ask, Place, subject};
use crate::migration::context::Context;
use crate::migration::team::Duty;

pub(super) fn asks(context: &Context<'_>) -> Vec<Ask> {
    let (what, target) = (subject(context), &context.migration.target);
    vec![
        Ask {
            asks: "the scope is confirmed anew with the new side in it (12.5.2), and networks are segmented (1.2 to 1.4)",
            at: Place::First,
            slug: "scope",
            confirms: format!(
                "it is known whether {target} stores, processes or passes card data of {what}, and what reaches it"
            ),
            evidence: "the data-flow diagram and the scan of the segments",
            duty: Duty::Compliance,
        },
        Ask {
            asks: "the change is documented with its impact, approved, tested and has a way back (6.5.1); \
                   logs reach the central store (10.2)",
            at: Place::BeforeShift,
            slug: "change-approved",
            confirms: format!(
                "impact, test and way back of this plan for {what} are read and approved; logs of both sides arrive"
            ),
            evidence: "the change record with the plan's digest; a log line of each side in the central store",
            duty: Duty::Release,
        },
        Ask {
            asks: "requirements hold on the changed systems (6.5.2), and card data that is no longer needed is deleted (3.2.1)",
            at: Place::Last,
            slug: "confirmed-after",
            confirms: format!(
                "{target} meets the requirements that the old side met, and no card data are left on the old side"
            ),
            evidence: "the checklist of 6.5.2 and the scan of the old side for card numbers",
            duty: Duty::Compliance,
        },
    ]
}
