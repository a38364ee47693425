//! What waits for what: a column for each migration, a row for each phase, an arrow for each wait that no other one implies.

use std::collections::BTreeMap;

use plan_engine::migration::MigrationPlan;

use crate::migration::words;
use crate::plan::words::count;

/// Phases that are drawn at most.
const MOST: usize = 150;

const NODE: (usize, usize) = (190, 52);
const ROW: usize = 72;
/// Between the columns, for arrows that pass boxes by.
const GUTTER: usize = 56;
const TRACK: usize = 9;
const TOP: usize = 34;
const LEFT: usize = 8;

/// Letters of a line in a box.
const LETTERS: usize = 24;

/// The drawing.
pub(super) struct Graph {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) lanes: Vec<Lane>,
    pub(super) boxes: Vec<PhaseBox>,
    pub(super) arrows: Vec<String>,
    /// Phases that are not drawn.
    pub(super) more: usize,
}

/// The head of a column.
pub(super) struct Lane {
    pub(super) x: usize,
    pub(super) name: String,
}

/// A phase.
pub(super) struct PhaseBox {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) lines: Vec<(usize, String)>,
    pub(super) small: (usize, String),
    pub(super) whole: String,
    pub(super) no_return: bool,
}

impl Graph {
    pub(super) fn of(plan: &MigrationPlan) -> Self {
        let drawn = plan.phases.get(..MOST.min(plan.phases.len())).unwrap_or_default();
        let lane_of: BTreeMap<&str, usize> =
            plan.summaries.iter().enumerate().map(|(at, it)| (it.migration.as_str(), at)).collect();
        let lanes: Vec<usize> =
            drawn.iter().map(|it| lane_of.get(it.migration.as_str()).copied().unwrap_or(0)).collect();
        let mut gutters = vec![Gutter::default(); lane_of.len().max(1)];
        let waits = waits(plan, drawn.len());
        let arrows = waits.iter().filter_map(|&(from, to)| arrow(from, to, &lanes, &mut gutters)).collect();
        let boxes = drawn.iter().zip(&lanes).enumerate().map(|(row, (phase, lane))| {
            let (x, y) = (left_of(*lane), top_of(row));
            let lines = broken(&phase.name);
            let first = if lines.len() == 1 { y + 22 } else { y + 17 };
            let time = phase.steps.iter().map(|it| &it.estimate);
            let time = time.map(|it| it.distribution.quantile(0.8)).sum::<f64>();
            let steps = count(phase.steps.len(), "step");
            let small = if phase.steps.iter().all(|it| it.estimate.distribution.is_certain()) && time <= 0.0 {
                steps
            } else {
                format!("{steps}, {} of work", plan_engine::estimate::duration_in_words(time))
            };
            PhaseBox {
                x,
                y,
                small: (y + if lines.len() == 1 { 39 } else { 45 }, small),
                lines: lines.into_iter().enumerate().map(|(at, it)| (first + 13 * at, it)).collect(),
                whole: format!("{}: {} Way back: {}.", phase.id, phase.purpose, words::way_back(phase)),
                no_return: phase.point_of_no_return.is_some(),
            }
        });
        let boxes: Vec<PhaseBox> = boxes.collect();
        let heads = plan
            .summaries
            .iter()
            .enumerate()
            .map(|(at, it)| Lane { x: left_of(at), name: shortened(&it.migration, LETTERS) });
        Self {
            width: left_of(lane_of.len().max(1)),
            height: top_of(drawn.len()),
            lanes: heads.collect(),
            boxes,
            arrows,
            more: plan.phases.len() - drawn.len(),
        }
    }
}

fn left_of(lane: usize) -> usize {
    LEFT + lane * (NODE.0 + GUTTER)
}

fn top_of(row: usize) -> usize {
    TOP + row * ROW
}

/// Which phase waits for which, as pairs of rows; what follows from others is left out.
fn waits(plan: &MigrationPlan, rows: usize) -> Vec<(usize, usize)> {
    let row_of: BTreeMap<&str, usize> = plan
        .phases
        .iter()
        .take(rows)
        .enumerate()
        .flat_map(|(row, phase)| phase.steps.iter().map(move |step| (step.id.as_str(), row)))
        .collect();
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); rows];
    for (row, phase) in plan.phases.iter().take(rows).enumerate() {
        let waits = phase.steps.iter().flat_map(|it| &it.after).filter_map(|it| row_of.get(it.as_str()));
        let mut all: Vec<usize> = waits.copied().filter(|it| *it < row).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all.dedup();
        if let Some(list) = before.get_mut(row) {
            *list = all;
        }
    }
    reduced(&before)
}

/// Without the waits that follow from others: of the rows before each, the latest first, those that none of them waits for.
fn reduced(before: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let mut reached: Vec<Vec<bool>> = Vec::with_capacity(before.len());
    let mut kept = Vec::new();
    for (row, all) in before.iter().enumerate() {
        let mut mine = vec![false; row];
        for from in all {
            if mine.get(*from).copied().unwrap_or(true) {
                continue;
            }
            kept.push((*from, row));
            if let Some(slot) = mine.get_mut(*from) {
                *slot = true;
            }
            for (slot, too) in mine.iter_mut().zip(reached.get(*from).into_iter().flatten()) {
                *slot |= *too;
            }
        }
        reached.push(mine);
    }
    kept
}

/// The tracks of a gutter: until which row each is taken.
#[derive(Debug, Clone, Default)]
struct Gutter(Vec<usize>);

impl Gutter {
    /// The first track that is free from `from` on, taken until `to`.
    fn take(&mut self, from: usize, to: usize) -> usize {
        let free = self.0.iter().position(|until| *until <= from);
        let track = free.unwrap_or_else(|| {
            self.0.push(0);
            self.0.len() - 1
        });
        if let Some(until) = self.0.get_mut(track) {
            *until = to;
        }
        // More arrows than tracks share the last one.
        track.min(GUTTER / TRACK - 2)
    }
}

/// The path of an arrow: straight down within a column, through the gutter beside the column where boxes lie between.
fn arrow(from: usize, to: usize, lanes: &[usize], gutters: &mut [Gutter]) -> Option<String> {
    let (source, target) = (*lanes.get(from)?, *lanes.get(to)?);
    let clear = !lanes.get(from + 1..to)?.contains(&target);
    let middle = |lane: usize| left_of(lane) + NODE.0 / 2;
    let (bottom, top) = (top_of(from) + NODE.1, top_of(to));
    if source == target && clear {
        return Some(format!("M{} {bottom}V{}", middle(source), top - 1));
    }
    // A row holds one box: beside it the way is free, and above the target where its column holds nothing between.
    let side = |lane: usize, row: usize, right: bool| {
        let x = left_of(lane) + if right { NODE.0 } else { 0 };
        (x, top_of(row) + NODE.1 / 2)
    };
    if source != target && clear {
        let right = target > source;
        let (x, y) = side(source, from, right);
        let aim = middle(target).saturating_add_signed(if right { -24 } else { 24 });
        return Some(format!("M{x} {y}H{aim}V{}", top - 1));
    }
    let gutter = gutters.get_mut(target)?;
    let track = left_of(target) + NODE.0 + TRACK * (gutter.take(from, to) + 1);
    let (x, y) = side(source, from, target >= source);
    let (x_end, y_end) = side(target, to, true);
    Some(format!("M{x} {y}H{track}V{y_end}H{}", x_end + 1))
}

/// A name on one line or two.
fn broken(name: &str) -> Vec<String> {
    if name.chars().count() <= LETTERS {
        return vec![name.to_owned()];
    }
    let letters: Vec<char> = name.chars().collect();
    let ends = |at: &usize| letters.get(*at).is_some_and(|it| matches!(it, '-' | '_' | '/' | '.' | ' '));
    let cut = (LETTERS / 2..LETTERS).rev().find(ends).map_or(LETTERS, |at| at + 1);
    let (first, second) = letters.split_at(cut.min(letters.len()));
    vec![first.iter().collect(), shortened(&second.iter().collect::<String>(), LETTERS)]
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_other_waits_is_not_drawn() {
        assert_eq!(reduced(&[vec![], vec![0], vec![1, 0], vec![2, 0]]), [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(reduced(&[vec![], vec![], vec![1, 0]]), [(1, 2), (0, 2)]);
    }

    #[test]
    fn arrows_pass_boxes_by() {
        let mut gutters = vec![Gutter::default(); 2];
        let lanes = [0, 1, 0, 1];
        assert!(arrow(0, 2, &lanes, &mut gutters).unwrap().starts_with("M103 86V177"));
        let past = arrow(0, 3, &lanes, &mut gutters).unwrap();
        let track = left_of(1) + NODE.0 + TRACK;
        assert!(past.contains(&format!("H{track}V")), "{past}");
    }

    #[test]
    fn long_names_are_broken_or_cut() {
        assert_eq!(broken("canary-enable_new_auth_endpoints"), ["canary-enable_new_auth_", "endpoints"]);
        assert_eq!(broken(&"x".repeat(90)).iter().map(|it| it.chars().count()).collect::<Vec<_>>(), [24, 24]);
    }
}
