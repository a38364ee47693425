//! Variants: which one a request gets.

use super::strategy::Stickiness;
use super::{Context, wire};
use crate::bucketing::{UNLEASH_VARIANT_SEED, unleash_normalised};

/// The variant that a request gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    name: String,
    payload: Option<Payload>,
    is_enabled: bool,
    is_feature_enabled: bool,
}

/// What a variant carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    kind: String,
    value: String,
}

impl Payload {
    /// `string`, `number`, `json` or `csv`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Its text.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl Variant {
    pub(super) fn disabled(is_feature_enabled: bool) -> Self {
        Self { name: "disabled".to_owned(), payload: None, is_enabled: false, is_feature_enabled }
    }

    fn new(wire: &wire::Variant) -> Self {
        let payload = |payload: &wire::Payload| Payload { kind: payload.kind.clone(), value: payload.value.0.clone() };
        Self {
            name: wire.name.clone(),
            payload: wire.payload.as_ref().map(payload),
            is_enabled: true,
            is_feature_enabled: true,
        }
    }

    /// Its name; `disabled` where there is none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it carries.
    pub fn payload(&self) -> Option<&Payload> {
        self.payload.as_ref()
    }

    /// Whether there is one.
    pub fn is_enabled(&self) -> bool {
        self.is_enabled
    }

    /// Whether the feature is enabled, whatever its variants.
    pub fn is_feature_enabled(&self) -> bool {
        self.is_feature_enabled
    }
}

/// Variants with their weights.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    variants: Vec<wire::Variant>,
    group: String,
    stickiness: Stickiness,
    total: u32,
}

impl Choice {
    /// Those of a feature stick to what the first of them says.
    pub(super) fn of_feature(variants: &[wire::Variant], feature: &str) -> Self {
        let stickiness = variants.first().and_then(|variant| variant.stickiness.as_deref());
        Self::new(variants, feature, Stickiness::new(stickiness))
    }

    /// Those of a strategy stick to what the strategy does.
    pub(super) fn new(variants: &[wire::Variant], group: &str, stickiness: Stickiness) -> Self {
        let total = variants.iter().fold(0, |sum: u32, variant| sum.saturating_add(weight(variant)));
        Self { variants: variants.to_vec(), group: group.to_owned(), stickiness, total }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.variants.is_empty()
    }

    pub(super) fn choose(&self, context: &Context) -> Option<Variant> {
        let overridden = self.variants.iter().find(|variant| is_overridden(variant, context));
        overridden.or_else(|| self.drawn(context)).map(Variant::new)
    }

    fn drawn(&self, context: &Context) -> Option<&wire::Variant> {
        let target = match self.stickiness.key(context) {
            Some(key) => unleash_normalised(&self.group, key.as_bytes(), self.total, UNLEASH_VARIANT_SEED)?,
            None => context.draw(&self.group, self.total),
        };
        let mut reached = 0_u32;
        self.variants.iter().find(|variant| {
            reached = reached.saturating_add(weight(variant));
            // One without weight is drawn by nobody.
            weight(variant) > 0 && reached >= target
        })
    }
}

fn weight(variant: &wire::Variant) -> u32 {
    u32::try_from(variant.weight.max(0)).unwrap_or(u32::MAX)
}

fn is_overridden(variant: &wire::Variant, context: &Context) -> bool {
    variant.overrides.iter().any(|it| {
        let value = context.attribute(&it.context_name);
        value.is_some_and(|value| it.values.iter().any(|wanted| wanted.0 == value))
    })
}
