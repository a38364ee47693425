//! What earlier searches for room have shown, so that later ones need not look there again.
//!
//! Room only gets less while a schedule is generated. Where work of some length that holds the same and has the same
//! calendars has found no room, longer work finds none either.

/// Lengths are told apart by half powers of two.
const LENGTHS: usize = 64;
/// Kinds of tasks that are remembered at most.
const KINDS: usize = 128;

/// For one kind of tasks and lengths of about the same size: no work of `length` or more can begin from `ready` on before
/// `begin`.
#[derive(Debug, Clone, Copy, Default)]
struct Hint {
    length: i64,
    ready: i64,
    begin: i64,
    /// The round in which it was learned; it is worth nothing in another one.
    round: u64,
}

/// What has been learned in this round.
#[derive(Debug, Clone)]
pub(super) struct Hints {
    hints: Vec<Hint>,
    round: u64,
}

impl Hints {
    /// For tasks of so many kinds.
    pub(super) fn new(kinds: usize) -> Self {
        Self { hints: vec![Hint::default(); kinds.min(KINDS) * LENGTHS], round: 1 }
    }

    /// Everything is free again.
    pub(super) fn clear(&mut self) {
        self.round += 1;
    }

    /// A time that is not before `ready`, and before which work of this length cannot begin.
    pub(super) fn skip(&self, kind: usize, mut ready: i64, length: i64) -> i64 {
        if kind < KINDS {
            for hint in &self.hints[kind * LENGTHS..=kind * LENGTHS + size(length)] {
                if hint.round == self.round && hint.length <= length && (hint.ready..hint.begin).contains(&ready) {
                    ready = hint.begin;
                }
            }
        }
        ready
    }

    /// Work of this length that was ready at `ready` could not begin before `begin`.
    pub(super) fn learn(&mut self, kind: usize, ready: i64, length: i64, begin: i64) {
        if kind >= KINDS || ready >= begin {
            return;
        }
        let hint = &mut self.hints[kind * LENGTHS + size(length)];
        if hint.round == self.round && (hint.ready..=hint.begin).contains(&ready) {
            // Both spans together, for what is as long as the longer one.
            *hint = Hint { length: length.max(hint.length), begin: begin.max(hint.begin), ..*hint };
        } else {
            *hint = Hint { length, ready, begin, round: self.round };
        }
    }
}

/// Twice the logarithm to the base 2, rounded down.
fn size(length: i64) -> usize {
    let length = length.max(1).unsigned_abs();
    let log = length.ilog2();
    let is_upper = u128::from(length) * u128::from(length) >= 1 << (2 * log + 1);
    (2 * log as usize + usize::from(is_upper)).min(LENGTHS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_finds_no_room_either() {
        let mut hints = Hints::new(2);
        hints.learn(0, 10, 100, 50);
        assert_eq!((hints.skip(0, 10, 100), hints.skip(0, 20, 500), hints.skip(0, 50, 100)), (50, 50, 50));
        assert_eq!((hints.skip(0, 10, 99), hints.skip(0, 9, 100), hints.skip(1, 10, 100)), (10, 9, 10));
        hints.learn(0, 50, 102, 60);
        assert_eq!((hints.skip(0, 10, 102), hints.skip(0, 10, 101)), (60, 10));
        hints.clear();
        assert_eq!(hints.skip(0, 10, 500), 10);
    }

    #[test]
    fn sizes_are_half_powers_of_two() {
        assert_eq!([0, 1, 2, 3, 4, 5, 6, 8, 11, 12, i64::MAX].map(size), [0, 0, 2, 3, 4, 4, 5, 6, 6, 7, 63]);
    }
}
