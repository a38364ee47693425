//! The key's order cut into buckets, and buckets taken together to segments that take about the same time.

use std::time::{Duration, Instant};

use crate::canonical::compare_keys;
use crate::{KeyRange, Row};

/// How long a segment should take.
const TIME: Duration = Duration::from_secs(2);
/// Rows of the first segment, about.
const FIRST: u64 = 500_000;
/// Of a small table the first segment is one of so many.
const PARTS: u64 = 8;

/// What is left to compare.
pub(super) struct Cut {
    bounds: Vec<Row>,
    next: usize,
    from: Option<Row>,
    ended: bool,
    /// Buckets of the next segment.
    size: usize,
    most: usize,
    began: Instant,
}

/// Buckets that are compared together.
pub(super) struct Segment {
    pub(super) within: KeyRange,
    pub(super) bounds: Vec<Row>,
}

impl Cut {
    /// Cuts at `bounds`, from a key on; in one segment where `whole`. There are about so many rows; at most `most` are read
    /// together.
    pub(super) fn new(bounds: Vec<Row>, from: Option<Row>, whole: bool, rows: u64, most: Option<u64>) -> Self {
        let rows_of_bucket = rows.div_ceil(bounds.len() as u64 + 1);
        let after = |bound: &Row| from.as_ref().is_none_or(|from| compare_keys(bound, from).is_gt());
        let bounds: Vec<Row> = bounds.into_iter().filter(after).collect();
        let buckets = |rows: u64| usize::try_from(rows / rows_of_bucket.max(1)).unwrap_or(usize::MAX).max(1);
        let most = most.map_or(usize::MAX, buckets);
        let size = if whole { usize::MAX } else { buckets(FIRST.min(rows / PARTS)).min(most) };
        Self { bounds, next: 0, from, ended: false, size, most, began: Instant::now() }
    }

    /// The next segment; none at the end. Segments grow and shrink with the time that the last one took.
    pub(super) fn next(&mut self) -> Option<Segment> {
        if self.ended {
            return None;
        }
        if self.next > 0 && self.size < usize::MAX {
            self.adapt(self.began.elapsed());
        }
        self.began = Instant::now();
        let end = self.next.saturating_add(self.size - 1).min(self.bounds.len());
        let bounds = self.bounds.get(self.next..end).unwrap_or_default().to_vec();
        let to = self.bounds.get(end).cloned();
        self.ended = to.is_none();
        self.next = end + 1;
        let from = std::mem::replace(&mut self.from, to.clone());
        Some(Segment { within: KeyRange { from, to }, bounds })
    }

    fn adapt(&mut self, took: Duration) {
        let size = if took * 2 < TIME { self.size.saturating_mul(2) } else { self.size };
        let size = if took > TIME * 2 { size.div_ceil(2) } else { size };
        self.size = size.clamp(1, self.most.max(1));
    }
}

/// Bounds that are ascending, each once, whatever a side has given.
pub(super) fn ascending(mut bounds: Vec<Row>) -> Vec<Row> {
    bounds.sort_by(|one, other| compare_keys(one, other));
    bounds.dedup_by(|one, other| compare_keys(one, other).is_eq());
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(count: i128) -> Vec<Row> {
        (1..=count).map(|it| vec![database::Value::Integer(it)]).collect()
    }

    #[test]
    fn segments_lie_end_to_end_and_hold_all_bounds() {
        for (bounds, whole, most) in [(0, false, None), (1, false, Some(1)), (25, false, Some(2000)), (25, true, None)]
        {
            let mut cut = Cut::new(keys(bounds), None, whole, 25_000, most);
            let (mut seen, mut last) = (Vec::new(), None);
            while let Some(segment) = cut.next() {
                assert_eq!(segment.within.from, last);
                seen.extend(segment.bounds);
                seen.extend(segment.within.to.clone());
                last = segment.within.to;
            }
            assert_eq!(last, None);
            assert_eq!(seen, keys(bounds));
        }
    }

    #[test]
    fn what_lies_before_the_beginning_is_left_out() {
        let begin = vec![database::Value::Integer(10)];
        let segment = Cut::new(keys(12), Some(begin.clone()), true, 12, None).next().expect("a segment");
        assert_eq!(segment.within.from, Some(begin));
        assert_eq!(segment.bounds.len(), 2);
    }
}
