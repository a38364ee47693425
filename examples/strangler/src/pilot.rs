//! The pilot: what the façade sees goes to a judge, what it says to the controller, and what that decides to the flag.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cutover::controller::{Action, Controller, CutoverPlan, Decision, Judge, Move, Observations, PlanStep};
use cutover::judge::{Direction, SequentialTest, SequentialVerdict};
use cutover::{Error, Percentage, Timestamp};

use crate::facade::Facade;

/// Something that the controller has decided, and when.
#[derive(Debug, Clone)]
pub struct Turn {
    /// After the first request.
    pub at: Duration,
    /// The share from now on.
    pub share: Percentage,
    /// What was decided.
    pub decision: Decision,
}

/// Four steps of three seconds, each to be left only once the judge has passed the new backend there. In earnest they are
/// hours.
fn plan() -> Result<CutoverPlan, Error> {
    let steps = [5.0, 25.0, 50.0, 100.0].map(|percent| Ok(PlanStep::new(Percentage::new(percent)?, 3).then_judge()));
    CutoverPlan::new(steps.into_iter().collect::<Result<Vec<_>, Error>>()?)
}

/// Looks twice a second for `length`; tells each turn that was taken.
///
/// # Errors
/// Where the plan or the judge's settings cannot be.
pub async fn steer(facade: Arc<Facade>, length: Duration) -> Result<Vec<Turn>, Error> {
    let start = now();
    let mut controller = Controller::new(plan()?, start);
    let mut bench = Bench::new(start)?;
    let mut turns = Vec::new();
    let mut ticks = tokio::time::interval(Duration::from_millis(500));
    loop {
        ticks.tick().await;
        let now = now();
        let at = Duration::from_millis(u64::try_from(now.milliseconds() - start.milliseconds()).unwrap_or_default());
        if at >= length {
            return Ok(turns);
        }
        let judge = bench.hear(&facade, now)?;
        let breaker = facade.breaker().state().into();
        let observations = Observations { judge: Some(judge), breaker, ..Observations::default() };
        let decision = controller.observe(observations, now);
        for action in &decision.actions {
            if let Action::SetPercentage { percentage } = action {
                facade.set(*percentage);
            }
        }
        if decision.moved != Move::Hold {
            bench = Bench::new(now)?;
            turns.push(Turn { at, share: controller.state().percentage(), decision });
        }
    }
}

/// A judge, and since when it listens.
struct Bench {
    test: SequentialTest,
    since: Timestamp,
}

impl Bench {
    /// False alarms once in a thousand; worse by more than the margin is what is slower in two of three pairs.
    fn new(since: Timestamp) -> Result<Self, Error> {
        Ok(Self { test: SequentialTest::new(0.001, 0.67, Direction::Increase)?, since })
    }

    /// What is said of everything since the step, or since the last verdict: a backend that was well may fall sick.
    fn hear(&mut self, facade: &Facade, now: Timestamp) -> Result<Judge, Error> {
        for seen in facade.seen() {
            // An answer that never comes is the slowest of all.
            let took = seen.took.map_or(f64::INFINITY, |it| it.as_secs_f64());
            if seen.is_new { self.test.canary(took) } else { self.test.control(took) }
        }
        let verdict = self.test.verdict();
        let judge = Judge { verdict: verdict.into(), since: self.since };
        if !matches!(verdict, SequentialVerdict::NotEnoughData { .. }) {
            *self = Self::new(now)?;
        }
        Ok(judge)
    }
}

fn now() -> Timestamp {
    SystemTime::now().into()
}
