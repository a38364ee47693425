//! What only the specification as a whole can show: a small file for each check.

mod change;
mod opening;
mod order;
mod routes;

use super::fault::Fault;
use super::model::Specification;
use super::places::Spans;

/// What is wrong with the specification as a whole.
pub(super) fn check(specification: &Specification, spans: &Spans) -> Vec<Fault> {
    let checks: [fn(&Specification, &Spans) -> Vec<Fault>; 5] =
        [order::check, opening::against_business, opening::before_deadline, change::check, routes::check];
    checks.iter().flat_map(|check| check(specification, spans)).collect()
}

/// Where the value at `pointer` begins, whatever its field is called.
fn place(specification: &Specification, spans: &Spans, pointer: &str) -> findings::Span {
    spans.get(&specification.places.resolve(pointer)).copied().unwrap_or_default()
}
