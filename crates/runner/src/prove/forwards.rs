//! The way forwards.

use std::collections::BTreeSet;

use plan_engine::plan::{Phase, PhaseName, Step};
use schema_diff::Dialect;

use super::ProgressEvent;
use super::conservation::{Comparison, tables_that_lose};
use super::expected::Expected;
use super::run::{Run, Running};
use super::snapshot::Snapshot;
use crate::application::session::Scope;
use crate::concurrent::Place;
use crate::{Error, Stage};

impl Run<'_> {
    /// Takes the database through all phases up to the last; the phase in which a step failed, if one did.
    pub(super) fn forwards(&mut self) -> Result<Option<PhaseName>, Error> {
        let (setting, last, done) = (self.setting, self.last, self.done);
        let due = |phase: &&Phase| phase.name <= last && done.is_none_or(|done| phase.name > done);
        for phase in setting.phases().into_iter().filter(due) {
            (self.progress)(ProgressEvent::Phase { run: self.last, phase: phase.name });
            self.report.place.phase = Some(phase.name);
            self.report.place.step = None;
            self.deploy(&phase.versions)?;
            for step in &phase.steps {
                if !self.forward_step(phase, step, true)? {
                    return Ok(Some(phase.name));
                }
            }
            self.report.place.step = None;
            let failures = self.report.failures.len();
            self.nothing_is_lost("after the phase")?;
            self.act(Scope::Everything)?;
            if phase.name >= PhaseName::Backfill {
                self.shapes_are_alike("after the phase")?;
            }
            if self.report.failures.len() > failures && self.thorough {
                // What the application suffers here it suffers in every run that comes this way.
                return Ok(Some(phase.name));
            }
            if self.thorough && phase.name == PhaseName::Contract {
                self.reaches_the_target()?;
            }
            self.done = Some(phase.name);
        }
        Ok(None)
    }

    /// Runs one step, with everything checked that a `first` time is checked in a thorough run.
    pub(super) fn forward_step(&mut self, phase: &Phase, step: &Step, first: bool) -> Result<bool, Error> {
        let thorough = self.thorough && first;
        let failures = self.report.failures.len();
        (self.progress)(ProgressEvent::Step { run: self.last, step: step.id.clone(), title: step.title.clone() });
        self.report.place.step = Some(step.id.clone());
        let mut next = self.expected.clone();
        for wrong in next.apply(&step.effect) {
            self.report.fail(Stage::Forwards, wrong);
        }
        let plan = self.setting.plan;
        let (was, will) = (self.compared(self.expected.catalogue()), self.compared(next.catalogue()));
        let losing = tables_that_lose(&was, &will);
        let only = if thorough { None } else { Some(losing.as_slice()) };
        let rows = Snapshot::take(self.executor.observer(), self.expected.catalogue(), only, plan)?;
        self.history.remember(&was, &will, &rows);
        let running = Running { id: &step.id, phase: phase.name, title: &step.title, actions: &step.forward };
        let blocker = if thorough { self.block(step)? } else { None };
        let (mut record, passed) = self.run_actions(&running)?;
        if let Some(blocker) = blocker {
            self.unblock(blocker, &record)?;
        }
        let written = self.written_meanwhile();
        if !losing.is_empty() {
            self.disputed.extend(written.iter().cloned());
        }
        if passed {
            let earlier = std::mem::replace(&mut self.expected, next);
            if thorough {
                if phase.name != PhaseName::Purge {
                    self.rows_are_there_after(&earlier, &rows, &written)?;
                }
                let expected = self.expected.clone();
                self.compare(&expected, "after the step")?;
                self.act(step.subject.as_ref().and_then(|it| it.relation()).map_or(Scope::Reads, Scope::Relation))?;
            }
        }
        record.passed = self.report.failures.len() == failures;
        let goes_on = record.passed;
        if thorough {
            self.report.steps.push(record);
        }
        Ok(goes_on)
    }

    /// Every row that was there before the step is there after it; those that were `written` meanwhile are compared with
    /// what was committed.
    fn rows_are_there_after(
        &mut self,
        earlier: &Expected<'_>,
        rows: &Snapshot,
        written: &BTreeSet<Place>,
    ) -> Result<(), Error> {
        let plan = self.setting.plan;
        let now = Snapshot::take(self.executor.observer(), self.expected.catalogue(), None, plan)?;
        let (was, is) = (self.compared(earlier.catalogue()), self.compared(self.expected.catalogue()));
        let first = self.compared(&plan.before.catalogue);
        let (rows, now) = (rows.without(written), now.without(written));
        let comparison = Comparison::of_step(plan, &first, (&was, &is), (&rows, &now));
        for difference in comparison.differences {
            self.report.fail(Stage::Forwards, format!("after the step {difference}"));
        }
        Ok(())
    }

    /// After `contract`: the schema is the one after, and nothing of ours is left outside the workshop.
    fn reaches_the_target(&mut self) -> Result<(), Error> {
        let setting = self.setting;
        let after = Expected::new(&setting.plan.after.catalogue, &setting.after.catalogue, &setting.dictionary);
        self.compare(&after, "after contract")?;
        let query = match setting.plan.dialect {
            Dialect::Sqlite => {
                "SELECT type || ' ' || name FROM sqlite_schema \
                 WHERE type IN ('trigger', 'view') AND name LIKE 'migration\\_architect%' ESCAPE '\\'"
            }
            _ => {
                "SELECT 'trigger ' || t.tgname || ' on ' || t.tgrelid::regclass FROM pg_catalog.pg_trigger t \
                 JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid \
                 WHERE NOT t.tgisinternal AND t.tgname LIKE '%migration\\_architect\\_%' \
                 AND c.relnamespace <> COALESCE(to_regnamespace('migration_architect')::oid, 0) \
                 UNION ALL SELECT 'column ' || a.attname || ' of ' || a.attrelid::regclass FROM pg_catalog.pg_attribute a \
                 JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
                 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT a.attisdropped AND a.attname LIKE 'migration\\_architect\\_%' \
                 AND c.relnamespace <> COALESCE(to_regnamespace('migration_architect')::oid, 0) \
                 UNION ALL SELECT 'relation ' || c.oid::regclass FROM pg_catalog.pg_class c \
                 WHERE c.relname LIKE 'migration\\_architect\\_%' \
                 AND c.relnamespace <> COALESCE(to_regnamespace('migration_architect')::oid, 0) \
                 UNION ALL SELECT 'constraint ' || k.conname FROM pg_catalog.pg_constraint k \
                 WHERE k.conname LIKE 'migration\\_architect\\_%' \
                 AND k.connamespace <> COALESCE(to_regnamespace('migration_architect')::oid, 0) \
                 UNION ALL SELECT 'schema ' || n.nspname FROM pg_catalog.pg_namespace n \
                 WHERE n.nspname LIKE 'migration\\_architect\\_%' \
                 UNION ALL SELECT 'function ' || p.oid::regprocedure FROM pg_catalog.pg_proc p \
                 WHERE p.proname LIKE 'migration\\_architect%' \
                 AND p.pronamespace <> COALESCE(to_regnamespace('migration_architect')::oid, 0)"
            }
        };
        let left = self.executor.session().query(query)?;
        for row in 0..left.len() {
            let what = left.value(row, 0).unwrap_or_default();
            self.report.fail(Stage::Forwards, format!("after contract {what} is left outside the workshop"));
        }
        Ok(())
    }
}
