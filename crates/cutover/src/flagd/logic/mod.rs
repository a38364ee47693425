//! JSON Logic, as flagd's targeting uses it.

mod coerce;
mod custom;
mod list;
mod number;
mod text;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::{Context, FlagdVersion};
use coerce::{is_truthy, loosely_equal, order, strictly_equal};

/// Operations within each other, references included.
const DEEPEST: u32 = 200;
/// Operations and values handed about, by their sizes, of one evaluation: no rule grows a value beyond that, or nests it deeply.
const MOST_STEPS: u64 = 1_000_000;

/// Why a rule cannot be evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    UnknownOperation(String),
    UnknownReference(String),
    TooDeep,
    TooLong,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation(name) => write!(formatter, "there is no operation `{name}`"),
            Self::UnknownReference(name) => write!(formatter, "there is no rule `{name}` in `$evaluators`"),
            Self::TooDeep => write!(formatter, "more than {DEEPEST} operations lie within each other"),
            Self::TooLong => write!(formatter, "it takes more than {MOST_STEPS} operations or values"),
        }
    }
}

/// The variant that a rule chooses for a request; none where that is `null`.
pub(super) fn targeting(
    rule: &Value,
    rules: &BTreeMap<String, Value>,
    key: &str,
    context: &Context,
    version: FlagdVersion,
) -> Result<Option<String>, Fault> {
    let root = context.data(key);
    let evaluation = Evaluation { rules, root: &root, key, version, steps: Cell::new(0) };
    Ok(match evaluation.value(rule, &root, 0)? {
        Value::Null => None,
        Value::String(variant) => Some(variant),
        other => Some(coerce::text(&other)),
    })
}

struct Evaluation<'a> {
    rules: &'a BTreeMap<String, Value>,
    /// What the whole rule sees; rules within lists see an element.
    root: &'a Value,
    /// The flag's key.
    key: &'a str,
    version: FlagdVersion,
    steps: Cell<u64>,
}

impl Evaluation<'_> {
    /// What a rule comes to with `data` before it.
    fn value(&self, rule: &Value, data: &Value, depth: u32) -> Result<Value, Fault> {
        self.spend(1)?;
        if depth > DEEPEST {
            return Err(Fault::TooDeep);
        }
        match rule {
            Value::Array(items) => {
                items.iter().map(|item| self.value(item, data, depth + 1)).collect::<Result<_, _>>().map(Value::Array)
            }
            Value::Object(fields) => match (fields.iter().next(), fields.len()) {
                (Some((name, operands)), 1) => self.operation(name, operands, data, depth + 1),
                _ => self.copy(rule),
            },
            literal => self.copy(literal),
        }
    }

    /// Counts what an evaluation takes.
    fn spend(&self, steps: u64) -> Result<(), Fault> {
        self.steps.set(self.steps.get().saturating_add(steps));
        if self.steps.get() > MOST_STEPS { Err(Fault::TooLong) } else { Ok(()) }
    }

    /// A copy of a value, which takes as much as there is of it.
    fn copy(&self, value: &Value) -> Result<Value, Fault> {
        self.spend(coerce::size(value))?;
        Ok(value.clone())
    }

    fn operation(&self, name: &str, operands: &Value, data: &Value, depth: u32) -> Result<Value, Fault> {
        let raw = operands.as_array().map_or_else(|| std::slice::from_ref(operands), Vec::as_slice);
        // Those that do not need all that they are given.
        match name {
            "if" | "?:" => return self.condition(raw, data, depth),
            "and" => return self.until(raw, data, depth, |value| !is_truthy(value)),
            "or" => return self.until(raw, data, depth, is_truthy),
            "map" | "filter" | "reduce" | "all" | "none" | "some" => return self.list(name, raw, data, depth),
            "$ref" => {
                let name = operands.as_str().unwrap_or_default();
                let rule = self.rules.get(name).ok_or_else(|| Fault::UnknownReference(name.to_owned()))?;
                return self.value(rule, data, depth);
            }
            _ => {}
        }
        let given = raw.iter().map(|operand| self.value(operand, data, depth)).collect::<Result<Vec<_>, _>>()?;
        self.eager(name, &given, data)
    }

    /// An operation whose operands are known.
    fn eager(&self, name: &str, given: &[Value], data: &Value) -> Result<Value, Fault> {
        const NULL: &Value = &Value::Null;
        let first = given.first().unwrap_or(NULL);
        let second = given.get(1).unwrap_or(NULL);
        let is_sorted = |holds: fn(std::cmp::Ordering) -> bool| {
            let both = |pair: &[Value]| matches!(pair, [a, b] if order(a, b).is_some_and(holds));
            Value::Bool(given.len() >= 2 && given.windows(2).take(2).all(both))
        };
        Ok(match name {
            "var" => self.variable(given, data)?,
            "missing" => missing(given, data),
            "missing_some" => missing_some(first, second, data),
            "==" => loosely_equal(first, second).into(),
            "!=" => (!loosely_equal(first, second)).into(),
            "===" => strictly_equal(first, second).into(),
            "!==" => (!strictly_equal(first, second)).into(),
            "!" => (!is_truthy(first)).into(),
            "!!" => is_truthy(first).into(),
            "<" => is_sorted(std::cmp::Ordering::is_lt),
            "<=" => is_sorted(std::cmp::Ordering::is_le),
            ">" => is_sorted(std::cmp::Ordering::is_gt),
            ">=" => is_sorted(std::cmp::Ordering::is_ge),
            "+" | "-" | "*" | "/" | "%" | "min" | "max" => number::calculate(name, given),
            "in" => text::is_in(first, second).into(),
            "cat" => text::joined(given).into(),
            "substr" => text::part(first, second, given.get(2)),
            "merge" => list::merged(given),
            // A log changes nothing.
            "log" => first.clone(),
            "starts_with" => custom::compared(given, |text, part| text.starts_with(part)),
            "ends_with" => custom::compared(given, |text, part| text.ends_with(part)),
            "lower" => custom::cased(given, str::to_ascii_lowercase),
            "upper" => custom::cased(given, str::to_ascii_uppercase),
            "sem_ver" => custom::version(given),
            "fractional" => custom::fractional(given, &self.request()),
            "rollout" => custom::rollout(given, &self.request()),
            name => return Err(Fault::UnknownOperation(name.to_owned())),
        })
    }

    fn request(&self) -> custom::Request<'_> {
        custom::Request { root: self.root, key: self.key, version: self.version }
    }

    fn condition(&self, raw: &[Value], data: &Value, depth: u32) -> Result<Value, Fault> {
        let (pairs, otherwise) = raw.as_chunks::<2>();
        for [condition, then] in pairs {
            if is_truthy(&self.value(condition, data, depth)?) {
                return self.value(then, data, depth);
            }
        }
        otherwise.first().map_or(Ok(Value::Null), |otherwise| self.value(otherwise, data, depth))
    }

    fn variable(&self, given: &[Value], data: &Value) -> Result<Value, Fault> {
        let path = given.first().filter(|path| !path.is_null()).map(coerce::text).unwrap_or_default();
        let found = lookup(&path, data).filter(|value| !value.is_null()).or(given.get(1));
        found.map_or(Ok(Value::Null), |found| self.copy(found))
    }

    /// The first operand that ends the search, else the last.
    fn until(&self, raw: &[Value], data: &Value, depth: u32, ends: fn(&Value) -> bool) -> Result<Value, Fault> {
        let mut last = Value::Null;
        for operand in raw {
            last = self.value(operand, data, depth)?;
            if ends(&last) {
                break;
            }
        }
        Ok(last)
    }
}

/// What lies at a path of names and numbers with dots between.
fn lookup<'a>(path: &str, data: &'a Value) -> Option<&'a Value> {
    if path.is_empty() {
        return Some(data);
    }
    path.split('.').try_fold(data, |value, name| match value {
        Value::Object(fields) => fields.get(name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    })
}

fn is_missing(path: &Value, data: &Value) -> bool {
    lookup(&coerce::text(path), data).is_none_or(|value| value.is_null() || value.as_str() == Some(""))
}

fn missing(given: &[Value], data: &Value) -> Value {
    let paths = given.first().and_then(Value::as_array).map_or(given, Vec::as_slice);
    paths.iter().filter(|path| is_missing(path, data)).cloned().collect()
}

fn missing_some(wanted: &Value, paths: &Value, data: &Value) -> Value {
    let paths = paths.as_array().map_or(&[][..], Vec::as_slice);
    let missing: Vec<Value> = paths.iter().filter(|path| is_missing(path, data)).cloned().collect();
    let present = paths.len() - missing.len();
    let is_enough = wanted.as_u64().is_none_or(|wanted| present as u64 >= wanted);
    Value::Array(if is_enough { Vec::new() } else { missing })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(rule: &Value, data: &Value) -> Result<Value, Fault> {
        let rules = BTreeMap::new();
        let evaluation =
            Evaluation { rules: &rules, root: data, key: "flag", version: FlagdVersion::V2, steps: Cell::new(0) };
        evaluation.value(rule, data, 0)
    }

    #[test]
    fn operations_come_to_what_json_logic_says() {
        let data = json!({ "a": { "b": 7, "list": [1, 2, 3] }, "name": "ann", "empty": "" });
        for (rule, expected) in [
            (json!({ "var": "a.b" }), json!(7)),
            (json!({ "var": ["a.c", "else"] }), json!("else")),
            (json!({ "var": "a.list.1" }), json!(2)),
            (json!({ "if": [false, 1, { "==": [{ "var": "name" }, "ann"] }, 2, 3] }), json!(2)),
            (json!({ "if": [[], 1] }), json!(null)),
            (json!({ "and": [1, "", 3] }), json!("")),
            (json!({ "or": [0, null, "x", 4] }), json!("x")),
            (json!({ "==": [1, "1"] }), json!(true)),
            (json!({ "===": [1, "1"] }), json!(false)),
            (json!({ "===": [1, 1.0] }), json!(true)),
            (json!({ "!=": [null, 0] }), json!(true)),
            (json!({ "!": [[]] }), json!(true)),
            (json!({ "!!": "0" }), json!(true)),
            (json!({ "<": [1, 5, 10] }), json!(true)),
            (json!({ "<": [1, 11, 10] }), json!(false)),
            (json!({ ">=": ["10", 9] }), json!(true)),
            (json!({ "<": ["10", "9"] }), json!(true)),
            (json!({ "in": ["n", { "var": "name" }] }), json!(true)),
            (json!({ "in": [2, { "var": "a.list" }] }), json!(true)),
            (json!({ "cat": ["x", 1, 2.5, null, true] }), json!("x12.5true")),
            (json!({ "substr": ["jsonlogic", -5] }), json!("logic")),
            (json!({ "substr": ["jsonlogic", 1, -5] }), json!("son")),
            (json!({ "merge": [[1, 2], 3] }), json!([1, 2, 3])),
            (json!({ "+": ["3.5", 1] }), json!(4.5)),
            (json!({ "-": 2 }), json!(-2)),
            (json!({ "*": [2, 3, 4] }), json!(24)),
            (json!({ "/": [1, 0] }), json!(null)),
            (json!({ "%": [101, 2] }), json!(1)),
            (json!({ "max": [1, 7, 3] }), json!(7)),
            (json!({ "missing": ["a.b", "empty", "zip"] }), json!(["empty", "zip"])),
            (json!({ "missing_some": [1, ["name", "zip"]] }), json!([])),
            (json!({ "map": [{ "var": "a.list" }, { "*": [{ "var": "" }, 2] }] }), json!([2, 4, 6])),
            (json!({ "filter": [{ "var": "a.list" }, { ">": [{ "var": "" }, 1] }] }), json!([2, 3])),
            (
                json!({ "reduce": [{ "var": "a.list" }, { "+": [{ "var": "current" }, { "var": "accumulator" }] }, 0] }),
                json!(6),
            ),
            (json!({ "all": [[], true] }), json!(false)),
            (json!({ "none": [[], true] }), json!(true)),
            (json!({ "some": [{ "var": "a.list" }, { "==": [{ "var": "" }, 3] }] }), json!(true)),
            (json!({ "upper": [{ "var": "name" }] }), json!("ANN")),
            (json!({ "lower": 7 }), json!(null)),
        ] {
            assert_eq!(value(&rule, &data), Ok(expected), "{rule}");
        }
    }

    #[test]
    fn versions_compare() {
        for (rule, expected) in [
            (json!(["2.0.0", "=", "2.0.0+b"]), json!(true)),
            (json!(["v2.1.0", ">", "2"]), json!(true)),
            (json!([1.5, "~", "1.5.9"]), json!(true)),
            (json!(["3.9.1", "^", "3"]), json!(true)),
            (json!(["2.0.0-rc.1", "<", "V2.0.0"]), json!(true)),
            (json!(["2.0.0.0", "=", "2.0.0"]), json!(null)),
            (json!(["2.0.0", "===", "2.0.0"]), json!(null)),
            (json!(["2.0.0", "="]), json!(null)),
        ] {
            assert_eq!(value(&json!({ "sem_ver": rule.clone() }), &json!({})), Ok(expected), "{rule}");
        }
    }

    #[test]
    fn fractions_without_a_key_or_with_faults_are_null() {
        let data = json!({ "targetingKey": "ann" });
        for rule in [
            json!([["a", 1.5], ["b", 1]]),
            json!([["a", 0], ["b", 0]]),
            json!(["key", "a", "b"]),
            json!([["a", 2_147_483_647], ["b", 1]]),
            json!([7, ["a", 1]]),
        ] {
            assert_eq!(value(&json!({ "fractional": rule.clone() }), &data), Ok(json!(null)), "{rule}");
        }
        let split = json!({ "fractional": [["a", 1], ["b", 1]] });
        assert_eq!(value(&split, &json!({})), Ok(json!(null)));
        assert_eq!(value(&split, &json!({ "targetingKey": "" })), Ok(json!(null)));
        // A value that is absent leaves it to the targeting key; weights below nothing count as nothing.
        let fallback = json!({ "fractional": [{ "var": "zip" }, ["a", -5], ["b", { "+": [40, 2] }]] });
        assert_eq!(value(&fallback, &data), Ok(json!("b")));
        assert_eq!(value(&json!({ "fractional": [["only", 1]] }), &data), Ok(json!("only")));
    }

    #[test]
    fn a_rollout_moves_with_the_clock() {
        let at = |seconds: u32| {
            let data = json!({ "targetingKey": "ann", "$flagd": { "timestamp": seconds } });
            value(&json!({ "rollout": [1_000, 2_000, "old", "new"] }), &data)
        };
        assert_eq!((at(1_000), at(2_000)), (Ok(json!("old")), Ok(json!("new"))));
        let moments = (1_000..=2_000).step_by(50).map(at).collect::<Vec<_>>();
        assert!(moments.windows(2).filter(|pair| pair[0] != pair[1]).count() == 1, "nobody goes back");
    }

    #[test]
    fn hostile_rules_end() {
        let deep = (0..150).fold(json!(true), |rule, _| json!({ "!": rule }));
        assert!(value(&deep, &json!({})).is_ok());
        let deeper = (0..400).fold(json!(true), |rule, _| json!({ "!": rule }));
        assert_eq!(value(&deeper, &json!({})), Err(Fault::TooDeep));
        let bomb = json!({ "a": [{ "$ref": "b" }, { "$ref": "b" }] });
        let mut rules: BTreeMap<String, Value> = BTreeMap::new();
        for level in 0..40 {
            rules.insert(
                level.to_string(),
                json!({ "cat": [{ "$ref": (level + 1).to_string() }, { "$ref": (level + 1).to_string() }] }),
            );
        }
        rules.insert("40".to_owned(), bomb);
        let told = targeting(&json!({ "$ref": "0" }), &rules, "k", &Context::new(), FlagdVersion::V2);
        assert!(told.is_err(), "{told:?}");
    }

    /// Texts that double, lists that double and lists within lists: each ends before it fills the memory or the stack.
    #[test]
    fn values_do_not_grow_without_bound() {
        let data = json!({ "many": vec![0; 50_000] });
        let accumulator = json!({ "var": "accumulator" });
        for rule in [
            json!({ "cat": [accumulator, accumulator] }),
            json!({ "merge": [accumulator, accumulator] }),
            json!([accumulator]),
        ] {
            let rule = json!({ "reduce": [{ "var": "many" }, rule, "x"] });
            assert_eq!(value(&rule, &data), Err(Fault::TooLong), "{rule}");
        }
    }
}
