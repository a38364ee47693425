//! A regime that this program does not know: somebody who does says what it asks.

use super::{Ask, Place};
use crate::migration::team::Duty;

pub(super) fn asks(regime: &str) -> Vec<Ask> {
    let ask = |at, slug, asks, confirms: String| Ask {
        asks,
        at,
        slug,
        confirms,
        evidence: "what the officer names",
        duty: Duty::Compliance,
    };
    vec![
        ask(
            Place::First,
            "asks",
            "this program does not know what it asks: its officer says so before anything changes",
            format!("what {regime} asks of this migration is written down, with the steps of this plan that do it"),
        ),
        ask(
            Place::Last,
            "fulfilled",
            "its officer confirms that it is fulfilled",
            format!("what {regime} asks was done"),
        ),
    ]
}
