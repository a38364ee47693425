//! Checksums of buckets, by an aggregate.

use database::{Aggregate, Session, Value};

use super::super::hashing::unreadable;
use super::super::ranges;
use super::super::source::Source;
use crate::hash::Partition;
use crate::{Buckets, Checksum, HashMethod, Result};

/// The aggregate of a row's values: the checksums of all buckets, one after the other. `GROUP BY` would sort the rows by their bucket.
const NAME: &str = "migration_architect_checksums";
/// The bytes of a checksum: three numbers.
const BYTES: usize = 24;

/// The checksum of each bucket, by one statement.
pub(in super::super) fn of(
    session: &mut Session,
    source: &Source,
    method: &HashMethod,
    buckets: &Buckets,
) -> Result<Vec<Checksum>> {
    let partition = Partition::new(method, buckets, &source.key)?.into_owned();
    let none = vec![Checksum::default(); buckets.len()];
    let begin = Sums { partition, sums: none.clone() };
    session.register_aggregate(NAME, move || begin.clone())?;
    // Buckets lie side by side: there is one range.
    let all: Vec<usize> = (0..buckets.len()).collect();
    let Some(range) = ranges::merged(buckets, &all).pop() else { return Ok(none) };
    let mut statement = source.statement("");
    let conditions = source.conditions(source.range(&range, &mut statement));
    statement.push(&format!("SELECT {NAME}({}) FROM {}{conditions}", source.field_list(), source.from));
    match statement.rows(session)?.concat().as_slice() {
        // No row.
        [Value::Null] => Ok(none),
        [Value::Bytes(bytes)] => unpacked(bytes).filter(|it| it.len() == none.len()).ok_or_else(unreadable),
        _ => Err(unreadable()),
    }
}

/// The checksums of the buckets so far.
#[derive(Clone)]
struct Sums {
    partition: Partition<'static>,
    sums: Vec<Checksum>,
}

impl Aggregate for Sums {
    fn add(&mut self, row: &[Value]) {
        self.partition.add(row, &mut self.sums);
    }

    fn finish(self) -> Value {
        let numbers = self.sums.iter().flat_map(|it| [it.rows, it.first, it.second]);
        Value::Bytes(numbers.flat_map(u64::to_le_bytes).collect())
    }
}

fn unpacked(bytes: &[u8]) -> Option<Vec<Checksum>> {
    let number = |bytes: &[u8], at: usize| Some(u64::from_le_bytes(bytes.get(at * 8..at * 8 + 8)?.try_into().ok()?));
    let checksum = |it: &[u8]| Some(Checksum { rows: number(it, 0)?, first: number(it, 1)?, second: number(it, 2)? });
    bytes.chunks(BYTES).map(checksum).collect()
}
