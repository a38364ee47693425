//! How bad a change is, and the verdict over many.

/// How bad a finding is, ascending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Severity {
    /// Nobody can notice: a patch release.
    NonBreaking,
    /// Something new that nobody has to use: a minor release.
    Additive,
    /// Breaks somebody under circumstances that the schemas do not show: a major release unless configured otherwise.
    PotentiallyBreaking,
    /// Something that worked fails: a major release.
    Breaking,
}

impl Severity {
    /// All severities, ascending.
    pub const ALL: [Self; 4] = [Self::NonBreaking, Self::Additive, Self::PotentiallyBreaking, Self::Breaking];

    /// The word used in every output, for example `potentially_breaking`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NonBreaking => "non_breaking",
            Self::Additive => "additive",
            Self::PotentiallyBreaking => "potentially_breaking",
            Self::Breaking => "breaking",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Severity {
    type Err = String;

    /// Reads the word with `_` or `-` between its parts.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.replace('-', "_");
        Self::ALL.into_iter().find(|severity| severity.as_str() == wanted).ok_or_else(|| {
            format!("unknown severity `{text}`: expected non_breaking, additive, potentially_breaking or breaking")
        })
    }
}

/// The highest severity among the findings, or `identical` where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// Nothing differs.
    Identical,
    /// The highest severity is [`Severity::NonBreaking`].
    NonBreaking,
    /// The highest severity is [`Severity::Additive`].
    Additive,
    /// The highest severity is [`Severity::PotentiallyBreaking`].
    PotentiallyBreaking,
    /// The highest severity is [`Severity::Breaking`].
    Breaking,
}

impl Verdict {
    /// The verdict over `severities`.
    pub fn of(severities: impl IntoIterator<Item = Severity>) -> Self {
        severities.into_iter().max().map_or(Self::Identical, Self::from)
    }

    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::NonBreaking => "non_breaking",
            Self::Additive => "additive",
            Self::PotentiallyBreaking => "potentially_breaking",
            Self::Breaking => "breaking",
        }
    }
}

impl From<Severity> for Verdict {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::NonBreaking => Self::NonBreaking,
            Severity::Additive => Self::Additive,
            Severity::PotentiallyBreaking => Self::PotentiallyBreaking,
            Severity::Breaking => Self::Breaking,
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
