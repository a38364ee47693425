//! Mismatches that are kept to be looked at.

use serde_json::Value;

use super::compare::Difference;
use super::pattern::Patterns;
use crate::chance::mix;

/// The longest value that is shown, in characters.
const LONGEST: usize = 200;
/// Differences of a mismatch that are kept.
const DIFFERENCES: usize = 20;

/// A mismatch that was kept.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Mismatch {
    /// The number of the call, from 0.
    pub call: u64,
    /// What the caller said that the call was.
    pub label: Option<String>,
    /// The first of its differences.
    pub differences: Vec<ShownDifference>,
}

/// A difference as it may be shown. Values are told by their kind and length, unless they were said to be harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShownDifference {
    /// The JSON pointer.
    pub path: String,
    /// What the primary has.
    pub primary: String,
    /// What the candidate has.
    pub candidate: String,
}

/// A sample of bounded size in which every mismatch has the same chance to be.
#[derive(Debug)]
pub(super) struct Samples {
    kept: Vec<Mismatch>,
    most: usize,
    seen: u64,
    seed: u64,
}

impl Samples {
    pub(super) fn new(most: usize, seed: u64) -> Self {
        Self { kept: Vec::new(), most, seen: 0, seed }
    }

    /// Takes a mismatch in, or not (reservoir sampling).
    pub(super) fn add(&mut self, mismatch: impl FnOnce() -> Mismatch) {
        self.seen += 1;
        if self.kept.len() < self.most {
            self.kept.push(mismatch());
            return;
        }
        let at = usize::try_from(mix(self.seed ^ self.seen) % self.seen).unwrap_or(usize::MAX);
        if let Some(place) = self.kept.get_mut(at) {
            *place = mismatch();
        }
    }

    pub(super) fn kept(&self) -> Vec<Mismatch> {
        let mut kept = self.kept.clone();
        kept.sort_by_key(|mismatch| mismatch.call);
        kept
    }
}

/// Differences with their values redacted, but for those at `harmless` places.
pub(super) fn shown(differences: &[Difference], harmless: &Patterns) -> Vec<ShownDifference> {
    let show = |difference: &Difference| {
        let is_harmless = harmless.cover(&difference.path);
        let value = |value: &Value| if is_harmless { shortened(value) } else { redacted(value) };
        ShownDifference {
            path: difference.path.clone(),
            primary: value(&difference.primary),
            candidate: value(&difference.candidate),
        }
    };
    differences.iter().take(DIFFERENCES).map(show).collect()
}

fn shortened(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

fn redacted(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) => "a truth value".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::String(text) => format!("a text of {} characters", text.chars().count()),
        Value::Array(elements) => format!("an array of {}", elements.len()),
        Value::Object(members) => format!("an object of {}", members.len()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_shown_only_where_they_are_harmless() {
        let mut harmless = Patterns::default();
        harmless.add(["/status"]);
        let difference = |path: &str| Difference {
            path: path.to_owned(),
            kind: path.to_owned(),
            primary: json!("grace@example.org"),
            candidate: json!(3),
        };
        let told = shown(&[difference("/status"), difference("/email")], &harmless);
        assert_eq!(
            told.iter().map(|it| it.primary.as_str()).collect::<Vec<_>>(),
            ["\"grace@example.org\"", "a text of 17 characters"]
        );
    }

    #[test]
    fn the_sample_stays_bounded_and_is_of_all() {
        let mut samples = Samples::new(5, 3);
        for call in 0..1_000 {
            samples.add(|| Mismatch { call, label: None, differences: Vec::new() });
        }
        let kept = samples.kept();
        assert_eq!(kept.len(), 5);
        assert!(kept.iter().any(|it| it.call > 100));
    }
}
