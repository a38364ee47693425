//! How an attribute is compared.

use serde::{Deserialize, Serialize};

/// A comparison, named as Unleash names it. Those of lists ask whether any of the values matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Operator {
    /// It is one of the values.
    In,
    /// It is none of the values, or absent.
    NotIn,
    /// It starts with one of the values.
    StrStartsWith,
    /// It ends with one of the values.
    StrEndsWith,
    /// It contains one of the values.
    StrContains,
    /// It is the same number.
    NumEq,
    /// It is a larger number.
    NumGt,
    /// It is that number or a larger one.
    NumGte,
    /// It is a smaller number.
    NumLt,
    /// It is that number or a smaller one.
    NumLte,
    /// It is a later instant.
    DateAfter,
    /// It is an earlier instant.
    DateBefore,
    /// It is a version of the same precedence.
    SemverEq,
    /// It is a higher version.
    SemverGt,
    /// It is that version or a higher one.
    SemverGte,
    /// It is a lower version.
    SemverLt,
    /// It is that version or a lower one.
    SemverLte,
    /// It is an IP address in one of the networks.
    InCidr,
    /// A regular expression matches a part of it.
    Regex,
}

impl Operator {
    /// Whether it compares with a list; the others compare with one value.
    pub fn takes_list(self) -> bool {
        matches!(
            self,
            Self::In | Self::NotIn | Self::StrStartsWith | Self::StrEndsWith | Self::StrContains | Self::InCidr
        )
    }
}

impl std::fmt::Display for Operator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(formatter)
    }
}
