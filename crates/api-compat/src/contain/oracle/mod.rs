//! Random schemas: no verdict is ever contradicted, neither by the witness nor by any of many values, and the judge is
//! another validator.

use jsonschema::Draft;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::Judgement;
use super::tests::judged_in;
use crate::change::Role;
use crate::schema::Dialect;

/// Values of few kinds, so that schemas and values meet.
fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Json::from),
        (-3_i64..5).prop_map(Json::from),
        prop::sample::select(vec![0.5, 1.5, -0.5, 2.25]).prop_map(Json::from),
        prop::sample::select(vec!["", "a", "b", "ab", "abc", "aaaa", "x1"]).prop_map(Json::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((name(), inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "ab", "x1"]).prop_map(str::to_owned)
}

/// One keyword that holds no schema, of `draft4` where only that is known.
fn simple(draft4: bool) -> BoxedStrategy<(&'static str, Json)> {
    let types = vec!["null", "boolean", "integer", "number", "string", "array", "object"];
    let counts = || 0_u64..4;
    let common = prop_oneof![
        4 => prop::sample::select(types.clone()).prop_map(|it| ("type", it.into())),
        2 => prop::sample::subsequence(types, 1..4).prop_map(|it| ("type", json!(it))),
        1 => (-2_i64..4).prop_map(|it| ("minimum", it.into())),
        1 => (-2_i64..4).prop_map(|it| ("maximum", it.into())),
        1 => prop::sample::select(vec![0.5, 1.0, 2.0, 3.0]).prop_map(|it| ("multipleOf", it.into())),
        1 => counts().prop_map(|it| ("minLength", it.into())),
        1 => counts().prop_map(|it| ("maxLength", it.into())),
        1 => prop::sample::select(vec!["^a", "^[a-z]+$", "b", "[0-9]", "^a{2,3}$"]).prop_map(|it| ("pattern", it.into())),
        1 => counts().prop_map(|it| ("minItems", it.into())),
        1 => counts().prop_map(|it| ("maxItems", it.into())),
        1 => any::<bool>().prop_map(|it| ("uniqueItems", it.into())),
        2 => prop::collection::btree_set(name(), 1..3).prop_map(|it| ("required", json!(it))),
        1 => counts().prop_map(|it| ("minProperties", it.into())),
        1 => counts().prop_map(|it| ("maxProperties", it.into())),
        2 => prop::collection::vec(value(), 1..4).prop_map(|mut it| {
            it.dedup();
            ("enum", it.into())
        }),
    ];
    if draft4 {
        return common.boxed();
    }
    prop_oneof![
        8 => common,
        1 => value().prop_map(|it| ("const", it)),
        1 => (-2_i64..4).prop_map(|it| ("exclusiveMinimum", it.into())),
        1 => (-2_i64..4).prop_map(|it| ("exclusiveMaximum", it.into())),
    ]
    .boxed()
}

/// Keywords that hold schemas.
fn nested(inner: &BoxedStrategy<Json>, dialect: Dialect) -> BoxedStrategy<Vec<(&'static str, Json)>> {
    let one = |key: &'static str| inner.clone().prop_map(move |it| vec![(key, it)]).boxed();
    let list = |key: &'static str| {
        prop::collection::vec(inner.clone(), 1..4).prop_map(move |it| vec![(key, it.into())]).boxed()
    };
    let named = |key: &'static str| {
        prop::collection::btree_map(name(), inner.clone(), 1..4).prop_map(move |it| vec![(key, json!(it))]).boxed()
    };
    let patterns = prop::collection::btree_map(prop::sample::select(vec!["^a", "b", "[0-9]$"]), inner.clone(), 1..3);
    let mut all = vec![
        named("properties"),
        named("properties"),
        one("items"),
        one("additionalProperties"),
        Just(vec![("additionalProperties", false.into())]).boxed(),
        list("allOf"),
        list("anyOf"),
        list("oneOf"),
        one("not"),
        patterns.prop_map(|it| vec![("patternProperties", json!(it))]).boxed(),
    ];
    if dialect != Dialect::Draft4 {
        all.extend([one("contains"), one("propertyNames")]);
    }
    if dialect == Dialect::Draft2020 || dialect == Dialect::Draft7 {
        let parts = (inner.clone(), inner.clone(), inner.clone());
        all.push(parts.prop_map(|(a, b, c)| vec![("if", a), ("then", b), ("else", c)]).boxed());
    }
    if dialect == Dialect::Draft2020 {
        let required = prop::collection::btree_map(name(), prop::collection::btree_set(name(), 1..3), 1..2);
        let counted = (inner.clone(), 0_u64..3, 0_u64..3);
        all.extend([
            list("prefixItems"),
            named("dependentSchemas"),
            required.prop_map(|it| vec![("dependentRequired", json!(it))]).boxed(),
            counted
                .prop_map(|(it, least, most)| {
                    vec![("contains", it), ("minContains", least.into()), ("maxContains", most.into())]
                })
                .boxed(),
            one("unevaluatedProperties"),
            Just(vec![("unevaluatedProperties", false.into())]).boxed(),
            Just(vec![("unevaluatedItems", false.into())]).boxed(),
        ]);
    }
    prop::strategy::Union::new(all).boxed()
}

fn schema(dialect: Dialect) -> BoxedStrategy<Json> {
    let draft4 = dialect == Dialect::Draft4;
    let object = |keywords: Vec<(&'static str, Json)>| {
        Json::Object(keywords.into_iter().map(|(key, it)| (key.to_owned(), it)).collect())
    };
    let leaf = prop::collection::vec(simple(draft4), 1..3).prop_map(object);
    let leaf = prop_oneof![9 => leaf, 1 => if draft4 { Just(json!({})) } else { Just(json!(true)) }];
    leaf.boxed()
        .prop_recursive(2, 10, 3, move |inner| {
            let nested = prop::collection::vec(nested(&inner.boxed(), dialect), 1..3);
            let simple = prop::collection::vec(simple(draft4), 0..3);
            (simple, nested).prop_map(move |(mut keywords, nested)| {
                keywords.extend(nested.into_iter().flatten());
                Json::Object(keywords.into_iter().map(|(key, it)| (key.to_owned(), it)).collect())
            })
        })
        .boxed()
}

/// The schema with one keyword of the other, or without one of its own, on some level.
fn edited(schema: &Json, other: &Json, choice: usize) -> Json {
    let mut edited = schema.clone();
    let Some(members) = edited.as_object_mut() else { return other.clone() };
    let keys: Vec<_> = members.keys().cloned().collect();
    let Some(key) = keys.get(choice % keys.len().max(1)) else { return other.clone() };
    match choice % 3 {
        0 => {
            members.remove(key);
        }
        1 => members.extend(other.as_object().into_iter().flatten().take(1).map(|(key, it)| (key.clone(), it.clone()))),
        _ => {
            if let Some(member) = members.get_mut(key) {
                *member = descended(member, other, choice / 3);
            }
        }
    }
    edited
}

fn descended(member: &Json, other: &Json, choice: usize) -> Json {
    match member {
        Json::Object(_) => {
            let mut member = member.clone();
            let first = member.as_object_mut().and_then(|it| it.values_mut().next());
            match first {
                Some(inner) if inner.is_object() => *inner = edited(inner, other, choice),
                _ => return edited(&member, other, choice),
            }
            member
        }
        Json::Array(items) if items.first().is_some_and(Json::is_object) => {
            let mut items = items.clone();
            let index = choice % items.len();
            if let Some(item) = items.get_mut(index) {
                *item = edited(item, other, choice / 2);
            }
            items.into()
        }
        Json::Number(number) => number.as_i64().map_or(member.clone(), |it| (it + 1).into()),
        _ => member.clone(),
    }
}

fn draft(dialect: Dialect) -> Draft {
    match dialect {
        Dialect::Draft4 => Draft::Draft4,
        Dialect::Draft7 => Draft::Draft7,
        _ => Draft::Draft202012,
    }
}

fn check(dialect: Dialect, sub: &Json, sup: &Json, values: &[Json]) -> Result<(), TestCaseError> {
    let validator = |schema: &Json| jsonschema::options().with_draft(draft(dialect)).build(schema);
    let (Ok(accepts), Ok(refuses)) = (validator(sub), validator(sup)) else { return Ok(()) };
    match judged_in(dialect, Role::Neither, sub, sup) {
        Judgement::Escapes(value) => {
            prop_assert!(accepts.is_valid(&value), "{value} is not accepted by {sub}");
            prop_assert!(!refuses.is_valid(&value), "{value} is not refused by {sup}, from {sub}");
        }
        Judgement::Contained => {
            for value in values {
                prop_assert!(!accepts.is_valid(value) || refuses.is_valid(value), "{value} escapes {sub} in {sup}");
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

fn pair(dialect: Dialect) -> impl Strategy<Value = (Json, Json, Json, usize, Vec<Json>)> {
    let values = prop::collection::vec(value(), 200);
    (schema(dialect), schema(dialect), schema(dialect), any::<usize>(), values)
}

fn cases(count: u32) -> ProptestConfig {
    let count = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(count);
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(count) }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn verdicts_on_2020_12((one, two, other, choice, values) in pair(Dialect::Draft2020)) {
        let new = edited(&one, &other, choice);
        check(Dialect::Draft2020, &one, &new, &values)?;
        check(Dialect::Draft2020, &new, &one, &values)?;
        check(Dialect::Draft2020, &one, &two, &values)?;
    }

    #[test]
    fn verdicts_on_draft_7((one, two, other, choice, values) in pair(Dialect::Draft7)) {
        let new = edited(&one, &other, choice);
        check(Dialect::Draft7, &one, &new, &values)?;
        check(Dialect::Draft7, &new, &one, &values)?;
        check(Dialect::Draft7, &one, &two, &values)?;
    }

    #[test]
    fn verdicts_on_draft_4((one, two, other, choice, values) in pair(Dialect::Draft4)) {
        let new = edited(&one, &other, choice);
        check(Dialect::Draft4, &one, &new, &values)?;
        check(Dialect::Draft4, &new, &one, &values)?;
        check(Dialect::Draft4, &one, &two, &values)?;
    }

    #[test]
    fn what_is_said_in_other_words_is_the_same((schema, ..) in pair(Dialect::Draft2020)) {
        let rewritten = [
            schema.clone(),
            json!({"allOf": [schema]}),
            json!({"anyOf": [schema]}),
            json!({"oneOf": [schema]}),
            json!({"not": {"not": schema}}),
            json!({"$ref": "#/$defs/x", "$defs": {"x": schema}}),
        ];
        for other in rewritten {
            let there = judged_in(Dialect::Draft2020, Role::Neither, &schema, &other);
            let back = judged_in(Dialect::Draft2020, Role::Neither, &other, &schema);
            prop_assert_eq!(&there, &Judgement::Contained, "{} in {}", schema, other);
            prop_assert_eq!(&back, &Judgement::Contained, "{} in {}", other, schema);
        }
    }
}
