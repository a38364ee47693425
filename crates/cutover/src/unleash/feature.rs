//! A feature, made ready to decide.

use std::collections::HashMap;

use super::strategy::{Strategy, operator};
use super::variant::{Choice, Variant};
use super::{Context, wire};
use crate::segment::{Constraint, ConstraintSpec, Segment};

#[derive(Debug, Clone)]
pub(super) struct Feature {
    name: String,
    is_enabled: bool,
    strategies: Vec<Strategy>,
    variants: Choice,
    dependencies: Vec<wire::Dependency>,
}

/// Makes all features of a state ready.
pub(super) fn compile(state: &wire::State) -> HashMap<String, Feature> {
    let segments: HashMap<i64, Segment> =
        state.segments.iter().map(|(&id, segment)| (id, constraints(&segment.constraints))).collect();
    let ready = |feature: &wire::Feature| Feature {
        name: feature.name.clone(),
        is_enabled: feature.enabled,
        strategies: feature.strategies.iter().map(|it| Strategy::new(it, &feature.name, &segments)).collect(),
        variants: Choice::of_feature(&feature.variants, &feature.name),
        dependencies: feature.dependencies.clone(),
    };
    state.features.values().map(|feature| (feature.name.clone(), ready(feature))).collect()
}

/// Constraints that cannot be read never hold.
pub(super) fn constraints(wire: &[wire::Constraint]) -> Segment {
    Segment::new(wire.iter().map(|constraint| {
        let Some(operator) = operator(&constraint.operator) else {
            return Constraint::never(&constraint.context_name);
        };
        let values = match &constraint.value {
            Some(value) if !operator.takes_list() => vec![value.0.clone()],
            _ => constraint.values.iter().map(|value| value.0.clone()).collect(),
        };
        let mut spec = ConstraintSpec::new(&constraint.context_name, operator, values);
        spec.inverted = constraint.inverted;
        spec.case_insensitive = constraint.case_insensitive;
        Constraint::new(&spec).unwrap_or_else(|_| Constraint::never(&constraint.context_name))
    }))
}

impl Feature {
    pub(super) fn is_enabled(&self, features: &HashMap<String, Self>, context: &Context) -> bool {
        self.is_enabled
            && self.dependencies.iter().all(|dependency| is_met(dependency, features, context))
            && self.holds(context)
    }

    /// Whether its strategies enable it; without any, they do.
    fn holds(&self, context: &Context) -> bool {
        self.strategies.is_empty() || self.strategy(context).is_some()
    }

    /// The first strategy that enables it.
    fn strategy(&self, context: &Context) -> Option<&Strategy> {
        self.strategies.iter().find(|strategy| strategy.holds(context, &self.name))
    }

    /// The variant, where it is enabled: one of the strategy's that enables it, or one of the feature's.
    pub(super) fn variant(&self, context: &Context) -> Option<Variant> {
        let of_strategy = self.strategy(context).map(Strategy::variants).filter(|variants| !variants.is_empty());
        of_strategy.unwrap_or(&self.variants).choose(context)
    }
}

/// Whether the parent is as a feature needs it. A parent with parents of its own never is: Unleash knows one level.
fn is_met(dependency: &wire::Dependency, features: &HashMap<String, Feature>, context: &Context) -> bool {
    let Some(parent) = features.get(&dependency.feature).filter(|parent| parent.dependencies.is_empty()) else {
        return false;
    };
    let is_enabled = parent.is_enabled && parent.holds(context);
    if dependency.enabled == Some(false) {
        return !is_enabled;
    }
    let has_variant = || {
        let variant = parent.variant(context);
        variant.is_some_and(|variant| dependency.variants.iter().any(|name| name == variant.name()))
    };
    is_enabled && (dependency.variants.is_empty() || has_variant())
}
