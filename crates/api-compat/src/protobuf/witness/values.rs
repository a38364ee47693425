//! Values to write, and values in words that are the same wherever they mean the same.

use std::collections::HashMap;
use std::fmt::Write as _;

use prost_reflect::{DynamicMessage, Kind, MapKey, Value};

use super::slot::Slot;

/// Values that a field may hold, plain ones first, then those that do not fit into smaller types.
pub(super) fn samples(slot: &Slot) -> Vec<Value> {
    let kind = slot.kind();
    if slot.is_map() {
        return entry_samples(&kind);
    }
    let single = of_kind(&kind, true);
    if !slot.is_list() {
        return single;
    }
    // A list of one, of two, of all.
    let mut lists: Vec<Value> = single.iter().map(|it| Value::List(vec![it.clone()])).collect();
    lists.insert(0, Value::List(single.iter().take(2).cloned().collect()));
    lists.push(Value::List(single));
    lists
}

/// The value that is not written where absence means it.
pub(super) fn zero(slot: &Slot) -> Value {
    match slot.kind() {
        Kind::Enum(of) => Value::EnumNumber(of.values().next().map_or(0, |it| it.number())),
        kind => Value::default_value(&kind),
    }
}

fn entry_samples(kind: &Kind) -> Vec<Value> {
    let Kind::Message(entry) = kind else { return Vec::new() };
    let (key, value) = (entry.map_entry_key_field(), entry.map_entry_value_field());
    let keys = of_kind(&key.kind(), false).into_iter().filter_map(Value::into_map_key_value);
    let values = of_kind(&value.kind(), true);
    let pair = |(key, value): (MapKey, &Value)| Value::Map(HashMap::from([(key, value.clone())]));
    let keys: Vec<MapKey> = keys.collect();
    let Some(first) = keys.first().cloned() else { return Vec::new() };
    let by_value = values.iter().map(|value| pair((first.clone(), value)));
    let by_key = keys.iter().skip(1).filter_map(|key| Some(pair((key.clone(), values.first()?))));
    by_value.chain(by_key).collect()
}

trait IntoMapKey {
    fn into_map_key_value(self) -> Option<MapKey>;
}

impl IntoMapKey for Value {
    fn into_map_key_value(self) -> Option<MapKey> {
        match self {
            Value::Bool(it) => Some(MapKey::Bool(it)),
            Value::I32(it) => Some(MapKey::I32(it)),
            Value::I64(it) => Some(MapKey::I64(it)),
            Value::U32(it) => Some(MapKey::U32(it)),
            Value::U64(it) => Some(MapKey::U64(it)),
            Value::String(it) => Some(MapKey::String(it)),
            _ => None,
        }
    }
}

fn of_kind(kind: &Kind, nested: bool) -> Vec<Value> {
    match kind {
        Kind::Double => [150.5, 1e300].map(Value::F64).to_vec(),
        Kind::Float => [150.5, -2.0].map(Value::F32).to_vec(),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => [150, 1, -1, i32::MIN].map(Value::I32).to_vec(),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => [150, 1, -1, 1 << 40, i64::MIN].map(Value::I64).to_vec(),
        Kind::Uint32 | Kind::Fixed32 => [150, 1, u32::MAX].map(Value::U32).to_vec(),
        Kind::Uint64 | Kind::Fixed64 => [150, 1, 1 << 40, u64::MAX].map(Value::U64).to_vec(),
        Kind::Bool => [true, false].map(Value::Bool).to_vec(),
        Kind::String => ["abc", "a", "\u{e9}", "\n"].map(|it| Value::String(it.to_owned())).to_vec(),
        Kind::Bytes => [&[0xff_u8, 0xfe][..], &b"abc"[..]].map(|it| Value::Bytes(it.to_vec().into())).to_vec(),
        Kind::Enum(of) => {
            let mut numbers: Vec<i32> = of.values().map(|it| it.number()).collect();
            // The first one is what nothing means.
            let half = numbers.len().min(1);
            numbers.rotate_left(half);
            numbers.dedup();
            numbers.into_iter().take(16).map(Value::EnumNumber).collect()
        }
        Kind::Message(of) => {
            let mut samples = Vec::new();
            if nested {
                for field in of.fields().take(8) {
                    let mut message = DynamicMessage::new(of.clone());
                    let slot = Slot::Field(field.clone());
                    let value = if slot.is_map() || slot.is_list() {
                        continue;
                    } else {
                        of_kind(&field.kind(), false).into_iter().next()
                    };
                    if value.is_some_and(|value| slot.set(&mut message, value)) {
                        samples.push(Value::Message(message));
                    }
                }
            }
            samples.push(Value::Message(DynamicMessage::new(of.clone())));
            samples
        }
    }
}

/// A value in words: numbers by what they count, texts by their bytes, fields by their numbers.
pub(in crate::protobuf) fn words(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value, 0);
    text
}

fn write(text: &mut String, value: &Value, depth: usize) {
    // What is made here is not deep; what is read back may be.
    if depth > 32 {
        text.push('…');
        return;
    }
    let _ = match value {
        Value::Bool(it) => write!(text, "{}", u8::from(*it)),
        Value::I32(it) | Value::EnumNumber(it) => write!(text, "{it}"),
        Value::I64(it) => write!(text, "{it}"),
        Value::U32(it) => write!(text, "{it}"),
        Value::U64(it) => write!(text, "{it}"),
        Value::F32(it) => write!(text, "{it}"),
        Value::F64(it) => write!(text, "{it}"),
        Value::String(it) => write!(text, "{}", hex(it.as_bytes())),
        Value::Bytes(it) => write!(text, "{}", hex(it)),
        Value::Message(message) => {
            text.push('{');
            for (field, value) in message.fields() {
                let _ = write!(text, "{}=", field.number());
                write(text, value, depth + 1);
                text.push(' ');
            }
            for unknown in message.unknown_fields() {
                let _ = write!(text, "?{} ", unknown.number());
            }
            write!(text, "}}")
        }
        Value::List(items) => {
            text.push('[');
            for item in items {
                write(text, item, depth + 1);
                text.push(' ');
            }
            write!(text, "]")
        }
        Value::Map(entries) => {
            let mut all: Vec<String> = entries
                .iter()
                .map(|(key, value)| {
                    let mut text = match key {
                        MapKey::Bool(it) => u8::from(*it).to_string(),
                        MapKey::String(it) => hex(it.as_bytes()),
                        MapKey::I32(it) => it.to_string(),
                        MapKey::I64(it) => it.to_string(),
                        MapKey::U32(it) => it.to_string(),
                        MapKey::U64(it) => it.to_string(),
                    };
                    text.push(':');
                    write(&mut text, value, depth + 1);
                    text
                })
                .collect();
            all.sort();
            write!(text, "[{}]", all.join(" "))
        }
    };
}

/// Bytes as people read them.
pub(super) fn hex(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "nothing".to_owned();
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}
