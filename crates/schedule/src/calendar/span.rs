//! Sets of time as sorted spans that do not touch.

/// Seconds since the epoch, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Span {
    pub(super) from: i64,
    pub(super) to: i64,
}

/// Further away than any date that can be written, and far from overflow.
pub(super) const FOREVER: i64 = 1 << 50;

impl Span {
    pub(super) const ALWAYS: Self = Self { from: -FOREVER, to: FOREVER };
}

/// Puts spans in order and joins those that overlap or touch; empty ones go.
pub(super) fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| span.from < span.to);
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let joins = next.from <= last.to;
        if joins {
            last.to = last.to.max(next.to);
        }
        joins
    });
    spans
}

/// What is in both sets.
pub(super) fn intersection(left: &[Span], right: &[Span]) -> Vec<Span> {
    let mut both = Vec::new();
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let common = Span { from: a.from.max(b.from), to: a.to.min(b.to) };
        if common.from < common.to {
            both.push(common);
        }
        if a.to <= b.to {
            left.next()
        } else {
            right.next()
        };
    }
    both
}

/// What is in the first set and not in the second one.
pub(super) fn without(spans: &[Span], closed: &[Span]) -> Vec<Span> {
    let mut gaps = Vec::with_capacity(closed.len() + 1);
    let mut from = -FOREVER;
    for span in closed {
        gaps.push(Span { from, to: span.from });
        from = span.to;
    }
    gaps.push(Span { from, to: FOREVER });
    intersection(spans, &gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(list: &[(i64, i64)]) -> Vec<Span> {
        list.iter().map(|&(from, to)| Span { from, to }).collect()
    }

    #[test]
    fn what_touches_is_one() {
        let joined = union(spans(&[(20, 30), (5, 5), (0, 10), (10, 12), (22, 25), (29, 40)]));
        assert_eq!(joined, spans(&[(0, 12), (20, 40)]));
    }

    #[test]
    fn common_time_of_two_sets() {
        let left = spans(&[(0, 10), (20, 30), (40, 50)]);
        assert_eq!(intersection(&left, &spans(&[(5, 25), (28, 45)])), spans(&[(5, 10), (20, 25), (28, 30), (40, 45)]));
        assert_eq!(intersection(&left, &[Span::ALWAYS]), left);
        assert_eq!(intersection(&left, &spans(&[(10, 20), (30, 40)])), []);
    }

    #[test]
    fn what_is_closed_is_cut_out() {
        let left = spans(&[(0, 10), (20, 30)]);
        assert_eq!(without(&left, &spans(&[(2, 4), (8, 21)])), spans(&[(0, 2), (4, 8), (21, 30)]));
        assert_eq!(without(&left, &[]), left);
    }
}
