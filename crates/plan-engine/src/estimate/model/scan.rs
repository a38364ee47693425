//! Every row is looked at: `heap/scan`, for a constraint or for a gate's question.

use super::{Part, inputs};
use crate::estimate::{Estimate, Model, Rate, TableSize, Term, words};

/// How long it takes to hold every row of `table` against a constraint with the speed `validate`.
pub fn validation(table: &TableSize, validate: &Rate) -> Estimate {
    part(Model::Validation, "held against a constraint", table, validate).estimate()
}

/// How long a question over every row of `table` takes with the speed `scan`.
pub fn gate(table: &TableSize, scan: &Rate) -> Estimate {
    part(Model::Gate, "asked", table, scan).estimate()
}

pub(super) fn part(model: Model, done: &str, table: &TableSize, rate: &Rate) -> Part {
    let rate = &rate.on(table);
    let explanation =
        format!("every row of {} {done}: {} at {}", table.name, words::bytes(table.heap.value), rate.sentence());
    Part::new(model, Term::quotient(&table.heap, rate), explanation, inputs([&table.heap], [rate]))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{amount, median, rate};
    use super::*;
    use crate::estimate::Figure;

    #[test]
    fn the_heap_over_the_speed() {
        let table = TableSize::completed("a", None, Some(amount(6e9, "heap")), None, None);
        assert!((median(&validation(&table, &rate(Figure::ValidateBytes, 1.5e8, 0.0))) - 40.0).abs() < 1e-9);
        assert!((median(&gate(&table, &rate(Figure::ScanBytes, 3e8, 0.0))) - 20.0).abs() < 1e-9);
    }
}
