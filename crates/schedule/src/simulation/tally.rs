//! What is counted while draws run. Everything is a whole number or an extreme, so that it does not depend on which thread
//! has run which draws.

use std::sync::atomic::{AtomicU32, Ordering};

use super::block::Block;
use super::correlation::{Correlations, Ranks};
use super::ends::{Ends, Keeping};
use super::histogram::{Extremes, Scale};
use super::lanes::{LANES, Lanes, first};
use super::parallel::Jobs;
use super::prepared::Prepared;
use super::{SimulateOptions, Target};

/// Blocks that are run beforehand, to find the scales of the histograms and the ranks of ends.
const PILOT: u64 = 2;

/// Counts of the main run.
#[derive(Debug)]
pub(super) struct Tally {
    /// Of tasks by position, each as it is told ([`Prepared::clock`]), then of groups as times.
    pub(super) ends: Ends,
    /// By position: in how many draws it was critical.
    pub(super) critical: Vec<u64>,
    /// By deadline: in how many draws it was met.
    pub(super) met: Vec<u64>,
    /// The end of the whole by draw.
    pub(super) whole: Vec<f64>,
    /// Of scores with the end of the whole: by task position, then by driver.
    pub(super) correlations: Vec<f64>,
}

/// How many draws a block holds: the last one may hold fewer than there are lanes.
pub(super) fn lanes_of(block: u64, draws: u32) -> usize {
    let left = u64::from(draws).saturating_sub(block * LANES as u64);
    usize::try_from(left).unwrap_or(LANES).min(LANES)
}

/// Blocks that hold so many draws.
pub(super) fn blocks_of(draws: u32) -> u64 {
    u64::from(draws).div_ceil(LANES as u64)
}

/// What was found beforehand.
struct Pilot {
    keeping: Keeping,
    ranks: Ranks,
    /// Deadlines: the row that is watched, none for the whole, and the seconds after the start.
    deadlines: Vec<(Option<usize>, f64)>,
}

impl Tally {
    pub(super) fn run(prepared: &Prepared, options: &SimulateOptions, watch: &(dyn Fn(u32) + Sync)) -> Self {
        let jobs = Jobs::new(options.threads, prepared.activities.len());
        let pilot = Pilot::new(prepared, options, jobs);
        let done = AtomicU32::new(0);
        let parts = jobs.run(
            blocks_of(options.draws),
            || (Block::new(prepared), Part::new(prepared, &pilot)),
            |(block, part), number| {
                part.add(prepared, options, &pilot, block, number);
                let draws = lanes_of(number, options.draws) as u32;
                watch(done.fetch_add(draws, Ordering::Relaxed) + draws);
            },
        );
        let mut parts = parts.into_iter().map(|(_, part)| part);
        let mut sum = parts.next().unwrap_or_else(|| Part::new(prepared, &pilot));
        for part in parts {
            sum.merge(part);
        }
        sum.ends.sort();
        let whole = in_order(sum.whole, options.draws);
        Self {
            ends: sum.ends,
            critical: sum.critical,
            met: sum.met,
            whole,
            correlations: sum.correlations.told(options.draws),
        }
    }
}

/// The ends of blocks, one after the other.
fn in_order(mut blocks: Vec<(u64, Lanes)>, draws: u32) -> Vec<f64> {
    blocks.sort_by_key(|(block, _)| *block);
    let lanes = |(block, lanes): &(u64, Lanes)| lanes.iter().copied().take(lanes_of(*block, draws)).collect();
    blocks.iter().flat_map(|it| -> Vec<f64> { lanes(it) }).collect()
}

impl Pilot {
    fn new(prepared: &Prepared, options: &SimulateOptions, jobs: Jobs) -> Self {
        let (tasks, groups) = (prepared.activities.len(), options.groups.len());
        let parts = jobs.run(
            PILOT.min(blocks_of(options.draws)),
            || (Block::new(prepared), vec![Extremes::NONE; tasks + groups], Vec::<f64>::new()),
            |(block, extremes, ends), number| {
                let count = lanes_of(number, options.draws);
                block.run::<false>(prepared, number, |drawn| extremes[drawn.position].add(drawn.end, count));
                for (extremes, lanes) in extremes.iter_mut().skip(tasks).zip(&block.watched) {
                    extremes.add(lanes, count);
                }
                ends.extend(block.end.iter().take(count));
            },
        );
        let mut extremes = vec![Extremes::NONE; tasks + groups];
        let mut ends = Vec::new();
        for (_, others, other) in parts {
            extremes.iter_mut().zip(&others).for_each(|(extremes, other)| extremes.merge(other));
            ends.extend(other);
        }
        let scales = || extremes.iter().map(Scale::new).collect();
        let mut of_tasks = groups..;
        let row = |of: Target| match of {
            Target::Whole => None,
            Target::Group(group) => Some(group),
            Target::Task(_) => of_tasks.next(),
        };
        let rows: Vec<Option<usize>> = options.deadlines.iter().map(|it| it.of).map(row).collect();
        let limits = options.deadlines.iter().map(|it| options.start.seconds_until(it.at));
        Self {
            keeping: Keeping::new(tasks + groups, options.draws, scales),
            ranks: Ranks::new(ends),
            deadlines: rows.into_iter().zip(limits).collect(),
        }
    }
}

/// What one thread has counted.
struct Part {
    ends: Ends,
    critical: Vec<u64>,
    met: Vec<u64>,
    whole: Vec<(u64, Lanes)>,
    correlations: Correlations,
}

impl Part {
    fn new(prepared: &Prepared, pilot: &Pilot) -> Self {
        Self {
            ends: Ends::new(&pilot.keeping),
            critical: vec![0; prepared.activities.len()],
            met: vec![0; pilot.deadlines.len()],
            whole: Vec::new(),
            correlations: Correlations::new(prepared),
        }
    }

    fn add(&mut self, prepared: &Prepared, options: &SimulateOptions, pilot: &Pilot, block: &mut Block, number: u64) {
        let count = lanes_of(number, options.draws);
        let (ends, correlations) = (&mut self.ends, &mut self.correlations);
        block.run::<true>(prepared, number, |drawn| {
            ends.add(drawn.position, drawn.end, count);
            if let Some(scores) = drawn.scores {
                correlations.keep(drawn.position, scores);
            }
        });
        block.trace(prepared);
        correlations.add(prepared, block, &pilot.ranks, count);
        let tasks = prepared.activities.len();
        for (group, lanes) in block.watched.iter().take(options.groups.len()).enumerate() {
            ends.add(tasks + group, lanes, count);
        }
        for (sum, bits) in self.critical.iter_mut().zip(&block.critical) {
            *sum += u64::from((bits & first(count)).count_ones());
        }
        for (sum, (row, limit)) in self.met.iter_mut().zip(&pilot.deadlines) {
            let lanes = row.and_then(|row| block.watched.get(row)).unwrap_or(&block.end);
            *sum += lanes.iter().take(count).filter(|&lane| lane <= limit).count() as u64;
        }
        self.whole.push((number, block.end));
    }

    fn merge(&mut self, mut other: Self) {
        self.ends.merge(other.ends);
        self.critical.iter_mut().zip(other.critical).for_each(|(sum, other)| *sum += other);
        self.met.iter_mut().zip(other.met).for_each(|(sum, other)| *sum += other);
        self.whole.append(&mut other.whole);
        self.correlations.merge(&other.correlations);
    }
}
