//! The way back, and forwards once more.

use plan_engine::plan::{AppVersion, Loss};
use rollback_gen::{RollbackPhase, RollbackStep};

use super::ProgressEvent;
use super::conservation::{Comparison, History, tables_that_lose};
use super::expected::Expected;
use super::run::{Run, Running};
use super::snapshot::Snapshot;
use crate::application::session::Scope;
use crate::{Error, PhaseBack, Stage, StepRecord, WayBack};

/// The rows between two moments at which versions write: what is compared with what comes after.
struct Moment<'m> {
    expected: Expected<'m>,
    rows: Snapshot,
}

impl<'r> Run<'r> {
    /// Goes back from the last phase, with the versions at work that each phase of the way back permits, checks what is
    /// there, and goes forwards again.
    pub(super) fn way_back(&mut self) -> Result<(), Error> {
        let setting = self.setting;
        (self.progress)(ProgressEvent::WayBack { from: self.last });
        self.enter(Stage::WayBack);
        let rollback = rollback_gen::compose(setting.plan, self.last);
        if let Some(step) = rollback.steps().find(|it| matches!(it.loss, Loss::Everything(_))) {
            let why = format!("the way back from {} is not run: nothing takes back {}", self.last, step.takes_back);
            self.report.skipped.push(why);
            return Ok(());
        }
        let at_phase = self.expected.clone();
        let failures = self.report.failures.len();
        let mut way_back = WayBack {
            from: self.last,
            phases: Vec::new(),
            steps: Vec::new(),
            rows_compared: 0,
            passed: false,
            forwards_again: None,
        };
        self.taken_back = History::default();
        for phase in &rollback.phases {
            self.phase_back(phase, &mut way_back)?;
            if self.report.failures.len() > failures {
                break;
            }
        }
        if self.report.failures.len() == failures {
            way_back.rows_compared = way_back.rows_compared.max(self.is_as_before()?);
        }
        way_back.passed = self.report.failures.len() == failures;
        if way_back.passed {
            way_back.forwards_again = Some(self.forwards_again(&at_phase)?);
        }
        self.report.ways_back.push(way_back);
        Ok(())
    }

    fn enter(&mut self, stage: Stage) {
        self.report.place.stage = Some(stage);
        self.report.place.phase = None;
        self.report.place.step = None;
    }

    /// Passes the deployment point, lets the versions work that may now run, and takes back the steps; the versions work
    /// on between them.
    fn phase_back(&mut self, phase: &RollbackPhase, way_back: &mut WayBack) -> Result<(), Error> {
        self.enter(Stage::WayBack);
        self.report.place.phase = phase.takes_back.first().copied();
        let failures = self.report.failures.len();
        self.deploy(&phase.versions)?;
        self.act(Scope::Everything)?;
        way_back.phases.push(PhaseBack { name: phase.name, versions: phase.versions.clone() });
        let mut moment = self.moment()?;
        for step in &phase.steps {
            let record = self.step_back(step, &mut moment, way_back)?;
            let goes_on = record.passed;
            way_back.steps.push(record);
            if !goes_on {
                return Ok(());
            }
        }
        self.report.place.step = None;
        if !phase.steps.is_empty() {
            way_back.rows_compared = way_back.rows_compared.max(self.rows_are_kept(&moment)?);
            if self.report.failures.len() == failures {
                self.act(Scope::Everything)?;
            }
            self.shapes_are_alike("on the way back")?;
        }
        Ok(())
    }

    /// Takes one step back. In a thorough run rows and catalogue are compared, and the versions write what they can.
    fn step_back(
        &mut self,
        step: &RollbackStep,
        moment: &mut Moment<'r>,
        way_back: &mut WayBack,
    ) -> Result<StepRecord, Error> {
        let failures = self.report.failures.len();
        (self.progress)(ProgressEvent::Step {
            run: self.last,
            step: step.takes_back.clone(),
            title: step.title.clone(),
        });
        let mut next = self.expected.clone();
        for wrong in next.apply(&step.effect) {
            self.report.fail(Stage::WayBack, wrong);
        }
        self.remember_what_goes_back(&next)?;
        let running = Running { id: &step.takes_back, phase: step.phase, title: &step.title, actions: &step.actions };
        let (mut record, passed) = self.run_actions(&running)?;
        let written = self.written_meanwhile();
        self.disputed.extend(written);
        self.expected = next;
        if passed && self.thorough {
            let expected = self.expected.clone();
            self.compare(&expected, "after taking back the step")?;
            way_back.rows_compared = way_back.rows_compared.max(self.rows_are_kept(moment)?);
            if self.report.failures.len() == failures {
                let steps = self.setting.plan.phases.iter().flat_map(|phase| &phase.steps);
                let taken_back = steps.into_iter().find(|it| it.id == step.takes_back);
                let relation = taken_back.and_then(|it| it.subject.as_ref()?.relation());
                self.act(relation.map_or(Scope::Reads, Scope::Relation))?;
                *moment = self.moment()?;
            }
        }
        record.passed = self.report.failures.len() == failures;
        Ok(record)
    }

    /// Remembers what the way back takes out, as it is just before, to be found again after going forwards.
    fn remember_what_goes_back(&mut self, next: &Expected<'_>) -> Result<(), Error> {
        let (was, will) = (self.compared(self.expected.catalogue()), self.compared(next.catalogue()));
        let losing = tables_that_lose(&was, &will);
        if losing.is_empty() {
            return Ok(());
        }
        let plan = self.setting.plan;
        let now = Snapshot::take(self.executor.observer(), self.expected.catalogue(), Some(&losing), plan)?;
        self.taken_back.remember(&was, &will, &now);
        Ok(())
    }

    fn moment(&mut self) -> Result<Moment<'r>, Error> {
        let expected = self.expected.clone();
        let rows = Snapshot::take(self.executor.observer(), expected.catalogue(), None, self.setting.plan)?;
        Ok(Moment { expected, rows })
    }

    /// Nobody but writers has written since `moment`: every row that they did not touch is there, and what came back is as it
    /// last was; how many were compared.
    fn rows_are_kept(&mut self, moment: &Moment<'_>) -> Result<usize, Error> {
        let now = self.moment()?;
        let comparison = Comparison::way_back(
            &self.compared(now.expected.catalogue()),
            &self.compared(moment.expected.catalogue()),
            &self.history.without(&self.disputed),
            (&moment.rows.without(&self.disputed), &now.rows.without(&self.disputed)),
            self.setting.plan,
        );
        for difference in comparison.differences {
            self.report.fail(Stage::WayBack, format!("on the way back {difference}"));
        }
        Ok(comparison.rows)
    }

    /// The schema is the one before, every row is there, and the old version works; how many rows there are.
    fn is_as_before(&mut self) -> Result<usize, Error> {
        let setting = self.setting;
        self.enter(Stage::WayBack);
        let before = Expected::new(&setting.plan.before.catalogue, &setting.before.catalogue, &setting.dictionary);
        if !self.compare(&before, "after the way back")? {
            return Ok(0);
        }
        self.expected = before;
        self.nothing_is_lost("after the way back")?;
        let moment = self.moment()?;
        self.deploy(&[AppVersion::Old])?;
        self.insert_without_keys()?;
        Ok(moment.rows.count())
    }

    /// Runs the steps once more, with nobody at work; whether schema and rows are as they were.
    fn forwards_again(&mut self, at_phase: &Expected<'_>) -> Result<bool, Error> {
        let (setting, last) = (self.setting, self.last);
        let failures = self.report.failures.len();
        self.running.clear();
        self.deploy_writers(&[])?;
        self.enter(Stage::ForwardsAgain);
        self.expected = Expected::new(&setting.plan.before.catalogue, &setting.before.catalogue, &setting.dictionary);
        let between = Snapshot::take(self.executor.observer(), self.expected.catalogue(), None, setting.plan)?;
        for phase in setting.phases().into_iter().filter(|phase| phase.name <= last) {
            for step in &phase.steps {
                if !self.forward_step(phase, step, false)? {
                    return Ok(false);
                }
            }
        }
        self.enter(Stage::ForwardsAgain);
        if self.compare(at_phase, "after going forwards again")? {
            let now = Snapshot::take(self.executor.observer(), at_phase.catalogue(), None, setting.plan)?;
            let (before, after) = (self.compared(&setting.plan.before.catalogue), self.compared(at_phase.catalogue()));
            let taken_back = self.taken_back.without(&self.disputed);
            // What writers wrote while steps ran was compared with what they committed, before and after the way back.
            let (between, now) = (between.without(&self.disputed), now.without(&self.disputed));
            let comparison = Comparison::forwards_again(&before, &after, &taken_back, (&between, &now), setting.plan);
            for difference in comparison.differences {
                self.report.fail(Stage::ForwardsAgain, format!("after going forwards again {difference}"));
            }
        }
        Ok(self.report.failures.len() == failures)
    }
}
