//! The ends of tasks and groups over all draws: all of them where they are few, else counts in classes.

use super::histogram::{Histograms, Scale};
use super::lanes::Lanes;
use super::tornado::at_share;

/// Ends that are kept one by one, of all tasks, groups and draws together, at most: 16 MB.
const MOST_KEPT: usize = 2_000_000;

/// How ends are kept.
#[derive(Debug)]
pub(super) enum Keeping {
    /// One by one, for so many tasks and groups.
    All(usize),
    /// In classes on these scales.
    Classes(Vec<Scale>),
}

impl Keeping {
    /// How ends of so many rows are kept; the scales are asked for where they are needed only.
    pub(super) fn new(rows: usize, draws: u32, scales: impl FnOnce() -> Vec<Scale>) -> Self {
        if rows.saturating_mul(draws as usize) <= MOST_KEPT { Self::All(rows) } else { Self::Classes(scales()) }
    }
}

/// Ends by row: tasks by position, then groups.
#[derive(Debug)]
pub(super) enum Ends {
    All(Vec<Vec<f64>>),
    Classes(Histograms, Vec<Scale>),
}

impl Ends {
    pub(super) fn new(keeping: &Keeping) -> Self {
        match keeping {
            Keeping::All(rows) => Self::All(vec![Vec::new(); *rows]),
            Keeping::Classes(scales) => Self::Classes(Histograms::new(scales.len()), scales.clone()),
        }
    }

    #[inline]
    pub(super) fn add(&mut self, row: usize, lanes: &Lanes, count: usize) {
        match self {
            Self::All(rows) => {
                if let Some(row) = rows.get_mut(row) {
                    row.extend(lanes.iter().take(count));
                }
            }
            Self::Classes(histograms, scales) => {
                if let Some(scale) = scales.get(row) {
                    histograms.add(row, scale, lanes, count);
                }
            }
        }
    }

    /// Takes in what another thread has kept.
    pub(super) fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::All(rows), Self::All(others)) => {
                for (row, mut other) in rows.iter_mut().zip(others) {
                    row.append(&mut other);
                }
            }
            (Self::Classes(histograms, _), Self::Classes(others, _)) => histograms.merge(&others),
            // All threads keep in the same way.
            (Self::All(_), Self::Classes(..)) | (Self::Classes(..), Self::All(_)) => {}
        }
    }

    /// To be called when all is in, before questions: in which order it came does not matter any more.
    pub(super) fn sort(&mut self) {
        if let Self::All(rows) = self {
            for row in rows {
                row.sort_unstable_by(f64::total_cmp);
            }
        }
    }

    /// The end that the share `p` of all draws does not exceed; none where it is "never". How ends spread over a class is
    /// told by `within`.
    pub(super) fn quantile(&self, row: usize, p: f64, within: impl Fn(f64, f64, f64) -> f64) -> Option<f64> {
        match self {
            Self::All(rows) => at_share(rows.get(row)?, p),
            Self::Classes(histograms, scales) => histograms.quantile(row, scales.get(row)?, p, within),
        }
    }

    /// In how many draws it was "never".
    pub(super) fn never(&self, row: usize) -> usize {
        match self {
            Self::All(rows) => rows.get(row).map_or(0, |row| row.len() - row.partition_point(|end| end.is_finite())),
            Self::Classes(histograms, _) => histograms.never(row) as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::histogram::Extremes;
    use super::super::lanes::LANES;
    use super::*;

    #[test]
    fn few_are_kept_one_by_one_and_many_in_classes() {
        let mut lanes = [0.0; LANES];
        (1..).zip(&mut lanes).for_each(|(value, lane): (i32, _)| *lane = f64::from(value));
        lanes[LANES - 1] = f64::INFINITY;
        let scales = || {
            let mut pilot = Extremes::NONE;
            pilot.add(&lanes, LANES);
            vec![Scale::new(&pilot); 100]
        };
        for (draws, tolerance) in [(20_000, 0.0), (20_001, 2.0)] {
            let keeping = Keeping::new(100, draws, scales);
            let (mut first, mut second) = (Ends::new(&keeping), Ends::new(&keeping));
            first.add(7, &lanes, LANES / 2);
            let mut rest = [0.0; LANES];
            rest[..LANES / 2].copy_from_slice(&lanes[LANES / 2..]);
            second.add(7, &rest, LANES / 2);
            second.merge(first);
            second.sort();
            let median = second.quantile(7, 0.5, Histograms::evenly).unwrap();
            assert!((median - 64.0).abs() <= tolerance, "{median}");
            assert_eq!((second.never(7), second.quantile(7, 1.0, Histograms::evenly)), (1, None));
        }
    }
}
