//! Parameters and headers travel as text: a number and the string of its digits are one message.

use api_compat::{Document, Limits, Options, compare};
use findings::{SourceText, Verdict};
use serde_json::{Value, json};

fn document(parameter: &Value, header: &Value) -> Document {
    let parameter = parameter.as_object().cloned().unwrap_or_default();
    let mut whole = json!({"name": "q", "in": "query"});
    whole.as_object_mut().expect("an object").extend(parameter);
    let text = json!({
        "openapi": "3.0.3",
        "info": {"title": "Texts", "version": "1.0.0"},
        "paths": {"/texts": {"get": {
            "parameters": [whole],
            "responses": {"200": {"description": "ok", "headers": {"X-Left": {"schema": header}}}},
        }}},
    });
    Document::read(SourceText::new("texts.json", text.to_string()), &Limits::default())
}

fn verdict(before: (&Value, &Value), after: (&Value, &Value)) -> Verdict {
    let (before, after) = (document(before.0, before.1), document(after.0, after.1));
    compare(&before, &after, &Options::default()).expect("a report").verdict
}

fn of_parameters(before: &Value, after: &Value) -> Verdict {
    let header = json!({"type": "string"});
    verdict((before, &header), (after, &header))
}

fn of_headers(before: &Value, after: &Value) -> Verdict {
    let parameter = json!({"schema": {}});
    verdict((&parameter, before), (&parameter, after))
}

#[test]
fn a_parameter_that_becomes_any_text_takes_numbers() {
    let schema = |it: &Value| json!({"schema": it});
    let (text, number) = (schema(&json!({"type": "string"})), schema(&json!({"type": "integer"})));
    assert_eq!(of_parameters(&number, &text), Verdict::Additive);
    assert_eq!(of_parameters(&text, &number), Verdict::Breaking);
    let upper = schema(&json!({"type": "string", "pattern": "^[A-Z]+$"}));
    assert_eq!(of_parameters(&number, &upper), Verdict::Breaking);
}

#[test]
fn a_header_whose_texts_become_numbers_is_read_as_before() {
    let (text, number) = (json!({"type": "string"}), json!({"type": "integer"}));
    assert_eq!(of_headers(&text, &number), Verdict::NonBreaking);
    assert_eq!(of_headers(&number, &text), Verdict::Breaking);
}

#[test]
fn one_value_is_an_array_of_one_where_each_item_is_a_parameter() {
    let one = json!({"schema": {"type": "string"}});
    let many = |more: &Value| {
        let mut whole = json!({"schema": {"type": "array", "items": {"type": "string"}}});
        whole.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        whole
    };
    assert_eq!(of_parameters(&one, &many(&json!({}))), Verdict::Additive);
    assert_eq!(of_parameters(&many(&json!({})), &one), Verdict::Breaking);
    let two = json!({"schema": {"type": "array", "items": {"type": "string"}, "minItems": 2}});
    assert_eq!(of_parameters(&one, &two), Verdict::Breaking);
    let written_together = many(&json!({"explode": false}));
    assert_eq!(of_parameters(&one, &written_together), Verdict::Breaking);
}
