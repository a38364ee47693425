//! What shows that a method breaks: a call.

use prost_reflect::prost::Message as _;
use prost_reflect::{DynamicMessage, MessageDescriptor};

use super::Lab;
use super::exchange::Shown;
use super::slot::Slot;
use super::values::{hex, samples};
use crate::protobuf::change::{Change, Edit};

impl Lab {
    pub(super) fn method(&self, change: &Change<'_>) -> Option<Shown> {
        let (service, name) = if change.field.is_empty() && change.edit == Edit::Added {
            (change.after?.service()?, change.after?.method()?)
        } else {
            (change.before?.service()?, change.before?.method()?)
        };
        let full_name = format!("{}.{}", service.full_name, name.name);
        let call = format!("a call of `/{}/{}`", service.full_name, name.name);
        let (old, new) = (self.old.method(&full_name), self.new.method(&full_name));
        let (old, new) = match (old, new, change.edit) {
            (Some(_), None, Edit::Removed) => return Some(missing(call, "new")),
            (None, Some(_), Edit::Added) => return Some(missing(call, "old")),
            (Some(old), Some(new), _) => (old, new),
            _ => return None,
        };
        let words = |streams: bool| if streams { "a stream" } else { "one message" };
        let differs = |was: String, is: String| {
            let fails_with = format!("the descriptor of the method had {was}, and has {is}");
            (was != is).then(|| Shown { statement: call.clone(), instance: None, fails_with })
        };
        match change.field {
            "input_type" => message(&call, &old.input(), &new.input(), "the server")
                .or_else(|| differs(old.input().full_name().to_owned(), new.input().full_name().to_owned())),
            "output_type" => message(&call, &new.output(), &old.output(), "the client")
                .or_else(|| differs(old.output().full_name().to_owned(), new.output().full_name().to_owned())),
            "client_streaming" => {
                differs(words(old.is_client_streaming()).to_owned(), words(new.is_client_streaming()).to_owned())
            }
            "server_streaming" => {
                differs(words(old.is_server_streaming()).to_owned(), words(new.is_server_streaming()).to_owned())
            }
            _ => None,
        }
    }
}

fn missing(statement: String, side: &str) -> Shown {
    Shown { statement, instance: None, fails_with: format!("the {side} definition has no such method") }
}

/// A message that the one side writes, and the other one reads as nothing that it knows.
fn message(call: &str, from: &MessageDescriptor, to: &MessageDescriptor, reader: &str) -> Option<Shown> {
    from.fields().find_map(|field| {
        let slot = Slot::Field(field.clone());
        let mut message = DynamicMessage::new(from.clone());
        let value = samples(&slot).into_iter().next()?;
        if !slot.set(&mut message, value) {
            return None;
        }
        let bytes = message.encode_to_vec();
        let fails_with = match DynamicMessage::decode(to.clone(), bytes.as_slice()) {
            Err(error) => format!("{reader} does not read it: {error}"),
            Ok(read) => {
                let there =
                    to.get_field(field.number()).is_some_and(|it| read.has_field(&it) && it.name() == field.name());
                if there {
                    return None;
                }
                format!("{reader} finds no `{}` in it", field.name())
            }
        };
        let statement = format!("{call} with {} in bytes: {}", from.full_name(), hex(&bytes));
        Some(Shown { statement, instance: serde_json::to_string(&message).ok(), fails_with })
    })
}
