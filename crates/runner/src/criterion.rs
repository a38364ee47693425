//! Asks for what gates of plans of migrations bound: SQL through `database`, checks through `validation`.

use database::{Session, SnapshotOptions};
use plan_engine::migration::model::{Criterion, Holds, Probe, ProbeSide};
use validation::check::{CheckReport, CheckStatus, Checker};

/// What came out of a condition of a gate.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum CriterionAnswer {
    /// It holds.
    Met {
        /// What was found, in words.
        says: String,
    },
    /// It does not hold.
    NotMet {
        /// What was found, in words.
        says: String,
    },
    /// Nobody was asked: who could answer is not here, or one look does not decide.
    NotAsked {
        /// Why, and who can.
        because: String,
    },
    /// It was asked, and there is no answer.
    CouldNotTell {
        /// Why.
        because: String,
    },
}

/// Who answers for conditions, as far as they are at hand.
#[derive(Debug, Default)]
pub struct GateKeeper {
    checker: Option<Checker>,
    source: Option<Session>,
    target: Option<Session>,
}

/// A number, or why there is none.
type Number = Result<(f64, String), CriterionAnswer>;

impl GateKeeper {
    /// Nobody is at hand yet.
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

    /// Looks once whether `criterion` holds. One that has to hold for a time is never met by a look; it may be seen not to be.
    pub fn look(&mut self, criterion: &Criterion) -> CriterionAnswer {
        self.answer(criterion).unwrap_or_else(|other| other)
    }

    fn answer(&mut self, criterion: &Criterion) -> Result<CriterionAnswer, CriterionAnswer> {
        let (found, says) = self.number(&criterion.probe)?;
        if !holds(found, criterion.holds, criterion.bound) {
            return Ok(CriterionAnswer::NotMet { says });
        }
        if let (Some(least), Some(probe)) = (criterion.samples, &criterion.samples_probe) {
            let (samples, _) = self.number(probe)?;
            if !holds(samples, Holds::AtLeast, least) {
                return Ok(CriterionAnswer::NotMet { says: format!("{says}; {samples} samples of {least}") });
            }
        }
        if criterion.for_seconds > 0.0 {
            let because =
                format!("{says} now, but it has to hold for {} s: the gate's script watches it", criterion.for_seconds);
            return Ok(CriterionAnswer::NotAsked { because });
        }
        Ok(CriterionAnswer::Met { says })
    }

    fn number(&mut self, probe: &Probe) -> Number {
        match probe {
            Probe::Sql { on, statement } => {
                let text = self.sql(*on, statement)?;
                Ok((number_of(&text, *on)?, format!("the answer is {text}")))
            }
            Probe::Both { source, target } => {
                let one = self.sql(ProbeSide::Source, source)?;
                let other = self.sql(ProbeSide::Target, target)?;
                let apart = apart(&one, &other)?;
                Ok((apart, format!("the source answers {one}, the target {other}")))
            }
            Probe::Metric { .. } => Err(not_asked("metrics are asked by the gate's script and by the monitoring")),
            Probe::Check { name } => self.check(name),
        }
    }

    /// 0 where the check passes, 1 where it does not.
    fn check(&mut self, name: &str) -> Number {
        let Some(checker) = &mut self.checker else {
            return Err(not_asked(&format!("it is the check `{name}`, and no file of checks is given")));
        };
        let report =
            checker.run_named(&[name.to_owned()], &mut |_| ()).map_err(|error| could_not_tell(error.to_string()))?;
        let says = said(&report);
        match report.checks.as_slice() {
            [] => Err(could_not_tell(format!("the check `{name}` was not run"))),
            _ => match report.status {
                CheckStatus::Passed => Ok((0.0, says)),
                CheckStatus::Unsettled | CheckStatus::Failed => Ok((1.0, says)),
                CheckStatus::Error => Err(could_not_tell(says)),
            },
        }
    }

    /// The one value of the one row that a query answers, in a snapshot that only reads.
    fn sql(&mut self, side: ProbeSide, statement: &str) -> Result<String, CriterionAnswer> {
        let session = match side {
            ProbeSide::Source => self.source.as_mut(),
            ProbeSide::Target => self.target.as_mut(),
        };
        let Some(session) = session else {
            return Err(not_asked(&format!("the {} is asked, and no engine is given for it", side.word())));
        };
        let refused = |error: database::Error| could_not_tell(format!("the {}: {error}", side.word()));
        session.begin_snapshot(&SnapshotOptions::default()).map_err(refused)?;
        let answered = session.query(statement);
        let ended = session.end_snapshot();
        let rows = answered.map_err(refused)?;
        ended.map_err(refused)?;
        Ok(rows.scalar().unwrap_or_default().trim().to_owned())
    }
}

fn not_asked(because: &str) -> CriterionAnswer {
    CriterionAnswer::NotAsked { because: because.to_owned() }
}

fn could_not_tell(because: String) -> CriterionAnswer {
    CriterionAnswer::CouldNotTell { because }
}

fn said(report: &CheckReport) -> String {
    let one = |it: &validation::check::CheckOutcome| format!("{}: {}", it.status.as_str(), it.says);
    report.checks.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn number_of(text: &str, side: ProbeSide) -> Result<f64, CriterionAnswer> {
    let number = text.parse().ok().filter(|it: &f64| it.is_finite());
    number.ok_or_else(|| could_not_tell(format!("the {} answers `{text}`, which is no number", side.word())))
}

/// How far two numbers are apart; whole ones exactly, however large.
fn apart(source: &str, target: &str) -> Result<f64, CriterionAnswer> {
    if let (Ok(one), Ok(other)) = (source.parse::<i128>(), target.parse::<i128>()) {
        #[expect(clippy::cast_precision_loss, reason = "only whether it is nothing has to be exact")]
        return Ok(one.abs_diff(other) as f64);
    }
    Ok((number_of(source, ProbeSide::Source)? - number_of(target, ProbeSide::Target)?).abs())
}

fn holds(found: f64, how: Holds, bound: f64) -> bool {
    match how {
        Holds::AtMost => found <= bound,
        Holds::AtLeast => found >= bound,
        Holds::Equal => (found - bound).abs() <= 1e-9 * bound.abs().max(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plan_engine::migration::model::Measure;

    fn criterion(probe: Probe, seconds: f64) -> Criterion {
        Criterion {
            measure: Measure::Failures("something".to_owned()),
            probe,
            holds: Holds::Equal,
            bound: 0.0,
            for_seconds: seconds,
            samples: None,
            samples_probe: None,
            basis: Vec::new(),
        }
    }

    fn sql(statement: &str) -> Probe {
        Probe::Sql { on: ProbeSide::Target, statement: statement.to_owned() }
    }

    fn keeper() -> GateKeeper {
        let open = || Session::open(&"sqlite::memory:".parse().unwrap()).unwrap();
        GateKeeper::new().engine(ProbeSide::Source, open()).engine(ProbeSide::Target, open())
    }

    #[test]
    fn engines_answer_and_what_is_no_number_is_no_answer() {
        let mut keeper = keeper();
        let mut look = |probe, seconds| keeper.look(&criterion(probe, seconds));
        assert!(matches!(look(sql("SELECT 0"), 0.0), CriterionAnswer::Met { .. }));
        assert!(matches!(look(sql("SELECT 3"), 60.0), CriterionAnswer::NotMet { says } if says.contains('3')));
        assert!(matches!(look(sql("SELECT 0"), 60.0), CriterionAnswer::NotAsked { .. }));
        for bad in ["SELECT NULL", "SELECT 'many'", "SELECT nothing", "SELECT 0 WHERE 1 = 2", "CREATE TABLE t (a)"] {
            let answer = look(sql(bad), 0.0);
            assert!(matches!(answer, CriterionAnswer::CouldNotTell { .. }), "{bad}: {answer:?}");
        }
        // Nothing was left open or behind.
        assert!(matches!(look(sql("SELECT count(*) FROM sqlite_master"), 0.0), CriterionAnswer::Met { .. }));
    }

    #[test]
    fn sides_are_compared_exactly() {
        let both = |one: &str, other: &str| Probe::Both { source: one.to_owned(), target: other.to_owned() };
        let (large, larger) = ("SELECT '90071992547409930'", "SELECT '90071992547409931'");
        assert!(matches!(keeper().look(&criterion(both(large, large), 0.0)), CriterionAnswer::Met { .. }));
        assert!(matches!(keeper().look(&criterion(both(large, larger), 0.0)), CriterionAnswer::NotMet { .. }));
    }

    #[test]
    fn who_is_not_here_is_not_asked() {
        let metric = Probe::Metric { expression: "up".to_owned() };
        for probe in [metric, sql("SELECT 0"), Probe::Check { name: "boats".to_owned() }] {
            assert!(matches!(GateKeeper::new().look(&criterion(probe, 0.0)), CriterionAnswer::NotAsked { .. }));
        }
    }
}
