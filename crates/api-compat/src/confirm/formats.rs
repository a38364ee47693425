//! Formats that the validator checks in the latest draft only, or not at all.

use std::collections::HashMap;
use std::sync::OnceLock;

use jsonschema::{Draft, ValidationOptions, Validator};
use serde_json::{Value as Json, json};

/// Formats of 2020-12 that earlier drafts know too in practice: a format is judged alike in every dialect.
const LATER: [&str; 20] = [
    "date",
    "time",
    "date-time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "url",
];

/// `options` with the formats that their draft does not check by itself.
pub(crate) fn known_to(options: ValidationOptions<'_>, draft: Draft) -> ValidationOptions<'_> {
    let unknown = LATER.iter().filter(|name| !options.is_known_format(draft, name)).copied().collect::<Vec<_>>();
    let options =
        unknown.into_iter().fold(options, |options, name| options.with_format(name, |text| of_2020(name, text)));
    options.with_format("byte", is_base64).with_format("base64", is_base64)
}

/// What the validator says of the format in 2020-12.
fn of_2020(name: &str, text: &str) -> bool {
    static VALIDATORS: OnceLock<HashMap<&'static str, Validator>> = OnceLock::new();
    let validators = VALIDATORS.get_or_init(|| {
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        let schema = |name: &str| json!({ "format": if name == "url" { "uri" } else { name } });
        LATER.iter().filter_map(|name| Some((*name, options.build(&schema(name)).ok()?))).collect()
    });
    validators.get(name).is_none_or(|validator| validator.is_valid(&Json::from(text)))
}

/// RFC 4648, 4: four letters for three bytes, filled up with `=`.
fn is_base64(text: &str) -> bool {
    let letters = text.trim_end_matches('=');
    let padding = text.len() - letters.len();
    text.len().is_multiple_of(4)
        && padding <= 2
        && letters.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'+' || it == b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_one_in_every_draft() {
        for draft in [Draft::Draft4, Draft::Draft7, Draft::Draft202012] {
            let options = known_to(jsonschema::options().with_draft(draft), draft).should_validate_formats(true);
            let validator = options.build(&json!({ "format": "uuid" }));
            assert!(validator.is_ok_and(|it| !it.is_valid(&json!("x"))), "{draft:?}");
        }
    }

    #[test]
    fn base64_comes_in_fours() {
        assert!(is_base64("") && is_base64("YQ==") && is_base64("YWJj"));
        assert!(!is_base64("YQ=") && !is_base64("a b=") && !is_base64("===="));
    }
}
