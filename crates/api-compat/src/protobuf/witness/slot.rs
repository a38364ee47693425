//! A field or an extension, as the library sees it.

use std::borrow::Cow;

use prost_reflect::{
    DescriptorPool, DynamicMessage, ExtensionDescriptor, FieldDescriptor, Kind, MessageDescriptor, Value,
};

use crate::protobuf::change::Node;

/// A field or an extension.
#[derive(Debug, Clone)]
pub(super) enum Slot {
    Field(FieldDescriptor),
    Extension(ExtensionDescriptor),
}

impl Slot {
    /// What the library has under the name of the node's message and the number of its field.
    pub(super) fn find(pool: &DescriptorPool, node: Node<'_>) -> Option<Self> {
        let field = node.field()?;
        let number = u32::try_from(field.number).ok()?;
        if let Some(extendee) = &field.extendee {
            return pool.get_message_by_name(extendee)?.get_extension(number).map(Self::Extension);
        }
        pool.get_message_by_name(&node.message()?.full_name)?.get_field(number).map(Self::Field)
    }

    pub(super) fn message(&self) -> MessageDescriptor {
        match self {
            Self::Field(it) => it.parent_message().clone(),
            Self::Extension(it) => it.containing_message(),
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Field(it) => it.kind(),
            Self::Extension(it) => it.kind(),
        }
    }

    pub(super) fn is_list(&self) -> bool {
        match self {
            Self::Field(it) => it.is_list(),
            Self::Extension(it) => it.is_list(),
        }
    }

    pub(super) fn is_map(&self) -> bool {
        match self {
            Self::Field(it) => it.is_map(),
            Self::Extension(it) => it.is_map(),
        }
    }

    pub(super) fn get<'m>(&self, message: &'m DynamicMessage) -> Cow<'m, Value> {
        match self {
            Self::Field(it) => message.get_field(it),
            Self::Extension(it) => message.get_extension(it),
        }
    }

    pub(super) fn has(&self, message: &DynamicMessage) -> bool {
        match self {
            Self::Field(it) => message.has_field(it),
            Self::Extension(it) => message.has_extension(it),
        }
    }

    /// Whether the library takes the value for the field; then it is set.
    pub(super) fn set(&self, message: &mut DynamicMessage, value: Value) -> bool {
        match self {
            Self::Field(it) => message.try_set_field(it, value).is_ok(),
            Self::Extension(it) if value.is_valid_for_extension(it) => {
                message.set_extension(it, value);
                true
            }
            Self::Extension(_) => false,
        }
    }
}
