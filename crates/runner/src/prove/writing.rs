//! What writers do while the steps of a run are executed, and whether all of it is found again.

use std::collections::BTreeSet;

use plan_engine::plan::{Action, AppVersion};
use schema_diff::Dialect;

use super::run::{Run, micros};
use crate::application::session::Trouble;
use crate::concurrent::{Crew, Log, Place};
use crate::execute::Executed;
use crate::{Concurrency, Error, LongestWait, Stage, StepRecord};

impl Run<'_> {
    /// Hires the writers of a thorough run, where there are to be any.
    pub(super) fn hire(&mut self) -> Result<(), Error> {
        let (setting, size) = (self.setting, self.setting.options.writers);
        if size == 0 || !self.thorough || setting.only_reads || setting.plan.dialect != Dialect::Postgres {
            return Ok(());
        }
        let crew = Crew::new(setting, size, self.executor.session())?;
        // Given statements that write are run between steps: what they write nobody can tell.
        let generated = setting.options.queries_before.is_empty() && setting.options.queries_after.is_empty();
        let left_out: Vec<String> = crew.left_out().into_iter().map(ToString::to_string).collect();
        if generated && !left_out.is_empty() {
            self.report
                .skipped
                .push(format!("written between steps only, not while they run: {}", left_out.join(", ")));
        } else if !generated {
            self.report
                .skipped
                .push("statements that were given are run between steps, only reads while they run".into());
        }
        self.report.concurrent = Some(Concurrency { writers: size, ..Concurrency::default() });
        self.crew = Some(crew);
        Ok(())
    }

    /// Lets `versions` write from now on while steps run, and no others.
    pub(super) fn deploy_writers(&mut self, versions: &[AppVersion]) -> Result<(), Error> {
        match &mut self.crew {
            Some(crew) => crew.deploy(versions, &self.database),
            None => Ok(()),
        }
    }

    /// Executes `action`, while the writers write where there are any.
    pub(super) fn execute(&mut self, action: &Action, record: &mut StepRecord) -> Result<Option<Executed>, Error> {
        let Self { crew, executor, old_oracle, new_oracle, report, .. } = self;
        let Some(crew) = crew.as_mut().filter(|_| !matches!(action, Action::Manual { .. } | Action::Approval { .. }))
        else {
            return report.attempt(Stage::Forwards, |_| executor.run(action));
        };
        let (outcome, log) = crew.while_writing((old_oracle, new_oracle), || executor.run(action))?;
        let outcome = report.attempt(Stage::Forwards, |_| outcome)?;
        self.leave_writers_alone();
        self.note_writing(log, record);
        Ok(outcome)
    }

    /// The application that acts between steps changes no row that is a writer's.
    pub(super) fn leave_writers_alone(&mut self) {
        let Some(crew) = &self.crew else { return };
        let places = crew.places();
        self.running.iter_mut().for_each(|application| application.avoid(&places));
    }

    fn note_writing(&mut self, log: Log, record: &mut StepRecord) {
        record.application_statements += log.statements;
        let place = &self.report.place;
        if let Some(concurrent) = &mut self.report.concurrent {
            concurrent.transactions += log.transactions;
            concurrent.statements += log.statements;
            concurrent.retried += log.retried;
            if let Some((took, statement)) = &log.longest {
                let us = micros(*took);
                record.longest_wait_us = record.longest_wait_us.max(Some(us));
                // Waits behind a transaction of the proof's own are told of apart.
                let longer = concurrent.longest_wait.as_ref().is_none_or(|it| us > it.us);
                if longer && !self.behind_another {
                    concurrent.longest_wait = Some(LongestWait {
                        us,
                        stage: place.stage.unwrap_or(Stage::Forwards),
                        step: place.step.clone().unwrap_or_default(),
                        statement: crate::sql::excerpt(statement),
                    });
                }
            }
        }
        let mut known: Vec<Trouble> = Vec::new();
        for (version, trouble) in log.troubles {
            if !known.contains(&trouble) {
                known.push(trouble.clone());
                self.note_troubles(version, vec![trouble]);
            }
        }
    }

    /// Reports what writers have committed and is not there.
    pub(super) fn nothing_is_lost(&mut self, when: &str) -> Result<(), Error> {
        let Some(crew) = &mut self.crew else { return Ok(()) };
        let catalogue = self.expected.catalogue();
        let (lost, rows) = crew.check(self.executor.observer(), catalogue)?;
        for difference in lost {
            let message = format!("{when} what the application committed while steps ran is not there: {difference}");
            self.report.fail(Stage::Forwards, message);
        }
        if let Some(concurrent) = &mut self.report.concurrent {
            concurrent.rows_checked += rows;
        }
        Ok(())
    }

    /// The rows that writers have written since the last call, under the names by which rows are compared.
    pub(super) fn written_meanwhile(&mut self) -> BTreeSet<Place> {
        let plan = self.setting.plan;
        let touched = self.crew.as_mut().map(Crew::take_touched).unwrap_or_default();
        let touched = touched.into_iter().map(|place| super::shape::under_new_names(place, plan)).collect();
        super::moved::with_counterparts(touched, plan)
    }
}
