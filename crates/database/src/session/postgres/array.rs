//! Arrays in binary: dimensions, lower bounds, elements with their lengths.

use super::decode::{Decoder, malformed};
use crate::text::text_of;
use crate::{Result, Value};

/// More dimensions than an array of the engine can have.
const MOST_DIMENSIONS: usize = 6;

/// The elements, nested by dimension. An array whose indices do not begin with 1 is not equal to one whose indices do; it is
/// given as the engine prints it, `[0:1]={a,b}`.
pub(super) fn decode(element: &Decoder, raw: &[u8]) -> Result<Value> {
    let mut rest = raw;
    let dimensions = usize::try_from(next_i32(&mut rest)?).map_err(|_| malformed())?;
    let _has_nulls = next_i32(&mut rest)?;
    let _element_type = next_i32(&mut rest)?;
    if dimensions > MOST_DIMENSIONS {
        return Err(malformed());
    }
    let mut shape = Vec::with_capacity(dimensions);
    for _ in 0..dimensions {
        let length = usize::try_from(next_i32(&mut rest)?).map_err(|_| malformed())?;
        shape.push((length, next_i32(&mut rest)?));
    }
    if shape.is_empty() {
        return Ok(Value::Array(Vec::new()));
    }
    let lengths: Vec<usize> = shape.iter().map(|(length, _)| *length).collect();
    let value = Value::Array(nested(element, &lengths, &mut rest)?);
    if shape.iter().all(|(_, lower)| *lower == 1) {
        return Ok(value);
    }
    let bounds = shape.iter().map(|(length, lower)| {
        let upper = i64::from(*lower) + i64::try_from(*length).unwrap_or(i64::MAX) - 1;
        format!("[{lower}:{upper}]")
    });
    Ok(Value::Other(format!("{}={}", bounds.collect::<String>(), text_of(&value))))
}

fn nested(element: &Decoder, lengths: &[usize], rest: &mut &[u8]) -> Result<Vec<Value>> {
    let Some((length, inner)) = lengths.split_first() else { return Err(malformed()) };
    // Each element takes four bytes at least: a length that is not true makes no room.
    let mut values = Vec::with_capacity((*length).min(rest.len() / 4));
    for _ in 0..*length {
        values.push(match inner {
            [] => one(element, rest)?,
            _ => Value::Array(nested(element, inner, rest)?),
        });
    }
    Ok(values)
}

fn one(element: &Decoder, rest: &mut &[u8]) -> Result<Value> {
    let mut value = Value::Null;
    if let Ok(length) = usize::try_from(next_i32(rest)?) {
        let (raw, behind) = rest.split_at_checked(length).ok_or_else(malformed)?;
        element.decode(raw, &mut value)?;
        *rest = behind;
    }
    Ok(value)
}

fn next_i32(rest: &mut &[u8]) -> Result<i32> {
    let (bytes, behind) = rest.split_first_chunk::<4>().ok_or_else(malformed)?;
    *rest = behind;
    Ok(i32::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(words: &[i32]) -> Vec<u8> {
        words.iter().flat_map(|it| it.to_be_bytes()).collect()
    }

    #[test]
    fn elements_are_nested_and_null_is_kept() {
        let rows = decode(&Decoder::Int4, &raw(&[2, 1, 23, 2, 1, 1, 1, 4, 7, -1])).ok();
        let one = |value| Value::Array(vec![value]);
        assert_eq!(rows, Some(Value::Array(vec![one(Value::Integer(7)), one(Value::Null)])));
        assert_eq!(decode(&Decoder::Int4, &raw(&[0, 0, 23])).ok(), Some(Value::Array(Vec::new())));
    }

    #[test]
    fn other_bounds_make_another_array() {
        let value = decode(&Decoder::Int4, &raw(&[1, 0, 23, 2, 0, 4, 1, 4, 2])).ok();
        assert_eq!(value, Some(Value::Other("[0:1]={\"1\",\"2\"}".into())));
    }

    #[test]
    fn lengths_that_are_not_true_are_errors() {
        for words in [&[7, 0, 23][..], &[1, 0, 23, i32::MAX, 1], &[1, 0, 23, 1, 1, 100], &[-1, 0, 23]] {
            assert!(decode(&Decoder::Int4, &raw(words)).is_err());
        }
    }
}
