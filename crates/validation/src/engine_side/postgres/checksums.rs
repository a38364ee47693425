//! Checksums of buckets that the engine computes.

use database::{Session, Value};

use super::super::hashing::{Hashing, unreadable};
use super::super::source::{Source, operand};
use super::super::statement::Statement;
use crate::{Buckets, Checksum, KeyRange, Result, Row};

/// The checksum of each bucket.
pub(in super::super) fn of(
    sessions: &mut [Session],
    source: &Source,
    hashing: &Hashing,
    buckets: &Buckets,
) -> Result<Vec<Checksum>> {
    let Some(session) = sessions.first_mut() else { return Ok(Vec::new()) };
    match buckets {
        Buckets::One => Ok(vec![of_range(session, source, hashing, &KeyRange::default())?]),
        Buckets::Hashed(count) => hashed(session, source, hashing, *count),
        Buckets::Ranges { within, bounds } => ranges(sessions, source, hashing, within, bounds),
    }
}

fn of_range(session: &mut Session, source: &Source, hashing: &Hashing, range: &KeyRange) -> Result<Checksum> {
    let mut statement = source.statement("");
    let conditions = source.range(range, &mut statement);
    let rows = rows_of(source, hashing, conditions, "");
    statement.push(&format!("SELECT {} FROM ({rows}) AS r", sums_of(hashing)));
    let rows = statement.rows(session)?;
    rows.first().and_then(|row| checksum(row)).ok_or_else(unreadable)
}

fn hashed(session: &mut Session, source: &Source, hashing: &Hashing, count: usize) -> Result<Vec<Checksum>> {
    let bucket = format!(", {} % {} AS b", hashing.key, count.max(1));
    let rows = rows_of(source, hashing, [], &bucket);
    let statement = source.statement(format!("SELECT b, {} FROM ({rows}) AS r GROUP BY b", sums_of(hashing)));
    let mut sums = vec![Checksum::default(); count.max(1)];
    collect(session, &statement, &mut sums)?;
    Ok(sums)
}

/// Each bucket is a range of the key's index: the table is read once, whatever the type of the key. The buckets are shared
/// out among the sessions.
fn ranges(
    sessions: &mut [Session],
    source: &Source,
    hashing: &Hashing,
    within: &KeyRange,
    bounds: &[Row],
) -> Result<Vec<Checksum>> {
    let (Some(first), Some(last)) = (bounds.first(), bounds.last()) else {
        let Some(session) = sessions.first_mut() else { return Ok(Vec::new()) };
        return Ok(vec![of_range(session, source, hashing, within)?]);
    };
    // The outermost two may lack a bound.
    let lower = KeyRange { from: within.from.clone(), to: Some(first.clone()) };
    let upper = KeyRange { from: Some(last.clone()), to: within.to.clone() };
    let share = bounds.len().div_ceil(sessions.len().max(1)).max(1);
    let pieces: Vec<&[Row]> = (0..bounds.len().saturating_sub(1))
        .step_by(share)
        .filter_map(|from| bounds.get(from..(from + share + 1).min(bounds.len())))
        .collect();
    let outer = std::thread::scope(|scope| -> Result<Vec<Vec<Checksum>>> {
        let mut running = Vec::new();
        for (at, session) in sessions.iter_mut().enumerate() {
            let (piece, lower, upper) = (pieces.get(at).copied(), &lower, &upper);
            running.push(scope.spawn(move || -> Result<Vec<Checksum>> {
                let mut sums = Vec::new();
                if at == 0 {
                    sums.push(of_range(session, source, hashing, lower)?);
                    sums.push(of_range(session, source, hashing, upper)?);
                }
                if let Some(piece) = piece {
                    sums.extend(inner(session, source, hashing, piece)?);
                }
                Ok(sums)
            }));
        }
        running.into_iter().map(|it| it.join().unwrap_or_else(|_| Err(unreadable()))).collect()
    })?;
    let mut all: Vec<Checksum> = outer.into_iter().flatten().collect();
    // The first session gave the outermost two ahead of its share.
    if all.len() > 1 {
        let upper = all.remove(1);
        all.push(upper);
    }
    Ok(all)
}

/// The buckets between neighbours of `bounds`.
fn inner(session: &mut Session, source: &Source, hashing: &Hashing, bounds: &[Row]) -> Result<Vec<Checksum>> {
    let mut statement = source.statement("");
    let (mut arrays, mut names) = (Vec::new(), Vec::new());
    for (side, rows) in [("l", bounds.get(..bounds.len() - 1)), ("h", bounds.get(1..))] {
        for (at, part) in source.key_parts().enumerate() {
            let values = rows.unwrap_or_default().iter().map(|row| row.get(at).cloned().unwrap_or(Value::Null));
            arrays.push(
                statement.bind(Value::Array(values.collect()), &format!("{}[]", &part.parameter_type(source.engine))),
            );
            names.push(format!("\"~{side}{at}\""));
        }
    }
    let bound = |side: &str| operand((0..source.key.len()).map(|at| format!("q.\"~{side}{at}\"")));
    let key = source.key_operand();
    let conditions = [format!("{key} >= {}", bound("l")), format!("{key} < {}", bound("h"))];
    let rows = rows_of(source, hashing, conditions, "");
    statement.push(&format!(
        "SELECT q.\"~n\" - 1, s.* FROM unnest({}) WITH ORDINALITY AS q({}, \"~n\"), \
         LATERAL (SELECT {} FROM ({rows}) AS r) AS s",
        arrays.join(", "),
        names.join(", "),
        sums_of(hashing)
    ));
    let mut sums = vec![Checksum::default(); bounds.len() - 1];
    super::by_index(session, |session| collect(session, &statement, &mut sums))?;
    Ok(sums)
}

/// Rows of a bucket's number and its sums.
fn collect(session: &mut Session, statement: &Statement, sums: &mut [Checksum]) -> Result<()> {
    statement.stream(session, &mut |row| {
        let (bucket, rest) = row.split_first().ok_or_else(unreadable)?;
        let bucket = match bucket {
            Value::Integer(it) => usize::try_from(*it).ok(),
            _ => None,
        };
        let sum = bucket.and_then(|it| sums.get_mut(it)).ok_or_else(unreadable)?;
        *sum = checksum(rest).ok_or_else(unreadable)?;
        Ok(std::ops::ControlFlow::Continue(()))
    })
}

/// A count and two sums, which are NULL where there is no row.
fn checksum(row: &[Value]) -> Option<Checksum> {
    let [Value::Integer(rows), first, second] = row else { return None };
    Some(Checksum { rows: u64::try_from(*rows).ok()?, first: modulo(first)?, second: modulo(second)? })
}

/// A sum of signed 64-bit numbers, which the engine does not let overflow, modulo 2^64.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "taken modulo 2^64")]
fn modulo(sum: &Value) -> Option<u64> {
    match sum {
        Value::Null => Some(0),
        Value::Integer(it) => Some(*it as u64),
        Value::Decimal(it) => it.as_str().parse::<i128>().ok().map(|it| it as u64),
        _ => None,
    }
}

/// A query that gives `h` of each row, with what `more` selects besides. Its end keeps `h` from being computed for each of its
/// uses.
fn rows_of(source: &Source, hashing: &Hashing, conditions: impl IntoIterator<Item = String>, more: &str) -> String {
    format!("SELECT {} AS h{more} FROM {}{} OFFSET 0", hashing.row, source.from, source.conditions(conditions))
}

/// The sums over rows that have `h`.
fn sums_of(hashing: &Hashing) -> String {
    let [first, second] = &hashing.digest;
    format!("pg_catalog.count(*), pg_catalog.sum({first}), pg_catalog.sum({second})")
}
