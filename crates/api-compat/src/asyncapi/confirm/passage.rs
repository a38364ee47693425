//! Who sends what where, as a document says: a reading of its own, of the document as plain JSON, which shares nothing with
//! the one that finds differences.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// References followed from one object.
const HOPS: usize = 32;

/// Levels of objects that are merged, as RFC 7396 says.
const DEEPEST: usize = 32;

/// What a document says of the traffic.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) servers: BTreeMap<String, Value>,
    /// Channels by their addresses, names of parameters left out.
    pub(super) channels: BTreeMap<String, Value>,
    /// What the application does, by address and `send` or `receive`.
    pub(super) routes: BTreeMap<(String, &'static str), Route>,
    document: Value,
}

/// What the application does on a channel.
#[derive(Debug, Default)]
pub(super) struct Route {
    /// Operations, their traits merged.
    pub(super) operations: Vec<Value>,
    pub(super) messages: Vec<Message>,
    /// Where answers go, and what they are.
    pub(super) replies: Vec<(String, Vec<Message>)>,
}

/// A message, its traits merged, and all that it may be called.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) names: BTreeSet<String>,
    pub(super) value: Value,
}

impl Passage {
    pub(super) fn of(document: Value) -> Self {
        let root = Root(&document);
        let mut passage = Self {
            servers: root.map(&document, "servers"),
            channels: BTreeMap::new(),
            routes: BTreeMap::new(),
            document: Value::Null,
        };
        let channels = root.map(&document, "channels");
        for (key, channel) in &channels {
            let address = channel.get("address").and_then(Value::as_str).unwrap_or(key);
            passage.channels.insert(shape(address), channel.clone());
            // Version 2: what a client publishes the application receives.
            for (word, action) in [("publish", "receive"), ("subscribe", "send")] {
                if let Some(operation) = channel.get(word) {
                    let operation = root.merged(root.target(operation));
                    let messages = root.stated(operation.get("message"));
                    let route = passage.routes.entry((shape(address), action)).or_default();
                    route.messages.extend(messages);
                    route.operations.push(operation);
                }
            }
        }
        for (_, operation) in root.map(&document, "operations") {
            let operation = root.merged(&operation);
            let action =
                if operation.get("action").and_then(Value::as_str) == Some("send") { "send" } else { "receive" };
            let Some((address, messages)) = root.on_channel(&operation) else { continue };
            let reply = operation.get("reply").map(|it| root.target(it).clone());
            let route = passage.routes.entry((shape(&address), action)).or_default();
            route.messages.extend(messages);
            if let Some(reply) = reply {
                let (address, messages) = root.on_channel(&reply).unwrap_or_default();
                let location = reply.get("address").map(|it| root.target(it)).and_then(|it| it.get("location"));
                let location = location.and_then(Value::as_str).unwrap_or_default();
                route.replies.push((format!("{address} {location}").trim().to_owned(), messages));
            }
            route.operations.push(operation);
        }
        passage.document = document;
        passage
    }

    /// The bindings that something states, as they are after references.
    pub(super) fn binding(&self, holder: &Value, path: &str) -> Option<Value> {
        let root = Root(&self.document);
        let mut at = root.target(holder.get("bindings")?).clone();
        let mut rest = path;
        while !rest.is_empty() {
            // Keys may hold dots themselves.
            let entries = at.as_object()?;
            let (key, after) = entries.keys().find_map(|key| {
                let after = rest.strip_prefix(key.as_str())?;
                (after.is_empty() || after.starts_with('.')).then_some((key.clone(), after))
            })?;
            let inner = root.target(entries.get(&key)?).clone();
            at = inner;
            rest = after.trim_start_matches('.');
        }
        Some(at)
    }

    /// The ways to be let in: what a client needs to have for each, all together. None: anybody is.
    pub(super) fn ways_in(&self, holder: &Value) -> Vec<BTreeSet<String>> {
        let root = Root(&self.document);
        let schemes = self.document.pointer("/components/securitySchemes");
        let needs = |scheme: &Value, scopes: &[&str]| -> BTreeSet<String> {
            let part = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let words = ["type", "scheme", "in", "name", "openIdConnectUrl"].map(part);
            let stated = scheme.get("scopes").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            let scopes = scopes.iter().copied().chain(stated);
            std::iter::once(words.join(" ")).chain(scopes.map(|it| format!("{} {it}", words.join(" ")))).collect()
        };
        let list = holder.get("security").and_then(Value::as_array);
        let alternatives = list.into_iter().flatten().map(|it| root.target(it));
        let ways = alternatives.map(|it| {
            if it.get("type").is_some() {
                return needs(it, &[]);
            }
            let named = it.as_object().into_iter().flatten().flat_map(|(name, scopes)| {
                let scopes: Vec<&str> = scopes.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                let scheme = schemes.and_then(|all| all.get(name)).map_or(&Value::Null, |it| root.target(it));
                needs(scheme, &scopes)
            });
            named.collect()
        });
        ways.collect()
    }

    /// What a message is written as.
    pub(super) fn content_type(&self, message: &Value) -> Option<String> {
        let of_all = self.document.get("defaultContentType");
        message.get("contentType").or(of_all).and_then(Value::as_str).map(str::to_owned)
    }
}

/// A document, within which references lead.
struct Root<'a>(&'a Value);

impl<'a> Root<'a> {
    /// Where references lead; what leads nowhere, or into other files, is nothing.
    fn target<'b>(&self, value: &'b Value) -> &'b Value
    where
        'a: 'b,
    {
        let mut at = value;
        for _ in 0..HOPS {
            let Some(reference) = at.get("$ref").and_then(Value::as_str) else { return at };
            let pointer = reference.strip_prefix('#').map(|it| it.replace("%7B", "{").replace("%7D", "}"));
            at = pointer.and_then(|it| self.0.pointer(&it)).unwrap_or(&Value::Null);
        }
        &Value::Null
    }

    fn map(&self, holder: &Value, key: &str) -> BTreeMap<String, Value> {
        let map = holder.get(key).map(|it| self.target(it)).and_then(Value::as_object);
        let members = map.into_iter().flatten().filter(|(key, _)| !key.starts_with("x-"));
        members.map(|(key, it)| (key.clone(), self.target(it).clone())).collect()
    }

    /// An object with its traits: in version 2 they are merged into it, in version 3 it goes before.
    fn merged(&self, value: &Value) -> Value {
        let traits: Vec<&Value> = value.get("traits").and_then(Value::as_array).into_iter().flatten().collect();
        if traits.is_empty() {
            return value.clone();
        }
        let is_3 = self.0.get("asyncapi").and_then(Value::as_str).is_some_and(|it| it.starts_with('3'));
        let mut all = if is_3 { Value::Object(Map::new()) } else { value.clone() };
        for one in traits {
            patch(&mut all, self.target(one), DEEPEST);
        }
        if is_3 {
            patch(&mut all, value, DEEPEST);
        }
        all
    }

    /// The address of the channel that `holder` refers to, and the messages that it names of it, or all.
    fn on_channel(&self, holder: &Value) -> Option<(String, Vec<Message>)> {
        let stated = holder.get("channel")?;
        let channel = self.target(stated);
        let key = stated.get("$ref").and_then(Value::as_str).and_then(|it| it.rsplit('/').next()).unwrap_or_default();
        let key = key.replace("~1", "/").replace("~0", "~");
        let address = channel.get("address").and_then(Value::as_str).unwrap_or(&key).to_owned();
        let all = channel.get("messages").map(|it| self.target(it)).and_then(Value::as_object);
        let messages = match holder.get("messages").and_then(Value::as_array) {
            Some(named) => named.iter().map(|it| self.message(it, "")).collect(),
            None => all.into_iter().flatten().map(|(name, it)| self.message(it, name)).collect(),
        };
        Some((address, messages))
    }

    /// Version 2: a message, or each of `oneOf`.
    fn stated(&self, message: Option<&Value>) -> Vec<Message> {
        let Some(message) = message else { return Vec::new() };
        match self.target(message).get("oneOf").and_then(Value::as_array) {
            Some(several) => several.iter().map(|it| self.message(it, "")).collect(),
            None => vec![self.message(message, "")],
        }
    }

    fn message(&self, stated: &Value, key: &str) -> Message {
        let value = self.merged(self.target(stated));
        let referred = stated.get("$ref").and_then(Value::as_str).and_then(|it| it.rsplit('/').next());
        let texts = ["messageId", "name", "title"].iter().filter_map(|it| value.get(it)).filter_map(Value::as_str);
        let names = texts.chain(referred).chain([key]).filter(|it| !it.is_empty()).map(str::to_owned).collect();
        Message { names, value }
    }
}

/// Merges `patch` into `value` (RFC 7396).
fn patch(value: &mut Value, other: &Value, depth: usize) {
    let (Value::Object(_), Some(depth)) = (other, depth.checked_sub(1)) else {
        value.clone_from(other);
        return;
    };
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    for (key, it) in other.as_object().into_iter().flatten() {
        if let Some(map) = value.as_object_mut() {
            if it.is_null() {
                map.remove(key);
            } else {
                patch(map.entry(key.clone()).or_insert(Value::Null), it, depth);
            }
        }
    }
}

/// An address without the names of its parameters.
pub(super) fn shape(address: &str) -> String {
    let mut parts = address.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + "{}" + part.split_once('}').map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_versions_say_who_sends_what() {
        let two = Passage::of(json!({"asyncapi": "2.6.0", "channels": {"a/{b}": {"publish": {
            "traits": [{"bindings": {"kafka": {"groupId": "g"}}}],
            "message": {"oneOf": [{"name": "M", "payload": {}}, {"$ref": "#/components/messages/N"}]}}}},
            "components": {"messages": {"N": {"payload": {"type": "string"}}}}}));
        let three = Passage::of(json!({"asyncapi": "3.0.0", "channels": {"c": {"address": "a/{x}", "messages": {
            "M": {"payload": {}}, "N": {"payload": {"type": "string"}}}}},
            "operations": {"o": {"action": "receive", "channel": {"$ref": "#/channels/c"},
                "traits": [{"bindings": {"kafka": {"groupId": "g"}}}]}}}));
        for passage in [two, three] {
            let route = passage.routes.get(&("a/{}".to_owned(), "receive")).expect("the route");
            let names: Vec<_> = route.messages.iter().flat_map(|it| &it.names).collect();
            assert_eq!(names, ["M", "N"]);
            assert_eq!(passage.binding(&route.operations[0], "kafka.groupId"), Some(json!("g")));
        }
    }
}
