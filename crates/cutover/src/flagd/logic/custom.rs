//! flagd's own operations. Whatever is wrong with their operands makes them null.

use serde_json::Value;

use super::coerce::text;
use crate::bucketing::{FlagdVersion, flagd_choice, murmur3_32};

/// What the operations see besides their operands.
pub(super) struct Request<'a> {
    pub(super) root: &'a Value,
    /// The flag's key.
    pub(super) key: &'a str,
    pub(super) version: FlagdVersion,
}

impl Request<'_> {
    /// The flag's key and the targeting key; none without the latter.
    fn bucketing_value(&self) -> Option<String> {
        let key = self.root.get("targetingKey")?.as_str().filter(|key| !key.is_empty())?;
        Some(format!("{}{key}", self.key))
    }
}

pub(super) fn compared(given: &[Value], holds: fn(&str, &str) -> bool) -> Value {
    match given {
        [Value::String(text), Value::String(part)] => holds(text, part).into(),
        _ => Value::Null,
    }
}

/// ASCII's letters only, so that every language agrees.
pub(super) fn cased(given: &[Value], change: fn(&str) -> String) -> Value {
    match given {
        [Value::String(text)] => change(text).into(),
        _ => Value::Null,
    }
}

pub(super) fn version(given: &[Value]) -> Value {
    let [value, Value::String(operator), target] = given else { return Value::Null };
    let (Some(value), Some(target)) = (read_version(value), read_version(target)) else { return Value::Null };
    let order = value.cmp_precedence(&target);
    match operator.as_str() {
        "=" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        ">=" => order.is_ge(),
        "^" => value.major == target.major,
        "~" => (value.major, value.minor) == (target.major, target.minor),
        _ => return Value::Null,
    }
    .into()
}

/// A version, with a `v` before it or not; what is left out of `1` and `1.2` is 0.
fn read_version(value: &Value) -> Option<semver::Version> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) => text(value),
        _ => return None,
    };
    let mut text = text.strip_prefix(['v', 'V']).unwrap_or(&text).to_owned();
    let is_core = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    while is_core && text.matches('.').count() < 2 {
        text.push_str(".0");
    }
    semver::Version::parse(&text).ok()
}

pub(super) fn fractional(given: &[Value], request: &Request<'_>) -> Value {
    let (value, shares) = match given {
        [Value::String(value), shares @ ..] => (Some(value.clone()), shares),
        // A value that is null leaves it to the targeting key, as if it were not there.
        [Value::Null, shares @ ..] | shares => (request.bucketing_value(), shares),
    };
    let Some(value) = value else { return Value::Null };
    let shares: Option<Vec<(&Value, u32)>> = shares.iter().map(share).collect();
    let Some(shares) = shares else { return Value::Null };
    let weights: Vec<u32> = shares.iter().map(|(_, weight)| *weight).collect();
    if weights.iter().copied().map(u64::from).sum::<u64>() > u64::from(i32::MAX.unsigned_abs()) {
        return Value::Null;
    }
    let chosen = flagd_choice(request.version, murmur3_32(value.as_bytes(), 0), &weights);
    chosen.and_then(|at| shares.get(at)).map_or(Value::Null, |(variant, _)| (*variant).clone())
}

/// A variant with its weight: 1 by default, nothing where it is negative. None where it is no whole number.
fn share(value: &Value) -> Option<(&Value, u32)> {
    let (variant, weight) = match value.as_array()?.as_slice() {
        [variant] | [variant, Value::Null] => return is_plain(variant).then_some((variant, 1)),
        [variant, Value::Number(weight)] => (variant, weight.as_f64()?),
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    let whole = (weight.fract() == 0.0 && weight <= f64::from(i32::MAX)).then_some(weight.max(0.0) as u32)?;
    is_plain(variant).then_some((variant, whole))
}

fn is_plain(variant: &Value) -> bool {
    !variant.is_array() && !variant.is_object()
}

/// From one variant to another over a span of time: `[value?, start, end, from?, to]`.
pub(super) fn rollout(given: &[Value], request: &Request<'_>) -> Value {
    let (value, rest) = match given {
        [Value::String(value), rest @ ..] => (Some(value.clone()).filter(|value| !value.is_empty()), rest),
        [Value::Null, rest @ ..] | rest => (None, rest),
    };
    let Some(value) = value.or_else(|| request.bucketing_value()) else { return Value::Null };
    let (start, end, from, to) = match rest {
        [Value::Number(start), Value::Number(end), to] => (start, end, &Value::Null, to),
        [Value::Number(start), Value::Number(end), from, to] => (start, end, from, to),
        _ => return Value::Null,
    };
    let now = request.root.get("$flagd").and_then(|flagd| flagd.get("timestamp")).and_then(Value::as_i64);
    let (Some(now), Some(start), Some(end)) = (now, start.as_i64(), end.as_i64()) else { return Value::Null };
    let span = u64::try_from(i128::from(end) - i128::from(start)).unwrap_or(0);
    if span == 0 {
        return Value::Null;
    }
    let passed = u64::try_from((i128::from(now) - i128::from(start)).clamp(0, i128::from(span))).unwrap_or(0);
    let bucket = (u128::from(murmur3_32(value.as_bytes(), 0)) * u128::from(span)) >> 32;
    if bucket < u128::from(passed) { to.clone() } else { from.clone() }
}
