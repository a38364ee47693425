//! The comparison itself: what both sides share, the way that is taken, and what is told of it.

mod bounds;
mod candidates;
mod checkpoint;
mod cut;
mod feed;
mod fitting;
mod hashed;
mod judge;
mod keyed;
mod ledger;
mod merge;
mod multiset;
mod ordered;
mod pace;
mod probe;
mod recheck;
mod recount;
mod sample;
mod scan;
mod spool;
mod unique;

use database::{EngineKind, ValueKind};

use crate::canonical::{comparable, forms};
use crate::comparison::{ColumnSummary, Comparison, Settled, SideSummary, Strategy};
use crate::wire::DiffHeader;
use crate::{
    CompareOptions, Error, ErrorKind, Form, HashMethod, Note, Observer, Result, Selection, Side, SideInfo,
    StrategyChoice,
};

use checkpoint::Checkpoint;
use judge::Judge;
use ledger::Ledger;
pub(crate) use pace::Pace;

/// Compares what two sides hold. Differences are told to the observer as they are found; what comes back is the summary.
///
/// Both sides' selections have the same fields in the same order and the same key. Without a key, rows are compared as a
/// multiset.
///
/// # Errors
/// [`ErrorKind::Usage`] where the selections or options do not fit one another, [`ErrorKind::Shape`] where a key that has to
/// be unique is not, and whatever a side or the observer returns. What was told to the observer before is then no result.
pub fn compare(
    source: &mut dyn Side,
    target: &mut dyn Side,
    options: &CompareOptions,
    observer: &mut dyn Observer,
) -> Result<Comparison> {
    let mut job = Job::new(source, target, options)?;
    source.compared_as(&job.judge.forms);
    target.compared_as(&job.judge.forms);
    let comparison = job.comparison(source.info(), target.info(), options);
    let live = source.info().is_live || target.info().is_live;
    let recheck = options.recheck.rounds > 0 && live;
    let mut ledger = Ledger::new(comparison, options, observer, recheck && !job.judge.key.is_empty());
    let header = DiffHeader::new(source, target, options.equality).with_tolerances(&options.tolerances);
    ledger.wait()?;
    let checkpoint = options.checkpoint.clone().filter(|_| options.sample.is_none());
    let shared_out_by = job.shared_out_by(source, target);
    let mut checkpoint =
        checkpoint.map(|file| Checkpoint::open(file, header, shared_out_by, &mut ledger)).transpose()?;
    let pair = &mut Pair { source, target };
    if options.unique_key {
        unique::check(pair, &job, options.memory)?;
    }
    match (options.sample, job.way) {
        (Some(drawn), _) => sample::run(pair, &mut job, &mut ledger, drawn)?,
        (None, Strategy::Multiset) => multiset::run(pair, &mut job, &mut ledger, &mut checkpoint, recheck)?,
        (None, _) if in_one_order(pair.source, pair.target) => {
            ordered::run(pair, &mut job, &mut ledger, &mut checkpoint)?;
        }
        (None, _) => keyed::run(pair, &mut job, &mut ledger, &mut checkpoint)?,
    }
    ledger.settle(pair, &job)?;
    Ok(ledger.finish())
}

/// The two sides.
struct Pair<'a> {
    source: &'a mut dyn Side,
    target: &'a mut dyn Side,
}

impl Pair<'_> {
    /// Asks both sides the same thing at once.
    fn both<T: Send>(&mut self, ask: impl Fn(&mut dyn Side) -> Result<T> + Sync) -> Result<(T, T)> {
        let (source, target) = std::thread::scope(|scope| {
            let other = scope.spawn(|| ask(self.target));
            (ask(self.source), other.join())
        });
        match target {
            Ok(target) => Ok((source?, target?)),
            Err(_) => Err(Error::new(ErrorKind::Refused, "the target's reader ended unexpectedly")),
        }
    }
}

/// What is settled before the first row is read.
struct Job {
    judge: Judge,
    method: HashMethod,
    way: Strategy,
    reason: String,
    /// Whether a probe decides between the ways.
    undecided: bool,
    notes: Vec<Note>,
}

impl Job {
    fn new(source: &dyn Side, target: &dyn Side, options: &CompareOptions) -> Result<Self> {
        let names = shared_names(source, target)?;
        comparable(source, target)?;
        let (forms, mut notes) = forms(source.info(), target.info(), &names, options.equality);
        fitting::verify(source, target, &names, &options.tolerances)?;
        let undone = source.shortfalls().into_iter().chain(target.shortfalls());
        notes.extend(undone.map(|text| Note { column: None, text }));
        let (way, reason) = way(source, target, &forms, options)?;
        let method = method(source, target, &forms);
        let key = source.selection().key.clone();
        let judge = Judge::new(names, key, forms, &options.tolerances, options.unique_key)?;
        let undecided = options.strategy == StrategyChoice::Auto && way == Strategy::Buckets;
        Ok(Self { judge, method, way, reason, undecided, notes })
    }

    /// What decides in which part of the work a row lies.
    fn shared_out_by(&self, source: &dyn Side, target: &dyn Side) -> String {
        match (self.way, &source.info().native) {
            (way, _) if way != Strategy::Multiset && in_one_order(source, target) => "the order of the key".to_owned(),
            (_, Some(native)) if self.method == HashMethod::Native => native.0.clone(),
            _ => format!("{:?}", self.method),
        }
    }

    fn comparison(&self, source: &SideInfo, target: &SideInfo, options: &CompareOptions) -> Comparison {
        let side = |info: &SideInfo| SideSummary {
            label: info.label.clone(),
            engine: info.engine.map(|it| it.as_str().to_owned()),
            version: info.version.clone(),
            rows: 0,
        };
        let column = |name: &String| ColumnSummary { name: name.clone(), differences: 0, tolerated: 0 };
        Comparison {
            source: side(source),
            target: side(target),
            key: self.judge.key_names(),
            missing: 0,
            extra: 0,
            mismatched: 0,
            columns: self.judge.names.iter().map(column).collect(),
            ranges: Vec::new(),
            settled: Settled::default(),
            strategy: self.way,
            reason: self.reason.clone(),
            notes: self.notes.clone(),
            repeated_keys: 0,
            sample: None,
            threshold: options.threshold,
        }
    }
}

/// The names of the fields, which both sides have to have in the same order, with the same key.
fn shared_names(source: &dyn Side, target: &dyn Side) -> Result<Vec<String>> {
    let names = |it: &Selection| it.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
    let (one, other) = (source.selection(), target.selection());
    let shared = names(one);
    if shared.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "there is no column to compare: the two sides share none"));
    }
    if shared != names(other) || one.key != other.key {
        return Err(Error::new(
            ErrorKind::Usage,
            format!(
                "the two sides are read differently: {} has the columns {}, {} has {}",
                source.info().label,
                shared.join(", "),
                target.info().label,
                names(other).join(", ")
            ),
        ));
    }
    let fits = |info: &SideInfo| info.kinds.len() == shared.len();
    if !fits(source.info()) || !fits(target.info()) || one.key.iter().any(|place| *place >= shared.len()) {
        return Err(Error::new(ErrorKind::Usage, "a side names other columns than it has kinds for"));
    }
    Ok(shared)
}

/// The way of comparing.
fn way(source: &dyn Side, target: &dyn Side, forms: &[Form], options: &CompareOptions) -> Result<(Strategy, String)> {
    let sorted = in_one_order(source, target);
    let keyless = source.selection().key.is_empty();
    Ok(match options.strategy {
        _ if keyless => (Strategy::Multiset, "whole rows with counts: there is no key that tells rows apart".into()),
        StrategyChoice::Multiset => {
            let text = "rows can be compared as a multiset only where they are read without a key";
            return Err(Error::new(ErrorKind::Usage, text));
        }
        StrategyChoice::Merge if !sorted => {
            let text = "the two sides cannot be read in one order of the key: leave the strategy to the program, or take `buckets`";
            return Err(Error::new(ErrorKind::Usage, text));
        }
        StrategyChoice::Merge => (Strategy::Merge, "both sides read in the order of the key, as asked".into()),
        StrategyChoice::Buckets => (Strategy::Buckets, "checksums of buckets, as asked".into()),
        StrategyChoice::Auto if sorted && !computes(source, target, forms) => (
            Strategy::Merge,
            "both sides read in the order of the key: neither engine computes checksums for both".into(),
        ),
        StrategyChoice::Auto => {
            (Strategy::Buckets, "checksums of buckets: only rows that differ have to travel".into())
        }
    })
}

/// Whether both engines compute the digests themselves.
fn computes(source: &dyn Side, target: &dyn Side, forms: &[Form]) -> bool {
    has_one_native(source, target) || (source.pushes_down(forms) && target.pushes_down(forms))
}

/// Whether both engines have the same hash of their own.
fn has_one_native(source: &dyn Side, target: &dyn Side) -> bool {
    source.info().native.is_some() && source.info().native == target.info().native
}

/// Whether both sides give rows in the same order of the key.
fn in_one_order(source: &dyn Side, target: &dyn Side) -> bool {
    let (one, other) = (source.info(), target.info());
    let shared = |place: &usize| match (one.kinds.get(*place), other.kinds.get(*place)) {
        (Some(one), Some(other)) => orders_alike(one, other),
        _ => false,
    };
    one.sorted && other.sorted && source.selection().key.iter().all(shared)
}

fn orders_alike(one: &ValueKind, other: &ValueKind) -> bool {
    use ValueKind as Kind;
    let class = |kind: &ValueKind| match kind {
        Kind::Integer | Kind::Decimal(_) => Some(0),
        Kind::Text => Some(1),
        Kind::Bytes => Some(2),
        Kind::Date => Some(3),
        Kind::Timestamp(_) | Kind::TimestampTz(_) => Some(4),
        Kind::Time(_) => Some(5),
        Kind::Uuid => Some(6),
        Kind::Bool => Some(7),
        _ => None,
    };
    class(one).is_some() && class(one) == class(other)
}

/// How rows are hashed: by the engine's own hash where both have the same, by MD5 where an engine elsewhere can do that, by what is
/// fastest here otherwise. `SQLite` calls our functions: it can do both.
pub(crate) fn method(source: &dyn Side, target: &dyn Side, forms: &[Form]) -> HashMethod {
    let elsewhere = |side: &dyn Side| side.pushes_down(forms) && side.info().engine != Some(EngineKind::Sqlite);
    if has_one_native(source, target) {
        HashMethod::Native
    } else if elsewhere(source) || elsewhere(target) {
        HashMethod::Canonical(forms.to_vec())
    } else {
        HashMethod::Local(forms.to_vec())
    }
}
