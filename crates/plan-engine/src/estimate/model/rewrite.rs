//! A table is written anew: `(heap + indexes)/bandwidth`, and as much free disk, since the old one goes only at the end
//! (PostgreSQL manual, ALTER TABLE, notes).

use super::{Part, inputs};
use crate::estimate::{Estimate, Model, Rate, TableSize, Term, terms, words};

/// How long `table` takes to be written anew with the speed `write`.
pub fn rewrite(table: &TableSize, write: &Rate) -> Estimate {
    part(table, write).estimate()
}

pub(super) fn part(table: &TableSize, write: &Rate) -> Part {
    let write = &write.on(table);
    let bytes = table.heap.value + table.indexes.value;
    let term = terms::sum(&[Term::quotient(&table.heap, write), Term::quotient(&table.indexes, write)]);
    let explanation = format!(
        "{} written anew: {} and {} of indexes at {}",
        table.name,
        words::bytes(table.heap.value),
        words::bytes(table.indexes.value),
        write.sentence()
    );
    Part::new(Model::Rewrite, term, explanation, inputs([&table.heap, &table.indexes], [write])).needing_disk(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{amount, median, rate};
    use super::*;
    use crate::estimate::Figure;

    #[test]
    fn heap_and_indexes_over_the_bandwidth() {
        let table = TableSize::completed(
            "a",
            Some(amount(1e6, "rows")),
            Some(amount(3e8, "heap")),
            Some(amount(1e8, "indexes")),
            None,
        );
        let estimate = rewrite(&table, &rate(Figure::WriteBytes, 5e7, 0.0));
        assert!((median(&estimate) - 8.0).abs() < 1e-9);
        assert_eq!(estimate.free_disk_bytes, Some(4e8));
    }
}
