//! A factor of a risk's score, with what it is derived from.

use serde::{Deserialize, Serialize};

use crate::specification::model::Fact;

/// A factor of a score: a number from 0 to 1, why it is that number, and the facts behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// From 0 to 1.
    pub value: f64,
    /// Why, in a sentence with the figures.
    pub because: String,
    /// What it is derived from.
    pub basis: Vec<Fact>,
}

impl Factor {
    /// A factor; a value outside 0 to 1 is brought to the nearer end, and what is no number to 1: the worse is assumed.
    pub fn new(value: f64, because: impl Into<String>, basis: Vec<Fact>) -> Self {
        let value = if value.is_nan() { 1.0 } else { value.clamp(0.0, 1.0) };
        Self { value: (value * 1000.0).round() / 1000.0, because: because.into(), basis }
    }
}
