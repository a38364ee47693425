//! What is counted while draws run. Everything is a whole number or an extreme, so that it does not depend on which thread
//! has run which draws.

use super::block::{Block, Held};
use super::ends::{Ends, Keeping};
use super::histogram::{Extremes, Scale};
use super::parallel::Jobs;
use super::prepared::{Prepared, Work};
use super::{LANES, Lanes, SimulateOptions, Target};
use crate::distribution::normal;

/// Blocks that are run beforehand to find the scales of the histograms.
const PILOT: u64 = 4;

/// Counts of the main run.
#[derive(Debug)]
pub(super) struct Tally {
    /// Of tasks by position, then of groups.
    pub(super) ends: Ends,
    /// By position: in how many draws it was critical.
    pub(super) critical: Vec<u64>,
    /// By deadline: in how many draws it was met.
    pub(super) met: Vec<u64>,
    /// The end of the whole by draw.
    pub(super) whole: Vec<f64>,
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

/// Groups and deadlines, by position.
struct Watched<'a> {
    groups: Vec<Vec<usize>>,
    deadlines: Vec<(&'a Target, f64)>,
}

impl Tally {
    pub(super) fn run(prepared: &Prepared, options: &SimulateOptions) -> Self {
        let position = |&task: &usize| prepared.positions[task];
        let watched = Watched {
            groups: options.groups.iter().map(|group| group.tasks.iter().map(position).collect()).collect(),
            deadlines: options.deadlines.iter().map(|it| (&it.of, options.start.seconds_until(it.at))).collect(),
        };
        let jobs = Jobs::new(options.threads, prepared.activities.len());
        let rows = prepared.activities.len() + watched.groups.len();
        let keeping = Keeping::new(rows, options.draws, || scales(prepared, options, &watched));
        let parts = jobs.run(
            blocks_of(options.draws),
            || (Block::new(prepared), Part::new(prepared, &watched, &keeping)),
            |(block, part), number| part.add(prepared, options, &watched, block, number),
        );
        let mut sum = Part::new(prepared, &watched, &keeping);
        for (_, part) in parts {
            sum.merge(part);
        }
        sum.ends.sort();
        sum.whole.sort_by_key(|(block, _)| *block);
        let lanes =
            |(block, lanes): &(u64, Lanes)| lanes.iter().copied().take(lanes_of(*block, options.draws)).collect();
        let whole = sum.whole.iter().flat_map(|it| -> Vec<f64> { lanes(it) }).collect();
        Self { ends: sum.ends, critical: sum.critical, met: sum.met, whole }
    }
}

fn scales(prepared: &Prepared, options: &SimulateOptions, watched: &Watched<'_>) -> Vec<Scale> {
    let tasks = prepared.activities.len();
    let mut pilot = vec![Extremes::NONE; tasks + watched.groups.len()];
    let mut block = Block::new(prepared);
    for number in 0..PILOT.min(blocks_of(options.draws)) {
        block.run::<false>(prepared, number, Held::Nothing, true);
        let count = lanes_of(number, options.draws);
        for (extremes, lanes) in pilot.iter_mut().zip(&block.finish) {
            extremes.add(lanes, count);
        }
        for (extremes, group) in pilot.iter_mut().skip(tasks).zip(&watched.groups) {
            extremes.add(&block.latest(group), count);
        }
    }
    pilot.iter().map(Scale::new).collect()
}

/// What one thread has counted.
struct Part {
    ends: Ends,
    critical: Vec<u64>,
    met: Vec<u64>,
    whole: Vec<(u64, Lanes)>,
}

impl Part {
    fn new(prepared: &Prepared, watched: &Watched<'_>, keeping: &Keeping) -> Self {
        Self {
            ends: Ends::new(keeping),
            critical: vec![0; prepared.activities.len()],
            met: vec![0; watched.deadlines.len()],
            whole: Vec::new(),
        }
    }

    fn add(
        &mut self,
        prepared: &Prepared,
        options: &SimulateOptions,
        watched: &Watched<'_>,
        block: &mut Block,
        number: u64,
    ) {
        let count = lanes_of(number, options.draws);
        block.run::<true>(prepared, number, Held::Nothing, true);
        block.trace(prepared);
        for (task, lanes) in block.finish.iter().enumerate() {
            self.ends.add(task, lanes, count);
        }
        let tasks = block.finish.len();
        for (at, group) in watched.groups.iter().enumerate() {
            self.ends.add(tasks + at, &block.latest(group), count);
        }
        let drawn = if count == LANES { u64::MAX } else { (1 << count) - 1 };
        for (sum, bits) in self.critical.iter_mut().zip(&block.critical) {
            *sum += u64::from((bits & drawn).count_ones());
        }
        for (sum, (target, limit)) in self.met.iter_mut().zip(&watched.deadlines) {
            let lanes = match target {
                Target::Whole => block.end,
                Target::Task(task) => block.finish[prepared.positions[*task]],
                Target::Group(group) => block.latest(&watched.groups[*group]),
            };
            *sum += lanes.iter().take(count).filter(|&lane| lane <= limit).count() as u64;
        }
        self.whole.push((number, block.end));
    }

    fn merge(&mut self, mut other: Self) {
        self.ends.merge(other.ends);
        self.critical.iter_mut().zip(other.critical).for_each(|(sum, other)| *sum += other);
        self.met.iter_mut().zip(other.met).for_each(|(sum, other)| *sum += other);
        self.whole.append(&mut other.whole);
    }
}

/// How closely scores go with the end of the whole: by task position, then by driver, from -1 to 1.
///
/// It is a rank correlation: of normal scores, those of the tasks and drivers being normal already, those of the ends made
/// from their ranks.
pub(super) fn correlations(prepared: &Prepared, options: &SimulateOptions, whole: &[f64]) -> Vec<f64> {
    let ranks = normal_scores(whole);
    let (tasks, drivers) = (prepared.activities.len(), prepared.drivers.len());
    let squares: f64 = ranks.iter().map(|rank| rank * rank).sum();
    if squares <= 0.0 {
        return vec![0.0; tasks + drivers];
    }
    let sums = Jobs::new(options.threads, prepared.activities.len()).run(
        blocks_of(options.draws),
        || (Block::without_tasks(prepared), vec![[0_i64; 3]; tasks + drivers]),
        |(block, sums), number| {
            let first = usize::try_from(number).unwrap_or(usize::MAX).saturating_mul(LANES);
            let ranks = ranks.get(first..).unwrap_or_default();
            let ranks = ranks.get(..LANES).unwrap_or(ranks);
            block.draw(prepared, number);
            let mut lanes = [0.0; LANES];
            for (activity, sum) in prepared.activities.iter().zip(sums.iter_mut()) {
                if let Work::Drawn { score, .. } = &activity.work {
                    block.score(score, number, &mut lanes);
                    add(sum, &lanes, ranks);
                }
            }
            for (driver, sum) in sums.iter_mut().skip(tasks).enumerate() {
                add(sum, block.driver(driver), ranks);
            }
        },
    );
    let mut total = vec![[0_i64; 3]; tasks + drivers];
    for (_, sums) in sums {
        for (total, sum) in total.iter_mut().zip(sums) {
            total.iter_mut().zip(sum).for_each(|(total, sum)| *total += sum);
        }
    }
    let draws = whole.len() as f64;
    let correlation = |sums: [i64; 3]| {
        let [sum, square, product] = sums.map(|it| it as f64 / FRACTION);
        let variance = square - sum * sum / draws;
        if variance <= 1e-9 * draws { 0.0 } else { (product / (variance * squares).sqrt()).clamp(-1.0, 1.0) }
    };
    total.into_iter().map(correlation).collect()
}

/// Sums are kept in this fraction of one: whole numbers add up to the same in every order.
const FRACTION: f64 = 1_048_576.0;

fn add(sums: &mut [i64; 3], lanes: &Lanes, ranks: &[f64]) {
    let mut parts = [[0.0; 8]; 3];
    for (chunk, ranks) in lanes.chunks(8).zip(ranks.chunks(8)) {
        for (lane, (&score, &rank)) in chunk.iter().zip(ranks).enumerate() {
            parts[0][lane] += score;
            parts[1][lane] += score * score;
            parts[2][lane] += score * rank;
        }
    }
    for (sum, parts) in sums.iter_mut().zip(parts) {
        *sum += (parts.iter().sum::<f64>() * FRACTION).round() as i64;
    }
}

/// The normal scores of the ranks; equal values share the mean of theirs.
fn normal_scores(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut scores = vec![0.0; values.len()];
    let mut first = 0;
    for run in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = first as f64 + 0.5 * run.len() as f64;
        let score = normal::score(rank / values.len() as f64);
        for &index in run {
            scores[index] = if run.len() == values.len() { 0.0 } else { score };
        }
        first += run.len();
    }
    scores
}
