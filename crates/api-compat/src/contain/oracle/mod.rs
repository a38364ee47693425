//! Random schemas: no verdict is ever contradicted, neither by the witness nor by any of many values, and the judge is
//! another validator.

mod edits;
mod other_words;
mod values;
mod words;

use jsonschema::{Draft, Validator};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value as Json, json};

use super::Judgement;
use super::tests::judged_in;
use crate::change::Role;
use crate::schema::Dialect;

/// Values that are made for each pair of schemas.
const VALUES: usize = 1_000;

/// The validator of the dialect. What OpenAPI says otherwise than JSON Schema is put in other words first.
fn validator(dialect: Dialect, schema: &Json) -> Option<Validator> {
    // What `contains` has looked at counts as evaluated since 2020-12 (Core, 11.2); the validator has it so before, too.
    let text = schema.to_string();
    if dialect == Dialect::Draft2019 && text.contains("\"contains\"") && text.contains("\"unevaluatedItems\"") {
        return None;
    }
    let draft = match dialect {
        Dialect::Draft4 | Dialect::OpenApi20 | Dialect::OpenApi30 => Draft::Draft4,
        Dialect::Draft6 => Draft::Draft6,
        Dialect::Draft7 => Draft::Draft7,
        Dialect::Draft2019 => Draft::Draft201909,
        Dialect::Draft2020 | Dialect::OpenApi31 => Draft::Draft202012,
    };
    let mut schema = schema.clone();
    if dialect.is_openapi() {
        translate(&mut schema);
    }
    let options = jsonschema::options().with_draft(draft).should_validate_formats(true);
    crate::confirm::known_formats(options, draft).build(&schema).ok()
}

/// `nullable` as a type beside the other one, formats of numbers as bounds.
fn translate(schema: &mut Json) {
    match schema {
        Json::Object(keywords) => {
            let is_nullable = ["nullable", "x-nullable"].iter().any(|it| keywords.get(*it) == Some(&json!(true)));
            if let Some(name) = keywords.get("type").filter(|it| is_nullable && it.is_string()) {
                keywords.insert("type".to_owned(), json!([name, "null"]));
            }
            let range = match keywords.get("format").and_then(Json::as_str) {
                Some("int32") => Some(json!({"minimum": i32::MIN, "maximum": i32::MAX})),
                Some("int64") => Some(json!({"minimum": i64::MIN, "maximum": i64::MAX})),
                _ => None,
            };
            keywords.iter_mut().filter(|(key, _)| *key != "enum" && *key != "const").for_each(|(_, it)| translate(it));
            if let Some(range) = range {
                keywords.remove("format");
                let inner = Json::Object(std::mem::take(keywords));
                keywords.insert("allOf".to_owned(), json!([inner, range]));
            }
        }
        Json::Array(items) => items.iter_mut().for_each(translate),
        _ => {}
    }
}

fn check(dialect: Dialect, sub: &Json, sup: &Json, seed: u64) -> Result<(), TestCaseError> {
    let (Some(accepts), Some(refuses)) = (validator(dialect, sub), validator(dialect, sup)) else { return Ok(()) };
    match judged_in(dialect, Role::Neither, sub, sup) {
        Judgement::Escapes(value) => {
            prop_assert!(accepts.is_valid(&value), "{value} is not accepted by {sub}");
            prop_assert!(!refuses.is_valid(&value), "{value} is not refused by {sup}, from {sub}");
        }
        Judgement::Contained => {
            let mut maker = values::Maker::new(sub, sup, seed);
            for _ in 0..VALUES {
                let value = maker.value();
                prop_assert!(!accepts.is_valid(&value) || refuses.is_valid(&value), "{value} escapes {sub} in {sup}");
            }
        }
        Judgement::Undecided(reason) => {
            if std::env::var_os("SHOW_UNDECIDED").is_some() {
                eprintln!("{reason}: {sub} in {sup}");
            }
        }
    }
    Ok(())
}

fn pair(dialect: Dialect) -> impl Strategy<Value = (Json, Json, Json, u64)> {
    (words::schema(dialect), words::schema(dialect), words::schema(dialect), any::<u64>())
}

/// As many cases, always the same; with `PROPTEST_CASES` as many as that says, others each time.
fn cases(count: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok());
    let rng_seed = if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) };
    ProptestConfig { failure_persistence: None, rng_seed, ..ProptestConfig::with_cases(wanted.unwrap_or(count)) }
}

/// Edited, edited back, and against a schema that has nothing to do with it.
fn never_contradicted(dialect: Dialect) {
    let mut runner = proptest::test_runner::TestRunner::new(cases(16));
    let outcome = runner.run(&pair(dialect), |(one, two, other, seed)| {
        let new = edits::edited(&one, &other, seed);
        check(dialect, &one, &new, seed)?;
        check(dialect, &new, &one, seed)?;
        check(dialect, &one, &two, seed)
    });
    assert!(outcome.is_ok(), "{dialect:?}: {}", outcome.err().map(|it| it.to_string()).unwrap_or_default());
}

macro_rules! verdicts {
    ($($name:ident: $dialect:ident,)*) => {
        $(
            #[test]
            fn $name() {
                never_contradicted(Dialect::$dialect);
            }
        )*
    };
}

verdicts! {
    verdicts_on_draft_4: Draft4,
    verdicts_on_draft_6: Draft6,
    verdicts_on_draft_7: Draft7,
    verdicts_on_2019_09: Draft2019,
    verdicts_on_2020_12: Draft2020,
    verdicts_on_openapi_2_0: OpenApi20,
    verdicts_on_openapi_3_0: OpenApi30,
    verdicts_on_openapi_3_1: OpenApi31,
}
