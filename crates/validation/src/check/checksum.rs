//! Checksums of a whole table, of ranges of its key and of groups of its columns.

use super::checker::{Answer, Pair};
use super::file::ChecksumCheck;
use super::groups::Tally;
use super::report::Measured;
use super::shown::counted;
use super::{shown, table};
use crate::compare::method;
use crate::rows::{Place, RowsOptions, open_pair};
use crate::{Buckets, Checksum, Equality, KeyRange, Result, Row, Side, forms};

pub(crate) fn run(check: &ChecksumCheck, pair: &mut Pair<'_>) -> Result<Answer> {
    let places = pair.places(&check.sides())?;
    let mut tally = Tally::default();
    let mut notes = Vec::new();
    let all = [Vec::new()];
    let groups = if check.groups.is_empty() { &all[..] } else { check.groups.as_slice() };
    for group in groups {
        sums(check, group, &places, pair, &mut tally, &mut notes)?;
    }
    let says = match tally.failing {
        0 => {
            let are = if tally.measurements == 1 { "is" } else { "are" };
            format!("{} {are} equal", counted(tally.measurements, "checksum"))
        }
        failing => format!("{failing} of {} differ", counted(tally.measurements, "checksum")),
    };
    let mut answer = Answer::measured(says, tally);
    notes.sort();
    notes.dedup();
    answer.notes = notes;
    Ok(answer)
}

/// The checksums of a group of columns, one for each range.
fn sums(
    check: &ChecksumCheck,
    group: &[String],
    (source, target): &(Place, Place),
    pair: &mut Pair<'_>,
    tally: &mut Tally,
    notes: &mut Vec<String>,
) -> Result<()> {
    let mut wanted = table::wanted(&check.sides(), &check.key);
    if !group.is_empty() {
        wanted = wanted.with_columns(group.to_vec());
    }
    let options = RowsOptions::new(wanted).with_map(table::mappings(&check.map)).with_engine(pair.engine_options());
    let (mut one, mut other) = open_pair(source, target, &options)?;
    pair.label(one.as_ref(), other.as_ref());
    let names: Vec<String> = one.selection().fields.iter().map(|it| it.name.clone()).collect();
    let (forms, lost) = forms(one.info(), other.info(), &names, Equality::Exact);
    notes.extend(lost.into_iter().map(|it| it.text));
    let method = method(one.as_ref(), other.as_ref(), &forms);
    let buckets = buckets(check.ranges.unwrap_or(1), one.as_mut(), other.as_ref(), notes)?;
    pair.brake().wait()?;
    let (one, other) = std::thread::scope(|scope| {
        let theirs = scope.spawn(|| other.checksums(&method, &buckets));
        let ours = one.checksums(&method, &buckets);
        let died = || Err(crate::Error::new(crate::ErrorKind::Interrupted, "the thread of the target died"));
        (ours, theirs.join().unwrap_or_else(|_| died()))
    });
    let (one, other) = (one?, other?);
    let rows = |sums: &[Checksum]| sums.iter().map(|it| it.rows).sum::<u64>();
    pair.brake().read(rows(&one).max(rows(&other)))?;
    for (at, (ours, theirs)) in one.into_iter().zip(other).enumerate() {
        let measured = Measured {
            what: names.join(", "),
            group: range(&buckets, at),
            source: Some(written(ours)),
            target: Some(written(theirs)),
            difference: None,
            holds: ours == theirs,
        };
        tally.add(measured, pair.examples);
    }
    Ok(())
}

/// Ranges between keys that are there where both sides share an order of keys, shares by the hash of the key otherwise.
fn buckets(ranges: usize, one: &mut dyn Side, other: &dyn Side, notes: &mut Vec<String>) -> Result<Buckets> {
    if ranges < 2 {
        return Ok(Buckets::One);
    }
    if one.selection().key.is_empty() {
        let message = "`ranges` are ranges of a key, and there is none: name the columns that tell rows apart as `key`";
        return Err(crate::Error::new(crate::ErrorKind::Usage, message));
    }
    let shared = one.info().sorted && other.info().sorted;
    let same = one.selection().key.iter().all(|at| one.info().kinds.get(*at) == other.info().kinds.get(*at));
    if shared && same {
        return Ok(Buckets::Ranges { within: KeyRange::default(), bounds: one.quantiles(ranges)? });
    }
    notes.push("the sides have no order of keys in common: rows are shared out by a hash of the key".to_owned());
    Ok(Buckets::Hashed(ranges))
}

/// What a bucket holds, in words.
fn range(buckets: &Buckets, at: usize) -> Option<String> {
    let Buckets::Ranges { bounds, .. } = buckets else {
        return (buckets.len() > 1).then(|| format!("share {} of {}", at + 1, buckets.len()));
    };
    let bound = |it: Option<&Row>| it.map(|it| shown::row(it));
    let from = bound(at.checked_sub(1).and_then(|it| bounds.get(it)));
    Some(match (from, bound(bounds.get(at))) {
        (None, None) => return None,
        (None, Some(to)) => format!("below {to}"),
        (Some(from), None) => format!("from {from}"),
        (Some(from), Some(to)) => format!("from {from} to below {to}"),
    })
}

fn written(sum: Checksum) -> String {
    format!("{}, {:016x}{:016x}", counted(sum.rows, "row"), sum.first, sum.second)
}
