//! What only tables of some size show: segments, switches from one way to the other, checkpoints, samples, rechecks.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use database::{Value, ValueKind};
use validation::{
    Buckets, Checksum, CompareOptions, Comparison, Difference, Error, ErrorKind, HashMethod, KeyRange, MemorySide,
    Observer, Result, Row, RowDigest, Sample, Selection, Settling, Side, SideInfo, Strategy, StrategyChoice, Threshold,
    ToleranceKind, Verdict, compare, wire,
};

const COLUMNS: [(&str, ValueKind); 2] = [("id", ValueKind::Integer), ("note", ValueKind::Text)];

fn rows(ids: impl Iterator<Item = i128>, note: impl Fn(i128) -> String) -> Vec<Row> {
    ids.map(|id| vec![Value::Integer(id), Value::Text(note(id))]).collect()
}

fn side(label: &str, rows: Vec<Row>) -> MemorySide {
    MemorySide::new(label, &COLUMNS, &[0], rows)
}

/// A source of 20,000 rows, and a target in which every row whose number can be divided by `every` differs in one of three ways.
fn sides(every: i128) -> (MemorySide, MemorySide) {
    let source = rows((0..20_000).filter(|id| id % (every * 3) != 1), |id| format!("row {id}"));
    let changed = |id: i128| if id % (every * 3) == every { format!("changed {id}") } else { format!("row {id}") };
    let target = rows((0..20_000).filter(|id| id % (every * 3) != 0), changed);
    (side("source", source), side("target", target))
}

fn ids(differences: &[Difference]) -> Vec<(Vec<Value>, &'static str)> {
    let mut ids: Vec<_> = differences.iter().map(|it| (it.key.clone(), it.kind.as_str())).collect();
    ids.sort_by(|one, other| validation::compare_keys(&one.0, &other.0));
    ids
}

fn run(options: &CompareOptions, every: i128) -> (Comparison, Vec<Difference>) {
    let (mut source, mut target) = sides(every);
    let mut differences = Vec::new();
    let comparison = compare(&mut source, &mut target, options, &mut differences).expect("a comparison");
    (comparison, differences)
}

#[test]
fn few_and_many_differences_are_found_by_either_way_in_the_order_of_the_key() {
    for (every, way) in [(1000, Strategy::Buckets), (2, Strategy::BucketsThenMerge)] {
        let buckets = CompareOptions::default().with_strategy(StrategyChoice::Buckets);
        let (by_buckets, found) = run(&buckets, every);
        let (by_merge, merged) = run(&buckets.with_strategy(StrategyChoice::Merge), every);
        assert_eq!(by_buckets.strategy, way, "{}", by_buckets.reason);
        assert_eq!(found, merged);
        assert_eq!((by_buckets.missing, by_buckets.extra), (by_merge.missing, by_merge.extra));
        assert_eq!(by_buckets.source.rows, by_merge.source.rows);
        assert_eq!(by_buckets.ranges, by_merge.ranges);
        let in_ranges: u64 = by_merge.ranges.iter().flat_map(|it| it.differences).sum();
        assert_eq!(in_ranges, by_merge.differences());
        assert_eq!(by_merge.columns[1].differences, by_merge.mismatched);
        assert_eq!(by_merge.verdict(), Verdict::Different);
    }
}

#[test]
fn a_limit_bounds_what_is_told_and_not_what_is_counted() {
    let (all, told) = run(&CompareOptions::default(), 10);
    let (limited, first) = run(&CompareOptions::default().with_limit(5), 10);
    assert_eq!(limited.differences(), all.differences());
    assert_eq!(first, told[..5]);
    let threshold = Threshold { rows: all.differences(), share: 0.0 };
    let (within, _) = run(&CompareOptions::default().with_threshold(threshold), 10);
    assert_eq!(within.verdict(), Verdict::Equal);
}

/// Ends the comparison at the checkpoint after so many, as a crash would.
struct Crashing {
    told: Vec<Difference>,
    checkpoints: usize,
}

impl Observer for Crashing {
    fn difference(&mut self, difference: &Difference) -> Result<()> {
        self.told.push(difference.clone());
        Ok(())
    }

    fn resumes(&mut self, told: u64) -> Result<()> {
        self.told.truncate(usize::try_from(told).expect("a count"));
        Ok(())
    }

    fn checkpoint(&mut self, told: u64) -> Result<()> {
        assert_eq!(told, self.told.len() as u64, "what was told before counts");
        if self.checkpoints == 0 {
            return Err(Error::new(ErrorKind::Interrupted, "crash"));
        }
        self.checkpoints -= 1;
        Ok(())
    }
}

#[test]
fn an_interrupted_comparison_goes_on_where_it_was() {
    let file = std::env::temp_dir().join(format!("validation-checkpoint-{}.json", std::process::id()));
    for strategy in [StrategyChoice::Buckets, StrategyChoice::Merge] {
        let whole = run(&CompareOptions::default().with_strategy(strategy), 10);
        let options = CompareOptions::default().with_strategy(strategy).with_checkpoint(&file);
        let mut observer = Crashing { told: Vec::new(), checkpoints: 0 };
        let mut crashes = 0;
        let comparison = loop {
            observer.checkpoints = 1;
            let (mut source, mut target) = sides(10);
            match compare(&mut source, &mut target, &options, &mut observer) {
                Ok(comparison) => break comparison,
                Err(error) => assert_eq!(error.kind(), ErrorKind::Interrupted),
            }
            crashes += 1;
        };
        assert!(!file.exists());
        assert!((1..50).contains(&crashes), "it was interrupted, and came to an end");
        assert_eq!(ids(&observer.told), ids(&whole.1));
        assert_eq!((comparison.missing, comparison.extra), (whole.0.missing, whole.0.extra));
        assert_eq!(comparison.mismatched, whole.0.mismatched);
        assert_eq!(comparison.ranges, whole.0.ranges);
        assert_eq!(comparison.source.rows, whole.0.source.rows);
    }
}

#[test]
fn a_checkpoint_belongs_to_the_tolerances_that_it_was_written_with() {
    let file = std::env::temp_dir().join(format!("validation-tolerances-{}.json", std::process::id()));
    let strict = CompareOptions::default().with_strategy(StrategyChoice::Merge).with_checkpoint(&file);
    let lenient = strict.clone().with_tolerance("note", ToleranceKind::Case);
    for (first, then) in [(&strict, &lenient), (&lenient, &strict)] {
        let go = |options: &CompareOptions| {
            let (mut source, mut target) = sides(10);
            compare(&mut source, &mut target, options, &mut Crashing { told: Vec::new(), checkpoints: 1 })
        };
        assert_eq!(go(first).map_err(|it| it.kind()), Err(ErrorKind::Interrupted));
        let refused = go(then).expect_err("another comparison").to_string();
        assert!(refused.contains("another comparison was interrupted"), "{refused}");
        std::fs::remove_file(&file).expect("the checkpoint");
    }
}

#[test]
fn a_sample_finds_what_it_draws_and_bounds_the_rest() {
    let drawn = Sample { rows: 2000, confidence: 0.99, seed: 7 };
    let (comparison, differences) = run(&CompareOptions::default().with_sample(drawn), 4);
    let sample = comparison.sample.expect("a sample");
    // One row in twelve is missing and one changed: a sixth of the source's rows.
    assert!(sample.at_least < 1.0 / 6.0 && sample.at_most > 1.0 / 6.0, "{sample:?}");
    assert!(!differences.is_empty());
    assert_eq!(comparison.verdict(), Verdict::Different);
    assert_eq!(comparison.strategy, Strategy::Sample);

    let (mut one, mut other) = (sides(4).0, sides(4).0);
    let options = CompareOptions::default().with_sample(drawn);
    let unsettled = compare(&mut one, &mut other, &options, &mut ()).expect("a comparison");
    assert_eq!(unsettled.verdict(), Verdict::Unsettled, "a sample never shows that all rows are equal");
    let options = options.with_threshold(Threshold { rows: 0, share: 0.01 });
    let within = compare(&mut one, &mut other, &options, &mut ()).expect("a comparison");
    assert_eq!(within.verdict(), Verdict::Equal);
    let all = Sample { rows: 1_000_000, confidence: 0.99, seed: 7 };
    let known =
        compare(&mut one, &mut other, &CompareOptions::default().with_sample(all), &mut ()).expect("a comparison");
    assert_eq!(known.verdict(), Verdict::Equal, "all rows were drawn");
}

/// A side that others write to: each refresh shows the next version.
struct Live {
    info: SideInfo,
    versions: Vec<MemorySide>,
}

impl Live {
    fn new(versions: Vec<Vec<Row>>) -> Self {
        let versions: Vec<MemorySide> = versions.into_iter().rev().map(|rows| side("live", rows)).collect();
        let info = SideInfo { is_live: true, ..versions[0].info().clone() };
        Self { info, versions }
    }

    fn now(&mut self) -> &mut MemorySide {
        self.versions.last_mut().expect("a version")
    }
}

type EachRow<'a> = &'a mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>;
type EachDigest<'a> = &'a mut dyn FnMut(&[Value], RowDigest) -> Result<ControlFlow<()>>;

impl Side for Live {
    fn info(&self) -> &SideInfo {
        &self.info
    }
    fn selection(&self) -> &Selection {
        self.versions[0].selection()
    }
    fn count(&mut self) -> Result<u64> {
        self.now().count()
    }
    fn quantiles(&mut self, parts: usize) -> Result<Vec<Row>> {
        self.now().quantiles(parts)
    }
    fn checksums(&mut self, method: &HashMethod, buckets: &Buckets) -> Result<Vec<Checksum>> {
        self.now().checksums(method, buckets)
    }
    fn digests(
        &mut self,
        method: &HashMethod,
        buckets: &Buckets,
        wanted: &[usize],
        each: EachDigest<'_>,
    ) -> Result<()> {
        self.now().digests(method, buckets, wanted, each)
    }
    fn rows(&mut self, range: &KeyRange, each: EachRow<'_>) -> Result<()> {
        self.now().rows(range, each)
    }
    fn rows_by_key(&mut self, keys: &[Row], each: EachRow<'_>) -> Result<()> {
        self.now().rows_by_key(keys, each)
    }
    fn refresh(&mut self) -> Result<()> {
        if self.versions.len() > 1 {
            self.versions.pop();
        }
        Ok(())
    }
}

#[test]
fn differences_that_are_read_again_are_stable_transient_or_gone() {
    let note = |changed: &[(i128, &str)]| {
        let changed: Vec<(i128, String)> = changed.iter().map(|(id, note)| (*id, (*note).to_owned())).collect();
        rows(1..10, move |id| changed.iter().find(|it| it.0 == id).map_or("same".to_owned(), |it| it.1.clone()))
    };
    // 1 stays wrong, 2 arrives late, 3 goes on changing, 4 is right at last but was wrong in between.
    let versions = || {
        vec![
            note(&[(1, "wrong"), (2, "late"), (3, "a"), (4, "x")]),
            note(&[(1, "wrong"), (2, "late"), (3, "b"), (4, "y")]),
            note(&[(1, "wrong"), (3, "c")]),
        ]
    };
    for memory in [1 << 20, 1] {
        let mut source = side("source", note(&[]));
        let mut target = Live::new(versions());
        let options = CompareOptions::default().with_recheck(2, Duration::from_millis(1)).with_memory(memory);
        let mut told: Vec<Difference> = Vec::new();
        let comparison = compare(&mut source, &mut target, &options, &mut told).expect("a comparison");
        let settled: BTreeSet<(String, &str)> =
            told.iter().map(|it| (wire::plain(&it.key[0]), it.settling.as_str())).collect();
        assert_eq!(settled, BTreeSet::from([("1".to_owned(), "stable"), ("3".to_owned(), "transient")]));
        assert_eq!((comparison.settled.vanished, comparison.differences()), (2, 2));
        assert_eq!(comparison.verdict(), Verdict::Different);
        assert!(told.iter().all(|it| it.settling != Settling::Unchecked));
    }
    let mut source = side("source", note(&[]));
    let mut target = Live::new(vec![note(&[(3, "a")]), note(&[(3, "b")])]);
    let options = CompareOptions::default().with_recheck(1, Duration::from_millis(1));
    let comparison = compare(&mut source, &mut target, &options, &mut ()).expect("a comparison");
    assert_eq!(comparison.verdict(), Verdict::Unsettled);
}
