//! A message that one side writes and the other one reads, in bytes and in JSON.

use prost_reflect::prost::Message as _;
use prost_reflect::{
    DeserializeOptions, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, SerializeOptions, Value,
};

use super::slot::Slot;
use super::values::{hex, samples, words, zero};

/// What shows that something breaks.
#[derive(Debug)]
pub(super) struct Shown {
    /// What is written.
    pub(super) statement: String,
    /// The message as JSON.
    pub(super) instance: Option<String>,
    /// What becomes of it on the other side.
    pub(super) fails_with: String,
}

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    Old,
    New,
}

impl Writer {
    pub(super) fn reader(self) -> &'static str {
        match self {
            Self::Old => "the new definition",
            Self::New => "the old definition",
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Old => "the old definition",
            Self::New => "the new definition",
        }
    }
}

/// A message in bytes with a value of the field that the other side reads as another one, or not at all; of `to`, the
/// other side's field, nothing is known where it is not there.
pub(super) fn in_bytes(from: &Slot, to: Option<&Slot>, reader: &MessageDescriptor, writer: Writer) -> Option<Shown> {
    // A map is written as its entries are, whichever way they are declared.
    if to.is_some_and(|to| (from.is_map() || to.is_map()) && from.is_list() != to.is_list()) && both_entries(from, to) {
        return None;
    }
    let mut values = samples(from);
    values.push(zero(from));
    values.into_iter().find_map(|value| {
        let mut message = DynamicMessage::new(from.message());
        let written = value.clone();
        if !from.set(&mut message, value) {
            return None;
        }
        let bytes = message.encode_to_vec();
        let fails_with = match DynamicMessage::decode(reader.clone(), bytes.as_slice()) {
            Err(error) => format!("{} does not read it: {error}", writer.reader()),
            Ok(read) => {
                let there = from.has(&message);
                match to {
                    None if there => format!("{} has no field for it: the value is lost", writer.reader()),
                    None => return None,
                    Some(to) if to.has(&read) != there => {
                        format!("{} does not see that the field is set", writer.reader())
                    }
                    Some(to) => {
                        let value = to.get(&read);
                        if words(&value) == words(&written) {
                            return None;
                        }
                        format!("{} reads {}", writer.reader(), shown(&value))
                    }
                }
            }
        };
        Some(Shown { statement: statement(&message, &bytes, writer), instance: json(&message, false), fails_with })
    })
}

/// Whether the one is a map, and the other one repeats messages.
fn both_entries(from: &Slot, to: Option<&Slot>) -> bool {
    let is_message = |slot: &Slot| matches!(slot.kind(), Kind::Message(_));
    is_message(from) && to.is_some_and(is_message)
}

/// A message in JSON with a value of the field that the other side refuses, or reads as another one.
pub(super) fn in_json(from: &Slot, to: Option<&Slot>, reader: &MessageDescriptor, writer: Writer) -> Option<Shown> {
    [false, true].into_iter().find_map(|proto_names| {
        samples(from).into_iter().find_map(|value| {
            let mut message = DynamicMessage::new(from.message());
            let written = value.clone();
            if !from.set(&mut message, value) {
                return None;
            }
            let text = json(&message, proto_names)?;
            let fails_with = match read_json(reader, &text) {
                Err(error) => format!("{} refuses it: {error}", writer.reader()),
                Ok(read) => {
                    let value = to?.get(&read);
                    if words(&value) == words(&written) {
                        return None;
                    }
                    format!("{} reads {}", writer.reader(), shown(&value))
                }
            };
            let statement = format!("{} in JSON, as {} has it: {text}", message_name(&message), writer.as_str());
            Some(Shown { statement, instance: Some(text), fails_with })
        })
    })
}

/// A message in which the field is not set: what both sides take it for.
pub(super) fn where_absent(old: &Slot, new: &Slot) -> Option<Shown> {
    let (before, after) = (DynamicMessage::new(old.message()), DynamicMessage::new(new.message()));
    let (was, is) = (old.get(&before), new.get(&after));
    (words(&was) != words(&is)).then(|| Shown {
        statement: format!("{} in no bytes at all, the field not being set", message_name(&before)),
        instance: Some("{}".to_owned()),
        fails_with: format!("the old definition reads {}, the new one {}", shown(&was), shown(&is)),
    })
}

/// Two fields that one side writes together, and of which the other side keeps only the last one.
pub(super) fn together(first: &Slot, others: &[Slot], there: &Slot, writer: Writer) -> Option<Shown> {
    others.iter().find_map(|second| {
        let mut message = DynamicMessage::new(first.message());
        for slot in [first, second] {
            let value = samples(slot).into_iter().next()?;
            if !slot.set(&mut message, value) {
                return None;
            }
        }
        // What stands behind wins: both orders are tried, as any writer may choose.
        let both = message.encode_to_vec();
        let single = |slot: &Slot| {
            let mut alone = DynamicMessage::new(slot.message());
            let value = slot.get(&message).into_owned();
            slot.set(&mut alone, value).then(|| alone.encode_to_vec())
        };
        let turned = [single(second)?, single(first)?].concat();
        let orders = [both, turned];
        orders.into_iter().find_map(|bytes| {
            let here = DynamicMessage::decode(first.message(), bytes.as_slice()).ok()?;
            let read = DynamicMessage::decode(there.message(), bytes.as_slice()).ok()?;
            (first.has(&here) && second.has(&here) && !there.has(&read)).then(|| Shown {
                statement: statement(&message, &bytes, writer),
                instance: json(&message, false),
                fails_with: format!("{} keeps only the other field of the oneof", writer.reader()),
            })
        })
    })
}

/// Reads JSON as the specification has it: fields that are not known are refused.
pub(super) fn read_json(message: &MessageDescriptor, text: &str) -> Result<DynamicMessage, String> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let options = DeserializeOptions::new().deny_unknown_fields(true);
    DynamicMessage::deserialize_with_options(message.clone(), &mut deserializer, &options)
        .map_err(|error| error.to_string())
}

fn json(message: &DynamicMessage, proto_names: bool) -> Option<String> {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut bytes);
    let options = SerializeOptions::new().use_proto_field_name(proto_names);
    message.serialize_with_options(&mut serializer, &options).ok()?;
    String::from_utf8(bytes).ok()
}

fn statement(message: &DynamicMessage, bytes: &[u8], writer: Writer) -> String {
    format!("{} in bytes, as {} has it: {}", message_name(message), writer.as_str(), hex(bytes))
}

fn message_name(message: &DynamicMessage) -> String {
    use prost_reflect::ReflectMessage as _;
    message.descriptor().full_name().to_owned()
}

/// A value of an option as it is written.
pub(super) fn said(field: &FieldDescriptor, value: &Value) -> String {
    match (value, field.kind()) {
        (Value::EnumNumber(number), Kind::Enum(of)) => {
            of.get_value(*number).map_or_else(|| number.to_string(), |it| it.name().to_owned())
        }
        _ => shown(value),
    }
}

/// A value as people read it.
fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => format!("{text:?}"),
        Value::Bytes(bytes) => format!("the bytes {}", hex(bytes)),
        Value::Message(message) => json(message, false).unwrap_or_else(|| words(value)),
        Value::Bool(it) => it.to_string(),
        value => words(value),
    };
    match text.char_indices().nth(80) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}
