//! Groups of columns and maps, which engines hold as documents: JSON.

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use database::Value;

use super::cell::{Read, reader};
use super::meaning::Meaning;
use crate::canonical::read;

/// A struct as an object.
pub(super) fn structs(array: &ArrayRef, meaning: Meaning) -> Option<Read> {
    let array = array.as_struct_opt()?;
    let names: Vec<String> = array.column_names().iter().map(|it| quoted(it)).collect();
    let readers: Vec<Read> = array.columns().iter().map(|it| reader(it, meaning)).collect::<Option<_>>()?;
    Some(Box::new(move |row, into| {
        let members = names.iter().zip(&readers).map(|(name, read)| {
            let mut value = Value::Null;
            read(row, &mut value);
            format!("{name}:{}", text_of(&value))
        });
        *into = Value::Json(format!("{{{}}}", members.collect::<Vec<_>>().join(",")));
    }))
}

/// A map as an object; where its keys are no texts, by the texts of them.
pub(super) fn maps(array: &ArrayRef, meaning: Meaning) -> Option<Read> {
    let array = array.as_map_opt()?.clone();
    let (keys, values) = (reader(array.keys(), meaning)?, reader(array.values(), meaning)?);
    Some(Box::new(move |row, into| {
        let offsets = array.value_offsets();
        let offset = |at: usize| offsets.get(at).and_then(|it| usize::try_from(*it).ok()).unwrap_or(0);
        let members = (offset(row)..offset(row + 1)).map(|at| {
            let (mut key, mut value) = (Value::Null, Value::Null);
            keys(at, &mut key);
            values(at, &mut value);
            format!("{}:{}", quoted(&read::text(&key).unwrap_or_default()), text_of(&value))
        });
        *into = Value::Json(format!("{{{}}}", members.collect::<Vec<_>>().join(",")));
    }))
}

/// A value within a document.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) if number.as_str().ends_with(|it: char| it.is_ascii_digit()) => number.to_string(),
        Value::Float32(number) if number.is_finite() => format!("{number:?}"),
        Value::Float64(number) if number.is_finite() => format!("{number:?}"),
        Value::Json(text) => text.clone(),
        Value::Array(values) => format!("[{}]", values.iter().map(text_of).collect::<Vec<_>>().join(",")),
        Value::Bytes(bytes) => {
            let digits: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
            quoted(&format!("\\x{digits}"))
        }
        other => quoted(&read::text(other).unwrap_or_default()),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
