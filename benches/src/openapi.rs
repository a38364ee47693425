//! A deterministic generator of OpenAPI documents for benches: any number of resources, any number of changes.

use std::fmt::Write as _;

use serde_json::Value;

/// An OpenAPI 3.0 document (JSON) of `resources` resources: each has two paths, four operations and two schemas that
/// refer to those of other resources; some 3.3 kB of text.
pub fn before(resources: usize) -> String {
    document(resources, 0)
}

/// The document of [`before`] with `changes` resources changed.
pub fn after(resources: usize, changes: usize) -> String {
    document(resources, changes)
}

fn document(resources: usize, changes: usize) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    // Changes are spread evenly.
    let every = resources.checked_div(changes).map_or(usize::MAX, |every| every.max(1));
    for number in 0..resources {
        let kind = if number % every == 0 && changes > 0 { 1 + (number / every) % 4 } else { 0 };
        let comma = if number == 0 { "" } else { ",\n" };
        paths.push_str(comma);
        resource(&mut paths, number, kind);
        schemas.push_str(comma);
        schema(&mut schemas, number, kind, resources);
    }
    format!(
        "{{\n  \"openapi\": \"3.0.3\",\n  \"info\": {{\"title\": \"Generated\", \"version\": \"1.0.0\"}},\n  \
         \"paths\": {{\n{paths}\n  }},\n  \"components\": {{\n    \"schemas\": {{\n{schemas}\n    }}\n  }}\n}}\n"
    )
}

fn resource(text: &mut String, number: usize, change: usize) {
    let required = change == 1;
    let maximum = if change == 2 { 50 } else { 100 };
    let reference = format!("{{\"$ref\": \"#/components/schemas/Thing{number:05}\"}}");
    let response = |schema: &str| {
        format!(
            "{{\n          \"200\": {{\n            \"description\": \"What was asked for\",\n            \"content\": {{\n              \
             \"application/json\": {{\n                \"schema\": {schema}\n              }}\n            }}\n          }},\n          \
             \"404\": {{\"description\": \"There is none\"}}\n        }}"
        )
    };
    let id = "{\"name\": \"id\", \"in\": \"path\", \"required\": true, \"schema\": {\"type\": \"integer\"}}";
    let body = format!("{{\"required\": true, \"content\": {{\"application/json\": {{\"schema\": {reference}}}}}}}");
    let one = response(&reference);
    let list = response(&format!("{{\"type\": \"array\", \"items\": {reference}}}"));
    // Writing to a string does not fail.
    let _ = write!(
        text,
        "    \"/things{number:05}\": {{\n      \"get\": {{\n        \"operationId\": \"list{number}\",\n        \
         \"summary\": \"Lists things of kind {number}, the newest first\",\n        \"parameters\": [\n          \
         {{\"name\": \"limit\", \"in\": \"query\", \"required\": {required}, \"schema\": {{\"type\": \"integer\", \"maximum\": {maximum}}}}}\n        \
         ],\n        \"responses\": {list}\n      }},\n      \"post\": {{\n        \"operationId\": \"add{number}\",\n        \
         \"requestBody\": {body},\n        \"responses\": {one}\n      }}\n    }},\n    \
         \"/things{number:05}/{{id}}\": {{\n      \"get\": {{\n        \"operationId\": \"get{number}\",\n        \
         \"parameters\": [{id}],\n        \"responses\": {one}\n      }},\n      \"put\": {{\n        \
         \"operationId\": \"set{number}\",\n        \"parameters\": [{id}],\n        \"requestBody\": {body},\n        \
         \"responses\": {one}\n      }}\n    }}"
    );
}

fn schema(text: &mut String, number: usize, change: usize, resources: usize) {
    let length = if change == 3 { 40 } else { 80 };
    let kinds = if change == 4 { "\"a\", \"b\", \"c\", \"d\"" } else { "\"a\", \"b\", \"c\"" };
    let (next, other) = ((number + 1) % resources, (number * 7 + 3) % resources);
    let _ = write!(
        text,
        "      \"Thing{number:05}\": {{\n        \"type\": \"object\",\n        \"required\": [\"id\", \"name\"],\n        \
         \"properties\": {{\n          \"id\": {{\"type\": \"integer\", \"format\": \"int64\", \"readOnly\": true}},\n          \
         \"name\": {{\"type\": \"string\", \"minLength\": 1, \"maxLength\": {length}, \"description\": \"What people call thing {number}\"}},\n          \
         \"kind\": {{\"type\": \"string\", \"enum\": [{kinds}]}},\n          \
         \"price\": {{\"type\": \"number\", \"minimum\": 0, \"nullable\": true}},\n          \
         \"tags\": {{\"type\": \"array\", \"items\": {{\"type\": \"string\", \"pattern\": \"^[a-z]+$\"}}}},\n          \
         \"next\": {{\"$ref\": \"#/components/schemas/Thing{next:05}\"}},\n          \
         \"detail\": {{\"$ref\": \"#/components/schemas/Detail{number:05}\"}}\n        }}\n      }},\n      \
         \"Detail{number:05}\": {{\n        \"type\": \"object\",\n        \"properties\": {{\n          \
         \"other\": {{\"$ref\": \"#/components/schemas/Thing{other:05}\"}},\n          \
         \"either\": {{\"oneOf\": [{{\"type\": \"string\"}}, {{\"type\": \"object\", \"additionalProperties\": {{\"type\": \"string\"}}}}]}},\n          \
         \"text\": {{\"type\": \"string\", \"example\": \"A text of thing {number}, with \\\"quotes\\\"\"}}\n        }}\n      }}"
    );
}

/// `value` in YAML's block style.
pub fn to_yaml(value: &Value) -> String {
    let mut text = String::new();
    block(&mut text, value, 0);
    text
}

fn block(text: &mut String, value: &Value, indent: usize) {
    let line = |text: &mut String| {
        text.push('\n');
        text.extend(std::iter::repeat_n(' ', indent));
    };
    match value {
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                line(text);
                text.push_str("- ");
                block(text, item, indent + 2);
            }
        }
        Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                line(text);
                // What JSON quotes, YAML reads.
                let _ = write!(text, "{}: ", Value::from(key.as_str()));
                block(text, value, indent + 2);
            }
        }
        other => {
            let _ = write!(text, "{other}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_json_of_the_size_that_is_told() {
        let text = after(100, 10);
        let document = api_compat::Document::read(
            findings::SourceText::new("a.json", text.as_str()),
            &api_compat::Limits::default(),
        );
        assert!(
            document.diagnostics().is_empty() && document.missing_files().is_empty(),
            "{:?}",
            document.diagnostics()
        );
        assert!((300_000..400_000).contains(&text.len()), "{}", text.len());
        assert_ne!(text, before(100));
    }
}
