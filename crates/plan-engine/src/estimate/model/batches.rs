//! Rows changed in batches: `⌈N/b⌉ · max(interval, batch + pause)`.

use super::{Part, inputs};
use crate::estimate::{Amount, Estimate, Model, Rate, TableSize, Term, terms, words};

/// How rows are changed in batches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batching {
    /// Rows of a batch: b, at least 1.
    pub rows: f64,
    /// Seconds from the beginning of a batch to that of the next, at least.
    pub interval: f64,
    /// Seconds of rest behind each batch.
    pub pause: f64,
}

/// How long `rows` take to be changed with the speed `update`, in batches as `batching` says.
///
/// A batch takes `b/update`; where the interval is longer by the medians, it rules, and the spread of the speed does not
/// show.
pub fn batches(rows: &Amount, update: &Rate, batching: &Batching) -> Estimate {
    let size = batching.rows.max(1.0);
    let number = (rows.value / size).ceil();
    let (interval, pause) = (batching.interval.max(0.0), batching.pause.max(0.0));
    let batch = size / update.median;
    let paced = interval >= batch + pause;
    let share = Amount { value: if rows.value > 0.0 { number } else { 0.0 }, ..rows.clone() };
    let (term, rule) = if paced {
        (Term::fixed(interval).times(&share), format!("one every {}", words::duration(interval)))
    } else {
        let work = Term::fixed(size).over(update).times(&share);
        let rest = Term::fixed(pause).times(&share);
        let rule = match pause {
            0.0 => format!("one after the other at {}", update.sentence()),
            _ => format!("at {}, {} of rest after each", update.sentence(), words::duration(pause)),
        };
        (terms::sum(&[work, rest]), rule)
    };
    let explanation = format!(
        "{} rows in {} batches of {}, {rule}",
        words::count(rows.value),
        words::count(number),
        words::count(size)
    );
    let rates = (!paced).then_some(update);
    Part::new(Model::Batches, term, explanation, inputs([rows], rates)).estimate()
}

/// How long this program's own batches take: ranges of blocks, each committed, without a rest, until a pass changes
/// nothing. `update` is the speed over the whole: all passes, and the trigger that every row runs through.
pub fn in_place(table: &TableSize, update: &Rate) -> Estimate {
    in_place_part(table, update).estimate()
}

pub(super) fn in_place_part(table: &TableSize, update: &Rate) -> Part {
    let update = &update.on(table);
    let explanation =
        format!("{} rows of {} in batches at {}", words::count(table.rows.value), table.name, update.sentence());
    let term = Term::quotient(&table.rows, update);
    // Every row is there twice until the engine clears the old ones away.
    Part::new(Model::Batches, term, explanation, inputs([&table.rows], [update])).needing_disk(table.heap.value)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{amount, median, rate};
    use super::*;
    use crate::estimate::Figure;

    #[test]
    fn an_interval_rules_where_it_is_longer() {
        // 5,000,000 rows, 25,000 a batch, every 180 s: 200 · 180 s = 10 h.
        let batching = Batching { rows: 25_000.0, interval: 180.0, pause: 0.0 };
        let estimate = batches(&amount(5e6, "rows"), &rate(Figure::UpdateRows, 1e4, 1.38), &batching);
        assert!((median(&estimate) - 36_000.0).abs() < 1e-6);
        assert_eq!(estimate.explanation, "5,000,000 rows in 200 batches of 25,000, one every 3 min");
        assert!(!estimate.inputs.iter().any(|it| it.says.starts_with("update_rows")));
    }

    #[test]
    fn otherwise_batch_and_pause_do() {
        let batching = Batching { rows: 1_000.0, interval: 0.0, pause: 0.5 };
        let estimate = batches(&amount(10_500.0, "rows"), &rate(Figure::UpdateRows, 500.0, 0.0), &batching);
        // ⌈10.5⌉ = 11 batches of 2 s and 0.5 s.
        assert!((median(&estimate) - 27.5).abs() < 1e-9);
    }

    #[test]
    fn in_place_it_is_rows_over_the_speed() {
        let table = TableSize::completed("a", Some(amount(1e6, "rows")), Some(amount(2e8, "heap")), None, None);
        let estimate = in_place(&table, &rate(Figure::UpdateRows, 5e4, 0.0));
        assert!((median(&estimate) - 20.0).abs() < 1e-9);
        assert_eq!(estimate.free_disk_bytes, Some(2e8));
    }
}
