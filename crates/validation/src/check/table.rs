//! Rows compared one by one, as a check.

use std::collections::BTreeMap;
use std::time::Duration;

use super::brake::Brake;
use super::checker::{Answer, Pair};
use super::file::{Defaults, EqualitySpec, Mapped, OneSide, TableCheck, TwoSides};
use super::report::{CheckStatus, Measured};
use super::{shown, tolerances};
use crate::rows::{Mapping, RowsOptions, open_pair};
use crate::{
    CompareOptions, Comparison, Difference, Equality, Error, ErrorKind, Observer, Progress, Result, Sample, Side,
    Threshold, Verdict, Wanted, compare,
};

/// How often rows that differ are read again where nothing is said, and after which pause.
const RECHECKS: u32 = 3;
const PAUSE: u64 = 200;

pub(crate) fn run(check: &TableCheck, pair: &mut Pair<'_>, progress: &mut dyn FnMut(&Progress)) -> Result<Answer> {
    let mut wanted = wanted(&check.sides(), &check.key);
    if !check.columns.is_empty() {
        wanted = wanted.with_columns(check.columns.clone());
    }
    let options = RowsOptions::new(wanted.leaving_out(check.exclude.clone()))
        .with_map(mappings(&check.map))
        .with_engine(pair.engine_options());
    let (source, target) = pair.places(&check.sides())?;
    let (mut source, mut target) = open_pair(&source, &target, &options)?;
    pair.label(source.as_ref(), target.as_ref());
    let mut options = compare_options(check, pair.defaults())?;
    if let Some(rows) = pair.throttle().rows_per_second {
        options = options.with_rows_per_second(rows);
    }
    let names: &Vec<String> = &source.selection().fields.iter().map(|it| it.name.clone()).collect();
    let mut watcher = Watcher { examples: pair.examples, found: Vec::new(), brake: pair.brake(), progress };
    let comparison = compare(source.as_mut(), target.as_mut(), &options, &mut watcher)?;
    let found = watcher.found;
    let mut answer = answer(&comparison, &found, names);
    answer.compared = Some((comparison, found));
    Ok(answer)
}

/// Key and conditions of a check.
pub(crate) fn wanted(sides: &TwoSides<'_>, key: &[String]) -> Wanted {
    let filter = |side: &OneSide<'_>| side.filter.map(str::to_owned);
    let wanted = Wanted::default().with_filters(filter(&sides.source), filter(&sides.target));
    if key.is_empty() { wanted } else { wanted.with_key(key.to_vec()) }
}

pub(crate) fn mappings(map: &BTreeMap<String, Mapped>) -> BTreeMap<String, Mapping> {
    map.iter().map(|(name, it)| (name.clone(), Mapping::new(it.source.clone(), it.target.clone()))).collect()
}

fn compare_options(check: &TableCheck, defaults: &Defaults) -> Result<CompareOptions> {
    let equality = match check.equality.or(defaults.equality).unwrap_or_default() {
        EqualitySpec::Exact => Equality::Exact,
        EqualitySpec::Engine => Equality::Engine,
    };
    let pause = Duration::from_millis(defaults.recheck_pause.unwrap_or(PAUSE));
    let mut options =
        CompareOptions::default().with_equality(equality).with_recheck(defaults.rechecks.unwrap_or(RECHECKS), pause);
    for (column, spec) in &check.tolerance {
        let kinds = tolerances::of_spec(spec).map_err(|message| Error::new(ErrorKind::Usage, message))?;
        for kind in kinds {
            options = options.with_tolerance(column, kind);
        }
    }
    let share = check.allow.relative.unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a bound that was looked at: rows, rounded down"
    )]
    let rows = check.allow.absolute.unwrap_or_default().floor() as u64;
    options = options.with_threshold(Threshold { rows, share });
    if let Some(sample) = &check.sample {
        let confidence = sample.confidence.unwrap_or(0.99);
        options = options.with_sample(match (sample.rows, sample.at_most) {
            (None, Some(share)) => Sample::that_bounds(share, confidence, sample.seed),
            (rows, _) => Sample { rows: rows.unwrap_or_default(), confidence, seed: sample.seed },
        });
        if let Some(share) = sample.at_most.filter(|_| check.allow.relative.is_none()) {
            options = options.with_threshold(Threshold { rows, share });
        }
    }
    Ok(options)
}

/// Keeps examples, and waits where a load is too high.
struct Watcher<'p> {
    examples: usize,
    found: Vec<Difference>,
    brake: &'p Brake,
    progress: &'p mut dyn FnMut(&Progress),
}

impl Observer for Watcher<'_> {
    fn progress(&mut self, progress: &Progress) {
        (self.progress)(progress);
    }

    fn difference(&mut self, difference: &Difference) -> Result<()> {
        if self.found.len() < self.examples {
            self.found.push(difference.clone());
        }
        Ok(())
    }

    fn must_wait(&mut self) -> Result<bool> {
        self.brake.must_wait()
    }
}

/// A row that differs: the columns with both values, or the row that a side lacks.
fn described(difference: &Difference, names: &[String]) -> Vec<Measured> {
    let group = Some(shown::row(&difference.key));
    let (Some(source), Some(target)) = (&difference.source, &difference.target) else {
        let row = |row: &Option<crate::Row>| row.as_ref().map(|it| shown::row(it));
        let (source, target) = (row(&difference.source), row(&difference.target));
        let what = difference.kind.as_str().replace('_', " ");
        return vec![Measured { what, group, source, target, difference: None, holds: false }];
    };
    let columns = difference.columns.iter().filter_map(|at| {
        Some(Measured {
            what: names.get(*at)?.clone(),
            group: group.clone(),
            source: source.get(*at).map(shown::text),
            target: target.get(*at).map(shown::text),
            difference: None,
            holds: false,
        })
    });
    columns.collect()
}

/// What a comparison comes to; `names` are those of the fields.
pub(crate) fn answer(comparison: &Comparison, found: &[Difference], names: &[String]) -> Answer {
    let status = match comparison.verdict() {
        Verdict::Equal => CheckStatus::Passed,
        Verdict::Unsettled => CheckStatus::Unsettled,
        Verdict::Different => CheckStatus::Failed,
    };
    let mut notes = vec![format!("{}: {}", comparison.strategy.as_str(), comparison.reason)];
    notes.extend(comparison.notes.iter().map(|note| match &note.column {
        Some(column) => format!("{column}: {}", note.text),
        None => note.text.clone(),
    }));
    let within = comparison.columns.iter().filter(|it| it.tolerated > 0);
    notes
        .extend(within.map(|it| {
            format!("{}: {} differing within the tolerance", it.name, shown::counted(it.tolerated, "value"))
        }));
    Answer {
        status,
        says: sentence(comparison),
        measured: found.iter().flat_map(|it| described(it, names)).collect(),
        failing: comparison.differences(),
        measurements: comparison.source.rows.max(comparison.target.rows),
        notes,
        compared: None,
    }
}

/// What was found, in a sentence.
pub(crate) fn sentence(it: &Comparison) -> String {
    let mut text = format!("{} in the source, {} in the target", shown::counted(it.source.rows, "row"), it.target.rows);
    if let Some(sample) = &it.sample {
        text = format!(
            "{} of {} rows of a sample differ (seed {}): with {} % confidence at most {:.4} % of all rows differ",
            sample.differing,
            sample.rows,
            sample.seed,
            sample.confidence * 100.0,
            sample.at_most * 100.0
        );
    } else if it.differences() == 0 {
        let tolerated = it.columns.iter().any(|it| it.tolerated > 0);
        text += if tolerated { ", none differs by more than is tolerated" } else { ", all equal" };
    } else {
        text +=
            &format!(": {} missing in the target, {} extra there, {} mismatched", it.missing, it.extra, it.mismatched);
    }
    let tolerated: u64 = it.columns.iter().map(|it| it.tolerated).sum();
    if tolerated > 0 {
        text += &format!("; within the tolerance: {} differing", shown::counted(tolerated, "value"));
    }
    if it.settled.transient > 0 {
        text += &format!("; {} still changing", it.settled.transient);
    }
    if it.settled.vanished > 0 {
        text += &format!("; {} vanished when they were read again", it.settled.vanished);
    }
    text
}

/// What a side is called.
pub(crate) fn label(side: &dyn Side) -> String {
    side.info().label.clone()
}
