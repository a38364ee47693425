//! Amounts of several resources packed into words, so that one subtraction compares them all.
//!
//! A lane holds the free units of one resource and, as its highest bit, a guard: a demand fits where no guard is borrowed
//! from.

/// How resources lie in words.
#[derive(Debug, Clone)]
pub(super) struct Lanes {
    /// Bits of a lane: 16 where capacities are small, else 64.
    bits: u32,
    /// The highest bit of each lane.
    guards: u64,
    /// What is free where nothing is held, by word.
    pub(super) full: Vec<u64>,
}

/// What a task holds of the resources of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) word: usize,
    pub(super) units: u64,
}

impl Lanes {
    pub(super) fn new(capacities: &[u32]) -> Self {
        let is_small = capacities.iter().all(|&capacity| capacity < 1 << 15);
        let (bits, guards) = if is_small { (16, 0x8000_8000_8000_8000) } else { (64, 1 << 63) };
        let mut lanes = Self { bits, guards, full: Vec::new() };
        lanes.full = vec![0; capacities.len().div_ceil(lanes.per_word())];
        for (resource, &capacity) in capacities.iter().enumerate() {
            let piece = lanes.piece(resource, u64::from(capacity));
            lanes.full[piece.word] += piece.units;
        }
        lanes
    }

    fn per_word(&self) -> usize {
        if self.bits == 16 { 4 } else { 1 }
    }

    /// So many units of a resource; no more than its capacity.
    pub(super) fn piece(&self, resource: usize, units: u64) -> Piece {
        let lane = resource % self.per_word();
        Piece { word: resource / self.per_word(), units: units << (16 * lane) }
    }

    pub(super) fn words(&self) -> usize {
        self.full.len()
    }

    pub(super) fn guards(&self) -> u64 {
        self.guards
    }

    /// The higher of two amounts, lane by lane.
    #[inline]
    pub(super) fn higher(&self, left: u64, right: u64) -> u64 {
        // Guards that stay say where left is at least right; spread over their lanes they choose.
        let at_least = ((left | self.guards) - right) & self.guards;
        let mask = at_least | (at_least - (at_least >> (self.bits - 1)));
        (left & mask) | (right & !mask)
    }
}

/// Whether what is asked fits into what is free, lane by lane.
#[inline]
pub(super) fn fits(guards: u64, free: u64, units: u64) -> bool {
    ((free | guards) - units) & guards == guards
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lane_decides() {
        let lanes = Lanes::new(&[3, 32_767, 1, 5, 9]);
        assert_eq!((lanes.words(), lanes.full[1]), (2, 9));
        let ask = |units: [u64; 4]| units.iter().enumerate().map(|(lane, &units)| lanes.piece(lane, units).units).sum();
        let fits = |free: [u64; 4], units: [u64; 4]| fits(lanes.guards(), ask(free), ask(units));
        assert!(fits([3, 32_767, 1, 5], [3, 32_767, 1, 5]));
        assert!(fits([3, 0, 0, 5], [3, 0, 0, 0]));
        assert!(!fits([3, 32_767, 0, 5], [0, 0, 1, 0]) && !fits([2, 9, 9, 9], [3, 0, 0, 0]));
        assert!(!fits([0, 9, 9, 4], [0, 0, 0, 5]));
    }

    #[test]
    fn the_higher_of_two() {
        let lanes = Lanes::new(&[9, 9, 9, 9]);
        let amount =
            |units: [u64; 4]| units.iter().enumerate().map(|(lane, &units)| lanes.piece(lane, units).units).sum();
        assert_eq!(lanes.higher(amount([1, 9, 4, 0]), amount([2, 3, 4, 9])), amount([2, 9, 4, 9]));
        let wide = Lanes::new(&[70_000]);
        assert_eq!((wide.higher(5, 70_000), wide.higher(70_000, 5)), (70_000, 70_000));
        assert!(super::fits(wide.guards(), 70_000, 70_000) && !super::fits(wide.guards(), 69_999, 70_000));
    }
}
