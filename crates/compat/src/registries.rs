//! The rules of all that judge.

use findings::{RuleMetadata, RuleRegistry};

/// What is judged by rules of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Databases,
    Interfaces,
}

impl Subject {
    pub(crate) const ALL: [Self; 2] = [Self::Databases, Self::Interfaces];

    /// What its table below `[levels]` in `compat.toml` is called.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Databases => "databases",
            Self::Interfaces => "interfaces",
        }
    }

    pub(crate) fn registry(self) -> RuleRegistry {
        match self {
            Self::Databases => schema_diff::rules::registry(),
            Self::Interfaces => api_compat::rules::registry(),
        }
    }
}

/// All rules.
pub(crate) fn rules() -> impl Iterator<Item = &'static RuleMetadata> {
    Subject::ALL.into_iter().flat_map(|it| it.registry().iter())
}

/// The rules called `id`: a database and an interface may each have one.
pub(crate) fn called(id: &str) -> impl Iterator<Item = &'static RuleMetadata> {
    Subject::ALL.into_iter().filter_map(move |it| it.registry().get(id))
}

/// The ids of all rules.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    rules().map(|rule| rule.id)
}
