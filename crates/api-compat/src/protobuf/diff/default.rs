//! Default values: what a reader sees where a field is not there.

use crate::protobuf::model::{Field, FieldKind, Schema};

/// A default value, as far as values of different types can be compared.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(Vec<u8>),
    Whole(i128),
    Float(f64),
}

/// Both default values in words, where they differ.
pub(super) fn differ(old: (&Schema, &Field), new: (&Schema, &Field)) -> Option<(String, String)> {
    let is_one = |field: &Field| field.kind.is_scalar() && !field.cardinality.is_many();
    if !is_one(old.1) || !is_one(new.1) {
        return None;
    }
    let enums = old.1.kind == FieldKind::Enum || new.1.kind == FieldKind::Enum;
    if old.1.default.is_none() && new.1.default.is_none() && !enums {
        return None;
    }
    let (was, is) = (value(old.0, old.1), value(new.0, new.1));
    let single = old.1.kind == FieldKind::Float || new.1.kind == FieldKind::Float;
    if same(&was, &is, single) || (is_zero(&was) && is_zero(&is)) {
        return None;
    }
    Some((words(old.1, &was), words(new.1, &is)))
}

fn value(schema: &Schema, field: &Field) -> Value {
    let said = field.default.as_deref();
    match field.kind {
        FieldKind::String => Value::Text(said.unwrap_or_default().as_bytes().to_vec()),
        FieldKind::Bytes => Value::Text(unescaped(said.unwrap_or_default())),
        FieldKind::Bool => Value::Whole(i128::from(said == Some("true"))),
        FieldKind::Float | FieldKind::Double => Value::Float(said.and_then(|it| it.parse().ok()).unwrap_or_default()),
        FieldKind::Enum => {
            let values = schema.enumeration(&field.type_name).map_or(&[][..], |(_, it)| &it.values);
            let named = said.map_or_else(|| values.first(), |name| values.iter().find(|it| it.name == name));
            Value::Whole(named.map_or(0, |it| i128::from(it.number)))
        }
        _ => Value::Whole(said.and_then(|it| it.parse().ok()).unwrap_or_default()),
    }
}

fn same(old: &Value, new: &Value, single: bool) -> bool {
    #[expect(clippy::cast_possible_truncation, reason = "a float is what is compared")]
    #[expect(clippy::float_cmp, reason = "the same value is meant")]
    let same_float = |a: f64, b: f64| (a.is_nan() && b.is_nan()) || if single { a as f32 == b as f32 } else { a == b };
    #[expect(clippy::cast_precision_loss, reason = "a value that a float does not hold is another one")]
    match (old, new) {
        (Value::Float(a), Value::Float(b)) => same_float(*a, *b),
        (Value::Float(a), Value::Whole(b)) | (Value::Whole(b), Value::Float(a)) => same_float(*a, *b as f64),
        (old, new) => old == new,
    }
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.is_empty(),
        Value::Whole(number) => *number == 0,
        Value::Float(number) => *number == 0.0,
    }
}

fn words(field: &Field, value: &Value) -> String {
    match (&field.default, value) {
        (Some(said), Value::Text(_)) => format!("{said:?}"),
        (Some(said), _) => said.clone(),
        (None, Value::Text(_)) => "\"\"".to_owned(),
        (None, Value::Whole(_)) if field.kind == FieldKind::Bool => "false".to_owned(),
        (None, Value::Whole(number)) => number.to_string(),
        (None, Value::Float(number)) => number.to_string(),
    }
}

/// Bytes from how a descriptor writes them: the escapes of C.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b'n') => bytes.push(b'\n'),
            Some(b'r') => bytes.push(b'\r'),
            Some(b't') => bytes.push(b'\t'),
            Some(b'a') => bytes.push(7),
            Some(b'b') => bytes.push(8),
            Some(b'f') => bytes.push(12),
            Some(b'v') => bytes.push(11),
            Some(b'x' | b'X') => bytes.push(digits(0, 16, 2, &mut rest)),
            Some(digit @ b'0'..=b'7') => bytes.push(digits(digit - b'0', 8, 2, &mut rest)),
            Some(other) => bytes.push(other),
            None => {}
        }
    }
    bytes
}

fn digits(first: u8, base: u8, count: usize, rest: &mut std::iter::Peekable<std::str::Bytes<'_>>) -> u8 {
    let mut value = first;
    for _ in 0..count {
        let digit = rest.peek().and_then(|it| char::from(*it).to_digit(u32::from(base)));
        let Some(digit) = digit.and_then(|it| u8::try_from(it).ok()) else { break };
        rest.next();
        value = value.wrapping_mul(base).wrapping_add(digit);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_different_types_are_compared_as_numbers() {
        assert!(same(&Value::Whole(3), &Value::Float(3.0), false));
        assert!(same(&Value::Float(0.1), &Value::Float(f64::from(0.1_f32)), true));
        assert!(!same(&Value::Float(0.1), &Value::Float(f64::from(0.1_f32)), false));
        assert!(same(&Value::Float(f64::NAN), &Value::Float(f64::NAN), false));
        assert!(!same(&Value::Text(vec![]), &Value::Whole(0), false));
    }

    #[test]
    fn bytes_are_read_as_c_writes_them() {
        assert_eq!(unescaped(r"a\001\x41\n\\\377"), [b'a', 1, b'A', b'\n', b'\\', 255]);
        assert!(unescaped("\\").is_empty());
    }
}
