//! What only the specification as a whole can show: a small file for each check.

mod change;
mod inventory;
mod opening;
mod order;
mod routes;

use super::fault::Fault;
use super::model::Specification;
use super::places::Spans;

/// What is wrong with the specification as a whole.
///
/// What is missing is told only where all of it could be read: it may be what could not.
pub(super) fn check(specification: &Specification, spans: &Spans, complete: bool) -> Vec<Fault> {
    let checks: [fn(&Specification, &Spans) -> Vec<Fault>; 5] =
        [order::check, opening::against_business, opening::before_deadline, routes::check, inventory::check];
    let mut faults: Vec<Fault> = checks.iter().flat_map(|check| check(specification, spans)).collect();
    if complete {
        faults.extend(change::check(specification, spans));
    }
    faults
}

/// Where the value at `pointer` begins, whatever its field is called.
fn place(specification: &Specification, spans: &Spans, pointer: &str) -> findings::Span {
    spans.get(&specification.places.resolve(pointer)).copied().unwrap_or_default()
}
