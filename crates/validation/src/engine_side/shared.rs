//! Work shared out among the connections of a side.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use database::{Session, Value};

use crate::{Error, ErrorKind, Result, Row};

/// Rows that travel together at most.
const ROWS: usize = 512;
/// Bytes of rows that travel together, about.
const BYTES: usize = 64 << 10;
/// Batches of a connection that wait at most: of the rows of ranges that are read ahead of their turn.
const AHEAD: usize = 64;

/// Takes a row.
pub(super) type EachRow<'a> = &'a mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>;

/// A batch of the piece that is read; an empty one is its end.
type Batch = Result<Vec<Row>>;

/// Reads pieces with all sessions, each with every n-th, and hands their rows over in the order of the pieces. `read` gives the rows
/// of a piece.
pub(super) fn in_order<P: Sync>(
    sessions: &mut [Session],
    pieces: &[P],
    read: &(dyn Fn(&mut Session, &P, EachRow<'_>) -> Result<()> + Sync),
    each: EachRow<'_>,
) -> Result<()> {
    let used = sessions.len().min(pieces.len());
    if let (Some(session), 0..=1) = (sessions.first_mut(), used) {
        return one_by_one(session, pieces, read, each);
    }
    std::thread::scope(|scope| {
        let mut readers = Vec::new();
        for (at, session) in sessions.iter_mut().take(used).enumerate() {
            let (sender, reader) = sync_channel(AHEAD);
            let mut mine = pieces.iter().skip(at).step_by(used);
            scope.spawn(move || mine.try_for_each(|piece| send(session, piece, read, &sender)));
            readers.push(reader);
        }
        // The threads end where nobody listens any more.
        for reader in readers.iter().cycle().take(pieces.len()) {
            if hand_over(reader, each)?.is_break() {
                break;
            }
        }
        Ok(())
    })
}

fn one_by_one<P>(
    session: &mut Session,
    pieces: &[P],
    read: &(dyn Fn(&mut Session, &P, EachRow<'_>) -> Result<()> + Sync),
    each: EachRow<'_>,
) -> Result<()> {
    let mut flow = ControlFlow::Continue(());
    for piece in pieces {
        read(session, piece, &mut |row| {
            flow = each(row)?;
            Ok(flow)
        })?;
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// Sends the rows of a piece, and its end. A failure travels with the rows, so that what it cut off is not taken for the end.
fn send<P>(
    session: &mut Session,
    piece: &P,
    read: &(dyn Fn(&mut Session, &P, EachRow<'_>) -> Result<()> + Sync),
    to: &SyncSender<Batch>,
) -> ControlFlow<()> {
    let (mut batch, mut bytes) = (Vec::with_capacity(ROWS), 0);
    let outcome = read(session, piece, &mut |row| {
        batch.push(row.to_vec());
        bytes += row.iter().map(size).sum::<usize>();
        if batch.len() < ROWS && bytes < BYTES {
            return Ok(ControlFlow::Continue(()));
        }
        bytes = 0;
        let full = std::mem::replace(&mut batch, Vec::with_capacity(ROWS));
        Ok(if to.send(Ok(full)).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    });
    let failed = outcome.is_err();
    let rest = outcome.map(|()| batch);
    let is_end = rest.as_ref().is_ok_and(Vec::is_empty);
    let sent = to.send(rest).is_ok() && (is_end || to.send(Ok(Vec::new())).is_ok());
    if sent && !failed { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

/// Hands the rows of a piece over.
fn hand_over(from: &Receiver<Batch>, each: EachRow<'_>) -> Result<ControlFlow<()>> {
    loop {
        let batch =
            from.recv().map_err(|_| Error::new(ErrorKind::Unreachable, "a connection was lost on the way"))??;
        if batch.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        for row in batch {
            if each(&row)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
}

/// Bytes that a value takes, about.
fn size(value: &Value) -> usize {
    size_of::<Value>()
        + match value {
            Value::Text(it) | Value::Json(it) | Value::Other(it) => it.len(),
            Value::Bytes(it) => it.len(),
            Value::Decimal(it) => it.as_str().len(),
            Value::Array(it) => it.iter().map(size).sum(),
            _ => 0,
        }
}
