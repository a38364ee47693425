//! The keys of rows that are not the same on both sides, from keys and digests that both sides send at once. What both sent
//! cancels out at once, so that where both send in about the same order next to nothing waits.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use database::Value;
use twox_hash::XxHash3_64;

use crate::canonical::compare_keys;
use crate::{Buckets, Error, ErrorKind, Result, Row, RowDigest, Side};

use super::judge::Judge;
use super::{Job, Pair};

/// Keys that travel together.
const BATCH: usize = 1024;
/// Batches that wait at most.
const AHEAD: usize = 4;

/// Bytes that a key takes while it waits for the other side's, about.
pub(super) const WAITING: u64 = 100;

/// Hashes of a key with its row's digest, and the key.
type Batch = Vec<(u64, Row)>;

/// The keys of rows in these buckets that are not the same on both sides, ascending, each once.
pub(super) fn candidates(pair: &mut Pair<'_>, job: &Job, buckets: &Buckets, wanted: &[usize]) -> Result<Vec<Row>> {
    let (source_sender, source) = sync_channel(AHEAD);
    let (target_sender, target) = sync_channel(AHEAD);
    let left = std::thread::scope(|scope| {
        scope.spawn(|| send(pair.source, job, buckets, wanted, &source_sender));
        scope.spawn(|| send(pair.target, job, buckets, wanted, &target_sender));
        cancel([source, target])
    })?;
    let mut keys: Vec<Row> = left.into_iter().flat_map(HashMap::into_values).flatten().collect();
    keys.sort_by(|one, other| {
        compare_keys(one, other).then_with(|| bytes(&job.judge, one).cmp(&bytes(&job.judge, other)))
    });
    // A key can have another type on the other side (a number, and its text in a file), and then it stands elsewhere.
    let mut seen = HashSet::new();
    keys.retain(|key| seen.insert(bytes(&job.judge, key)));
    Ok(keys)
}

fn bytes(judge: &Judge, key: &[Value]) -> Vec<u8> {
    judge.key_bytes(key)
}

fn send(side: &mut dyn Side, job: &Job, buckets: &Buckets, wanted: &[usize], to: &SyncSender<Result<Batch>>) {
    let mut batch = Vec::with_capacity(BATCH);
    let mut buffer = Vec::new();
    let mut push = |key: &[Value], digest: RowDigest| {
        batch.push((with_digest(&job.judge, key, digest, &mut buffer), key.to_vec()));
        let full = batch.len() >= BATCH;
        if full && to.send(Ok(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))).is_err() {
            return Ok(ControlFlow::Break(()));
        }
        Ok(ControlFlow::Continue(()))
    };
    let end = side.digests(&job.method, buckets, wanted, &mut push);
    // Nobody listens any more where the other side has failed.
    let _ = to.send(end.map(|()| batch));
    let _ = to.send(Ok(Vec::new()));
}

fn with_digest(judge: &Judge, key: &[Value], digest: RowDigest, buffer: &mut Vec<u8>) -> u64 {
    buffer.clear();
    judge.append_key_bytes(key, buffer);
    buffer.extend_from_slice(&digest.0.to_le_bytes());
    buffer.extend_from_slice(&digest.1.to_le_bytes());
    XxHash3_64::oneshot(buffer)
}

/// What is left of a side: keys by the hash of key and digest; several where one row is there several times.
type Left = HashMap<u64, Vec<Row>, BuildHasherDefault<Ready>>;

#[expect(
    clippy::needless_pass_by_value,
    reason = "the receivers end with it, and with them the threads that still send"
)]
fn cancel(from: [Receiver<Result<Batch>>; 2]) -> Result<[Left; 2]> {
    let mut left: [Left; 2] = Default::default();
    let mut received = [0_usize; 2];
    let mut ended = [false; 2];
    while ended != [true; 2] {
        // The side that is behind is heard first.
        let next = usize::from(ended[0] || (!ended[1] && received[1] < received[0]));
        let batch =
            from[next].recv().map_err(|_| Error::new(ErrorKind::Unreachable, "a side was lost on the way"))??;
        ended[next] = batch.is_empty();
        received[next] += batch.len();
        for (hash, key) in batch {
            if !take(&mut left[1 - next], hash) {
                left[next].entry(hash).or_default().push(key);
            }
        }
    }
    Ok(left)
}

/// Takes one of the rows with that hash.
fn take(left: &mut Left, hash: u64) -> bool {
    let Some(keys) = left.get_mut(&hash) else { return false };
    keys.pop();
    if keys.is_empty() {
        left.remove(&hash);
    }
    true
}

/// A hash that is one already.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
