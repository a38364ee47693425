//! Ranges of keys that buckets stand for.

use crate::{Buckets, KeyRange};

/// The ranges of the buckets named, neighbours put together; everything where buckets are no ranges.
pub(super) fn merged(buckets: &Buckets, wanted: &[usize]) -> Vec<KeyRange> {
    let Buckets::Ranges { within, bounds } = buckets else {
        return if wanted.is_empty() { Vec::new() } else { vec![KeyRange::default()] };
    };
    let from = |bucket: usize| match bucket.checked_sub(1) {
        Some(before) => bounds.get(before).cloned(),
        None => within.from.clone(),
    };
    let to = |bucket: usize| bounds.get(bucket).cloned().or_else(|| within.to.clone());
    let mut wanted: Vec<usize> = wanted.iter().copied().filter(|it| *it <= bounds.len()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut ranges = Vec::new();
    let mut rest = wanted.as_slice();
    while let Some(first) = rest.first().copied() {
        let together = rest.iter().zip(first..).take_while(|(bucket, next)| **bucket == *next).count();
        ranges.push(KeyRange { from: from(first), to: to(first + together - 1) });
        rest = rest.get(together..).unwrap_or_default();
    }
    ranges
}

/// Most buckets of a share: what is read of it ahead of its turn has to fit into memory.
const MOST: usize = 16;
/// Shares of each connection, where there are so many buckets: one that is slow keeps the others busy.
const SHARES: usize = 4;

/// The same in shares for so many connections, in the order of the key.
pub(super) fn shares(buckets: &Buckets, wanted: &[usize], connections: usize) -> Vec<Vec<KeyRange>> {
    if connections < 2 || !matches!(buckets, Buckets::Ranges { .. }) {
        return vec![merged(buckets, wanted)];
    }
    let mut wanted = wanted.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let size = wanted.len().div_ceil(connections * SHARES).clamp(1, MOST);
    wanted.chunks(size).map(|share| merged(buckets, share)).collect()
}

#[cfg(test)]
mod tests {
    use database::Value;

    use super::*;

    #[test]
    fn neighbours_are_one_range() {
        let key = |it: i128| vec![Value::Integer(it)];
        let within = KeyRange { from: Some(key(0)), to: None };
        let buckets = Buckets::Ranges { within, bounds: vec![key(10), key(20), key(30)] };
        let range = |from: Option<i128>, to: Option<i128>| KeyRange { from: from.map(key), to: to.map(key) };
        assert_eq!(merged(&buckets, &[3, 1, 0]), [range(Some(0), Some(20)), range(Some(30), None)]);
        assert_eq!(merged(&buckets, &[2]), [range(Some(20), Some(30))]);
        assert_eq!(merged(&buckets, &[0, 1, 2, 3]), [range(Some(0), None)]);
        assert_eq!(merged(&buckets, &[]), []);
        assert_eq!(merged(&Buckets::Hashed(4), &[2]), [KeyRange::default()]);
    }

    #[test]
    fn shares_lie_end_to_end() {
        let key = |it: i128| vec![Value::Integer(it)];
        let buckets = Buckets::Ranges { within: KeyRange::default(), bounds: (1..100).map(key).collect() };
        let all: Vec<usize> = (0..100).rev().collect();
        for (connections, count) in [(1, 1), (2, 8), (4, 15), (99, 100)] {
            let shares = shares(&buckets, &all, connections);
            assert_eq!(shares.len(), count, "{connections}");
            let ranges = shares.concat();
            assert_eq!((ranges.len(), &ranges[0].from, &ranges[count - 1].to), (count, &None, &None));
            assert!(ranges.windows(2).all(|it| it[0].to.is_some() && it[0].to == it[1].from));
        }
        let scattered = shares(&buckets, &[7, 3, 50, 4], 2);
        let range = |from: i128, to: i128| vec![KeyRange { from: Some(key(from)), to: Some(key(to)) }];
        assert_eq!(scattered, [range(3, 4), range(4, 5), range(7, 8), range(50, 51)]);
        assert_eq!(shares(&Buckets::Hashed(9), &[1, 2], 4), [[KeyRange::default()]]);
    }
}
