//! Evaluates gates.

use database::Session;
use plan_engine::plan::Gate;

use crate::Error;

/// What the engine answered to a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateAnswer {
    /// The answer.
    pub found: i64,
    /// Whether it is the one expected.
    pub met: bool,
}

/// Asks the engine whether `gate` is met.
pub fn evaluate(session: &mut Session, gate: &Gate) -> Result<GateAnswer, Error> {
    let rows = session.query(&gate.query).map_err(|error| Error::refused(&gate.query, error))?;
    let text = rows.scalar().unwrap_or_default();
    let found = text.trim().parse().map_err(|_| {
        Error::invalid(None, format!("the gate «{}» must answer with one whole number, not `{text}`", gate.title))
    })?;
    Ok(GateAnswer { found, met: found == gate.expected })
}
