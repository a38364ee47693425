//! Answers compared as JSON.

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::{Map, Value};

use super::compare::{Compare, Difference};
use super::pattern::{Patterns, Place, escaped};

/// How deep documents are compared; serde's own readers go as deep.
const DEEPEST: usize = 128;
/// Differences of one comparison that are told.
const MOST: usize = 100;

/// Compares answers as JSON, whatever their type, as long as it can be serialised; made by [`ignoring`].
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct JsonComparison {
    ignored: Patterns,
    unordered: Patterns,
    tolerance: f64,
}

/// Compares answers as JSON but for what lies at these places: JSON pointers (RFC 6901) in which a step `*` stands for any name
/// or position.
///
/// ```
/// use cutover::parallel::{Compare, ignoring};
/// use serde_json::json;
///
/// let comparison = ignoring(["/meta/generated_at", "/items/*/seen"]);
/// let primary = json!({"items": [{"id": 1, "seen": 5}], "meta": {"generated_at": "10:00"}});
/// let candidate = json!({"items": [{"id": 2, "seen": 9}], "meta": {"generated_at": "10:01"}});
/// let differences = comparison.compare(&primary, &candidate);
/// assert_eq!(differences.len(), 1);
/// assert_eq!(differences[0].path, "/items/0/id");
/// ```
pub fn ignoring<S: AsRef<str>>(pointers: impl IntoIterator<Item = S>) -> JsonComparison {
    let mut comparison = JsonComparison::default();
    comparison.ignored.add(pointers);
    comparison
}

impl JsonComparison {
    /// Arrays at these places are compared without regard to the order of their elements.
    pub fn unordered<S: AsRef<str>>(mut self, pointers: impl IntoIterator<Item = S>) -> Self {
        self.unordered.add(pointers);
        self
    }

    /// Numbers are the same if they differ by this share of the larger one at most; 0 where this is not said.
    pub fn tolerance(mut self, share: f64) -> Self {
        self.tolerance = share;
        self
    }

    fn differ(&self, path: &Path, primary: &Value, candidate: &Value, found: &mut Vec<Difference>) {
        if found.len() >= MOST {
            return;
        }
        match (primary, candidate) {
            (Value::Object(left), Value::Object(right)) if path.depth < DEEPEST => {
                for (name, left) in left {
                    match right.get(name) {
                        Some(right) => self.differ(&path.member(name), left, right, found),
                        None => tell(&path.member(name), left, &Value::Null, found),
                    }
                }
                for (name, right) in right.iter().filter(|(name, _)| !left.contains_key(*name)) {
                    tell(&path.member(name), &Value::Null, right, found);
                }
            }
            (Value::Array(left), Value::Array(right)) if left.len() == right.len() && path.depth < DEEPEST => {
                for (at, (left, right)) in left.iter().zip(right).enumerate() {
                    self.differ(&path.element(at), left, right, found);
                }
            }
            (Value::Number(left), Value::Number(right)) if self.is_near(left, right) => {}
            // What lies deeper than anybody looks is not known to be the same.
            _ if primary == candidate && path.depth < DEEPEST => {}
            _ => tell(path, primary, candidate, found),
        }
    }

    fn is_near(&self, left: &serde_json::Number, right: &serde_json::Number) -> bool {
        // Whole numbers may be too long for a floating-point number to tell them apart.
        if left == right || (self.tolerance <= 0.0 && !left.is_f64() && !right.is_f64()) {
            return left == right;
        }
        let (Some(left), Some(right)) = (left.as_f64(), right.as_f64()) else { return false };
        (left - right).abs() <= self.tolerance * left.abs().max(right.abs())
    }
}

/// A member that is null on one side and absent on the other is told as well: readers tell them apart.
fn tell(path: &Path, primary: &Value, candidate: &Value, found: &mut Vec<Difference>) {
    if found.len() < MOST {
        found.push(Difference {
            path: path.exact.clone(),
            kind: path.kind.clone(),
            primary: primary.clone(),
            candidate: candidate.clone(),
        });
    }
}

impl<R: Serialize> Compare<R> for JsonComparison {
    fn compare(&self, primary: &R, candidate: &R) -> Vec<Difference> {
        let (primary, candidate) = match (serde_json::to_value(primary), serde_json::to_value(candidate)) {
            (Ok(primary), Ok(candidate)) => (primary, candidate),
            (primary, candidate) => {
                let told = |value: Result<Value, serde_json::Error>| match value {
                    Ok(_) => Value::from("JSON"),
                    Err(error) => Value::from(format!("no JSON: {error}")),
                };
                return vec![Difference::of_all(told(primary), told(candidate))];
            }
        };
        let (ignored, unordered) = (self.ignored.at_root(), self.unordered.at_root());
        if ignored.is_meant() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let primary = normalise(primary, &ignored, &unordered, 0);
        let candidate = normalise(candidate, &ignored, &unordered, 0);
        self.differ(&Path::default(), &primary, &candidate, &mut found);
        found
    }
}

/// The document without what is ignored, and with unordered arrays in an order.
fn normalise(value: Value, ignored: &Place<'_>, unordered: &Place<'_>, depth: usize) -> Value {
    if depth >= DEEPEST {
        return value;
    }
    let below = |name: &str, value: Value| {
        let ignored = ignored.below(name);
        let value = || normalise(value, &ignored, &unordered.below(name), depth + 1);
        (!ignored.is_meant()).then(value)
    };
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter_map(|(name, value)| below(&name, value).map(|value| (name, value)));
            Value::Object(kept.collect::<Map<_, _>>())
        }
        Value::Array(elements) => {
            let kept = elements.into_iter().enumerate();
            let mut elements: Vec<Value> = kept.filter_map(|(at, value)| below(&at.to_string(), value)).collect();
            if unordered.is_meant() {
                elements.sort_by(|left, right| order(left, right, depth));
            }
            Value::Array(elements)
        }
        other => other,
    }
}

/// Where one is in a document.
#[derive(Default)]
struct Path {
    exact: String,
    kind: String,
    depth: usize,
}

impl Path {
    fn member(&self, name: &str) -> Self {
        let step = escaped(name);
        Self { exact: format!("{}/{step}", self.exact), kind: format!("{}/{step}", self.kind), depth: self.depth + 1 }
    }

    fn element(&self, at: usize) -> Self {
        Self { exact: format!("{}/{at}", self.exact), kind: format!("{}/*", self.kind), depth: self.depth + 1 }
    }
}

/// Some total order of documents in which numbers lie in theirs.
fn order(left: &Value, right: &Value, depth: usize) -> Ordering {
    let number = |number: &serde_json::Number| number.as_f64().unwrap_or(f64::NAN);
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => number(left).total_cmp(&number(right)),
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Array(left), Value::Array(right)) if depth < DEEPEST => {
            let elements = left.iter().zip(right).map(|(left, right)| order(left, right, depth + 1));
            elements.into_iter().find(|order| order.is_ne()).unwrap_or(left.len().cmp(&right.len()))
        }
        (Value::Object(left), Value::Object(right)) if depth < DEEPEST => {
            let members = left.iter().zip(right).map(|((left_name, left), (right_name, right))| {
                left_name.cmp(right_name).then_with(|| order(left, right, depth + 1))
            });
            members.into_iter().find(|order| order.is_ne()).unwrap_or(left.len().cmp(&right.len()))
        }
        _ => rank(left).cmp(&rank(right)),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paths(comparison: &JsonComparison, primary: &Value, candidate: &Value) -> Vec<(String, String)> {
        comparison.compare(primary, candidate).into_iter().map(|it| (it.path, it.kind)).collect()
    }

    fn nothing() -> JsonComparison {
        ignoring::<&str>([])
    }

    #[test]
    fn what_came_and_what_went_are_differences() {
        let told = paths(&nothing(), &json!({"a": 1, "b": [1, 2]}), &json!({"b": [1, 3], "c/d": 2}));
        let expected = [("/a", "/a"), ("/b/1", "/b/*"), ("/c~1d", "/c~1d")];
        assert_eq!(told, expected.map(|(path, kind)| (path.to_owned(), kind.to_owned())));
        assert_eq!(paths(&nothing(), &json!([1]), &json!([1, 2])).len(), 1);
        for (one, other) in [(json!({"a": null}), json!({})), (json!({}), json!({"a": null}))] {
            assert_eq!(paths(&nothing(), &one, &other), [("/a".to_owned(), "/a".to_owned())], "null is not absent");
            assert_eq!(paths(&ignoring(["/a"]), &one, &other), []);
        }
    }

    #[test]
    fn the_order_counts_only_where_it_should() {
        let (one, other) = (json!({"tags": ["b", "a"], "path": [1, 2]}), json!({"tags": ["a", "b"], "path": [1, 2]}));
        assert_eq!(paths(&nothing(), &one, &other).len(), 2);
        assert_eq!(paths(&nothing().unordered(["/tags"]), &one, &other), []);
        let other = json!({"tags": ["a", "b"], "path": [2, 1]});
        assert_eq!(paths(&nothing().unordered(["/tags"]), &one, &other).len(), 2);
    }

    #[test]
    fn unordered_elements_are_matched_without_what_is_ignored() {
        let comparison = ignoring(["/users/*/at"]).unordered(["/users"]).tolerance(1e-6);
        let one = json!({"users": [{"at": 9, "id": 1, "score": 0.3}, {"at": 1, "id": 2, "score": 2.0}]});
        let other = json!({"users": [{"at": 3, "id": 2, "score": 2.000_000_1}, {"at": 7, "id": 1, "score": 0.3}]});
        assert_eq!(paths(&comparison, &one, &other), []);
    }

    #[test]
    fn numbers_are_near_by_a_share() {
        let comparison = nothing().tolerance(0.01);
        assert_eq!(paths(&comparison, &json!(1_000), &json!(1_009.9)), []);
        assert_eq!(paths(&comparison, &json!(1_000), &json!(1_011)).len(), 1);
        assert_eq!(paths(&nothing(), &json!(1), &json!(1.0)), []);
        assert_eq!(paths(&nothing(), &json!(u64::MAX), &json!(u64::MAX - 1)).len(), 1);
    }

    #[test]
    fn what_is_too_deep_is_not_taken_for_the_same() {
        let deep = (0..1_000).fold(json!(1), |value, _| json!([value]));
        assert_eq!(paths(&nothing(), &deep, &deep).len(), 1);
    }
}
