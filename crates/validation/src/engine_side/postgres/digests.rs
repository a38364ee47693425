//! Keys and digests of rows that the engine computes.

use std::cell::Cell;
use std::ops::ControlFlow;

use database::{Session, Value};

use super::super::hashing::{EachDigest, Hashing, unreadable};
use super::super::ranges;
use super::super::shared::{EachRow, in_order};
use super::super::source::{Source, operand};
use super::jenkins::hashint4extended;
use super::rows::in_range;
use crate::{Buckets, KeyRange, Result, Row, RowDigest};

/// So many ranges are read one after the other.
const FEW: usize = 3;

/// The key and the digest of each row of the buckets named.
pub(in super::super) fn of(
    sessions: &mut [Session],
    source: &Source,
    hashing: &Hashing,
    buckets: &Buckets,
    wanted: &[usize],
    each: EachDigest<'_>,
) -> Result<()> {
    let mut handed = |row: &[Value]| {
        let (key, digest) = split(row).ok_or_else(unreadable)?;
        each(key, digest)
    };
    if let (Buckets::Hashed(count), Some(session)) = (buckets, sessions.first_mut()) {
        return hashed(session, source, hashing, *count, wanted, &mut handed);
    }
    let shares = ranges::shares(buckets, wanted, sessions.len());
    let read = |session: &mut Session, share: &Vec<KeyRange>, each: EachRow<'_>| {
        of_ranges(session, source, hashing, share, each)
    };
    in_order(sessions, &shares, &read, &mut handed)
}

fn of_ranges(
    session: &mut Session,
    source: &Source,
    hashing: &Hashing,
    ranges: &[KeyRange],
    each: EachRow<'_>,
) -> Result<()> {
    let stopped = Cell::new(false);
    let mut handed = |row: &[Value]| {
        let flow = each(row)?;
        stopped.set(flow.is_break());
        Ok(flow)
    };
    let (bounded, open): (Vec<&KeyRange>, Vec<_>) = match ranges.len() {
        0..=FEW => (Vec::new(), ranges.iter().collect()),
        _ => ranges.iter().partition(|it| it.from.is_some() && it.to.is_some()),
    };
    if !bounded.is_empty() {
        in_ranges(session, source, hashing, &bounded, &mut handed)?;
    }
    for range in open {
        if stopped.get() {
            break;
        }
        in_range(session, source, range, &mut handed, &|conditions| query(source, hashing, conditions))?;
    }
    Ok(())
}

/// The rows of many ranges with both bounds, each by the index.
fn in_ranges(
    session: &mut Session,
    source: &Source,
    hashing: &Hashing,
    ranges: &[&KeyRange],
    each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let mut statement = source.statement("SELECT ");
    let (mut set, mut arrays, mut names) = (Vec::new(), Vec::new(), Vec::new());
    let sides: [(&str, Vec<&Row>); 2] = [
        ("l", ranges.iter().filter_map(|it| it.from.as_ref()).collect()),
        ("h", ranges.iter().filter_map(|it| it.to.as_ref()).collect()),
    ];
    for (side, bounds) in &sides {
        for (at, part) in source.key_parts().enumerate() {
            let values = bounds.iter().map(|row| row.get(at).cloned().unwrap_or(Value::Null)).collect();
            let array = format!("{}[]", &part.parameter_type(source.engine));
            let value = statement.bind(Value::Array(values), &array);
            let name = format!("migration_architect.{side}{at}");
            set.push(format!("pg_catalog.set_config('{name}', {value}::pg_catalog.text, true)"));
            arrays.push(format!("pg_catalog.current_setting('{name}')::{array}"));
            names.push(format!("\"~{side}{at}\""));
        }
    }
    statement.push(&set.join(", "));
    statement.rows(session)?;
    let bound = |side: &str| operand((0..source.key.len()).map(|at| format!("q.\"~{side}{at}\"")));
    let key = source.key_operand();
    let conditions = [format!("{key} >= {}", bound("l")), format!("{key} < {}", bound("h"))];
    let query = format!(
        "SELECT s.* FROM unnest({}) AS q({}), LATERAL ({}) AS s",
        arrays.join(", "),
        names.join(", "),
        query(source, hashing, conditions)
    );
    super::by_index(session, |session| session.copy_out(&query, each))
}

/// The rows whose key falls into one of the buckets: the whole table is read for it.
fn hashed(
    session: &mut Session,
    source: &Source,
    hashing: &Hashing,
    count: usize,
    wanted: &[usize],
    each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let count = count.max(1);
    if wanted.is_empty() {
        return Ok(());
    }
    let buckets = wanted.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
    let mut statement = source.statement("SELECT ");
    let list = statement.bind(Value::Text(format!("{{{buckets}}}")), "pg_catalog.text");
    statement.push(&format!("pg_catalog.set_config('migration_architect.wanted', {list}, true)"));
    statement.rows(session)?;
    // Read once, not for each row.
    let wanted = "SELECT pg_catalog.unnest(pg_catalog.current_setting('migration_architect.wanted')::int8[])";
    let condition = format!("{} % {count} IN ({wanted})", hashing.key);
    session.copy_out(&query(source, hashing, [condition]), each)
}

/// The key, or the whole row, and what the engine hashes of it.
fn query(source: &Source, hashing: &Hashing, conditions: impl IntoIterator<Item = String>) -> String {
    let key: Vec<&str> = if source.key.is_empty() {
        source.fields.iter().map(|it| it.sql.as_str()).collect()
    } else {
        source.key_parts().map(|it| it.sql.as_str()).collect()
    };
    let names: Vec<String> = (0..key.len()).map(|at| format!("k{at}")).collect();
    let inner: Vec<String> = key.iter().zip(&names).map(|(sql, name)| format!("{sql} AS {name}")).collect();
    format!("SELECT {}, {} AS h FROM {}{}", inner.join(", "), hashing.row, source.from, source.conditions(conditions))
}

/// The key and the digest, which is made here of what the engine has hashed: fewer bytes travel.
fn split(row: &[Value]) -> Option<(&[Value], RowDigest)> {
    let (hash, key) = row.split_last()?;
    let digest = match hash {
        Value::Integer(it) => {
            let seed = i64::try_from(*it).ok()?.cast_unsigned();
            RowDigest(hashint4extended(1, seed), hashint4extended(2, seed))
        }
        Value::Text(digits) => {
            let half = |range: std::ops::Range<usize>| u64::from_str_radix(digits.get(range)?, 16).ok();
            RowDigest(half(0..16)?, half(16..32)?)
        }
        _ => return None,
    };
    Some((key, digest))
}
