//! Lists.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use super::Form;
use crate::specification::node::{Node, Value};
use crate::specification::reader::{Reader, head};
use crate::specification::schema::Definitions;

/// A list of values of one form.
pub(in crate::specification) struct List<F>(PhantomData<F>);

impl<F: Form> Form for List<F> {
    type Value = Vec<F::Value>;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Vec<F::Value>> {
        let Value::List = node.value() else {
            reader.wrong_type(node, &format!("a {}", plain(&Self::shown())));
            return None;
        };
        Some(each::<F>(node, reader))
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({"type": "array", "items": F::schema(definitions)})
    }

    fn shown() -> String {
        format!("list of {}", F::shown())
    }

    fn same(one: &Self::Value, other: &Self::Value) -> bool {
        all_same::<F>(one, other)
    }
}

/// A list of values of one form that has at least one.
pub(in crate::specification) struct Filled<F>(PhantomData<F>);

impl<F: Form> Form for Filled<F> {
    type Value = Vec<F::Value>;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Vec<F::Value>> {
        if node.value() == Value::List && node.items().len() == 0 {
            reader.out_of_range(head(node), "the list is empty", format!("add at least one {}", plain(&F::shown())));
            return None;
        }
        List::<F>::read(node, reader)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({"type": "array", "minItems": 1, "items": F::schema(definitions)})
    }

    fn shown() -> String {
        List::<F>::shown()
    }

    fn same(one: &Self::Value, other: &Self::Value) -> bool {
        all_same::<F>(one, other)
    }
}

/// A value, or a list of such.
pub(in crate::specification) struct OneOrMore<F>(PhantomData<F>);

impl<F: Form> Form for OneOrMore<F> {
    type Value = Vec<F::Value>;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Vec<F::Value>> {
        match node.value() {
            Value::List => Some(each::<F>(node, reader)),
            _ => F::read(node, reader).map(|value| vec![value]),
        }
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({"anyOf": [F::schema(definitions), {"type": "array", "items": F::schema(definitions)}]})
    }

    fn shown() -> String {
        format!("{}, or a list", F::shown())
    }

    fn same(one: &Self::Value, other: &Self::Value) -> bool {
        all_same::<F>(one, other)
    }
}

fn each<F: Form>(list: Node<'_>, reader: &mut Reader<'_>) -> Vec<F::Value> {
    let read = |(at, item): (usize, Node<'_>)| reader.within(&at.to_string(), |reader| F::read(item, reader));
    list.items().enumerate().filter_map(read).collect()
}

fn all_same<F: Form>(one: &[F::Value], other: &[F::Value]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| F::same(one, other))
}

/// What a form is called in the guide, without the links there.
fn plain(shown: &str) -> String {
    let mut text = String::new();
    for (at, part) in shown.split("](#").enumerate() {
        let behind = if at == 0 { part } else { part.split_once(')').map_or("", |(_, behind)| behind) };
        text.push_str(&behind.replace('[', ""));
    }
    text
}
