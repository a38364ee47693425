//! What shows that a string is looked at for being UTF-8 on one side only: bytes that are no UTF-8.

use prost_reflect::prost::Message as _;
use prost_reflect::prost_types::field_descriptor_proto::{Label, Type};
use prost_reflect::prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, Value};

use super::Lab;
use super::exchange::{Shown, Writer};
use super::slot::Slot;
use super::values::hex;
use crate::protobuf::change::Change;

/// No UTF-8.
const BYTES: [u8; 2] = [0xff, 0xfe];

impl Lab {
    /// A message of who does not look, which the other side refuses. The library looks at every string: to it one that is
    /// not looked at is bytes, as it is on the wire.
    pub(super) fn unchecked(&self, change: &Change<'_>) -> Option<Shown> {
        let (old, new) = (Slot::find(&self.old.pool, change.before?)?, Slot::find(&self.new.pool, change.after?)?);
        let (writer, from, to) = if change.old == "NONE" { (Writer::Old, old, new) } else { (Writer::New, new, old) };
        let number = change.fields()?.0.number;
        let message = unlooked(number)?;
        let mut written = DynamicMessage::new(message.clone());
        written.try_set_field_by_number(u32::try_from(number).ok()?, Value::Bytes(BYTES.to_vec().into())).ok()?;
        let bytes = written.encode_to_vec();
        DynamicMessage::decode(message, bytes.as_slice()).ok()?;
        let error = DynamicMessage::decode(to.message(), bytes.as_slice()).err()?;
        let name = from.message().full_name().to_owned();
        Some(Shown {
            statement: format!("{name} in bytes, as {} lets it be: {}", writer.as_str(), hex(&bytes)),
            instance: None,
            fails_with: format!("{} refuses it: {error}", writer.reader()),
        })
    }
}

/// A message with one field of bytes.
fn unlooked(number: i32) -> Option<MessageDescriptor> {
    let mut field = FieldDescriptorProto { name: Some("text".to_owned()), number: Some(number), ..Default::default() };
    field.set_type(Type::Bytes);
    field.set_label(Label::Optional);
    let message = DescriptorProto { name: Some("Unlooked".to_owned()), field: vec![field], ..Default::default() };
    let file = FileDescriptorProto {
        name: Some("unlooked.proto".to_owned()),
        message_type: vec![message],
        ..Default::default()
    };
    let mut pool = DescriptorPool::new();
    pool.add_file_descriptor_proto(file).ok()?;
    pool.get_message_by_name("Unlooked")
}
