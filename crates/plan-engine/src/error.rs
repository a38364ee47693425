//! Why a plan could not be made or read.

use crate::Refusal;

/// Why a plan could not be made or read.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Inner);

/// The kinds of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The planner knows no safe way: see [`Error::refusals`].
    Refused,
    /// The input does not fit together: a rename of nothing, two dialects.
    Input,
    /// A plan file that is malformed, altered or too new.
    Format,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Inner {
    #[error("no plan: {}", summary(.0))]
    Refused(Vec<Refusal>),
    #[error("{0}")]
    Input(String),
    #[error("{0}")]
    Format(String),
}

fn summary(refusals: &[Refusal]) -> String {
    refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl Error {
    pub(crate) fn refused(refusals: Vec<Refusal>) -> Self {
        let mut said: Vec<Refusal> = Vec::new();
        for refusal in refusals {
            // Several changes of one object may meet the same obstacle.
            if !said.contains(&refusal) {
                said.push(refusal);
            }
        }
        let refusals = said;
        Self(Inner::Refused(refusals))
    }

    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self(Inner::Input(message.into()))
    }

    pub(crate) fn format(message: impl Into<String>) -> Self {
        Self(Inner::Format(message.into()))
    }

    /// Which kind.
    pub fn kind(&self) -> ErrorKind {
        match &self.0 {
            Inner::Refused(_) => ErrorKind::Refused,
            Inner::Input(_) => ErrorKind::Input,
            Inner::Format(_) => ErrorKind::Format,
        }
    }

    /// Everything that was refused; empty unless the kind is [`ErrorKind::Refused`].
    pub fn refusals(&self) -> &[Refusal] {
        match &self.0 {
            Inner::Refused(refusals) => refusals,
            _ => &[],
        }
    }
}
