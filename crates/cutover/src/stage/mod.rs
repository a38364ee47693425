//! The stages of a migration between two systems: who reads where, who writes where, whose answer counts.
//!
//! | stage | reads | writes | authority |
//! |---|---|---|---|
//! | `off` | old | old | old |
//! | `dual_write` | old | old, then new | old |
//! | `shadow` | old and new | old, then new | old |
//! | `live` | new and old | new, then old | new |
//! | `ramp_down` | new | new, then old | new |
//! | `complete` | new | new | new |
//!
//! The authority comes first: its answer is the caller's, and its failure is the caller's failure, after which nothing else is
//! written. What fails on the other side is recorded and repaired, never told to the caller. Until `complete` the old system
//! receives every write, so that a step back is always possible; the table is that of LaunchDarkly's migration flags.

mod route;
mod transition;

pub use route::{Operation, Route, Side};
pub use transition::{Transition, TransitionError, TransitionFault};

/// A stage, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Stage {
    /// Only the old system.
    Off,
    /// Writes go to both; the old one answers.
    DualWrite,
    /// Reads go to both as well, to be compared; the old one answers.
    Shadow,
    /// Both still read and written; the new one answers.
    Live,
    /// Reads go to the new one only; the old one is still written, for the way back.
    RampDown,
    /// Only the new system. There is no way back.
    Complete,
}

impl Stage {
    /// All, in their order.
    pub const ALL: [Self; 6] = [Self::Off, Self::DualWrite, Self::Shadow, Self::Live, Self::RampDown, Self::Complete];

    /// Its name in documents: `dual_write`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::DualWrite => "dual_write",
            Self::Shadow => "shadow",
            Self::Live => "live",
            Self::RampDown => "ramp_down",
            Self::Complete => "complete",
        }
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Off => Some(Self::DualWrite),
            Self::DualWrite => Some(Self::Shadow),
            Self::Shadow => Some(Self::Live),
            Self::Live => Some(Self::RampDown),
            Self::RampDown => Some(Self::Complete),
            Self::Complete => None,
        }
    }

    /// The one before it, from which this one is not known to differ by more than where reads and writes go; none before
    /// `off`, and none from `complete`, since the old system has missed writes.
    pub fn previous(self) -> Option<Self> {
        match self {
            Self::Off | Self::Complete => None,
            Self::DualWrite => Some(Self::Off),
            Self::Shadow => Some(Self::DualWrite),
            Self::Live => Some(Self::Shadow),
            Self::RampDown => Some(Self::Live),
        }
    }
}

impl std::fmt::Display for Stage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.name())
    }
}

impl std::str::FromStr for Stage {
    type Err = crate::Error;

    /// Reads [`Stage::name`]; LaunchDarkly's spellings, `dualwrite` and `rampdown`, are read too.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bare = |name: &str| name.replace('_', "");
        Self::ALL.into_iter().find(|stage| stage.name() == text || bare(stage.name()) == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            crate::Error::new(crate::ErrorKind::Invalid, format!("`{text}` is no stage: one of {names}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for stage in Stage::ALL {
            assert_eq!(stage.name().parse::<Stage>(), Ok(stage));
            assert_eq!(serde_json::to_value(stage).ok(), Some(stage.name().into()));
        }
        assert_eq!("rampdown".parse::<Stage>(), Ok(Stage::RampDown));
        assert!("Live".parse::<Stage>().is_err_and(|error| error.to_string().contains("ramp_down")));
    }

    #[test]
    fn steps_lead_through_all_in_order() {
        let steps: Vec<Stage> = std::iter::successors(Some(Stage::Off), |stage| stage.next()).collect();
        assert_eq!(steps, Stage::ALL);
    }
}
