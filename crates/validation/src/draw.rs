//! Rows drawn at random in one reading, whatever order they come in.

use std::collections::BinaryHeap;

use twox_hash::XxHash3_64;

use crate::canonical::{compare_keys, encode::encode};
use crate::{Form, Row};

/// Keeps the keys with the least hashes: each row is as likely as any other, and the seed alone decides which they are.
pub(crate) struct Draw {
    most: usize,
    seed: u64,
    kept: BinaryHeap<Drawn>,
    buffer: Vec<u8>,
}

struct Drawn(u64, Row);

impl Draw {
    pub(crate) fn new(rows: u64, seed: u64) -> Self {
        let most = usize::try_from(rows).unwrap_or(usize::MAX);
        Self { most, seed, kept: BinaryHeap::new(), buffer: Vec::new() }
    }

    pub(crate) fn offer(&mut self, key: Row) {
        self.buffer.clear();
        for value in &key {
            encode(value, &Form::AsIs, &mut self.buffer);
        }
        let hash = XxHash3_64::oneshot_with_seed(self.seed, &self.buffer);
        if self.kept.len() < self.most {
            self.kept.push(Drawn(hash, key));
        } else if self.kept.peek().is_some_and(|most| hash < most.0) {
            self.kept.pop();
            self.kept.push(Drawn(hash, key));
        }
    }

    /// The keys, ascending.
    pub(crate) fn finish(self) -> Vec<Row> {
        let mut keys: Vec<Row> = self.kept.into_iter().map(|it| it.1).collect();
        keys.sort_by(|one, other| compare_keys(one, other));
        keys
    }
}

impl PartialEq for Drawn {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Drawn {}

impl PartialOrd for Drawn {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Drawn {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_and_the_order_does_not() {
        let keys: Vec<Row> = (0..1000).map(|it| vec![database::Value::Integer(it)]).collect();
        let draw = |seed: u64, keys: &mut dyn Iterator<Item = &Row>| {
            let mut draw = Draw::new(50, seed);
            keys.for_each(|key| draw.offer(key.clone()));
            draw.finish()
        };
        let drawn = draw(1, &mut keys.iter());
        assert_eq!(drawn.len(), 50);
        assert_eq!(drawn, draw(1, &mut keys.iter().rev()));
        assert_ne!(drawn, draw(2, &mut keys.iter()));
    }
}
