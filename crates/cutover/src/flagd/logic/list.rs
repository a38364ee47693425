//! Lists: a rule is asked for each element, which is then all that it sees.

use serde_json::{Value, json};

use super::coerce::is_truthy;
use super::{Evaluation, Fault};

impl Evaluation<'_> {
    pub(super) fn list(&self, name: &str, raw: &[Value], data: &Value, depth: u32) -> Result<Value, Fault> {
        let items = raw.first().map_or(Ok(Value::Null), |items| self.value(items, data, depth))?;
        let items = if let Value::Array(items) = items { items } else { Vec::new() };
        let rule = raw.get(1).unwrap_or(&Value::Null);
        let holds = |item: &Value| self.value(rule, item, depth).map(|value| is_truthy(&value));
        Ok(match name {
            "map" => items.iter().map(|item| self.value(rule, item, depth)).collect::<Result<Value, _>>()?,
            "filter" => {
                let mut kept = Vec::new();
                for item in items {
                    if holds(&item)? {
                        kept.push(item);
                    }
                }
                kept.into()
            }
            "reduce" => {
                let start = raw.get(2).map_or(Ok(Value::Null), |start| self.value(start, data, depth))?;
                items.into_iter().try_fold(start, |sum, item| {
                    self.value(rule, &json!({ "current": item, "accumulator": sum }), depth)
                })?
            }
            // All of nothing is false, as JSON Logic has it.
            "all" => (!items.is_empty() && is_each(&items, holds)?).into(),
            "none" => is_each(&items, |item| holds(item).map(|holds| !holds))?.into(),
            _ => (!is_each(&items, |item| holds(item).map(|holds| !holds))?).into(),
        })
    }
}

fn is_each(items: &[Value], holds: impl Fn(&Value) -> Result<bool, Fault>) -> Result<bool, Fault> {
    for item in items {
        if !holds(item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn merged(given: &[Value]) -> Value {
    let lists = given.iter().map(|value| value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice));
    lists.flatten().cloned().collect()
}
