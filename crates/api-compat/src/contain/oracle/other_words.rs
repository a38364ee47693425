//! Random schemas in other words: judged equal, and nothing is said of them.

use findings::{Severity, SourceText};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::super::Judgement;
use super::super::tests::judged_in;
use super::{cases, words};
use crate::change::Role;
use crate::schema::Dialect;
use crate::{Document, Kind, Limits, Options, compare};

fn in_other_words(schema: &Json) -> [Json; 6] {
    let mut inner = schema.clone();
    let definitions = inner.as_object_mut().and_then(|it| it.remove("$defs")).unwrap_or_else(|| json!({}));
    let with = |mut outer: Json| {
        outer["$defs"] = definitions.clone();
        outer
    };
    let mut defined = definitions.clone();
    defined["z"] = inner.clone();
    [
        schema.clone(),
        with(json!({"allOf": [inner]})),
        with(json!({"anyOf": [inner]})),
        with(json!({"oneOf": [inner]})),
        with(json!({"not": {"not": inner}})),
        json!({"$ref": "#/$defs/z", "$defs": defined}),
    ]
}

/// Without what refers to the root, which is another one in other words, and without `oneOf`: an edit among alternatives
/// that overlap is told, as it may mean something by the intent.
fn rootless() -> impl Strategy<Value = Json> {
    words::schema(Dialect::OpenApi31).prop_filter("refers to the root", |it| {
        let text = it.to_string();
        !text.contains("\"#\"") && !text.contains("\"oneOf\"")
    })
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn what_is_said_in_other_words_is_the_same(schema in rootless()) {
        for other in in_other_words(&schema) {
            let there = judged_in(Dialect::Draft2020, Role::Neither, &schema, &other);
            let back = judged_in(Dialect::Draft2020, Role::Neither, &other, &schema);
            prop_assert_eq!(&there, &Judgement::Contained, "{} in {}", schema, other);
            prop_assert_eq!(&back, &Judgement::Contained, "{} in {}", other, schema);
        }
    }

    #[test]
    fn of_what_is_said_in_other_words_nothing_is_told(schema in rootless()) {
        let read = |schema: &Json| Document::read(SourceText::new("a.json", schema.to_string()), &Limits::default());
        let before = read(&schema);
        let options = Options::default().with_kind(Kind::JsonSchema);
        for other in in_other_words(&schema) {
            let findings = compare(&before, &read(&other), &options).map(|it| it.findings).unwrap_or_default();
            let loud: Vec<_> = findings.iter().filter(|it| it.severity > Severity::NonBreaking).collect();
            prop_assert!(loud.is_empty(), "{schema} as {other}: {loud:?}");
        }
    }
}
