//! Domains.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DataType, Expression, Grants};

/// A domain: a type with a default and conditions of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain {
    /// The type that its values are of.
    pub data_type: DataType,
    /// Collation, where it is not that of the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// Whether it refuses NULL.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_null: bool,
    /// Default of columns that have none of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expression>,
    /// Checks by name; `VALUE` stands for the value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub checks: BTreeMap<String, DomainCheck>,
    /// `COMMENT ON DOMAIN`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `GRANT` and `REVOKE`.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// A check of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainCheck {
    /// The condition over `VALUE`.
    pub expression: Expression,
    /// False where it was added `NOT VALID` and is not validated yet.
    pub validated: bool,
    /// `COMMENT ON CONSTRAINT … ON DOMAIN`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Domain {
    /// A domain over `data_type` that demands nothing.
    pub fn over(data_type: DataType) -> Self {
        Self {
            data_type,
            collation: None,
            not_null: false,
            default: None,
            checks: BTreeMap::new(),
            comment: None,
            grants: Grants::default(),
        }
    }
}
