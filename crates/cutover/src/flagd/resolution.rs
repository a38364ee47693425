//! What a flag came to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Why a flag has its value, in OpenFeature's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Reason {
    /// It has no targeting.
    Static,
    /// Its targeting chose.
    TargetingMatch,
    /// Its targeting chose nothing, or there is no default: the default variant, or the caller's.
    Default,
    /// It is switched off: the caller's default.
    Disabled,
    /// It could not be evaluated: the caller's default.
    Error,
}

/// What went wrong, in OpenFeature's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ErrorCode {
    /// There is no such flag.
    FlagNotFound,
    /// Its definition cannot be understood.
    ParseError,
    /// It is of another type.
    TypeMismatch,
    /// Its targeting or its default is no variant of it.
    General,
}

/// What a document says of a flag.
#[derive(Debug, Clone, PartialEq)]
pub enum MetadataValue {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A truth value.
    Truth(bool),
}

/// What a flag came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution<T> {
    value: Option<T>,
    variant: Option<String>,
    reason: Reason,
    error: Option<(ErrorCode, String)>,
    metadata: BTreeMap<String, MetadataValue>,
}

impl<T> Resolution<T> {
    pub(super) fn new(value: T, variant: String, reason: Reason) -> Self {
        Self { value: Some(value), variant: Some(variant), reason, error: None, metadata: BTreeMap::new() }
    }

    pub(super) fn empty(reason: Reason) -> Self {
        Self { value: None, variant: None, reason, error: None, metadata: BTreeMap::new() }
    }

    pub(super) fn error(code: ErrorCode, message: String) -> Self {
        Self { error: Some((code, message)), ..Self::empty(Reason::Error) }
    }

    pub(super) fn with_metadata(mut self, metadata: BTreeMap<String, MetadataValue>) -> Self {
        self.metadata = metadata;
        self
    }

    /// The value; none where it is the caller's default.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The value, or the caller's default.
    pub fn value_or(self, default: T) -> T {
        self.value.unwrap_or(default)
    }

    /// The name of the variant.
    pub fn variant(&self) -> Option<&str> {
        self.variant.as_deref()
    }

    /// Why.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// What went wrong.
    pub fn error_code(&self) -> Option<ErrorCode> {
        self.error.as_ref().map(|(code, _)| *code)
    }

    /// What went wrong, in words.
    pub fn error_message(&self) -> Option<&str> {
        self.error.as_ref().map(|(_, message)| message.as_str())
    }

    /// What the document says of the flag and of all of them; the flag's own comes first.
    pub fn metadata(&self) -> &BTreeMap<String, MetadataValue> {
        &self.metadata
    }
}
