//! Openings as arrays with running sums: what is asked of them is answered by two look-ups.
//!
//! Times are seconds after the table's base, in floating point: whole seconds stay whole, parts of them are kept, and
//! draws of a simulation need no conversion.

use super::span::Span;

/// A list of sorted numbers with an index into it, so that a search looks at a few of them only.
#[derive(Debug, Clone)]
struct Index {
    /// First number and numbers per unit, to find the bucket of a value.
    low: f64,
    buckets_per_unit: f64,
    /// By bucket: how many numbers lie in earlier ones.
    first: Vec<u32>,
}

impl Index {
    /// The numbers are sorted.
    fn new(numbers: &[f64]) -> Self {
        let low = numbers.first().copied().unwrap_or(0.0);
        let width = numbers.last().map_or(1.0, |high| (high - low).max(1.0));
        let buckets = numbers.len().max(1) * 2;
        #[expect(clippy::cast_precision_loss, reason = "lists are far shorter than 2^52")]
        let mut index = Self { low, buckets_per_unit: buckets as f64 / width, first: vec![0; buckets + 2] };
        for &number in numbers {
            let next = index.bucket(number) + 1;
            if let Some(count) = index.first.get_mut(next) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut index.first {
            sum += *count;
            *count = sum;
        }
        index
    }

    #[inline]
    fn bucket(&self, value: f64) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the cast saturates, which is meant"
        )]
        let bucket = ((value - self.low) * self.buckets_per_unit) as usize;
        bucket.min(self.first.len() - 2)
    }

    /// Position of the first number that is not before; `before` is true for a head of the numbers, and is false for those
    /// greater than `value`, true for those smaller.
    #[inline]
    fn find(&self, numbers: &[f64], value: f64, before: impl Fn(f64) -> bool) -> usize {
        let bucket = self.bucket(value);
        let (Some(&low), Some(&high)) = (self.first.get(bucket), self.first.get(bucket + 1)) else {
            return numbers.len();
        };
        let (low, high) = (low as usize, high as usize);
        let within = numbers.get(low..high).unwrap_or_default();
        low + if within.len() <= 8 {
            within.iter().take_while(|&&number| before(number)).count()
        } else {
            within.partition_point(|&number| before(number))
        }
    }
}

/// Openings in order.
#[derive(Debug, Clone)]
pub(super) struct Table {
    starts: Vec<f64>,
    ends: Vec<f64>,
    /// Open seconds up to the end of each opening.
    worked: Vec<f64>,
    by_end: Index,
    by_work: Index,
    /// Longest openings of pairs, pairs of pairs and so on: a heap whose leaves are the openings.
    longest: Vec<f64>,
}

impl Table {
    /// From spans in order that do not touch.
    pub(super) fn new(spans: &[Span], base: i64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "seconds of any date are far below 2^52")]
        let seconds = |at: i64| at.saturating_sub(base) as f64;
        let spans: Vec<(f64, f64)> = spans
            .iter()
            .filter(|span| span.to > base)
            .map(|span| (seconds(span.from.max(base)), seconds(span.to)))
            .collect();
        let starts: Vec<f64> = spans.iter().map(|span| span.0).collect();
        let ends: Vec<f64> = spans.iter().map(|span| span.1).collect();
        let mut sum = 0.0;
        let running = |(from, to): &(f64, f64)| {
            sum += to - from;
            sum
        };
        let worked: Vec<f64> = spans.iter().map(running).collect();
        let (by_end, by_work) = (Index::new(&ends), Index::new(&worked));
        Self { longest: heap(&spans), starts, ends, worked, by_end, by_work }
    }

    /// The first opening that ends after `at`.
    #[inline]
    fn opening(&self, at: f64) -> usize {
        self.by_end.find(&self.ends, at, |end| end <= at)
    }

    /// The first point in time at or after `at` at which it is open; none: not in this table.
    #[inline]
    pub(super) fn next_open(&self, at: f64) -> Option<f64> {
        let opening = self.opening(at);
        self.starts.get(opening).map(|start| start.max(at))
    }

    /// When `work` seconds that begin at `at` or at the first opening after it are done; work of no length is done where it
    /// can begin.
    #[inline]
    pub(super) fn finish(&self, at: f64, work: f64) -> Option<f64> {
        let opening = self.opening(at);
        let (start, end) = (*self.starts.get(opening)?, *self.ends.get(opening)?);
        let begin = start.max(at);
        // The same sums whether or not it ends in this opening: more work never ends earlier by a rounding.
        let target = self.worked.get(opening)? - (end - begin) + work.max(0.0);
        let last = if target <= *self.worked.get(opening)? {
            opening
        } else {
            self.by_work.find(&self.worked, target, |worked| worked < target)
        };
        let finish = self.ends.get(last)? - (self.worked.get(last)? - target);
        Some(finish.max(begin))
    }

    /// Open seconds from the base to `at`; the reverse of `finish` from the base.
    pub(super) fn worked_until(&self, at: f64) -> f64 {
        let opening = self.opening(at);
        match (self.starts.get(opening), self.ends.get(opening), self.worked.get(opening)) {
            (Some(start), Some(end), Some(worked)) => worked - (end - start.max(at)),
            _ => self.worked.last().copied().unwrap_or(0.0),
        }
    }

    /// Open seconds up to each time, from the base on; infinite where it does not open any more.
    pub(super) fn open_until(&self, times: &mut [f64]) {
        for time in times {
            let opening = self.opening(*time);
            *time = match (self.starts.get(opening), self.before(opening)) {
                (Some(start), Some(before)) => before + (start.max(*time) - start),
                _ => f64::INFINITY,
            };
        }
    }

    /// The reverse: when so many seconds have been open, which is in the opening before and not in the next one where both
    /// would do; infinite where so many never are.
    pub(super) fn times_of(&self, open: &mut [f64]) {
        for open in open {
            let opening = self.by_work.find(&self.worked, *open, |worked| worked < *open);
            *open = match (self.starts.get(opening), self.before(opening)) {
                (Some(start), Some(before)) => start + (*open - before),
                _ => f64::INFINITY,
            };
        }
    }

    /// Open seconds before an opening.
    #[inline]
    fn before(&self, opening: usize) -> Option<f64> {
        if opening == 0 { Some(0.0) } else { self.worked.get(opening - 1).copied() }
    }

    /// Open seconds of the whole table.
    pub(super) fn total(&self) -> f64 {
        self.worked.last().copied().unwrap_or(0.0)
    }

    /// When it closes for the last time.
    #[inline]
    pub(super) fn closes(&self) -> f64 {
        self.ends.last().copied().unwrap_or(0.0)
    }

    /// The last point in time at which work of this length has to begin to be done by `at`; none: before this table.
    pub(super) fn latest_start(&self, at: f64, work: f64) -> Option<f64> {
        if work <= 0.0 {
            return self.latest_open(at);
        }
        let target = self.worked_until(at) - work;
        if target < 0.0 {
            return None;
        }
        // Where the work fills an opening to its start, the start is meant and not the end of the opening before.
        let opening = self.by_work.find(&self.worked, target, |worked| worked <= target);
        Some(self.ends.get(opening)? - (self.worked.get(opening)? - target))
    }

    /// `at` itself where it is open, else the last second of the opening before.
    fn latest_open(&self, at: f64) -> Option<f64> {
        let opening = self.opening(at);
        if self.starts.get(opening).is_some_and(|&start| start <= at) {
            return Some(at);
        }
        self.ends.get(opening.checked_sub(1)?).map(|end| end - 1.0)
    }

    /// The first point in time at or after `at` from which it is open for `length` seconds.
    pub(super) fn start_for_whole(&self, at: f64, length: f64) -> Option<f64> {
        let opening = self.opening(at);
        let start = self.starts.get(opening)?.max(at);
        if self.ends.get(opening)? - start >= length {
            return Some(start);
        }
        self.starts.get(self.opening_of(opening + 1, length)?).copied()
    }

    /// The last point in time from which it is open for `length` seconds that are over by `at`.
    pub(super) fn latest_whole(&self, at: f64, length: f64) -> Option<f64> {
        let opening = self.opening(at);
        let start = self.starts.get(opening).copied().unwrap_or(f64::INFINITY);
        if at - start >= length {
            return Some(at - length);
        }
        self.ends.get(self.last_opening_of(opening, length)?).map(|end| end - length)
    }

    /// Position of the last opening of at least this length before `end`.
    fn last_opening_of(&self, end: usize, length: f64) -> Option<usize> {
        let leaves = self.longest.len() / 2;
        let holds = |node: usize| self.longest.get(node).is_some_and(|&longest| longest >= length);
        let mut node = leaves + end.min(self.starts.len()).checked_sub(1)?;
        while !holds(node) {
            while node.is_multiple_of(2) {
                node /= 2;
            }
            if node <= 1 {
                return None;
            }
            node -= 1;
        }
        while node < leaves {
            node = if holds(2 * node + 1) { 2 * node + 1 } else { 2 * node };
        }
        Some(node - leaves)
    }

    /// Position of the first opening of at least this length, from `first` on.
    fn opening_of(&self, first: usize, length: f64) -> Option<usize> {
        let leaves = self.longest.len() / 2;
        if first >= leaves {
            return None;
        }
        let holds = |node: usize| self.longest.get(node).is_some_and(|&longest| longest >= length);
        let mut node = leaves + first;
        // Up to the next subtree on the right that holds one, then down to its first.
        while !holds(node) {
            while node % 2 == 1 {
                node /= 2;
            }
            if node == 0 {
                return None;
            }
            node += 1;
        }
        while node < leaves {
            node = if holds(2 * node) { 2 * node } else { 2 * node + 1 };
        }
        Some(node - leaves)
    }

    /// Seconds of the longest opening.
    pub(super) fn longest(&self) -> f64 {
        self.longest.get(1).copied().unwrap_or(0.0)
    }

    /// Whether it is never open.
    pub(super) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }
}

/// Node 1 is the longest of all; the leaves, the second half, are filled up with nothing.
fn heap(spans: &[(f64, f64)]) -> Vec<f64> {
    let leaves = spans.len().next_power_of_two();
    let mut heap = vec![0.0; leaves];
    heap.extend(spans.iter().map(|(from, to)| to - from));
    // Shorter than any work, even of no length.
    heap.resize(2 * leaves, -1.0);
    for node in (1..leaves).rev() {
        let longer = match (heap.get(2 * node), heap.get(2 * node + 1)) {
            (Some(left), Some(right)) => left.max(*right),
            _ => 0.0,
        };
        if let Some(place) = heap.get_mut(node) {
            *place = longer;
        }
    }
    heap
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(list: &[(i64, i64)]) -> Table {
        Table::new(&list.iter().map(|&(from, to)| Span { from, to }).collect::<Vec<_>>(), 0)
    }

    #[test]
    fn work_pauses_where_it_is_closed() {
        let table = table(&[(10, 20), (30, 35), (50, 100)]);
        let finish = |at, work| table.finish(f64::from(at), f64::from(work));
        assert_eq!(finish(0, 5), Some(15.0));
        assert_eq!(finish(12, 8), Some(20.0));
        assert_eq!(finish(12, 9), Some(31.0));
        assert_eq!(finish(20, 5), Some(35.0));
        assert_eq!(finish(12, 14), Some(51.0));
        assert_eq!(finish(12, 64), None);
        assert_eq!((finish(20, 0), finish(32, 0)), (Some(30.0), Some(32.0)));
    }

    #[test]
    fn open_seconds_and_back() {
        let table = table(&[(10, 20), (30, 35), (50, 100)]);
        let mut times = [0.0, 10.0, 12.5, 20.0, 25.0, 30.0, 99.0, 100.0, f64::INFINITY];
        table.open_until(&mut times);
        let expected = [0.0, 0.0, 2.5, 10.0, 10.0, 10.0, 64.0, f64::INFINITY, f64::INFINITY];
        assert_eq!(times.map(f64::to_bits), expected.map(f64::to_bits));
        let mut open = [0.0, 2.5, 10.0, 10.5, 15.0, 65.0, 65.5, f64::INFINITY];
        table.times_of(&mut open);
        let expected = [10.0, 12.5, 20.0, 30.5, 35.0, 100.0, f64::INFINITY, f64::INFINITY];
        assert_eq!(open.map(f64::to_bits), expected.map(f64::to_bits));
        assert_eq!([table.total(), table.closes()].map(f64::to_bits), [65.0, 100.0].map(f64::to_bits));
    }

    #[test]
    fn work_that_cannot_pause_waits_for_an_opening_that_holds_it() {
        let table = table(&[(10, 20), (30, 35), (50, 100), (110, 115), (120, 127)]);
        let start = |at, length| table.start_for_whole(f64::from(at), f64::from(length));
        assert_eq!(start(0, 10), Some(10.0));
        assert_eq!(start(12, 8), Some(12.0));
        assert_eq!(start(13, 8), Some(50.0));
        assert_eq!(start(96, 5), Some(110.0));
        assert_eq!(start(96, 6), Some(120.0));
        assert_eq!(start(96, 8), None);
        assert!((table.longest() - 50.0).abs() < 1e-9);
    }

    #[test]
    fn backwards() {
        let table = table(&[(10, 20), (30, 35), (50, 100)]);
        let latest = |at, work| table.latest_start(f64::from(at), f64::from(work));
        assert_eq!(latest(40, 5), Some(30.0));
        assert_eq!(latest(40, 6), Some(19.0));
        assert_eq!(latest(52, 2), Some(50.0));
        assert_eq!(latest(12, 3), None);
        assert_eq!((latest(15, 0), latest(25, 0)), (Some(15.0), Some(19.0)));
        let whole = |at, length| table.latest_whole(f64::from(at), f64::from(length));
        assert_eq!(whole(60, 10), Some(50.0));
        assert_eq!(whole(59, 10), Some(10.0));
        assert_eq!(whole(40, 5), Some(30.0));
        assert_eq!((whole(200, 5), whole(19, 10)), (Some(95.0), None));
    }

    #[test]
    fn many_openings_in_one_bucket() {
        // A hundred short ones, then a long gap that spoils the index.
        let mut spans: Vec<(i64, i64)> = (0..100).map(|i| (3 * i, 3 * i + 1)).collect();
        spans.push((1_000_000, 1_000_002));
        let table = table(&spans);
        for i in 0..99_i32 {
            assert_eq!(table.next_open(f64::from(3 * i) + 1.0), Some(f64::from(3 * i + 3)));
            assert_eq!(table.finish(0.0, f64::from(i) + 0.5), Some(f64::from(3 * i) + 0.5));
        }
        assert_eq!(table.finish(0.0, 101.0), Some(1_000_001.0));
        assert_eq!(table.start_for_whole(0.0, 2.0), Some(1_000_000.0));
    }

    #[test]
    fn nothing_is_open_in_an_empty_table() {
        let table = table(&[]);
        assert!(table.is_empty());
        assert_eq!(
            (table.finish(0.0, 0.0), table.start_for_whole(0.0, 0.0), table.latest_start(5.0, 1.0)),
            (None, None, None)
        );
    }
}
