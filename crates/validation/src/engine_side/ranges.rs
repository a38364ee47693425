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
}
