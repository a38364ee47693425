//! Objects whose keys the author chooses.

use std::marker::PhantomData;

use findings::Span;
use serde_json::{Value as Json, json};

use super::Form;
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

/// An object of values of one form; each with its key and where that stands.
pub(in crate::specification) struct Map<F>(PhantomData<F>);

impl<F: Form> Form for Map<F> {
    type Value = Vec<(String, Span, F::Value)>;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let Value::Object = node.value() else {
            reader.wrong_type(node, "an object");
            return None;
        };
        let members = node.members();
        let mut values = Vec::with_capacity(members.len());
        for member in members {
            if member.key.trim().is_empty() {
                reader.bad_value(member.key_span, "the key is empty", "write what the value is of");
            }
            let value = reader.within(member.key, |reader| F::read(member.value, reader));
            values.extend(value.map(|value| (member.key.to_owned(), member.key_span, value)));
        }
        Some(values)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({
            "type": "object",
            "propertyNames": {"pattern": r"\S"},
            "additionalProperties": F::schema(definitions),
        })
    }

    fn shown() -> String {
        format!("object of {}", F::shown())
    }

    fn same(one: &Self::Value, other: &Self::Value) -> bool {
        one.len() == other.len()
            && one.iter().zip(other).all(|(one, other)| one.0 == other.0 && F::same(&one.2, &other.2))
    }
}
