//! Confirms witnesses: what is said to work before and to fail after is tried on an engine.

use findings::{Confirmation, Witness};
use schema_diff::Dialect;

use crate::{Error, ErrorKind, Result, ScratchServer, Session};

/// Tries `witnesses` on two scratch databases, one per side; every witness in transactions that are rolled back.
///
/// Each is then confirmed by the engine, with the error that it gave, or unconfirmed with the reason. An error means that
/// no scratch database could be had.
pub fn confirm<'a>(
    server: &ScratchServer,
    before: &[String],
    after: &[String],
    witnesses: impl IntoIterator<Item = &'a mut Witness>,
) -> Result<()> {
    let mut witnesses = witnesses.into_iter().peekable();
    if witnesses.peek().is_none() {
        return Ok(());
    }
    let (old, new) = (server.create("before")?, server.create("after")?);
    let sides = old.apply(before).map_err(|error| format!("the old schema does not stand on the engine: {error}"));
    let sides = sides.and_then(|()| {
        new.apply(after).map_err(|error| format!("the new schema does not stand on the engine: {error}"))
    });
    if let Err(reason) = sides {
        witnesses.for_each(|witness| witness.confirmation = Confirmation::Unconfirmed(reason.clone()));
        return Ok(());
    }
    let mut old = Side { session: old.open()?, defers: defers(before) };
    let mut new = Side { session: new.open()?, defers: defers(after) };
    for witness in witnesses {
        match fails_only_after(witness, &mut old, &mut new) {
            Ok(failure) => {
                witness.fails_with = failure;
                witness.confirmation = Confirmation::ConfirmedBy(new.session.version().to_owned());
            }
            Err(reason) => witness.confirmation = Confirmation::Unconfirmed(reason),
        }
    }
    Ok(())
}

/// A session on a scratch database.
struct Side {
    session: Session,
    /// Whether a constraint may be checked only when the transaction ends.
    defers: bool,
}

/// Whether the schema may hold deferred constraints. To look for what they reject takes a walk over all tables on SQLite.
fn defers(statements: &[String]) -> bool {
    statements.iter().any(|statement| statement.to_ascii_lowercase().contains("deferr"))
}

/// The engine's error on the new side, or why the witness shows nothing.
fn fails_only_after(witness: &Witness, old: &mut Side, new: &mut Side) -> Result<String, String> {
    match attempt(old, witness) {
        Outcome::Works => {}
        Outcome::SetupFails(error) => return Err(format!("what it needs does not work on the old schema: {error}")),
        Outcome::Fails(error) => return Err(format!("it fails on the old schema too: {error}")),
    }
    match attempt(new, witness) {
        Outcome::Works => Err("it works on the new schema".to_owned()),
        Outcome::SetupFails(error) => Err(format!("what it needs does not work on the new schema: {error}")),
        Outcome::Fails(error) if tells_nothing(&error) => Err(format!("the engine could not tell: {error}")),
        // A statement that other changes break as well says nothing about the one that it stands for.
        Outcome::Fails(error) if !witness.expects(error.message()) => {
            Err(format!("it fails on the new schema for another reason: {error}"))
        }
        Outcome::Fails(error) => Ok(error.to_string()),
    }
}

/// Failures of the circumstances, not of the statement.
fn tells_nothing(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Unreachable | ErrorKind::LockTimeout | ErrorKind::Conflict)
}

enum Outcome {
    Works,
    SetupFails(Error),
    Fails(Error),
}

fn attempt(side: &mut Side, witness: &Witness) -> Outcome {
    let Side { session, defers } = side;
    let outcome = match session.begin().and_then(|()| session.execute_all(&witness.setup)) {
        Err(error) => Outcome::SetupFails(error),
        Ok(()) => match session
            .execute(&witness.statement)
            .and_then(|()| if *defers { check_deferred(session) } else { Ok(()) })
        {
            Ok(()) => Outcome::Works,
            Err(error) => Outcome::Fails(error),
        },
    };
    // A transaction that cannot be rolled back is a lost connection, which the next witness will tell.
    let _ = session.rollback();
    outcome
}

/// What a commit would check.
fn check_deferred(session: &mut Session) -> Result<()> {
    if session.dialect() == Some(Dialect::Sqlite) {
        let violations = session.query("PRAGMA foreign_key_check")?;
        let Some(table) = violations.value(0, 0) else { return Ok(()) };
        let parent = violations.value(0, 2).unwrap_or_default();
        let message = format!("FOREIGN KEY constraint failed: a row of {table} refers to none of {parent}");
        return Err(Error::new(ErrorKind::ConstraintViolation, message));
    }
    session.execute("SET CONSTRAINTS ALL IMMEDIATE")
}
