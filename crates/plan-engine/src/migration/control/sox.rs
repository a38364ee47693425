//! Sarbanes-Oxley Act, section 404: controls of changes to systems that financial reports rely on.

use super::{Ask, Place, subject};
use crate::migration::context::Context;
use crate::migration::team::Duty;

pub(super) fn asks(context: &Context<'_>) -> Vec<Ask> {
    let what = subject(context);
    vec![
        Ask {
            asks: "the change is approved by somebody who does not carry it out (s. 404, separation of duties)",
            at: Place::BeforeShift,
            slug: "approved-by-another",
            confirms: format!(
                "the plan with this digest is tested and may be run on {what}; whoever approves does none of its steps"
            ),
            evidence: "the approval in the journal with the plan's digest, beside the names of those who ran the steps",
            duty: Duty::Release,
        },
        Ask {
            asks: "the result is reconciled, and the record is kept for seven years (17 CFR 210.2-06)",
            at: Place::Last,
            slug: "reconciled-and-kept",
            confirms: format!(
                "counts and sums of {what} agree on both sides; journal, proof and report are in the archive"
            ),
            evidence: "the validation report and the journal's export, in the archive of records",
            duty: Duty::Compliance,
        },
    ]
}
