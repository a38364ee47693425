//! A flag that a share of the traffic has.

use std::collections::HashMap;

use super::bucketed::Buckets;
use super::{Bucketing, Context, Decision, DecisionReason, Key, Variants};
use crate::segment::Segment;
use crate::{Percentage, bucketing};

/// A flag that a share of the keys has: the same keys in every process, language and restart (see
/// [`bucketing`](crate::bucketing)).
///
/// A larger percentage takes nobody out, a smaller one takes out those that came in last, and flags do not depend on each
/// other. A decision by the percentage neither allocates nor locks.
#[derive(Debug, Clone)]
pub struct Rollout {
    name: String,
    sticky_on: String,
    group: Option<String>,
    bucketing: Bucketing,
    buckets: Buckets,
    percentage: Percentage,
    is_switched_off: bool,
    overrides: HashMap<Box<[u8]>, bool>,
    segments: Vec<(Segment, Percentage)>,
    variants: Variants,
}

impl Rollout {
    /// A flag that nobody has yet, sticky on `user_id`.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        let bucketing = Bucketing::default();
        Self {
            buckets: Buckets::new(&bucketing, &name, &name),
            name,
            sticky_on: "user_id".to_owned(),
            group: None,
            bucketing,
            percentage: Percentage::ZERO,
            is_switched_off: false,
            overrides: HashMap::new(),
            segments: Vec::new(),
            variants: Variants::default(),
        }
    }

    /// The attribute of the context whose value decides.
    #[must_use]
    pub fn sticky_on(mut self, attribute: impl Into<String>) -> Self {
        self.sticky_on = attribute.into();
        self
    }

    /// The share that has it.
    #[must_use]
    pub fn at(mut self, percentage: Percentage) -> Self {
        self.percentage = percentage;
        self
    }

    /// The group that it belongs to. Flags of a group share their buckets: who has one at 10 % has each at 10 %. Buckets of
    /// another flag system know no groups of flags.
    #[must_use]
    pub fn in_group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self.refresh()
    }

    /// Whose buckets it takes.
    #[must_use]
    pub fn bucketed_like(mut self, bucketing: Bucketing) -> Self {
        self.bucketing = bucketing;
        self.refresh()
    }

    fn refresh(mut self) -> Self {
        let seed = self.group.as_deref().unwrap_or(&self.name);
        self.buckets = Buckets::new(&self.bucketing, &self.name, seed);
        self
    }

    /// The kill switch: switched off, nobody has it, whatever else is said.
    #[must_use]
    pub fn switched_off(mut self, is_off: bool) -> Self {
        self.is_switched_off = is_off;
        self
    }

    /// Keys that have it at any percentage.
    #[must_use]
    pub fn always_for<K: Key>(self, keys: impl IntoIterator<Item = K>) -> Self {
        self.override_for(keys, true)
    }

    /// Keys that have it at no percentage.
    #[must_use]
    pub fn never_for<K: Key>(self, keys: impl IntoIterator<Item = K>) -> Self {
        self.override_for(keys, false)
    }

    fn override_for<K: Key>(mut self, keys: impl IntoIterator<Item = K>, is_enabled: bool) -> Self {
        self.overrides.extend(keys.into_iter().map(|key| (key.with_bytes(|key| Box::<[u8]>::from(key)), is_enabled)));
        self
    }

    /// A percentage for those who belong to a segment; the segment that was named first decides.
    #[must_use]
    pub fn at_in(mut self, segment: Segment, percentage: Percentage) -> Self {
        self.segments.push((segment, percentage));
        self
    }

    /// The forms that the new path has.
    #[must_use]
    pub fn with_variants(mut self, variants: Variants) -> Self {
        self.variants = variants;
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The attribute whose value decides.
    pub fn attribute(&self) -> &str {
        &self.sticky_on
    }

    /// The share that has it, segments and overrides aside.
    pub fn percentage(&self) -> Percentage {
        self.percentage
    }

    /// Whether it has several forms.
    pub fn has_variants(&self) -> bool {
        !self.variants.is_empty()
    }

    /// Whether `key`, a value of the attribute that it is sticky on, has it. Of other attributes segments know nothing here;
    /// [`Rollout::decide`] tells them.
    #[inline]
    pub fn is_enabled(&self, key: impl Key) -> bool {
        key.with_bytes(|key| {
            if self.is_plain() {
                return self.buckets.is_within(self.percentage, key);
            }
            self.decide_key(key, |name| if name == self.sticky_on { std::str::from_utf8(key).ok() } else { None }).0
        })
    }

    /// The variant that `key` gets; none where it does not have the flag, or where the flag has no variants.
    pub fn variant(&self, key: impl Key) -> Option<&str> {
        if !self.is_enabled(&key) {
            return None;
        }
        key.with_bytes(|key| self.variant_of(key))
    }

    /// Decides for a request, and says why.
    pub fn decide(&self, context: &Context) -> Decision<'_> {
        let attribute = |name: &str| context.get(name);
        let Some(key) = context.get(&self.sticky_on) else {
            let (percentage, reason) = self.percentage_for(attribute);
            let is_enabled = !self.is_switched_off && percentage == Percentage::FULL;
            let reason = match reason {
                _ if self.is_switched_off => DecisionReason::SwitchedOff,
                reason if is_enabled => reason,
                _ => DecisionReason::NoKey,
            };
            return Decision { is_enabled, reason, variant: None };
        };
        let (is_enabled, reason) = self.decide_key(key.as_bytes(), attribute);
        let variant = if is_enabled { self.variant_of(key.as_bytes()) } else { None };
        Decision { is_enabled, reason, variant }
    }

    /// The bucket of this crate's own, from 0 to 99,999, in which `key` lies; none with another flag system's buckets.
    pub fn bucket(&self, key: impl Key) -> Option<u32> {
        match self.buckets {
            Buckets::Native(seed) => Some(key.with_bytes(|key| bucketing::bucket(seed, key))),
            _ => None,
        }
    }

    /// Whether the percentage alone decides.
    fn is_plain(&self) -> bool {
        !self.is_switched_off && self.overrides.is_empty() && self.segments.is_empty()
    }

    fn decide_key<'a>(&self, key: &[u8], attribute: impl Fn(&str) -> Option<&'a str>) -> (bool, DecisionReason) {
        if self.is_switched_off {
            return (false, DecisionReason::SwitchedOff);
        }
        if let Some(&is_enabled) = self.overrides.get(key) {
            return (is_enabled, DecisionReason::Override);
        }
        let (percentage, reason) = self.percentage_for(attribute);
        (self.buckets.is_within(percentage, key), reason)
    }

    fn percentage_for<'a>(&self, attribute: impl Fn(&str) -> Option<&'a str>) -> (Percentage, DecisionReason) {
        let segment = self.segments.iter().find(|(segment, _)| segment.contains(&attribute));
        segment.map_or((self.percentage, DecisionReason::Percentage), |(_, percentage)| {
            (*percentage, DecisionReason::Segment)
        })
    }

    fn variant_of(&self, key: &[u8]) -> Option<&str> {
        if self.variants.is_empty() {
            return None;
        }
        let chosen = self.buckets.choose(&self.name, self.variants.weights(), key)?;
        self.variants.name(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{ConstraintSpec, Operator};

    fn percent(percent: f64) -> Percentage {
        Percentage::new(percent).unwrap_or(Percentage::ZERO)
    }

    #[test]
    fn the_kill_switch_comes_before_all() {
        let flag = Rollout::new("pay").at(Percentage::FULL).always_for(["ann"]).switched_off(true);
        assert!(!flag.is_enabled("ann") && !flag.is_enabled("bob"));
        assert_eq!(flag.decide(&Context::new().with("user_id", "ann")).reason(), DecisionReason::SwitchedOff);
        assert_eq!(flag.decide(&Context::new()).reason(), DecisionReason::SwitchedOff);
    }

    #[test]
    fn overrides_come_before_the_percentage() {
        let flag = Rollout::new("pay").at(Percentage::FULL).never_for([7_u32, 8]);
        assert!(!flag.is_enabled(7_u64) && !flag.is_enabled("8") && flag.is_enabled(9));
        let flag = Rollout::new("pay").always_for(["ann"]);
        assert!(flag.is_enabled("ann") && !flag.is_enabled("bob"));
    }

    #[test]
    fn the_first_segment_brings_its_percentage() {
        let segment = |attribute: &str, value: &str| {
            Segment::read(&[ConstraintSpec::new(attribute, Operator::In, [value])]).unwrap_or_default()
        };
        let flag = Rollout::new("pay")
            .at_in(segment("role", "staff"), Percentage::FULL)
            .at_in(segment("country", "nl"), Percentage::ZERO)
            .at(Percentage::FULL);
        let ask = |context: Context| {
            let decision = flag.decide(&context);
            (decision.is_enabled(), decision.reason())
        };
        let user = Context::new().with("user_id", 1);
        assert_eq!(ask(user.clone().with("role", "staff").with("country", "nl")), (true, DecisionReason::Segment));
        assert_eq!(ask(user.clone().with("country", "nl")), (false, DecisionReason::Segment));
        assert_eq!(ask(user), (true, DecisionReason::Percentage));
        assert_eq!(ask(Context::new()), (true, DecisionReason::Percentage));
        assert_eq!(ask(Context::new().with("country", "nl")), (false, DecisionReason::NoKey));
        let own = Rollout::new("pay").at_in(segment("user_id", "ann"), Percentage::FULL);
        assert!(own.is_enabled("ann") && !own.is_enabled("bob"), "the key is an attribute too");
    }

    #[test]
    fn flags_of_a_group_go_together() {
        let flag = |name: &str| Rollout::new(name).in_group("checkout").at(percent(30.0));
        let (basket, payment) = (flag("basket"), flag("payment"));
        assert!((0..2_000_u32).all(|key| basket.is_enabled(key) == payment.is_enabled(key)));
        let alone = Rollout::new("basket").at(percent(30.0));
        assert!((0..2_000_u32).any(|key| basket.is_enabled(key) != alone.is_enabled(key)));
    }
}
