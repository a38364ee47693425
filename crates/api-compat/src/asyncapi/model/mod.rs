//! AsyncAPI documents of versions 2 and 3 as one model: channels, and on each what the application sends and receives.
//!
//! In version 2 `publish` and `subscribe` are what a client does, so that the application receives what is published; in
//! version 3 `send` and `receive` are what the application does. The model has the latter.

mod part;
mod read;

use crate::document::{NodeId, Tree};

pub(super) use part::{deref, field, fields, is_version_3};
pub(super) use read::read;

/// A document.
pub(super) struct Api<'t> {
    pub(super) tree: &'t Tree,
    pub(super) root: NodeId,
    pub(super) channels: Vec<Channel>,
    pub(super) servers: Vec<(String, NodeId)>,
}

/// A channel, and what passes it.
pub(super) struct Channel {
    /// Its key in the document; in version 2 its address.
    pub(super) id: String,
    /// Where it is on the broker; in version 2, and where nothing is said, the key.
    pub(super) address: String,
    pub(super) node: NodeId,
    pub(super) parameters: Vec<(String, NodeId)>,
    /// The names of the servers that have it, where it is not on all of them.
    pub(super) servers: Option<Vec<String>>,
    pub(super) exchanges: Vec<Exchange>,
}

/// What the application does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// It sends, and clients read.
    Send,
    /// It receives what clients write.
    Receive,
}

/// All that is sent, or all that is received, on a channel.
pub(super) struct Exchange {
    pub(super) action: Action,
    /// The operations: several may do the same on a channel.
    pub(super) operations: Vec<Operation>,
    pub(super) messages: Vec<Message>,
    pub(super) reply: Option<Reply>,
}

/// An operation as it is declared.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    /// Its key; version 2 has none.
    pub(super) key: Option<String>,
    pub(super) node: NodeId,
}

/// What is answered to a message.
pub(super) struct Reply {
    /// Where it goes: an address, or an expression that leads to one.
    pub(super) address: Option<String>,
    /// What says so.
    pub(super) address_node: Option<NodeId>,
    pub(super) messages: Vec<Message>,
    pub(super) node: NodeId,
}

/// A message, its traits merged.
pub(super) struct Message {
    pub(super) name: String,
    /// Its key in the channel; version 2 has none.
    pub(super) key: Option<String>,
    /// What it says that it is called.
    pub(super) stated: Option<String>,
    pub(super) node: NodeId,
    pub(super) payload: Option<Payload>,
    pub(super) headers: Option<Payload>,
    pub(super) content_type: Option<String>,
    pub(super) correlation: Option<String>,
    pub(super) correlation_node: Option<NodeId>,
}

/// A schema, and what it is written in.
pub(super) struct Payload {
    pub(super) schema: NodeId,
    /// What says what it is written in (version 3).
    pub(super) holder: Option<NodeId>,
    /// As written; empty for the schemas of AsyncAPI itself.
    pub(super) format: String,
    pub(super) family: Family,
}

/// What a schema is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// AsyncAPI's own, JSON Schema, OpenAPI's.
    Json,
    Avro,
    Protobuf,
    Other,
}

impl Family {
    /// The family of a media type (Schema Formats Table).
    fn of(format: &str) -> Self {
        let name = format.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match name.as_str() {
            "" => Self::Json,
            _ if name.contains("asyncapi") || name.contains("openapi") || name.starts_with("application/schema") => {
                Self::Json
            }
            _ if name.contains("avro") => Self::Avro,
            _ if name.contains("protobuf") => Self::Protobuf,
            _ => Self::Other,
        }
    }
}

impl Action {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Receive => "receive",
        }
    }

    /// What its answer is.
    pub(super) fn reversed(self) -> Self {
        match self {
            Self::Send => Self::Receive,
            Self::Receive => Self::Send,
        }
    }
}

impl Channel {
    /// The address without the names of its parameters, which nobody sends.
    pub(super) fn plain_address(&self) -> String {
        let mut plain = String::new();
        let mut inside = false;
        for letter in self.address.chars() {
            match letter {
                '}' => inside = false,
                _ if inside => continue,
                '{' => inside = true,
                _ => {}
            }
            plain.push(letter);
        }
        plain
    }
}
