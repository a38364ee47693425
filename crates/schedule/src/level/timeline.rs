//! What is free of each resource over time, for short plans: one word per unit of time.

use super::lanes::{Lanes, Piece, fits};

/// What is free over time. Times are not negative; demands are at most what there is.
pub(super) trait Timeline {
    /// Whether it serves long plans, in which it pays to remember what was found.
    const IS_LONG: bool;

    /// Everything is free again.
    fn clear(&mut self);

    /// The first time at or after `ready` from which the demand fits for `length`.
    fn first_fit(&self, demand: &[Piece], ready: i64, length: i64) -> i64;

    /// Where the last part of `from..to` ends in which the demand does not fit.
    fn last_conflict(&self, demand: &[Piece], from: i64, to: i64) -> Option<i64>;

    /// Takes the demand, which fits, for this time.
    fn reserve(&mut self, demand: &[Piece], from: i64, to: i64);
}

/// A word per unit of time and per word of resources.
#[derive(Debug, Clone)]
pub(super) struct Units {
    guards: u64,
    full: Vec<u64>,
    horizon: usize,
    /// The words of all times for the first word of resources, then those for the second one, and so on.
    free: Vec<u64>,
    /// From here on nothing has been taken.
    used: usize,
}

impl Units {
    /// Longer ones take more time to fill than they save.
    pub(super) const LONGEST: i64 = 1 << 14;

    /// For tasks that are over by the horizon.
    pub(super) fn new(lanes: &Lanes, horizon: usize) -> Self {
        let free = lanes.full.iter().flat_map(|&full| std::iter::repeat_n(full, horizon)).collect();
        Self { guards: lanes.guards(), full: lanes.full.clone(), horizon, free, used: 0 }
    }

    fn fits(&self, demand: &[Piece], at: usize) -> bool {
        demand.iter().all(|piece| fits(self.guards, self.free[piece.word * self.horizon + at], piece.units))
    }
}

impl Timeline for Units {
    const IS_LONG: bool = false;

    fn clear(&mut self) {
        for (word, &full) in self.full.iter().enumerate() {
            self.free[word * self.horizon..][..self.used].fill(full);
        }
        self.used = 0;
    }

    #[inline]
    fn first_fit(&self, demand: &[Piece], ready: i64, length: i64) -> i64 {
        let (mut begin, length) = (index(ready), index(length));
        let mut at = begin;
        if let [piece] = demand {
            let free = &self.free[piece.word * self.horizon..][..self.horizon];
            while at < begin + length && at < self.used {
                at += 1;
                if !fits(self.guards, free[at - 1], piece.units) {
                    begin = at;
                }
            }
        } else {
            while at < begin + length && at < self.used {
                at += 1;
                if !self.fits(demand, at - 1) {
                    begin = at;
                }
            }
        }
        time(begin)
    }

    fn last_conflict(&self, demand: &[Piece], from: i64, to: i64) -> Option<i64> {
        (index(from)..index(to).min(self.used)).rev().find(|&at| !self.fits(demand, at)).map(|at| time(at + 1))
    }

    #[inline]
    fn reserve(&mut self, demand: &[Piece], from: i64, to: i64) {
        let (from, to) = (index(from), index(to));
        for piece in demand {
            for free in &mut self.free[piece.word * self.horizon..][from..to] {
                *free -= piece.units;
            }
        }
        self.used = self.used.max(to);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "times are not negative and below the horizon"
)]
fn index(time: i64) -> usize {
    time as usize
}

#[expect(clippy::cast_possible_wrap, reason = "below the horizon")]
fn time(index: usize) -> i64 {
    index as i64
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The same for each kind of timeline: two resources of 2 and 5 units.
    pub(in super::super) fn takes_and_finds(timeline: &mut impl Timeline, lanes: &Lanes) {
        let demand =
            |units: &[(usize, u64)]| units.iter().map(|&(resource, units)| lanes.piece(resource, units)).collect();
        let (one, two, other): (Vec<Piece>, Vec<Piece>, Vec<Piece>) =
            (demand(&[(0, 1)]), demand(&[(0, 2)]), demand(&[(1, 5)]));
        for _ in 0..2 {
            timeline.clear();
            timeline.reserve(&one, 2, 6);
            timeline.reserve(&two, 8, 9);
            assert_eq!(timeline.first_fit(&one, 0, 8), 0);
            assert_eq!(timeline.first_fit(&one, 0, 9), 9);
            assert_eq!(
                (timeline.first_fit(&two, 0, 2), timeline.first_fit(&two, 1, 2), timeline.first_fit(&two, 1, 3)),
                (0, 6, 9)
            );
            assert_eq!(timeline.first_fit(&other, 0, 100), 0);
            assert_eq!((timeline.last_conflict(&two, 0, 8), timeline.last_conflict(&two, 0, 20)), (Some(6), Some(9)));
            assert_eq!((timeline.last_conflict(&one, 0, 8), timeline.last_conflict(&two, 6, 8)), (None, None));
            timeline.reserve(&one, 3, 5);
            assert_eq!((timeline.first_fit(&one, 2, 1), timeline.first_fit(&one, 2, 2)), (2, 5));
        }
    }

    #[test]
    fn units() {
        for capacities in [[2, 5], [2, 50_000]] {
            let lanes = Lanes::new(&capacities);
            takes_and_finds(&mut Units::new(&lanes, 200), &lanes);
        }
    }
}
