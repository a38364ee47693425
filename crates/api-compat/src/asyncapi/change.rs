//! A difference between two versions of an AsyncAPI document outside schemas, before any rule has judged it.

use super::model::Action;
use crate::document::NodeId;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    ChannelAdded,
    ChannelRemoved,
    ChannelAddressChanged,
    ChannelServersChanged,
    ParameterChanged,
    OperationAdded,
    OperationRemoved,
    MessageAdded,
    MessageRemoved,
    PayloadAdded,
    PayloadRemoved,
    FormatChanged,
    HeadersAdded,
    HeadersRemoved,
    ContentTypeChanged,
    CorrelationChanged,
    ReplyAdded,
    ReplyRemoved,
    ReplyAddressChanged,
    BindingChanged,
    ServerAdded,
    ServerRemoved,
    ServerChanged,
    SecurityTightened,
    SecurityLoosened,
    LoginChanged,
    VersionChanged,
    TextChanged,
}

/// A difference.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) what: What,
    /// The member that changed: a channel, a message, the key of a binding.
    pub(crate) item: String,
    /// Old and new in words, where they are worth telling; empty where there was none.
    pub(crate) words: (String, String),
    /// For example `receive orders/{id}`.
    pub(crate) operation: Option<String>,
    /// Where in it, in words.
    pub(crate) subject: String,
    /// What the application does there, where it does one thing.
    pub(crate) action: Option<Action>,
    pub(crate) before: Option<NodeId>,
    pub(crate) after: Option<NodeId>,
}
