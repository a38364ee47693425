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

fn metric() -> Probe {
    Probe::Metric { expression: "something".to_owned() }
}

fn keeper() -> GateKeeper {
    let open = || Session::open(&"sqlite::memory:".parse().unwrap()).unwrap();
    GateKeeper::new().engine(ProbeSide::Source, open()).engine(ProbeSide::Target, open())
}

/// A metric that is nothing but for the moment at which it was one.
#[derive(Debug)]
struct WrongAt(Duration);

impl Metrics for WrongAt {
    fn values(&mut self, _: &str, range: MetricRange) -> Result<Vec<f64>, String> {
        let mut moment = range.start;
        let mut values = Vec::new();
        while moment <= range.end {
            let was_wrong = moment <= self.0 && self.0 < moment + range.step;
            values.push(if was_wrong { 1.0 } else { 0.0 });
            moment += range.step;
        }
        Ok(values)
    }
}

/// What comes of it, in one word and the sentence.
fn look(keeper: &mut GateKeeper, criterion: &Criterion, since: Option<Duration>) -> (GateOutcome, String) {
    match keeper.look(criterion, since) {
        Ok((true, reading)) => (GateOutcome::Met, reading.says),
        Ok((false, reading)) => (GateOutcome::NotMet, reading.says),
        Err(refusal) => (refusal.outcome, refusal.because),
    }
}

#[test]
fn engines_answer_and_what_is_no_number_is_no_answer() {
    let mut keeper = keeper();
    let mut look = |probe, seconds| look(&mut keeper, &criterion(probe, seconds), None);
    assert_eq!(look(sql("SELECT 0"), 0.0).0, GateOutcome::Met);
    let unmet = look(sql("SELECT 3"), 60.0);
    assert!(unmet.0 == GateOutcome::NotMet && unmet.1.contains('3'), "{unmet:?}");
    assert_eq!(look(sql("SELECT 0"), 60.0).0, GateOutcome::NotAsked);
    for bad in ["SELECT NULL", "SELECT 'many'", "SELECT nothing", "SELECT 0 WHERE 1 = 2", "CREATE TABLE t (a)"] {
        let answer = look(sql(bad), 0.0);
        assert_eq!(answer.0, GateOutcome::CouldNotTell, "{bad}: {answer:?}");
    }
    // Nothing was left open or behind.
    assert_eq!(look(sql("SELECT count(*) FROM sqlite_master"), 0.0).0, GateOutcome::Met);
}

#[test]
fn sides_are_compared_exactly() {
    let both = |one: &str, other: &str| Probe::Both { source: one.to_owned(), target: other.to_owned() };
    let (large, larger) = ("SELECT '90071992547409930'", "SELECT '90071992547409931'");
    assert_eq!(look(&mut keeper(), &criterion(both(large, large), 0.0), None).0, GateOutcome::Met);
    assert_eq!(look(&mut keeper(), &criterion(both(large, larger), 0.0), None).0, GateOutcome::NotMet);
}

#[test]
fn who_is_not_here_is_not_asked() {
    for probe in [metric(), sql("SELECT 0"), Probe::Check { name: "boats".to_owned() }] {
        assert_eq!(look(&mut GateKeeper::new(), &criterion(probe, 0.0), None).0, GateOutcome::NotAsked);
    }
}

#[test]
fn too_few_samples_are_not_met() {
    let enough = |least, counted: &str| Criterion {
        samples: Some(least),
        samples_probe: Some(sql(counted)),
        ..criterion(sql("SELECT 0"), 0.0)
    };
    assert_eq!(look(&mut keeper(), &enough(5.0, "SELECT 5"), None).0, GateOutcome::Met);
    let few = look(&mut keeper(), &enough(5.0, "SELECT 4"), None);
    assert!(few.0 == GateOutcome::NotMet && few.1.contains("4 samples of 5"), "{few:?}");
    assert_eq!(look(&mut keeper(), &enough(5.0, "SELECT NULL"), None).0, GateOutcome::CouldNotTell);
}

/// An hour has to hold, it is nine o'clock, and the metric was wrong at a quarter past eight.
#[test]
fn a_metric_that_has_to_hold_for_a_time_is_looked_back_at() {
    let hour = criterion(metric(), 3_600.0);
    let nine = 9 * 3_600;
    let at = |hours: f64| Some(Duration::from_secs_f64(hours * 3_600.0));
    let asked = |wrong: f64, since| {
        let metrics = WrongAt(Duration::from_secs_f64(wrong * 3_600.0));
        look(&mut GateKeeper::new().metrics(metrics).at(nine), &hour, since)
    };
    assert_eq!(asked(7.5, at(8.0)).0, GateOutcome::Met);
    let wrong = asked(8.25, at(8.0));
    assert!(wrong.0 == GateOutcome::NotMet && wrong.1.contains("1 at its worst"), "{wrong:?}");
    assert_eq!(asked(9.0, at(8.0)).0, GateOutcome::NotMet);
    let early = asked(7.5, at(8.5));
    assert!(early.0 == GateOutcome::NotMet && early.1.contains("1800 s have passed"), "{early:?}");
    let unknown = asked(7.5, None);
    assert!(unknown.0 == GateOutcome::NotAsked && unknown.1.contains("no record"), "{unknown:?}");
}
