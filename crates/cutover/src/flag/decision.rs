//! What a flag decided, and why.

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecisionReason {
    /// The flag, or its group, is switched off.
    SwitchedOff,
    /// The key is among those that always, or never, have it.
    Override,
    /// A segment that the request belongs to.
    Segment,
    /// The percentage.
    Percentage,
    /// The request lacks the attribute that the flag is sticky on, so that only a percentage of 100 has it.
    NoKey,
}

/// What a flag decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision<'a> {
    pub(super) is_enabled: bool,
    pub(super) reason: DecisionReason,
    pub(super) variant: Option<&'a str>,
}

impl<'a> Decision<'a> {
    /// Whether the request takes the new path.
    pub fn is_enabled(&self) -> bool {
        self.is_enabled
    }

    /// Why.
    pub fn reason(&self) -> DecisionReason {
        self.reason
    }

    /// Which variant of it, where the flag has several.
    pub fn variant(&self) -> Option<&'a str> {
        self.variant
    }
}
