//! Blocks of draws in which single causes are held fast or slow: everything else is drawn once for all of them.

use super::block::{Drivers, end, wait};
use super::duration;
use super::lanes::{LANES, Lanes, add, latest};
use super::prepared::{Activity, Model, Prepared, Score, Work};

/// What is not drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Held {
    Nothing,
    /// The score of the task at this position.
    Task(usize, f64),
    /// The score of this driver.
    Driver(usize, f64),
}

/// Working memory for several runs over the same draws.
pub(super) struct Runs<'a> {
    prepared: &'a Prepared,
    drivers: Drivers,
    all: Vec<Run>,
}

struct Run {
    held: Held,
    /// The drivers' scores where one is held.
    drivers: Vec<Lanes>,
    slots: Vec<Lanes>,
    end: Lanes,
}

impl<'a> Runs<'a> {
    pub(super) fn new(prepared: &'a Prepared, held: &[Held]) -> Self {
        let run = |&held: &Held| {
            let drivers = Vec::new();
            Run { held, drivers, slots: vec![[0.0; LANES]; prepared.slots], end: [0.0; LANES] }
        };
        Self { prepared, drivers: Drivers::new(prepared), all: held.iter().map(run).collect() }
    }

    /// Runs a block; without `hours` everything is open around the clock. When the whole ends, by run.
    pub(super) fn run(&mut self, number: u64, hours: bool) -> impl Iterator<Item = &Lanes> {
        let prepared = self.prepared;
        self.drivers.draw(prepared, number);
        for run in &mut self.all {
            run.begin(prepared, &self.drivers.scores);
        }
        let (mut scores, mut common, mut own) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for (position, activity) in prepared.activities.iter().enumerate() {
            match &activity.work {
                Work::Drawn { score, model } => {
                    duration::scores(score, number, &self.drivers.scores, &mut scores);
                    duration::seconds(model, &scores, &mut common);
                }
                Work::Certain(seconds) | Work::Over(seconds) => common = [*seconds; LANES],
            }
            for run in &mut self.all {
                let is_own = match &activity.work {
                    Work::Drawn { score, model } => run.draw((score, model), position, number, &mut own),
                    Work::Certain(_) | Work::Over(_) => false,
                };
                run.pass(prepared, activity, if is_own { &own } else { &common }, hours);
            }
        }
        for run in &mut self.all {
            run.finish(prepared, hours);
        }
        self.all.iter().map(|run| &run.end)
    }
}

impl Run {
    fn begin(&mut self, prepared: &Prepared, drivers: &[Lanes]) {
        if let Held::Driver(held, score) = self.held {
            self.drivers = drivers.to_vec();
            if let (Some(lanes), Some(driver)) = (self.drivers.get_mut(held), prepared.drivers.get(held)) {
                *lanes = [driver.mean + driver.deviation * score; LANES];
            }
        }
    }

    /// Draws a task's duration where it is another one than in the other runs.
    fn draw(&self, (score, model): (&Score, &Model), position: usize, number: u64, work: &mut Lanes) -> bool {
        let mut scores = [0.0; LANES];
        match self.held {
            Held::Task(held, at) if held == position => scores = [at; LANES],
            Held::Driver(held, _) if score.loadings.iter().any(|it| it.0 == held) => {
                duration::scores(score, number, &self.drivers, &mut scores);
            }
            _ => return false,
        }
        duration::seconds(model, &scores, work);
        true
    }

    fn pass(&mut self, prepared: &Prepared, activity: &Activity, work: &Lanes, hours: bool) {
        let mut ready = [activity.timing.not_before; LANES];
        if hours {
            wait(prepared, activity, &self.slots, &mut ready);
            end(prepared, activity, &mut self.slots, &ready, work);
            return;
        }
        for before in &prepared.before[activity.before.clone()] {
            latest(&mut ready, &self.slots[prepared.activities[before.position].place.end]);
        }
        if matches!(activity.work, Work::Over(_)) {
            ready = *work;
        } else {
            add(&mut ready, work, 1.0);
        }
        self.slots[activity.place.end] = ready;
    }

    fn finish(&mut self, prepared: &Prepared, hours: bool) {
        let nothing = if prepared.activities.is_empty() { 0.0 } else { f64::NEG_INFINITY };
        self.end = [nothing; LANES];
        for last in &prepared.last {
            let slot = if hours { last.slot } else { prepared.activities[last.position].place.end };
            latest(&mut self.end, &self.slots[slot]);
        }
    }
}
