//! Quantities with their unit: told as a text (`30 GiB`, `1h30m`), or as a number of units that the field's name tells.

use std::marker::PhantomData;

use serde_json::Value as Json;

use super::limit::Limit;
use super::{Amount, Form, near, number};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

/// A kind of quantity.
pub(in crate::specification) trait Measure: 'static {
    /// What it is called.
    const NAME: &'static str;
    /// One as a text.
    const EXAMPLE: &'static str;
    /// How it is written.
    const HELP: &'static str;
    /// How much it can be.
    const LIMIT: Limit;

    /// What a text says, in the unit of the model.
    fn parse(text: &str) -> Option<f64>;

    /// The JSON Schema of such texts, and of 0.
    fn schema(definitions: &mut Definitions) -> Json;
}

/// A quantity as a text with its unit; `0` needs none.
pub(in crate::specification) struct Stated<M>(PhantomData<M>);

impl<M: Measure> Form for Stated<M> {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        match node.value() {
            Value::Number(0.0) => Some(0.0),
            Value::Number(_) => {
                reader.bad_value(node.span, format!("a {} without its unit", M::NAME), M::HELP);
                None
            }
            Value::String(text) => {
                let Some(value) = M::parse(text) else {
                    if text.trim().strip_prefix('-').and_then(M::parse).is_some() {
                        reader.out_of_range(node.span, format!("`{text}` is negative"), "write 0 or more");
                        return None;
                    }
                    reader.bad_value(node.span, format!("`{text}` is no {}", M::NAME), M::HELP);
                    return None;
                };
                M::LIMIT.check(value, node, reader)
            }
            _ => {
                reader.wrong_type(node, &format!("a {} such as `{}`", M::NAME, M::EXAMPLE));
                None
            }
        }
    }

    fn schema(definitions: &mut Definitions) -> Json {
        M::schema(definitions)
    }

    fn shown() -> String {
        M::NAME.to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

/// A unit that the names of fields tell.
pub(in crate::specification) trait Unit: 'static {
    /// What is measured in it.
    type Of: Measure;
    /// What several are called.
    const WORD: &'static str;
    /// What one is in the unit of the model.
    const WORTH: f64;
}

/// A number of units that the field's name tells.
pub(in crate::specification) struct NumberOf<U>(PhantomData<U>);

impl<U: Unit> Form for NumberOf<U> {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        let value = number::not_negative(node, reader)? * U::WORTH;
        <U::Of as Measure>::LIMIT.check(value, node, reader)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        Amount::schema(definitions)
    }

    fn shown() -> String {
        format!("number of {}", U::WORD)
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

/// Units of a measure, each with the form of a number of them.
macro_rules! units {
    ($($form:ident = $unit:ident of $measure:ty, $word:literal, $worth:literal;)*) => {$(
        #[doc = concat!("The unit of ", $word, ".")]
        pub(in crate::specification) struct $unit;

        impl $crate::specification::form::measure::Unit for $unit {
            type Of = $measure;
            const WORD: &'static str = $word;
            const WORTH: f64 = $worth;
        }

        #[doc = concat!("A number of ", $word, ".")]
        pub(in crate::specification) type $form = $crate::specification::form::measure::NumberOf<$unit>;
    )*};
}
pub(super) use units;
