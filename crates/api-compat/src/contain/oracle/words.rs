//! Schemas by chance, in the words of each dialect.

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::schema::Dialect;

/// Keywords that belong together, with their values.
type Keywords = Vec<(&'static str, Json)>;

const TYPES: [&str; 7] = ["boolean", "integer", "number", "string", "array", "object", "null"];

pub(super) fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "ab", "x1"]).prop_map(str::to_owned)
}

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

/// The types that the dialect knows.
fn types(dialect: Dialect) -> &'static [&'static str] {
    if dialect.is_openapi() && dialect.has_boolean_exclusive() { &TYPES[..6] } else { &TYPES }
}

fn one(key: &'static str, it: impl Strategy<Value = impl Into<Json>> + 'static) -> BoxedStrategy<Keywords> {
    it.prop_map(move |it| vec![(key, it.into())]).boxed()
}

/// Keywords that hold no schema.
fn simple(dialect: Dialect) -> BoxedStrategy<Keywords> {
    let counts = || 0_u64..4;
    let typed = one("type", prop::sample::select(types(dialect)));
    let mut all = vec![
        (4, typed.clone()),
        (1, bound(dialect, "minimum", "exclusiveMinimum")),
        (1, bound(dialect, "maximum", "exclusiveMaximum")),
        (1, one("multipleOf", prop::sample::select(vec![0.5, 1.0, 2.0, 3.0, 0.01]))),
        (1, one("minLength", counts())),
        (1, one("maxLength", counts())),
        (1, one("pattern", prop::sample::select(vec!["^a", "^[a-z]+$", "b", "[0-9]", "^a{2,3}$", "^(?=a)."]))),
        (1, format(dialect)),
        (1, one("minItems", counts())),
        (1, one("maxItems", counts())),
        (1, one("uniqueItems", any::<bool>())),
        (2, one("required", prop::collection::btree_set(name(), 1..3).prop_map(|it| json!(it)))),
        (1, one("minProperties", counts())),
        (1, one("maxProperties", counts())),
        (2, one("enum", values())),
    ];
    let nullable = if dialect == Dialect::OpenApi20 { "x-nullable" } else { "nullable" };
    if dialect.is_openapi() && dialect.has_boolean_exclusive() {
        all.push((
            2,
            (typed, any::<bool>())
                .prop_map(move |(mut it, yes)| {
                    it.push((nullable, yes.into()));
                    it
                })
                .boxed(),
        ));
    } else {
        all.push((2, one("type", prop::sample::subsequence(TYPES.to_vec(), 1..4).prop_map(|it| json!(it)))));
    }
    if dialect.has_draft6() {
        all.push((1, one("const", value())));
    }
    prop::strategy::Union::new_weighted(all).boxed()
}

fn values() -> impl Strategy<Value = Json> {
    prop::collection::vec(value(), 1..4).prop_map(|mut it| {
        it.dedup();
        it.into()
    })
}

/// A bound, exclusive or not: by a flag in older dialects.
fn bound(dialect: Dialect, inclusive: &'static str, exclusive: &'static str) -> BoxedStrategy<Keywords> {
    let flag = dialect.has_boolean_exclusive();
    (-2_i64..4, any::<bool>(), prop::option::of(-2_i64..4))
        .prop_map(move |(at, strict, other)| match (flag, strict) {
            (true, _) => vec![(inclusive, at.into()), (exclusive, strict.into())],
            (false, false) => vec![(inclusive, at.into())],
            (false, true) => {
                std::iter::once((exclusive, at.into())).chain(other.map(|it| (inclusive, it.into()))).collect()
            }
        })
        .boxed()
}

fn format(dialect: Dialect) -> BoxedStrategy<Keywords> {
    let mut names = vec!["date", "date-time", "time", "email", "ipv4", "uuid", "uri", "hostname"];
    if dialect.is_openapi() {
        // No `int64`: the validator's floats cannot tell its ends from what lies beyond them.
        names.extend(["int32", "byte", "float", "double", "password"]);
    }
    one("format", prop::sample::select(names))
}

/// Keywords that hold schemas.
fn nested(inner: &BoxedStrategy<Json>, dialect: Dialect) -> BoxedStrategy<Keywords> {
    let single = |key: &'static str| one(key, inner.clone());
    let list = |key: &'static str| one(key, prop::collection::vec(inner.clone(), 1..4));
    let named =
        |key: &'static str| one(key, prop::collection::btree_map(name(), inner.clone(), 1..4).prop_map(|it| json!(it)));
    let off = |key: &'static str| Just(vec![(key, Json::from(false))]).boxed();
    let mut all = vec![
        named("properties"),
        named("properties"),
        single("items"),
        single("additionalProperties"),
        off("additionalProperties"),
        list("allOf"),
    ];
    if dialect == Dialect::OpenApi20 {
        return prop::strategy::Union::new(all).boxed();
    }
    all.extend([list("anyOf"), list("oneOf"), single("not")]);
    if dialect == Dialect::OpenApi30 {
        return prop::strategy::Union::new(all).boxed();
    }
    let patterns = prop::collection::btree_map(prop::sample::select(vec!["^a", "b", "[0-9]$"]), inner.clone(), 1..3);
    all.push(one("patternProperties", patterns.prop_map(|it| json!(it))));
    let required = || prop::collection::btree_map(name(), prop::collection::btree_set(name(), 1..3), 1..2);
    if !dialect.has_2020() {
        let rest = (prop::collection::vec(inner.clone(), 1..3), inner.clone(), any::<bool>());
        all.push(
            rest.prop_map(|(list, rest, closed)| {
                vec![("items", list.into()), ("additionalItems", if closed { false.into() } else { rest })]
            })
            .boxed(),
        );
        all.push(named("dependencies"));
        all.push(one("dependencies", required().prop_map(|it| json!(it))));
    }
    if dialect.has_draft6() {
        all.extend([single("contains"), single("propertyNames")]);
    }
    if dialect.has_conditional() {
        let parts = (inner.clone(), prop::option::of(inner.clone()), prop::option::of(inner.clone()));
        all.push(
            parts
                .prop_map(|(test, then, otherwise)| {
                    let then = then.map(|it| ("then", it));
                    std::iter::once(("if", test)).chain(then).chain(otherwise.map(|it| ("else", it))).collect()
                })
                .boxed(),
        );
    }
    if dialect.has_2019() {
        let counted = (inner.clone(), prop::option::of(0_u64..3), prop::option::of(0_u64..3));
        all.extend([
            named("dependentSchemas"),
            one("dependentRequired", required().prop_map(|it| json!(it))),
            counted
                .prop_map(|(it, least, most)| {
                    let least = least.map(|it| ("minContains", it.into()));
                    std::iter::once(("contains", it))
                        .chain(least)
                        .chain(most.map(|it| ("maxContains", it.into())))
                        .collect()
                })
                .boxed(),
            single("unevaluatedProperties"),
            off("unevaluatedProperties"),
            single("unevaluatedItems"),
            off("unevaluatedItems"),
        ]);
    }
    if dialect.has_2020() {
        all.push(list("prefixItems"));
    }
    prop::strategy::Union::new(all).boxed()
}

/// Where definitions lie: the first key of a reference's pointer.
pub(super) fn definitions(dialect: Dialect) -> &'static str {
    if dialect.has_2019() { "$defs" } else { "definitions" }
}

fn reference(dialect: Dialect) -> BoxedStrategy<Keywords> {
    let mut all: Vec<Keywords> = ["#", "/x", "/y"]
        .iter()
        .map(|at| {
            let target = if *at == "#" { "#".to_owned() } else { format!("#/{}{at}", definitions(dialect)) };
            vec![("$ref", target.into())]
        })
        .collect();
    match dialect {
        Dialect::Draft2019 => all.push(vec![("$recursiveRef", "#".into())]),
        Dialect::Draft2020 => all.push(vec![("$dynamicRef", "#node".into())]),
        _ => {}
    }
    prop::sample::select(all).boxed()
}

fn object(keywords: Keywords) -> Json {
    Json::Object(keywords.into_iter().map(|(key, it)| (key.to_owned(), it)).collect())
}

fn part(dialect: Dialect) -> BoxedStrategy<Json> {
    let leaf = prop::collection::vec(simple(dialect), 1..3).prop_map(|it| object(it.concat()));
    let anything = if dialect.has_draft6() { json!(true) } else { json!({}) };
    let leaf = prop_oneof![16 => leaf, 1 => Just(anything), 2 => reference(dialect).prop_map(object)];
    leaf.prop_recursive(2, 10, 3, move |inner| {
        let nested = prop::collection::vec(nested(&inner.boxed(), dialect), 1..3);
        let simple = prop::collection::vec(simple(dialect), 0..3);
        (simple, nested).prop_map(|(simple, nested)| object([simple.concat(), nested.concat()].concat()))
    })
    .boxed()
}

/// A schema and two definitions, to which what lies in it may refer.
pub(super) fn schema(dialect: Dialect) -> BoxedStrategy<Json> {
    (part(dialect), part(dialect), part(dialect))
        .prop_map(move |(root, x, y)| {
            let mut root = match root {
                Json::Object(keywords) => keywords,
                other => Map::from_iter([("allOf".to_owned(), json!([other]))]),
            };
            if dialect == Dialect::Draft2019 {
                root.insert("$recursiveAnchor".to_owned(), true.into());
            }
            if dialect == Dialect::Draft2020 {
                root.insert("$dynamicAnchor".to_owned(), "node".into());
            }
            let mut root = Json::Object(root);
            tame(&mut root, &["#"]);
            let mut definitions_of = Map::new();
            for (name, mut it) in [("x", x), ("y", y)] {
                tame(&mut it, &["#", "/x", "/y"]);
                definitions_of.insert(name.to_owned(), it);
            }
            if root.to_string().contains("\"$ref\"") {
                root[definitions(dialect)] = Json::Object(definitions_of);
            }
            root
        })
        .boxed()
}

/// Takes out references that lead in a circle without going into the value: those mean nothing.
fn tame(schema: &mut Json, circles: &[&str]) {
    let Json::Object(keywords) = schema else { return };
    keywords.retain(|key, it| match key.as_str() {
        "$ref" | "$recursiveRef" => !circles.iter().any(|end| it.as_str().is_some_and(|it| it.ends_with(end))),
        "$dynamicRef" => !circles.contains(&"#"),
        _ => true,
    });
    for (key, it) in keywords {
        match key.as_str() {
            "allOf" | "anyOf" | "oneOf" => it.as_array_mut().into_iter().flatten().for_each(|it| tame(it, circles)),
            "not" | "if" | "then" | "else" => tame(it, circles),
            "dependentSchemas" | "dependencies" => {
                it.as_object_mut().into_iter().flat_map(Map::values_mut).for_each(|it| tame(it, circles));
            }
            _ => {}
        }
    }
}
