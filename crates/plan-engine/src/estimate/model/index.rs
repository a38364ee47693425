//! Indexes: under a lock `heap/scan + index/sort`; concurrently `2·heap/scan + 1.5·index/sort + oldest transaction`, since the
//! table is read twice, the places of all entries are sorted once more for the second reading, and every transaction older
//! than the build is waited for (PostgreSQL manual, CREATE INDEX, "Building Indexes Concurrently").

use super::{Part, inputs, prior};
use crate::estimate::{Amount, Estimate, Model, Rate, TableSize, Term, terms, words};

/// Seconds that the oldest transaction goes on, where nobody says: median and σ of the logarithm. P5 to P95: 0.4 to 59.
pub const OLDEST_TRANSACTION: (f64, f64) = (5.0, 1.5);
/// What sorting the places of the entries for the second reading costs, as a share of building the index: on PostgreSQL 15,
/// indexes of 700,000 numbers and texts took 1.7 and 1.4 times as long concurrently.
const SECOND_PASS: f64 = 0.5;
const OLDEST_CITES: &str = "prior of this program: 5 s, sigma 1.5; look at pg_stat_activity.xact_start";

/// How long an index of `index` bytes over `table` takes to build while rows change.
pub fn concurrent_index(table: &TableSize, index: &Amount, scan: &Rate, sort: &Rate) -> Estimate {
    concurrent_part(table, index, scan, sort).estimate()
}

/// How long an index of `index` bytes over `table` takes to build while nobody writes.
pub fn index(table: &TableSize, index: &Amount, scan: &Rate, sort: &Rate) -> Estimate {
    part(table, index, scan, sort).estimate()
}

pub(super) fn concurrent_part(table: &TableSize, index: &Amount, scan: &Rate, sort: &Rate) -> Part {
    let (scan, sort) = (&scan.on(table), &sort.on(table));
    let (oldest, sigma) = OLDEST_TRANSACTION;
    let term = terms::sum(&[
        Term::quotient(&table.heap, scan).scaled(2.0),
        Term::quotient(index, sort).scaled(1.0 + SECOND_PASS),
        Term::own(oldest, sigma),
    ]);
    let explanation = format!(
        "{} read twice ({} at {}), an index of {} at {}, half of that again to compare the two readings, and the oldest \
         transaction waited for",
        table.name,
        words::bytes(table.heap.value),
        scan.sentence(),
        words::bytes(index.value),
        sort.sentence()
    );
    let mut inputs = inputs([&table.heap, index], [scan, sort]);
    inputs.push(prior(format!("the oldest transaction goes on for {}", words::duration(oldest)), OLDEST_CITES));
    Part::new(Model::ConcurrentIndex, term, explanation, inputs).needing_disk(index.value)
}

pub(super) fn part(table: &TableSize, index: &Amount, scan: &Rate, sort: &Rate) -> Part {
    let (scan, sort) = (&scan.on(table), &sort.on(table));
    let term = terms::sum(&[Term::quotient(&table.heap, scan), Term::quotient(index, sort)]);
    let explanation = format!(
        "{} read ({} at {}), an index of {} at {}",
        table.name,
        words::bytes(table.heap.value),
        scan.sentence(),
        words::bytes(index.value),
        sort.sentence()
    );
    Part::new(Model::Index, term, explanation, inputs([&table.heap, index], [scan, sort])).needing_disk(index.value)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{amount, median, rate};
    use super::*;
    use crate::estimate::Figure;

    fn table() -> TableSize {
        TableSize::completed("a", Some(amount(1e6, "rows")), Some(amount(1e9, "heap")), None, None)
    }

    #[test]
    fn under_a_lock_one_scan_and_the_sort() {
        let (scan, sort) = (rate(Figure::ScanBytes, 2e8, 0.0), rate(Figure::IndexBytes, 5e6, 0.0));
        // 1e9/2e8 + 3e7/5e6 = 5 + 6.
        assert!((median(&index(&table(), &amount(3e7, "index"), &scan, &sort)) - 11.0).abs() < 1e-9);
    }

    #[test]
    fn concurrently_two_scans_the_sort_and_the_oldest_transaction() {
        let (scan, sort) = (rate(Figure::ScanBytes, 2e8, 0.0), rate(Figure::IndexBytes, 5e6, 0.0));
        let estimate = concurrent_index(&table(), &amount(3e7, "index"), &scan, &sort);
        // 2·5 + 1.5·6 = 19 and a lognormal of mean 5·exp(1.125) = 15.4.
        let schedule::Distribution::Lognormal { median, sigma } = estimate.distribution else { panic!("{estimate:?}") };
        let mean = median * (sigma * sigma / 2.0).exp();
        assert!((mean - (19.0 + 5.0 * 1.125f64.exp())).abs() < 1e-9, "{mean}");
        assert_eq!(estimate.free_disk_bytes, Some(3e7));
    }
}
