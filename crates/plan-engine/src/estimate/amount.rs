//! How much there is: rows, bytes, writes a second, with how sure that is.

use crate::specification::model::{Fact, FactSource};

/// How much of something there is: lognormal, or exact.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The median, zero or above.
    pub value: f64,
    /// Standard deviation of the natural logarithm; zero where it is known.
    pub sigma: f64,
    /// What it is, the same wherever it is used: `rows of public.users`.
    pub what: String,
    /// Who says so.
    pub basis: Fact,
}

impl Amount {
    /// An amount that is known. What is not finite and at least zero counts as zero.
    pub fn known(value: f64, what: impl Into<String>, basis: Fact) -> Self {
        Self { value: sound(value), sigma: 0.0, what: what.into(), basis }
    }

    /// What is believed where nobody says: `says` goes into the plan, `cites` names where it is from.
    pub fn believed(
        value: f64,
        sigma: f64,
        what: impl Into<String>,
        says: impl Into<String>,
        cites: impl Into<String>,
    ) -> Self {
        let source = FactSource::Prior { cites: cites.into() };
        let basis = Fact { source, pointer: String::new(), says: says.into() };
        Self { value: sound(value), sigma: sound(sigma), what: what.into(), basis }
    }

    /// Whether nobody has said it.
    pub fn is_prior(&self) -> bool {
        matches!(self.basis.source, FactSource::Prior { .. })
    }
}

fn sound(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}
