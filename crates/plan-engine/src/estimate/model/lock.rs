//! Work under a lock that does not depend on the size of a table: what takes time is to get the lock.

use super::{Part, inputs, prior};
use crate::estimate::{Amount, Estimate, Model, Rate, TableSize, Term, words};

/// Seconds for one transaction that waits for its lock, median and σ of the logarithm. P5 to P95: 0.03 to 1.4.
pub const LOCK_WAIT: (f64, f64) = (0.2, 1.2);
const LOCK_CITES: &str = "prior of this program: 0.2 s a transaction, sigma 1.2; a statement waits for its lock 0.8 s at \
                          most, and is tried again up to eight times";

/// How long `transactions` take that each wait for a lock, one after the other.
pub fn lock_only(transactions: usize) -> Estimate {
    part(transactions).estimate()
}

pub(super) fn part(transactions: usize) -> Part {
    let (wait, sigma) = LOCK_WAIT;
    let count = u32::try_from(transactions.max(1)).unwrap_or(u32::MAX);
    // Who is in the way of one of them is in the way of the next.
    let term = Term::own(wait, sigma).scaled(f64::from(count));
    let what = if count == 1 { "one short transaction".to_owned() } else { format!("{count} short transactions") };
    let explanation = format!("{what}, whatever the number of rows: {wait} s each to get the lock");
    let says = format!("a transaction waits {wait} s for its lock (P95 1.4 s)");
    Part::new(Model::LockOnly, term, explanation, vec![prior(says, LOCK_CITES)])
}

/// What a trigger on `table` costs the application from then on: `1/speed` a write. The step itself takes no longer.
pub(super) fn trigger_part(table: &TableSize, writes: &Amount, speed: &Rate) -> Part {
    let speed = &speed.on(table);
    let share = 100.0 * writes.value / speed.median;
    let share = if share < 1.0 { "less than 1".to_owned() } else { words::count(share) };
    let explanation = format!(
        "from then on each write of {} takes {} ms longer ({} a second: {share} % of a core)",
        table.name,
        words::significant(1_000.0 / speed.median),
        words::count(writes.value)
    );
    Part::new(Model::LockOnly, Term::fixed(0.0), explanation, inputs([writes], [speed]))
}

#[cfg(test)]
mod tests {
    use super::super::testing::median;
    use super::*;

    #[test]
    fn it_counts_transactions_and_at_least_one() {
        assert!((median(&lock_only(0)) - 0.2).abs() < 1e-12);
        assert!((median(&lock_only(3)) - 0.6).abs() < 1e-12);
    }
}
