//! Asks what gates of plans of migrations bound: SQL through `database`, checks through `validation`, metrics through a trait,
//! approvals from the record.

mod answer;
mod ask;
mod metrics;
mod report;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use database::{Session, SnapshotOptions};
use plan_engine::migration::model::{Criterion, Holds, Probe, ProbeSide};
use plan_engine::migration::schedule::ProgressReport;
use validation::check::{CheckOutcome, CheckReport, CheckStatus, Checker, Measured};

use answer::{Reading, Refusal, apart, holds, number_of};
pub use metrics::{MetricRange, Metrics};
pub use report::{
    AskedCondition, AskedGate, ConditionKind, GATE_REPORT_KIND, GATE_REPORT_VERSION, GateOutcome, GateReport,
    WantedNumber,
};

/// How many numbers of a check that are not as they should be are told.
const SHOWN: usize = 3;

/// Who answers for conditions, as far as they are at hand.
#[derive(Debug)]
pub struct GateKeeper {
    checker: Option<Checker>,
    source: Option<Session>,
    target: Option<Session>,
    metrics: Option<Box<dyn Metrics>>,
    state: Option<ProgressReport>,
    /// Since the beginning of 1970.
    at: Duration,
}

impl Default for GateKeeper {
    fn default() -> Self {
        let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { checker: None, source: None, target: None, metrics: None, state: None, at }
    }
}

impl GateKeeper {
    /// Nobody is at hand yet, and it is now.
    pub fn new() -> Self {
        Self::default()
    }

    /// With the file of checks that the names of gates are looked up in.
    pub fn checks(mut self, checker: Checker) -> Self {
        self.checker = Some(checker);
        self
    }

    /// With the engine of a side. It is only read.
    pub fn engine(mut self, side: ProbeSide, session: Session) -> Self {
        match side {
            ProbeSide::Source => self.source = Some(session),
            ProbeSide::Target => self.target = Some(session),
        }
        self
    }

    /// With what gives metrics.
    pub fn metrics(mut self, metrics: impl Metrics + 'static) -> Self {
        self.metrics = Some(Box::new(metrics));
        self
    }

    /// With the record of the plan: who agreed, and since when a gate is asked.
    pub fn state(mut self, state: ProgressReport) -> Self {
        self.state = Some(state);
        self
    }

    /// Asks metrics of the time `at`, in seconds since the beginning of 1970; before it, of nothing.
    pub fn at(mut self, at: i64) -> Self {
        self.at = Duration::from_secs(u64::try_from(at).unwrap_or_default());
        self
    }

    /// Looks whether `criterion` holds, which had to from `since` on. What has to hold for a time is met where that has passed and
    /// metrics say that it held throughout; a single look may still see that it does not.
    fn look(&mut self, criterion: &Criterion, since: Option<Duration>) -> Result<(bool, Reading), Refusal> {
        let now = self.number(&criterion.probe)?;
        if !holds(now.value, criterion.holds, criterion.bound) {
            return Ok((false, now));
        }
        if let (Some(least), Some(probe)) = (criterion.samples, &criterion.samples_probe) {
            let samples = self.number(probe)?.value;
            if !holds(samples, Holds::AtLeast, least) {
                let says = format!("{}; {samples} samples of {least}", now.says);
                return Ok((false, Reading { says, ..now }));
            }
        }
        if criterion.for_seconds > 0.0 { self.held(criterion, &now, since) } else { Ok((true, now)) }
    }

    /// Whether a criterion that holds now did for as long as it has to.
    fn held(
        &mut self,
        criterion: &Criterion,
        now: &Reading,
        since: Option<Duration>,
    ) -> Result<(bool, Reading), Refusal> {
        let seconds = criterion.for_seconds;
        let (Probe::Metric { expression }, Some(metrics)) = (&criterion.probe, &mut self.metrics) else {
            let because = format!("{} now, but it has to hold for {seconds} s: the gate's script watches it", now.says);
            return Err(Refusal::not_asked(because));
        };
        let Some(since) = since else {
            let because = format!(
                "{} now, but it has to hold for {seconds} s, and no record says since when: `plan record` notes when the gate, \
                 or what it waits for, begins and ends",
                now.says
            );
            return Err(Refusal::not_asked(because));
        };
        let window = Duration::try_from_secs_f64(seconds).map_err(|it| Refusal::could_not_tell(it.to_string()))?;
        let passed = self.at.saturating_sub(since);
        if passed < window {
            let passed = passed.as_secs();
            let says = format!("{} now, but it has to hold for {seconds} s, of which {passed} s have passed", now.says);
            return Ok((false, Reading { value: now.value, says }));
        }
        let worst = metrics::worst_of(metrics.as_mut(), expression, criterion, window, self.at)?;
        Ok((holds(worst.value, criterion.holds, criterion.bound), worst))
    }

    fn number(&mut self, probe: &Probe) -> Result<Reading, Refusal> {
        match probe {
            Probe::Sql { on, statement } => {
                let text = self.sql(*on, statement)?;
                Ok(Reading { value: number_of(&text, *on)?, says: format!("the answer is {text}") })
            }
            Probe::Both { source, target } => {
                let one = self.sql(ProbeSide::Source, source)?;
                let other = self.sql(ProbeSide::Target, target)?;
                let value = apart(&one, &other)?;
                Ok(Reading { value, says: format!("the source answers {one}, the target {other}") })
            }
            Probe::Metric { expression } => match &mut self.metrics {
                Some(metrics) => metrics::number(metrics.as_mut(), expression, self.at),
                None => Err(Refusal::not_asked("it is a metric, and no monitoring is given to ask")),
            },
            Probe::Check { name } => self.check(name),
        }
    }

    /// 0 where the check passes, 1 where it does not.
    fn check(&mut self, name: &str) -> Result<Reading, Refusal> {
        let Some(checker) = &mut self.checker else {
            return Err(Refusal::not_asked(format!("it is the check `{name}`, and no file of checks is given")));
        };
        let report = checker
            .run_named(&[name.to_owned()], &mut |_| ())
            .map_err(|error| Refusal::could_not_tell(error.to_string()))?;
        let says = said(&report);
        match report.checks.as_slice() {
            [] => Err(Refusal::could_not_tell(format!("the check `{name}` was not run"))),
            _ => match report.status {
                CheckStatus::Passed => Ok(Reading { value: 0.0, says }),
                CheckStatus::Unsettled | CheckStatus::Failed => Ok(Reading { value: 1.0, says }),
                CheckStatus::Error => Err(Refusal::could_not_tell(says)),
            },
        }
    }

    /// The one value of the one row that a query answers, in a snapshot that only reads.
    fn sql(&mut self, side: ProbeSide, statement: &str) -> Result<String, Refusal> {
        let session = match side {
            ProbeSide::Source => self.source.as_mut(),
            ProbeSide::Target => self.target.as_mut(),
        };
        let Some(session) = session else {
            let because = format!("the {} is asked, and no engine is given for it", side.word());
            return Err(Refusal::not_asked(because));
        };
        let refused = |error: database::Error| Refusal::could_not_tell(format!("the {}: {error}", side.word()));
        session.begin_snapshot(&SnapshotOptions::default()).map_err(refused)?;
        let answered = session.query(statement);
        let ended = session.end_snapshot();
        let rows = answered.map_err(refused)?;
        ended.map_err(refused)?;
        Ok(rows.scalar().unwrap_or_default().trim().to_owned())
    }
}

/// What came out of a check, in words: where it did not pass, with the first numbers that are not as they should be.
fn said(report: &CheckReport) -> String {
    let one = |it: &CheckOutcome| {
        let says = format!("{}: {}", it.status.as_str(), it.says);
        let wrong = it.measured.iter().filter(|it| !it.holds).take(SHOWN).map(apart_in_words);
        std::iter::once(says).chain(wrong).collect::<Vec<_>>().join("; ")
    };
    report.checks.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn apart_in_words(it: &Measured) -> String {
    let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
    let group = it.group.as_ref().map_or(String::new(), |group| format!(" of {group}"));
    let apart = it.difference.as_ref().map_or(String::new(), |by| format!(" ({by})"));
    format!("{}{group}: {} in the source, {} in the target{apart}", it.what, side(&it.source), side(&it.target))
}

#[cfg(test)]
mod tests;
