//! Health Insurance Portability and Accountability Act, Security Rule (45 CFR 164).

use super::{Ask, Place, subject};
use crate::migration::context::Context;
use crate::migration::team::Duty;

pub(super) fn asks(context: &Context<'_>) -> Vec<Ask> {
    let (what, target) = (subject(context), &context.migration.target);
    vec![
        Ask {
            asks: "a business associate agreement covers the new side (164.308(b), 164.504(e))",
            at: Place::First,
            slug: "agreement",
            confirms: format!("{target} is covered by an agreement before {what} reach it"),
            evidence: "the agreement's number",
            duty: Duty::Compliance,
        },
        Ask {
            asks: "access is logged on the new side, data are encrypted on the way (164.312(b), (e))",
            at: Place::BeforeShift,
            slug: "logged-and-encrypted",
            confirms: format!(
                "reads and writes of {what} are logged on both sides, and the connection between them is encrypted"
            ),
            evidence: "a log line of each side, and the connection's settings",
            duty: Duty::Compliance,
        },
        Ask {
            asks: "media of the old side are disposed of (164.310(d)(2)(i))",
            at: Place::Last,
            slug: "disposed",
            confirms: format!("{what} are gone from the old side's disks and backups, or have an end date"),
            evidence: "the certificate of disposal",
            duty: Duty::Compliance,
        },
    ]
}
