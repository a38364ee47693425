//! What can go wrong outside the plan itself.

use plan_engine::plan::PhaseName;
use schema_diff::Dialect;

/// Why an action, or a whole proof, could not be carried out.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Repr);

/// Kinds of [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The engine refused a statement, or could not be reached.
    Engine,
    /// A gate was not met.
    GateNotMet,
    /// The plan contradicts itself.
    InvalidPlan,
    /// The engine offered is not one that the plan is written for.
    WrongEngine,
    /// The engine is older than a step of the plan needs.
    TooOld,
    /// The schema before does not take the rows that were given for it.
    GivenRows,
    /// It was broken off.
    Cancelled,
}

#[derive(Debug, thiserror::Error)]
enum Repr {
    #[error("{message}")]
    Engine { message: String, statement: Option<String>, source: database::Error },
    #[error("gate not met: {title}: the answer is {found}, expected {expected}; {help}")]
    GateNotMet { title: String, found: i64, expected: i64, help: String },
    #[error("the plan contradicts itself{}: {message}", phase.map(|phase| format!(" in phase {phase}")).unwrap_or_default())]
    InvalidPlan { phase: Option<PhaseName>, message: String },
    #[error("the plan is written for {plan}, but the engine is {engine}: give a server of the plan's dialect")]
    WrongEngine { plan: String, engine: String },
    #[error("the plan needs PostgreSQL {needed}, but the engine is {engine}: give a newer server with --engine")]
    TooOld { needed: u16, engine: String },
    #[error("the schema before does not take the rows given: {source}")]
    GivenRows { source: database::Error },
    #[error("broken off; what was made for it is dropped")]
    Cancelled,
}

impl Error {
    /// Which kind.
    pub fn kind(&self) -> ErrorKind {
        match &self.0 {
            Repr::Engine { .. } => ErrorKind::Engine,
            Repr::GateNotMet { .. } => ErrorKind::GateNotMet,
            Repr::InvalidPlan { .. } => ErrorKind::InvalidPlan,
            Repr::WrongEngine { .. } => ErrorKind::WrongEngine,
            Repr::GivenRows { .. } => ErrorKind::GivenRows,
            Repr::TooOld { .. } => ErrorKind::TooOld,
            Repr::Cancelled => ErrorKind::Cancelled,
        }
    }

    /// The statement that the engine refused, where there is one.
    pub fn statement(&self) -> Option<&str> {
        match &self.0 {
            Repr::Engine { statement, .. } => statement.as_deref(),
            _ => None,
        }
    }

    /// What the engine said, where it was the engine.
    pub(crate) fn engine(&self) -> Option<&database::Error> {
        match &self.0 {
            Repr::Engine { source, .. } | Repr::GivenRows { source } => Some(source),
            _ => None,
        }
    }

    pub(crate) fn refused(statement: &str, source: database::Error) -> Self {
        Self(Repr::Engine { message: source.to_string(), statement: Some(statement.to_owned()), source })
    }

    pub(crate) fn gate(gate: &plan_engine::plan::Gate, found: i64) -> Self {
        Self(Repr::GateNotMet { title: gate.title.clone(), found, expected: gate.expected, help: gate.help.clone() })
    }

    pub(crate) fn invalid(phase: Option<PhaseName>, message: impl Into<String>) -> Self {
        Self(Repr::InvalidPlan { phase, message: message.into() })
    }

    pub(crate) fn cancelled() -> Self {
        Self(Repr::Cancelled)
    }

    pub(crate) fn given_rows(source: database::Error) -> Self {
        Self(Repr::GivenRows { source })
    }

    pub(crate) fn too_old(needed: u16, engine: &str) -> Self {
        Self(Repr::TooOld { needed, engine: engine.to_owned() })
    }

    pub(crate) fn wrong_engine(plan: Dialect, engine: Dialect) -> Self {
        Self(Repr::WrongEngine { plan: plan.to_string(), engine: engine.to_string() })
    }
}

impl From<database::Error> for Error {
    fn from(source: database::Error) -> Self {
        Self(Repr::Engine { message: source.to_string(), statement: None, source })
    }
}
