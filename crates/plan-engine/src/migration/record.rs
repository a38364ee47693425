//! Records what happens to a plan in its state, and refuses what contradicts the plan.

use std::collections::{BTreeMap, BTreeSet};

use schedule::Instant;

use super::model::{MigrationPlan, MigrationStep, Work};
use super::schedule::{
    PROGRESS_SCHEMA_VERSION, ProgressReport, RecordedApproval, RecordedGate, RecordedPosition, RecordedTrouble,
    StepProgress, TakenBack,
};
use crate::Error;
use crate::plan::Loss;

/// Something that happens to a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// It begins.
    Started,
    /// So much of its work is done, 0 to 1.
    Share(f64),
    /// It ends.
    Finished,
    /// Somebody, in words, agrees: the step, an approval, is done.
    Approved(String),
    /// A gate answers: where it passes, the step is done.
    Gate {
        /// Whether all its conditions hold.
        passed: bool,
        /// What was measured.
        measured: Option<String>,
    },
    /// A restore point or the position of a log is taken.
    Position {
        /// What it is of.
        name: String,
        /// The position, as the engine writes it.
        position: String,
    },
    /// Something goes wrong, in a sentence.
    Trouble(String),
    /// What went wrong at the step is settled.
    Settled,
    /// It is taken back.
    TakenBack,
}

/// Records that `entry` happens to `step` of `plan` at `at`.
///
/// # Errors
/// [`Input`](crate::ErrorKind::Input) where it contradicts the plan or what is recorded already: another plan, a step that
/// the plan does not have, an end before its beginning or before what the step waits for, something taken back before what
/// waits for it, a time before the last entry. The state is as it was then.
pub fn record(
    plan: &MigrationPlan,
    state: &mut ProgressReport,
    step: &str,
    entry: Entry,
    at: Instant,
) -> Result<(), Error> {
    state.check(plan)?;
    let found = plan.steps().find(|it| it.id == step);
    let found = found.ok_or_else(|| Error::input(format!("the plan has no step `{step}`: `plan show` lists them")))?;
    if at < state.at {
        return Err(Error::input(format!(
            "the state was written at {}, which is after {at}: give a later time",
            state.at
        )));
    }
    let recorder = Recorder { plan, step: found, at };
    match entry {
        Entry::Started => recorder.start(state),
        Entry::Share(share) => recorder.share(state, share),
        Entry::Finished => recorder.finish(state),
        Entry::Approved(by) => recorder.approve(state, by),
        Entry::Gate { passed, measured } => recorder.gate(state, passed, measured),
        Entry::Position { name, position } => {
            state.positions.push(RecordedPosition { step: step.to_owned(), at, name, position });
            Ok(())
        }
        Entry::Trouble(says) => {
            state.troubles.push(RecordedTrouble { step: step.to_owned(), at, says, settled: None });
            Ok(())
        }
        Entry::Settled => recorder.settle(state),
        Entry::TakenBack => recorder.take_back(state),
    }?;
    state.at = at;
    PROGRESS_SCHEMA_VERSION.clone_into(&mut state.schema_version);
    state.plan = Some(plan.digest.clone());
    // The plan's order, whatever order it was recorded in.
    let order: BTreeMap<&str, usize> = plan.steps().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    state.steps.sort_by_key(|it| order.get(it.step.as_str()).copied());
    Ok(())
}

struct Recorder<'a> {
    plan: &'a MigrationPlan,
    step: &'a MigrationStep,
    at: Instant,
}

impl Recorder<'_> {
    fn start(&self, state: &mut ProgressReport) -> Result<(), Error> {
        let id = &self.step.id;
        if let Some(it) = state.steps.iter().find(|it| it.step == *id) {
            return Err(Error::input(format!("`{id}` has begun already, at {}", it.started)));
        }
        let done: BTreeSet<&str> =
            state.steps.iter().filter(|it| it.finished.is_some()).map(|it| it.step.as_str()).collect();
        let open: Vec<&str> = self.step.after.iter().map(String::as_str).filter(|it| !done.contains(it)).collect();
        if !open.is_empty() {
            return Err(Error::input(format!(
                "`{id}` waits for {}, of which nobody recorded the end: record that first",
                shown(&open)
            )));
        }
        state.steps.push(StepProgress { step: id.clone(), started: self.at, finished: None, share: 0.0 });
        Ok(())
    }

    fn running<'s>(&self, state: &'s mut ProgressReport) -> Result<&'s mut StepProgress, Error> {
        let id = &self.step.id;
        let found = state.steps.iter_mut().find(|it| it.step == *id);
        let it = found
            .ok_or_else(|| Error::input(format!("`{id}` has not begun: record its beginning first, with --started")))?;
        match it.finished {
            Some(at) => Err(Error::input(format!("`{id}` has ended already, at {at}"))),
            None => Ok(it),
        }
    }

    fn share(&self, state: &mut ProgressReport, share: f64) -> Result<(), Error> {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::input(format!("the share {share} is none: write 0 to 1")));
        }
        self.running(state)?.share = share;
        Ok(())
    }

    fn finish(&self, state: &mut ProgressReport) -> Result<(), Error> {
        if self.plan.approval_of(self.step).is_some() && !is_approved(state, &self.step.id) {
            return Err(Error::input(format!(
                "nobody has agreed to `{}`: record who does, with --approved and --by",
                self.step.id
            )));
        }
        if matches!(self.step.work, Work::Gate(_)) && !has_passed(state, &self.step.id) {
            return Err(Error::input(format!(
                "`{}` is a gate: record what it answered, with --gate and --result",
                self.step.id
            )));
        }
        let at = self.at;
        let it = self.running(state)?;
        (it.finished, it.share) = (Some(at), 1.0);
        Ok(())
    }

    /// The step begins where it has not.
    fn begun(&self, state: &mut ProgressReport) -> Result<(), Error> {
        if state.steps.iter().any(|it| it.step == self.step.id) { Ok(()) } else { self.start(state) }
    }

    fn approve(&self, state: &mut ProgressReport, by: String) -> Result<(), Error> {
        if self.plan.approval_of(self.step).is_none() {
            return Err(Error::input(format!("`{}` is no approval: nobody has to agree to it", self.step.id)));
        }
        if by.trim().is_empty() {
            return Err(Error::input("nobody is named who agrees: give --by"));
        }
        self.begun(state)?;
        self.running(state)?;
        state.approvals.push(RecordedApproval { step: self.step.id.clone(), by, at: self.at });
        self.finish(state)
    }

    fn gate(&self, state: &mut ProgressReport, passed: bool, measured: Option<String>) -> Result<(), Error> {
        if !matches!(self.step.work, Work::Gate(_)) {
            return Err(Error::input(format!("`{}` is no gate", self.step.id)));
        }
        self.begun(state)?;
        self.running(state)?;
        state.gates.push(RecordedGate { step: self.step.id.clone(), at: self.at, passed, measured });
        if passed { self.finish(state) } else { Ok(()) }
    }

    fn settle(&self, state: &mut ProgressReport) -> Result<(), Error> {
        let open = state.troubles.iter_mut().filter(|it| it.step == self.step.id && it.settled.is_none());
        let mut any = false;
        for it in open {
            (it.settled, any) = (Some(self.at), true);
        }
        if any { Ok(()) } else { Err(Error::input(format!("no open trouble is recorded of `{}`", self.step.id))) }
    }

    fn take_back(&self, state: &mut ProgressReport) -> Result<(), Error> {
        let id = &self.step.id;
        let Some(at) = state.steps.iter().position(|it| it.step == *id) else {
            return Err(Error::input(format!(
                "`{id}` has not begun, or was taken back: there is nothing to take back"
            )));
        };
        if let Loss::Everything(why) = &self.step.inverse.loss {
            return Err(Error::input(format!("`{id}` cannot be taken back: {why}")));
        }
        let begun: BTreeSet<&str> = state.steps.iter().map(|it| it.step.as_str()).collect();
        let waiting = self.plan.steps().filter(|it| it.after.contains(id) && begun.contains(it.id.as_str()));
        let waiting: Vec<&str> = waiting.map(|it| it.id.as_str()).collect();
        if !waiting.is_empty() {
            return Err(Error::input(format!("{} waited for `{id}`: take that back first", shown(&waiting))));
        }
        let it = state.steps.remove(at);
        state.taken_back.push(TakenBack { step: it.step, started: it.started, finished: it.finished, at: self.at });
        state.approvals.retain(|it| it.step != *id);
        Ok(())
    }
}

/// The first of some steps, and how many more.
fn shown(ids: &[&str]) -> String {
    const SHOWN: usize = 3;
    let names: Vec<String> = ids.iter().take(SHOWN).map(|it| format!("`{it}`")).collect();
    let more = ids.len().saturating_sub(SHOWN);
    if more > 0 { format!("{} and {more} more", names.join(", ")) } else { names.join(", ") }
}

fn is_approved(state: &ProgressReport, step: &str) -> bool {
    state.approvals.iter().any(|it| it.step == step)
}

/// Whether the gate passed since the step began.
fn has_passed(state: &ProgressReport, step: &str) -> bool {
    let began = state.steps.iter().find(|it| it.step == step).map(|it| it.started);
    state.gates.iter().any(|it| it.step == step && it.passed && began.is_some_and(|began| it.at >= began))
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use super::*;
    use crate::migration::{Inputs, make};

    const FERRY: &str = "migrations:\n- id: ferry\n  type: service\n  pattern: canary\n  source: Ferry 1\n  target: Ferry 2\n  \
                         monitoring: {alert_thresholds: {error_rate: 1%}}\n  flags: [{name: ferry_two, stages: \
                         [{percentage: 10, hold: 1h}, {percentage: 100}]}]\n";

    fn plan() -> MigrationPlan {
        let (specification, _) = crate::specification::read(&SourceText::new("a.yaml", FERRY));
        make(&specification.unwrap(), Inputs::new()).unwrap()
    }

    fn at(minute: i64) -> Instant {
        Instant::from_seconds(1_800_000_000 + minute * 60)
    }

    /// What ends the step, whatever it is.
    fn ended(plan: &MigrationPlan, step: &MigrationStep) -> Vec<Entry> {
        match &step.work {
            Work::Gate(_) => vec![Entry::Gate { passed: true, measured: None }],
            _ if plan.approval_of(step).is_some() => vec![Entry::Approved("K. Lind".to_owned())],
            _ => vec![Entry::Started, Entry::Finished],
        }
    }

    #[test]
    fn a_plan_is_recorded_to_its_end_and_back_to_where_it_cannot_be_taken_back() {
        let plan = plan();
        let mut state = ProgressReport::new(&plan, at(0));
        let mut minute = 0;
        for step in plan.steps() {
            for entry in ended(&plan, step) {
                minute += 1;
                record(&plan, &mut state, &step.id, entry, at(minute)).unwrap();
            }
        }
        assert_eq!(state.steps.len(), plan.steps().count());
        let read = ProgressReport::from_json(&state.to_json().unwrap()).unwrap();
        assert_eq!(read, state);
        let back: Vec<&MigrationStep> = plan.steps().collect();
        let refused = back.iter().rev().find_map(|step| {
            let error = record(&plan, &mut state, &step.id, Entry::TakenBack, at(minute)).err()?;
            Some((*step, error.to_string()))
        });
        let (step, error) = refused.unwrap();
        assert!(matches!(step.inverse.loss, Loss::Everything(_)) && error.contains("cannot be taken back"), "{error}");
    }

    #[test]
    fn what_contradicts_the_plan_is_refused_and_changes_nothing() {
        let plan = plan();
        let mut state = ProgressReport::new(&plan, at(5));
        let steps: Vec<&MigrationStep> = plan.steps().collect();
        let (first, second) = (steps[0], steps.iter().find(|it| it.after.contains(&steps[0].id)).unwrap());
        let mut refused = |step: &str, entry: Entry, minute: i64, says: &str| {
            let before = state.clone();
            let error = record(&plan, &mut state, step, entry, at(minute)).unwrap_err().to_string();
            assert!(error.contains(says) && state == before, "{error}");
        };
        refused("ferry/nowhere", Entry::Started, 6, "no step `ferry/nowhere`");
        refused(&second.id, Entry::Started, 6, "waits for");
        refused(&first.id, Entry::Finished, 6, "has not begun");
        refused(&first.id, Entry::Started, 4, "give a later time");
        refused(&first.id, Entry::TakenBack, 6, "nothing to take back");
        refused(&first.id, Entry::Settled, 6, "no open trouble");
        let approval = steps.iter().find(|it| matches!(it.work, Work::Approval { .. })).unwrap();
        refused(&approval.id, Entry::Gate { passed: true, measured: None }, 6, "is no gate");
        state.plan = Some("another".to_owned());
        let error = record(&plan, &mut state, &first.id, Entry::Started, at(6)).unwrap_err();
        assert!(error.to_string().contains("digest"), "{error}");
    }

    #[test]
    fn a_gate_that_fails_goes_on_and_what_was_taken_back_can_be_done_again() {
        let plan = plan();
        let mut state = ProgressReport::new(&plan, at(0));
        let gate = plan.steps().find(|it| matches!(it.work, Work::Gate(_))).unwrap();
        for step in plan.steps().take_while(|it| it.id != gate.id) {
            for entry in ended(&plan, step) {
                record(&plan, &mut state, &step.id, entry, at(1)).unwrap();
            }
        }
        let failed = Entry::Gate { passed: false, measured: Some("0.02".to_owned()) };
        record(&plan, &mut state, &gate.id, failed, at(2)).unwrap();
        assert!(state.steps.last().unwrap().finished.is_none() && state.gates.len() == 1);
        record(&plan, &mut state, &gate.id, Entry::TakenBack, at(3)).unwrap();
        let error = record(&plan, &mut state, &gate.id, Entry::Finished, at(4)).unwrap_err();
        assert!(error.to_string().contains("is a gate"), "{error}");
        record(&plan, &mut state, &gate.id, Entry::Gate { passed: true, measured: None }, at(4)).unwrap();
        assert_eq!(state.taken_back.len(), 1);
    }
}
