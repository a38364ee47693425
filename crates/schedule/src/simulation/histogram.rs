//! Counts of many draws in little memory: 192 classes per task, 16 per octave of the distance from a low end, so that
//! what is near the low end is told as precisely as what is far from it.
//!
//! Counts, least and greatest are whole-number sums and extremes: in which order draws come, and by which thread, does not
//! matter. A quantile is exact to the width of a class, 1/16 of its distance from the low end at most, and as a rule far
//! better, as values spread over a class; it is never outside of what was drawn.

use super::lanes::{LANES, Lanes};

const CLASSES: usize = 192;
/// Four bits of the fraction.
const SHIFT: u32 = 48;

/// Where a task's classes lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    /// The bits of the first class's distance, shifted.
    first: u64,
}

/// Counts for many tasks.
#[derive(Debug, Clone)]
pub(super) struct Histograms {
    counts: Vec<[u32; CLASSES]>,
    extremes: Vec<Extremes>,
}

/// The least and the greatest that was drawn, and how often it was "never".
#[derive(Debug, Clone, Copy)]
pub(super) struct Extremes {
    pub(super) least: f64,
    pub(super) greatest: f64,
    pub(super) never: u32,
}

impl Extremes {
    pub(super) const NONE: Self = Self { least: f64::INFINITY, greatest: f64::NEG_INFINITY, never: 0 };

    pub(super) fn add(&mut self, lanes: &Lanes, count: usize) {
        let (mut least, mut greatest) = ([f64::INFINITY; 8], [f64::NEG_INFINITY; 8]);
        if count == LANES {
            for chunk in lanes.as_chunks::<8>().0 {
                for ((least, greatest), &lane) in least.iter_mut().zip(&mut greatest).zip(chunk) {
                    *least = if lane < *least { lane } else { *least };
                    *greatest = if lane > *greatest { lane } else { *greatest };
                }
            }
        }
        let most = greatest.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if count == LANES && most < f64::INFINITY {
            self.least = least.iter().copied().fold(self.least, f64::min);
            self.greatest = self.greatest.max(most);
            return;
        }
        for &lane in lanes.iter().take(count) {
            if lane == f64::INFINITY {
                self.never += 1;
            } else {
                self.least = self.least.min(lane);
                self.greatest = self.greatest.max(lane);
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
        self.never += other.never;
    }
}

impl Scale {
    /// From what some draws have given, twice as far up. The few draws that are below all of those share a class.
    pub(super) fn new(pilot: &Extremes) -> Self {
        // Where all of them were "never": three years.
        let (least, greatest) = if pilot.least > pilot.greatest { (0.0, 1e8) } else { (pilot.least, pilot.greatest) };
        let width = (greatest - least).max(1.0);
        let last = (2.0 * width).to_bits() >> SHIFT;
        Self { low: least, first: last - (CLASSES as u64 - 1) }
    }

    #[inline]
    fn class(&self, value: f64) -> usize {
        // What is below the low end counts as just above it.
        let distance = value - self.low;
        let distance = if distance > 0.0 { distance } else { 0.0 };
        ((distance.to_bits() >> SHIFT).saturating_sub(self.first) as usize).min(CLASSES - 1)
    }

    /// Where a class begins.
    fn edge(&self, class: usize) -> f64 {
        if class == 0 { self.low } else { self.low + f64::from_bits((self.first + class as u64) << SHIFT) }
    }
}

impl Histograms {
    pub(super) fn new(tasks: usize) -> Self {
        Self { counts: vec![[0; CLASSES]; tasks], extremes: vec![Extremes::NONE; tasks] }
    }

    #[inline]
    pub(super) fn add(&mut self, task: usize, scale: &Scale, lanes: &Lanes, count: usize) {
        let (Some(counts), Some(extremes)) = (self.counts.get_mut(task), self.extremes.get_mut(task)) else { return };
        let never = extremes.never;
        extremes.add(lanes, count);
        if extremes.never == never && extremes.least == extremes.greatest {
            // Always the same so far: the extremes tell it. The classes must hold it nevertheless.
            counts[scale.class(extremes.least)] += count as u32;
            return;
        }
        if extremes.never == never && count == LANES {
            // Without a question at each: the most frequent case by far.
            let classes = lanes.map(|lane| scale.class(lane) as u32);
            for class in classes {
                counts[(class as usize).min(CLASSES - 1)] += 1;
            }
            return;
        }
        for &lane in lanes.iter().take(count) {
            if lane < f64::INFINITY {
                counts[scale.class(lane)] += 1;
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (counts, others) in self.counts.iter_mut().zip(&other.counts) {
            for (count, other) in counts.iter_mut().zip(others) {
                *count += other;
            }
        }
        for (extremes, other) in self.extremes.iter_mut().zip(&other.extremes) {
            extremes.merge(other);
        }
    }

    /// The value that the share `p` of all draws does not exceed; none where it is "never". How values spread over a class
    /// is told by `within`: from where to where, and the share that is wanted.
    pub(super) fn quantile(
        &self,
        task: usize,
        scale: &Scale,
        p: f64,
        within: impl Fn(f64, f64, f64) -> f64,
    ) -> Option<f64> {
        let (counts, extremes) = (self.counts.get(task)?, self.extremes.get(task)?);
        let finite: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        let rank = p * (finite + u64::from(extremes.never)) as f64;
        if finite == 0 || rank > finite as f64 {
            return None;
        }
        let mut below = 0.0;
        for (class, &count) in counts.iter().enumerate() {
            let count = f64::from(count);
            if count > 0.0 && below + count >= rank {
                let (from, to) = (scale.edge(class), scale.edge(class + 1));
                let value = within(from, to, ((rank - below) / count).clamp(0.0, 1.0));
                return Some(value.clamp(extremes.least, extremes.greatest));
            }
            below += count;
        }
        Some(extremes.greatest)
    }

    /// Values spread evenly.
    pub(super) fn evenly(from: f64, to: f64, share: f64) -> f64 {
        from + (to - from) * share
    }

    /// In how many draws it was "never".
    pub(super) fn never(&self, task: usize) -> u32 {
        self.extremes.get(task).map_or(0, |extremes| extremes.never)
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::{Scores, Stream};
    use super::*;

    /// Draws from a stream, through a function, and what the histogram says of the quantiles beside the exact ones.
    fn compare(value: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        let stream = Stream::new(3, 0, "histogram");
        let mut all = Vec::new();
        let mut pilot = Extremes::NONE;
        let blocks: Vec<Lanes> = (0..80)
            .map(|block| {
                let mut lanes = [0.0; LANES];
                stream.scores(Scores::table(), block, &mut lanes);
                lanes.map(&value)
            })
            .collect();
        blocks.iter().take(2).for_each(|lanes| pilot.add(lanes, LANES));
        let scale = Scale::new(&pilot);
        let mut histograms = Histograms::new(1);
        for lanes in &blocks {
            histograms.add(0, &scale, lanes, LANES);
            all.extend(lanes);
        }
        all.sort_by(f64::total_cmp);
        let exact = |p: f64| all[(p * all.len() as f64) as usize - 1];
        [0.05, 0.5, 0.8, 0.9, 0.95]
            .map(|p| (histograms.quantile(0, &scale, p, Histograms::evenly).unwrap(), exact(p)))
            .to_vec()
    }

    #[test]
    fn quantiles_of_what_is_bell_shaped() {
        for (told, exact) in compare(|z| 100_000.0 + 600.0 * z) {
            assert!((told - exact).abs() < 0.02 * 600.0, "{told} {exact}");
        }
    }

    #[test]
    fn quantiles_of_what_has_a_long_tail() {
        for (told, exact) in compare(|z| 600.0 * (1.38 * z).exp()) {
            assert!((told / exact - 1.0).abs() < 0.05, "{told} {exact}");
        }
    }

    #[test]
    fn what_is_always_the_same_is_exact() {
        for (told, exact) in compare(|_| 12_345.0) {
            assert!(told == exact && exact == 12_345.0, "{told}");
        }
    }

    #[test]
    fn never_is_no_number() {
        let mut lanes = [10.0; LANES];
        lanes[..LANES / 4].fill(f64::INFINITY);
        let mut pilot = Extremes::NONE;
        pilot.add(&lanes, LANES);
        let scale = Scale::new(&pilot);
        let mut histograms = Histograms::new(1);
        histograms.add(0, &scale, &lanes, LANES);
        assert_eq!((histograms.never(0), histograms.quantile(0, &scale, 0.75, Histograms::evenly)), (32, Some(10.0)));
        assert_eq!(histograms.quantile(0, &scale, 0.76, Histograms::evenly), None);
    }
}
