//! Random numbers by counting: the score of a task in a draw is a function of the seed, the task's id and the draw's number,
//! and of nothing else. So a task that is added changes no other task's draws, and threads change nothing at all.
//!
//! The bits are those of `SplitMix64` (Steele, Lea and Flood 2014); each gives the scores of two draws. Scores come from a
//! table with 64 cells per octave of probability, straight lines in between; the error is below 0.00003.

use std::sync::OnceLock;

use super::lanes::LANES;
use crate::distribution::normal;

const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// A stream of scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stream(u64);

impl Stream {
    /// The stream of something that has this name, among others of its kind.
    pub(super) fn new(seed: u64, kind: u8, name: &str) -> Self {
        // FNV-1a
        let start = 0xcbf2_9ce4_8422_2325_u64;
        let bytes = std::iter::once(kind).chain(name.bytes());
        let hash = bytes.fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(mix(mix(seed.wrapping_add(GAMMA)) ^ hash))
    }

    /// Standard normal scores of a block of draws.
    #[inline]
    pub(super) fn scores(self, scores: &Scores, block: u64, lanes: &mut [f64; LANES]) {
        let mut at = self.0.wrapping_add((block * (LANES as u64 / 2)).wrapping_mul(GAMMA));
        for pair in lanes.as_chunks_mut::<2>().0 {
            at = at.wrapping_add(GAMMA);
            let bits = mix(at);
            pair[0] = scores.of((bits >> 32) as u32);
            pair[1] = scores.of(bits as u32);
        }
    }
}

#[inline]
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

const PER_OCTAVE: u32 = 6;
/// Probabilities from 2⁻³³ to a half.
const OCTAVES: usize = 32;
const CELLS: usize = OCTAVES << PER_OCTAVE;
const SHIFT: u32 = 52 - PER_OCTAVE;
/// The bits of 2⁻³³, shifted.
const LOWEST: u64 = (1023 - 33) << PER_OCTAVE;

/// The lower half of the normal quantile function: a line per cell.
pub(super) struct Scores(Box<[[f64; 2]; CELLS]>);

impl Scores {
    pub(super) fn table() -> &'static Self {
        static TABLE: OnceLock<Scores> = OnceLock::new();
        TABLE.get_or_init(|| {
            let edge = |cell: usize| f64::from_bits((LOWEST + cell as u64) << SHIFT);
            #[expect(clippy::large_stack_arrays, reason = "32 kB, once")]
            let mut cells = Box::new([[0.0; 2]; CELLS]);
            let mut left = normal::score(edge(0));
            for (index, cell) in cells.iter_mut().enumerate() {
                let right = normal::score(edge(index + 1));
                let slope = (right - left) / (edge(index + 1) - edge(index));
                *cell = [left - slope * edge(index), slope];
                left = right;
            }
            Self(cells)
        })
    }

    /// The score of 32 random bits: one for the sign, 31 for how probable a score as far away is.
    #[inline]
    fn of(&self, bits: u32) -> f64 {
        // Between 2⁻³³ and a half, both exclusive.
        let p = (f64::from(bits >> 1) + 0.5) * (1.0 / 4_294_967_296.0);
        let cell = ((p.to_bits() >> SHIFT) - LOWEST) as usize & (CELLS - 1);
        let [level, slope] = self.0[cell];
        let score = level + slope * p;
        // The sign of what is negative or zero.
        f64::from_bits(score.to_bits() ^ (u64::from(bits & 1) << 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_close() {
        let table = Scores::table();
        let mut bits = 0;
        while bits < u32::MAX - 2_000_003 {
            let p = (f64::from(bits >> 1) + 0.5) / 4_294_967_296.0;
            let exact = if bits & 1 == 0 { normal::score(p) } else { -normal::score(p) };
            assert!((table.of(bits) - exact).abs() < 3e-5, "{bits}: {} {exact}", table.of(bits));
            bits += 999_983;
        }
        for bits in [0, 1, 2, 3, 100, 5_000, u32::MAX] {
            let p = (f64::from(bits >> 1) + 0.5) / 4_294_967_296.0;
            assert!((table.of(bits).abs() + normal::score(p)).abs() < 3e-5, "{bits}");
        }
    }

    #[test]
    fn scores_are_standard_normal_and_independent() {
        let table = Scores::table();
        let streams = [Stream::new(7, 0, "copy"), Stream::new(7, 0, "index"), Stream::new(7, 1, "copy")];
        let mut sums = [[0.0; 4]; 3];
        let mut products = [0.0; 3];
        let blocks = 4_000;
        for block in 0..blocks {
            let mut all = [[0.0; LANES]; 3];
            for (stream, lanes) in streams.iter().zip(&mut all) {
                stream.scores(table, block, lanes);
            }
            for (sums, lanes) in sums.iter_mut().zip(&all) {
                for score in lanes {
                    for (power, sum) in (1..).zip(sums.iter_mut()) {
                        *sum += score.powi(power);
                    }
                }
            }
            let product = |a: usize, b: usize| all[a].iter().zip(&all[b]).map(|(a, b)| a * b).sum::<f64>();
            products[0] += product(0, 1);
            products[1] += product(0, 2);
            products[2] += all[0].iter().zip(&all[0][1..]).map(|(a, b)| a * b).sum::<f64>();
        }
        let draws = (blocks * LANES as u64) as f64;
        for sums in sums {
            for (sum, expected) in sums.iter().zip([0.0, 1.0, 0.0, 3.0]) {
                assert!((sum / draws - expected).abs() < 0.05, "{sums:?}");
            }
        }
        assert!(products.iter().all(|product| (product / draws).abs() < 0.01), "{products:?}");
    }
}
