//! The way back, and forwards once more.

use plan_engine::plan::{AppVersion, Loss};
use rollback_gen::RollbackStep;

use super::ProgressEvent;
use super::conservation::Comparison;
use super::expected::Expected;
use super::run::{Run, Running};
use super::snapshot::Snapshot;
use crate::{Error, Stage, StepRecord, WayBack};

impl Run<'_> {
    /// Goes back from the last phase, checks what is there, and goes forwards again.
    pub(super) fn way_back(&mut self) -> Result<(), Error> {
        let setting = self.setting;
        (self.progress)(ProgressEvent::WayBack { from: self.last });
        self.enter(Stage::WayBack);
        let rollback = rollback_gen::compose(setting.plan, self.last);
        if let Some(step) = rollback.steps.iter().find(|it| matches!(it.loss, Loss::Everything(_))) {
            let why = format!("the way back from {} is not run: nothing takes back {}", self.last, step.takes_back);
            self.report.skipped.push(why);
            return Ok(());
        }
        let at_phase = self.expected.clone();
        let archives = &setting.plan.archives;
        let old = Snapshot::take(self.executor.session(), at_phase.catalogue(), None, archives)?;
        let failures = self.report.failures.len();
        self.deploy_only_old();
        let steps = self.take_back(&rollback.steps)?;
        let mut way_back = WayBack { from: self.last, steps, rows_compared: 0, passed: false, forwards_again: None };
        if self.report.failures.len() == failures {
            way_back.rows_compared = self.is_as_before(&at_phase, &old)?;
        }
        way_back.passed = self.report.failures.len() == failures;
        if way_back.passed {
            way_back.forwards_again = Some(self.forwards_again(&at_phase, &old)?);
        }
        self.report.ways_back.push(way_back);
        Ok(())
    }

    fn enter(&mut self, stage: Stage) {
        self.report.place.stage = Some(stage);
        self.report.place.phase = None;
        self.report.place.step = None;
    }

    /// The new version is stopped before the way back begins.
    fn deploy_only_old(&mut self) {
        self.running.retain(|it| it.version() == AppVersion::Old);
    }

    fn take_back(&mut self, steps: &[RollbackStep]) -> Result<Vec<StepRecord>, Error> {
        let mut records = Vec::new();
        for step in steps {
            let failures = self.report.failures.len();
            (self.progress)(ProgressEvent::Step {
                run: self.last,
                step: step.takes_back.clone(),
                title: step.title.clone(),
            });
            let running =
                Running { id: &step.takes_back, phase: step.phase, title: &step.title, actions: &step.actions };
            let (mut record, passed) = self.run_actions(&running)?;
            for wrong in self.expected.apply(&step.effect) {
                self.report.fail(Stage::WayBack, wrong);
            }
            if passed && self.thorough {
                let expected = self.expected.clone();
                self.compare(&expected, "after taking back the step")?;
            }
            record.passed = self.report.failures.len() == failures;
            let goes_on = record.passed;
            records.push(record);
            if !goes_on {
                break;
            }
        }
        Ok(records)
    }

    /// The schema is the one before, every row is there, and the old version works; how many rows were compared.
    fn is_as_before(&mut self, at_phase: &Expected<'_>, old: &Snapshot) -> Result<usize, Error> {
        let setting = self.setting;
        self.enter(Stage::WayBack);
        let before = Expected::new(&setting.plan.before.catalogue, &setting.before.catalogue, &setting.dictionary);
        if !self.compare(&before, "after the way back")? {
            return Ok(0);
        }
        let now = Snapshot::take(self.executor.session(), before.catalogue(), None, &setting.plan.archives)?;
        let comparison = Comparison::way_back(before.catalogue(), at_phase.catalogue(), &self.history, old, &now);
        for difference in comparison.differences {
            self.report.fail(Stage::WayBack, format!("after the way back {difference}"));
        }
        self.deploy(&[AppVersion::Old])?;
        self.insert_without_keys()?;
        Ok(comparison.rows)
    }

    /// Runs the steps once more, with nobody at work; whether schema and rows are as they were.
    fn forwards_again(&mut self, at_phase: &Expected<'_>, old: &Snapshot) -> Result<bool, Error> {
        let (setting, last) = (self.setting, self.last);
        let failures = self.report.failures.len();
        self.running.clear();
        self.enter(Stage::ForwardsAgain);
        self.expected = Expected::new(&setting.plan.before.catalogue, &setting.before.catalogue, &setting.dictionary);
        let archives = &setting.plan.archives;
        let between = Snapshot::take(self.executor.session(), self.expected.catalogue(), None, archives)?;
        for phase in setting.phases().into_iter().filter(|phase| phase.name <= last) {
            for step in &phase.steps {
                if !self.forward_step(phase, step, false)? {
                    return Ok(false);
                }
            }
        }
        self.enter(Stage::ForwardsAgain);
        if self.compare(at_phase, "after going forwards again")? {
            let now = Snapshot::take(self.executor.session(), at_phase.catalogue(), None, &setting.plan.archives)?;
            let before = &setting.plan.before.catalogue;
            for difference in Comparison::forwards_again(before, at_phase.catalogue(), old, &between, &now).differences
            {
                self.report.fail(Stage::ForwardsAgain, format!("after going forwards again {difference}"));
            }
        }
        Ok(self.report.failures.len() == failures)
    }
}
