//! A change as a rule judged it.

use crate::{Location, Party, Severity, Witness};

/// A change as a rule judged it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Finding {
    /// Id of the rule, for example `column-dropped`.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// Who breaks; empty where nobody does.
    pub who_breaks: Vec<Party>,
    /// The object that changed, for example `column public.users.email`.
    pub subject: String,
    /// The operation of an interface that it concerns, for example `GET /pets/{id}`; of schemas none.
    pub operation: Option<String>,
    /// What changed, in one sentence.
    pub message: String,
    /// Why that matters, in one sentence.
    pub why: String,
    /// What to do about it.
    pub advice: String,
    /// Where it stands on the old side.
    pub before: Option<Location>,
    /// Where it stands on the new side.
    pub after: Option<Location>,
    /// What shows it.
    pub witness: Option<Witness>,
    /// What it is recognised by in later runs, wherever it moves; empty until a [`Report`](crate::Report) gathers it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fingerprint: String,
}

#[cfg(test)]
impl Finding {
    /// A finding for tests that says nothing.
    pub(crate) fn sample(severity: Severity) -> Self {
        Self {
            rule: "a-rule".to_owned(),
            severity,
            who_breaks: Vec::new(),
            subject: String::new(),
            operation: None,
            message: String::new(),
            why: String::new(),
            advice: String::new(),
            before: None,
            after: None,
            witness: None,
            fingerprint: String::new(),
        }
    }
}
