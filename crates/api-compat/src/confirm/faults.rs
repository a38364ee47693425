//! The errors with which a validator refuses a value, and the one that a finding is about.

use jsonschema::ValidationError;

/// Errors that are kept of one value.
const KEPT: usize = 16;

/// Characters of an error that are kept.
const LENGTH: usize = 300;

/// The errors with which a validator refuses a value: at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Faults(Vec<Fault>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    /// JSON Pointer into the value.
    place: String,
    text: String,
}

impl Faults {
    pub(super) fn new<'e>(errors: impl Iterator<Item = ValidationError<'e>>) -> Self {
        let fault =
            |error: ValidationError<'_>| Fault { place: error.instance_path().to_string(), text: words(&error) };
        Self(errors.take(KEPT).map(fault).collect())
    }

    /// The error at the place that `path` names (`items/*/name`), of several there the one that mentions `item`; the
    /// first one where none stands there.
    pub(super) fn about(&self, path: &str, item: Option<&str>) -> String {
        let mentions = |fault: &&Fault| item.is_some_and(|item| !item.is_empty() && fault.text.contains(item));
        let here = || self.0.iter().filter(|fault| is_at(&fault.place, path));
        let found = here().find(mentions).or_else(|| here().next()).or_else(|| self.0.iter().find(mentions));
        found.or(self.0.first()).map_or_else(String::new, |fault| fault.text.clone())
    }
}

/// Whether a pointer leads where the path says; `*` in it stands for any name or index.
fn is_at(place: &str, path: &str) -> bool {
    let part = |part: &str| part.replace("~1", "/").replace("~0", "~");
    let place: Vec<String> = place.split('/').skip(1).map(part).collect();
    let path: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    place.len() == path.len() && place.iter().zip(path).all(|(place, path)| path == "*" || place == path)
}

/// The error with its place in the value.
pub(super) fn words(error: &ValidationError<'_>) -> String {
    let place = error.instance_path().to_string();
    let text = if place.is_empty() { error.to_string() } else { format!("{place}: {error}") };
    if text.chars().count() <= LENGTH {
        return text;
    }
    text.chars().take(LENGTH).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults() -> Faults {
        let fault = |place: &str, text: &str| Fault { place: place.to_owned(), text: text.to_owned() };
        Faults(vec![
            fault("", "\"quantity\" is a required property"),
            fault("", "\"price\" is a required property"),
            fault("/lines/0/sku", "/lines/0/sku: longer than 32 characters"),
        ])
    }

    #[test]
    fn the_error_at_the_place_of_the_edit_is_the_one() {
        assert_eq!(faults().about("lines/*/sku", None), "/lines/0/sku: longer than 32 characters");
        assert_eq!(faults().about("", Some("price")), "\"price\" is a required property");
    }

    #[test]
    fn where_none_is_there_the_first_one_tells() {
        assert_eq!(faults().about("other", None), "\"quantity\" is a required property");
    }
}
