//! What a new version has to be called.

use crate::Verdict;

/// Which part of the version has to go up (Semantic Versioning 2.0.0, items 6 to 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Bump {
    /// None: nothing differs.
    None,
    /// Nobody can notice.
    Patch,
    /// Something new that nobody has to use.
    Minor,
    /// Something breaks, or may break.
    Major,
}

impl Bump {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl From<Verdict> for Bump {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Identical => Self::None,
            Verdict::NonBreaking => Self::Patch,
            Verdict::Additive => Self::Minor,
            Verdict::PotentiallyBreaking | Verdict::Breaking => Self::Major,
        }
    }
}

impl std::fmt::Display for Bump {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
