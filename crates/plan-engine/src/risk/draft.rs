//! A risk while a rule puts it together.

use super::{Factor, Level, Mitigation, Risk, RiskRule};
use crate::specification::model::Fact;

/// A risk without what follows from the rule and the factors. A factor that the rule does not state is the worst.
pub(super) struct Draft {
    about: String,
    title: String,
    phase: Option<String>,
    owner: String,
    factors: [Option<Factor>; 4],
    mitigations: Vec<Mitigation>,
}

impl Draft {
    /// A risk about `about` (an id of this plan or a name), which the role `owner` looks after.
    pub(super) fn new(about: impl Into<String>, title: impl Into<String>, owner: impl Into<String>) -> Self {
        Self {
            about: about.into(),
            title: title.into(),
            phase: None,
            owner: owner.into(),
            factors: [const { None }; 4],
            mitigations: Vec::new(),
        }
    }

    /// In this phase.
    pub(super) fn phase(mut self, phase: impl Into<String>) -> Self {
        self.phase = Some(phase.into());
        self
    }

    /// How likely it is.
    pub(super) fn likely(mut self, value: f64, because: impl Into<String>, basis: Vec<Fact>) -> Self {
        self.factors[0] = Some(Factor::new(value, because, basis));
        self
    }

    /// What it reaches.
    pub(super) fn reaches(mut self, factor: Factor) -> Self {
        self.factors[1] = Some(factor);
        self
    }

    /// Whether it is noticed.
    pub(super) fn noticed(mut self, factor: Factor) -> Self {
        self.factors[2] = Some(factor);
        self
    }

    /// Whether it can be taken back.
    pub(super) fn taken_back(mut self, factor: Factor) -> Self {
        self.factors[3] = Some(factor);
        self
    }

    /// What is done about it: these, or `add` where there are none.
    pub(super) fn mitigated(mut self, by: Vec<Mitigation>, add: impl Into<String>) -> Self {
        self.mitigations = by;
        if self.mitigations.is_empty() {
            self.mitigations.push(Mitigation::Missing { add: add.into() });
        }
        self
    }

    /// The risk that `rule` found.
    pub(super) fn finish(self, rule: &RiskRule) -> Risk {
        let [likelihood, impact, detectability, reversibility] = self.factors;
        let worst = |factor: Option<Factor>, value: f64| {
            factor.unwrap_or_else(|| Factor::new(value, "nothing is known of it: the worst is assumed", Vec::new()))
        };
        let (likelihood, impact) = (worst(likelihood, 1.0), worst(impact, 1.0));
        let (detectability, reversibility) = (worst(detectability, 0.0), worst(reversibility, 0.0));
        let score = likelihood.value * impact.value * (1.0 - detectability.value) * (1.0 - reversibility.value);
        let score = (score * 10_000.0).round() / 10_000.0;
        Risk {
            id: format!("{}:{}", rule.id, self.about),
            rule: rule.id.to_owned(),
            category: rule.category,
            title: self.title,
            phase: self.phase,
            likelihood,
            impact,
            detectability,
            reversibility,
            score,
            level: Level::of(score),
            owner: self.owner,
            mitigations: self.mitigations,
        }
    }
}
