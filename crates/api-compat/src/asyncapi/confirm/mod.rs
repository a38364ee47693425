//! A check of traffic: what a client does as its own document says, held against the document of the system that it meets.
//!
//! It knows servers, channels, who sends and who receives, messages, bindings and what lets a client in, and nothing of the
//! differences that were found.

mod passage;

use findings::{Confirmation, Finding, Party};
use serde_json::Value;

use super::change::{Change, What};
use super::model::Action;
use crate::document::Tree;
use passage::{Message, Passage, Route, shape};

/// The check, as reports name it.
const NAME: &str = concat!("channel check ", env!("CARGO_PKG_VERSION"));

/// Both documents, as the check reads them.
pub(super) struct Confirm {
    before: Passage,
    after: Passage,
}

/// A client's own document, and the one of the system that it meets.
struct Sides<'a> {
    client: &'a Passage,
    system: &'a Passage,
    /// Whether the client is the old one.
    is_old: bool,
}

impl Confirm {
    pub(super) fn new(before: &Tree, after: &Tree) -> Self {
        let json = |tree: &Tree| tree.root().map_or(Value::Null, |root| tree.to_json(root));
        Self { before: Passage::of(json(before)), after: Passage::of(json(after)) }
    }

    /// Says of the witness whether the system does what the client counts on.
    pub(super) fn look(&self, change: &Change, finding: &mut Finding) {
        let is_old = !finding.who_breaks.iter().any(|it| matches!(it, Party::NewReaders | Party::NewWriters));
        let (client, system) = if is_old { (&self.before, &self.after) } else { (&self.after, &self.before) };
        let said = refused(change, &Sides { client, system, is_old });
        let Some(witness) = &mut finding.witness else { return };
        if let Some(words) = said {
            witness.fails_with = words;
            witness.confirmation = Confirmation::ConfirmedBy(NAME.to_owned());
        } else {
            let why = "the channel check finds nothing that is refused for it";
            witness.confirmation = Confirmation::Unconfirmed(why.to_owned());
        }
    }
}

/// Why the system does not do what the client counts on, where it does not.
fn refused(change: &Change, sides: &Sides<'_>) -> Option<String> {
    let own = if sides.is_old { &change.words.0 } else { &change.words.1 };
    match change.what {
        What::ChannelRemoved | What::ChannelAdded => no_channel(&change.item, sides),
        What::ChannelAddressChanged => no_channel(own, sides),
        What::ChannelServersChanged => not_on_server(change, sides),
        What::ServerAdded | What::ServerRemoved | What::ServerChanged => no_server(change, sides),
        What::SecurityTightened | What::SecurityLoosened => not_let_in(change, sides),
        _ => in_operation(change, sides),
    }
}

fn no_channel(address: &str, sides: &Sides<'_>) -> Option<String> {
    let known = |passage: &Passage| passage.channels.contains_key(&shape(address));
    (known(sides.client) && !known(sides.system)).then(|| format!("the system has no channel `{address}`"))
}

fn not_on_server(change: &Change, sides: &Sides<'_>) -> Option<String> {
    let address = change.subject.strip_prefix("channel ")?;
    let is_on = |passage: &Passage| {
        let servers = passage.channels.get(&shape(address))?.get("servers").and_then(Value::as_array);
        let ends = |it: &Value| {
            let reference = it.get("$ref").and_then(Value::as_str);
            it.as_str().or(reference).is_some_and(|it| it.rsplit('/').next() == Some(&change.item))
        };
        Some(
            passage.servers.contains_key(&change.item)
                && servers.is_none_or(|all| all.is_empty() || all.iter().any(ends)),
        )
    };
    let (there, here) = (is_on(sides.client)?, is_on(sides.system)?);
    (there && !here).then(|| format!("the server `{}` of the system has no channel `{address}`", change.item))
}

/// Where a server is, and how it is spoken to.
fn address_of(server: &Value) -> String {
    let part = |key: &str| server.get(key).and_then(Value::as_str).unwrap_or_default();
    let place = format!("{}{}{}", part("url"), part("host"), part("pathname"));
    // Version 2 has the protocol in the address too.
    let place = place.split_once("://").map_or(place.as_str(), |(_, rest)| rest).trim_end_matches('/').to_owned();
    format!("{}://{place}", part("protocol"))
}

fn no_server(change: &Change, sides: &Sides<'_>) -> Option<String> {
    let name = change.subject.strip_prefix("server ")?.split(',').next()?;
    let address = address_of(sides.client.servers.get(name)?);
    let known = sides.system.servers.values().any(|it| address_of(it) == address);
    (!known).then(|| format!("no server of the system answers at {address}"))
}

fn not_let_in(change: &Change, sides: &Sides<'_>) -> Option<String> {
    let server = change.subject.strip_prefix("server ");
    let holders = |passage: &'_ Passage| -> Vec<Value> {
        match server {
            Some(name) => passage.servers.get(name).into_iter().cloned().collect(),
            None => route(passage, change).map_or_else(Vec::new, |it| it.operations.clone()),
        }
    };
    let ways = |passage: &Passage| -> Vec<Vec<_>> { holders(passage).iter().map(|it| passage.ways_in(it)).collect() };
    let (has, asks) = (ways(sides.client), ways(sides.system));
    // Who is asked for nothing has nothing.
    let nothing = [std::collections::BTreeSet::new()];
    let is_in = |has: &std::collections::BTreeSet<String>| {
        asks.iter().all(|it| it.is_empty() || it.iter().any(|way| way.is_subset(has)))
    };
    let all = has.iter().flat_map(|it| if it.is_empty() { nothing.iter() } else { it.iter() });
    let mut refused = all.filter(|has| !is_in(has));
    refused.next().map(|has| {
        let has: Vec<&str> = has.iter().map(|it| it.trim()).collect();
        let words = if has.is_empty() { "nothing".to_owned() } else { has.join(" and ") };
        format!("a client that has {words} is not let in")
    })
}

fn route<'p>(passage: &'p Passage, change: &Change) -> Option<&'p Route> {
    let (action, address) = change.operation.as_deref()?.split_once(' ')?;
    let action = if action == "send" { "send" } else { "receive" };
    passage.routes.get(&(shape(address), action))
}

/// What the application does on a channel, and with which messages.
fn in_operation(change: &Change, sides: &Sides<'_>) -> Option<String> {
    let (Some(own), theirs) = (route(sides.client, change), route(sides.system, change)) else {
        return bound_elsewhere(change, sides);
    };
    let named = change.operation.as_deref().unwrap_or_default();
    let Some(theirs) = theirs else {
        let is_whole = matches!(change.what, What::OperationRemoved | What::OperationAdded);
        return is_whole.then(|| format!("the system does not {named}"));
    };
    let in_reply = change.subject == "reply" || change.subject.starts_with("reply,");
    match change.what {
        What::ReplyRemoved | What::ReplyAdded => {
            (!own.replies.is_empty() && theirs.replies.is_empty()).then(|| "the system answers nothing".to_owned())
        }
        What::ReplyAddressChanged => {
            let gone = own.replies.iter().find(|(at, _)| theirs.replies.iter().all(|(it, _)| it != at));
            gone.map(|(at, _)| format!("the system sends no answer to {at}"))
        }
        What::MessageRemoved | What::MessageAdded => {
            // Whoever writes the message has it, and who reads does not.
            let of = |route: &Route| messages(route, in_reply).iter().any(|it| it.names.contains(&change.item));
            let writer_is_client = (change.action == Some(Action::Receive)) != (in_reply && change.action.is_none());
            let (writer, reader) = if writer_is_client { (own, theirs) } else { (theirs, own) };
            (of(writer) && !of(reader)).then(|| format!("who reads there knows no message `{}`", change.item))
        }
        What::BindingChanged => bound_elsewhere(change, sides),
        _ => other_message(change, (own, theirs), in_reply, sides),
    }
}

fn messages(route: &Route, in_reply: bool) -> Vec<&Message> {
    if in_reply {
        route.replies.iter().flat_map(|(_, messages)| messages).collect()
    } else {
        route.messages.iter().collect()
    }
}

/// The message that a change is about, on both sides.
fn pair<'p>(change: &Change, routes: (&'p Route, &'p Route), in_reply: bool) -> Option<(&'p Value, &'p Value)> {
    let name = change.subject.split(", ").find_map(|it| it.strip_prefix("message "))?;
    let of = |route: &'p Route| {
        let all = messages(route, in_reply);
        match all.as_slice() {
            [one] => Some(&one.value),
            _ => all.iter().find(|it| it.names.contains(name)).map(|it| &it.value),
        }
    };
    Some((of(routes.0)?, of(routes.1)?))
}

/// What a message is written as, and where its parts are.
fn other_message(change: &Change, routes: (&Route, &Route), in_reply: bool, sides: &Sides<'_>) -> Option<String> {
    let (own, theirs) = pair(change, routes, in_reply)?;
    let text = |it: Option<&Value>| it.and_then(Value::as_str).unwrap_or_default().to_owned();
    let format = |message: &Value, part: &str| {
        let part = message.get(part);
        let inner = part.and_then(|it| it.get("schemaFormat"));
        text(inner.or_else(|| message.get("schemaFormat")))
    };
    let has =
        |message: &Value, key: &str| message.get(key).is_some_and(|it| *it != Value::Object(serde_json::Map::new()));
    let differ = |what: &str, own: String, theirs: String| {
        (own != theirs).then(|| format!("{what} is {} here, and {} there", or_none(&own), or_none(&theirs)))
    };
    match change.what {
        What::ContentTypeChanged => {
            let of = |passage: &Passage, message| passage.content_type(message).unwrap_or_default();
            differ("the content type", of(sides.client, own), of(sides.system, theirs))
        }
        What::CorrelationChanged => {
            let of = |message: &Value| text(message.pointer("/correlationId/location"));
            differ("the correlation id", of(own), of(theirs))
        }
        What::FormatChanged => {
            let part = if change.subject.ends_with("headers") { "headers" } else { "payload" };
            differ("the schema", format(own, part), format(theirs, part))
        }
        What::PayloadAdded | What::PayloadRemoved => {
            (has(own, "payload") != has(theirs, "payload")).then(|| "only one side says what the payload is".to_owned())
        }
        What::HeadersAdded | What::HeadersRemoved => (has(own, "headers") != has(theirs, "headers"))
            .then(|| "only one side says what the headers are".to_owned()),
        _ => None,
    }
}

fn or_none(words: &str) -> &str {
    if words.is_empty() { "not stated" } else { words }
}

/// What a protocol needs to know: the same key on both sides.
fn bound_elsewhere(change: &Change, sides: &Sides<'_>) -> Option<String> {
    let (level, key) = change.item.split_once(' ').filter(|_| change.what == What::BindingChanged)?;
    let of = |passage: &Passage, other: Option<&Value>| -> Vec<Option<Value>> {
        let address = change.subject.strip_prefix("channel ").and_then(|it| it.split(", ").next());
        match level {
            "server" => {
                let name = change.subject.strip_prefix("server ").and_then(|it| it.split(',').next());
                name.and_then(|name| passage.servers.get(name)).map(|it| passage.binding(it, key)).into_iter().collect()
            }
            "channel" => {
                let channel = address.and_then(|it| passage.channels.get(&shape(it)));
                channel.map(|it| passage.binding(it, key)).into_iter().collect()
            }
            "operation" => {
                let all = route(passage, change).into_iter().flat_map(|it| &it.operations);
                all.map(|it| passage.binding(it, key)).collect()
            }
            _ => other.map(|it| passage.binding(it, key)).into_iter().collect(),
        }
    };
    let in_reply = change.subject.starts_with("reply,");
    let routes = route(sides.client, change).zip(route(sides.system, change));
    let messages = routes.and_then(|routes| pair(change, routes, in_reply));
    let (own, theirs) = (of(sides.client, messages.map(|it| it.0)), of(sides.system, messages.map(|it| it.1)));
    let show = |it: &[Option<Value>]| {
        let words: Vec<String> =
            it.iter().map(|it| it.as_ref().map_or("not stated".to_owned(), Value::to_string)).collect();
        words.join(", ")
    };
    (!own.is_empty() && !theirs.is_empty() && own != theirs)
        .then(|| format!("{key} is {} here, and {} there", show(&own), show(&theirs)))
}
