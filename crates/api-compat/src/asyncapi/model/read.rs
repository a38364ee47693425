//! From trees to the model.

use super::part::{deref, field, is_version_3, text};
use super::{Action, Api, Channel, Exchange, Family, Message, Operation, Payload, Reply};
use crate::document::{NodeId, Tree};

/// The model of a document; none where it could not be read.
pub(in crate::asyncapi) fn read(tree: &Tree) -> Option<Api<'_>> {
    let root = tree.root()?;
    let reader = Reader { tree, root };
    let mut channels = reader.members(root, "channels").into_iter().map(|it| reader.channel(it)).collect::<Vec<_>>();
    if is_version_3(tree) {
        for (key, node) in reader.members(root, "operations") {
            reader.operation(Operation { key: Some(key), node }, &mut channels);
        }
    } else {
        for channel in &mut channels {
            let actions = [("publish", Action::Receive), ("subscribe", Action::Send)];
            channel.exchanges =
                actions.into_iter().filter_map(|(key, action)| reader.exchange(channel.node, key, action)).collect();
        }
    }
    Some(Api { tree, root, channels, servers: reader.members(root, "servers") })
}

struct Reader<'t> {
    tree: &'t Tree,
    root: NodeId,
}

impl Reader<'_> {
    /// The members of an object by their keys, references followed.
    fn members(&self, node: NodeId, key: &str) -> Vec<(String, NodeId)> {
        let members = self.tree.get(node, key).and_then(|it| deref(self.tree, it));
        let members = members.into_iter().flat_map(|it| self.tree.entries(it));
        members.filter_map(|(key, node)| Some((key.to_owned(), deref(self.tree, node)?))).collect()
    }

    fn channel(&self, (id, node): (String, NodeId)) -> Channel {
        let stated = self.tree.get(node, "address").and_then(|it| self.tree.str(it));
        let address = stated.unwrap_or(&id).to_owned();
        let (parameters, servers) = (self.members(node, "parameters"), self.servers(node));
        Channel { id, address, node, parameters, servers, exchanges: Vec::new() }
    }

    /// The servers that a channel names: by their names (version 2), or by references.
    fn servers(&self, channel: NodeId) -> Option<Vec<String>> {
        let list = self.tree.get(channel, "servers").filter(|it| self.tree.is_array(*it))?;
        let names = self.tree.items(list).filter_map(|item| {
            let reference = self.tree.get(item, "$ref").and_then(|it| self.tree.str(it));
            let name = reference.and_then(|it| it.rsplit('/').next());
            self.tree.str(item).or(name).map(str::to_owned)
        });
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then_some(names)
    }

    /// Version 2: `publish` or `subscribe` of a channel.
    fn exchange(&self, channel: NodeId, key: &str, action: Action) -> Option<Exchange> {
        let operation = deref(self.tree, self.tree.get(channel, key)?)?;
        let stated = field(self.tree, operation, "message").and_then(|it| self.several(it));
        let messages = stated.unwrap_or_default().into_iter().filter_map(|it| self.message(it, None)).collect();
        Some(Exchange { action, operations: vec![Operation { key: None, node: operation }], messages, reply: None })
    }

    /// A message, or each of `oneOf`.
    fn several(&self, node: NodeId) -> Option<Vec<NodeId>> {
        let target = deref(self.tree, node)?;
        match self.tree.get(target, "oneOf") {
            Some(list) => Some(self.tree.items(list).collect()),
            None => Some(vec![node]),
        }
    }

    /// Version 3: an operation, which is entered at its channel.
    fn operation(&self, operation: Operation, channels: &mut [Channel]) {
        let node = operation.node;
        let action = match text(self.tree, node, "action").as_deref() {
            Some("send") => Action::Send,
            Some("receive") => Action::Receive,
            _ => return,
        };
        let target = self.tree.get(node, "channel").and_then(|it| deref(self.tree, it));
        let Some(channel) = channels.iter_mut().find(|it| Some(it.node) == target) else { return };
        let messages = self.messages(node, channel.node);
        let reply = self.reply(node);
        if let Some(exchange) = channel.exchanges.iter_mut().find(|it| it.action == action) {
            // Whichever operation takes it: a client does not see them apart.
            let known: Vec<NodeId> = exchange.messages.iter().map(|it| it.node).collect();
            exchange.messages.extend(messages.into_iter().filter(|it| !known.contains(&it.node)));
            exchange.operations.push(operation);
            exchange.reply = exchange.reply.take().or(reply);
            return;
        }
        channel.exchanges.push(Exchange { action, operations: vec![operation], messages, reply });
    }

    /// The messages that an operation or a reply names; where it names none, all of its channel.
    fn messages(&self, holder: NodeId, channel: NodeId) -> Vec<Message> {
        let all = self.members(channel, "messages");
        let Some(named) = self.tree.get(holder, "messages") else {
            return all.into_iter().filter_map(|(name, node)| self.message(node, Some(&name))).collect();
        };
        let named: Vec<NodeId> = self.tree.items(named).filter_map(|it| deref(self.tree, it)).collect();
        let known =
            named.into_iter().map(|node| (all.iter().find(|(_, it)| *it == node).map(|(name, _)| name.as_str()), node));
        known.filter_map(|(name, node)| self.message(node, name)).collect()
    }

    fn reply(&self, operation: NodeId) -> Option<Reply> {
        let node = deref(self.tree, field(self.tree, operation, "reply")?)?;
        let address_node = self.tree.get(node, "address").and_then(|it| deref(self.tree, it));
        let address = address_node.and_then(|it| text(self.tree, it, "location"));
        let channel = self.tree.get(node, "channel").and_then(|it| deref(self.tree, it));
        let of_channel = channel.and_then(|it| text(self.tree, it, "address"));
        let messages = match (channel, self.tree.get(node, "messages")) {
            (Some(channel), _) => self.messages(node, channel),
            (None, Some(list)) => self.tree.items(list).filter_map(|it| self.message(it, None)).collect(),
            (None, None) => Vec::new(),
        };
        let both: Vec<String> = of_channel.into_iter().chain(address).collect();
        let address = (!both.is_empty()).then(|| both.join(", "));
        Some(Reply { address, address_node, messages, node })
    }

    fn message(&self, stated: NodeId, key: Option<&str>) -> Option<Message> {
        let tree = self.tree;
        let reference = tree.get(stated, "$ref").and_then(|it| tree.str(it));
        let referred = reference.and_then(|it| it.rsplit('/').next()).map(str::to_owned);
        let node = deref(tree, stated)?;
        let named = text(tree, node, "messageId").or_else(|| text(tree, node, "name"));
        let name = key.map(str::to_owned).or_else(|| named.clone()).or(referred).or_else(|| text(tree, node, "title"));
        let of_all = || tree.get(self.root, "defaultContentType").and_then(|it| tree.str(it)).map(str::to_owned);
        let format = text(tree, node, "schemaFormat").unwrap_or_default();
        let correlation = field(tree, node, "correlationId").and_then(|it| deref(tree, it));
        Some(Message {
            name: name.unwrap_or_else(|| "message".to_owned()),
            key: key.map(str::to_owned),
            stated: named,
            node,
            payload: field(tree, node, "payload").and_then(|it| self.payload(it, &format)),
            headers: field(tree, node, "headers").and_then(|it| self.payload(it, "")),
            content_type: text(tree, node, "contentType").or_else(of_all),
            correlation_node: correlation,
            correlation: correlation.and_then(|it| text(tree, it, "location")),
        })
    }

    /// A schema, or in version 3 one that says what it is written in.
    fn payload(&self, stated: NodeId, format: &str) -> Option<Payload> {
        let node = deref(self.tree, stated)?;
        let several = self.tree.get(node, "schemaFormat").and_then(|it| self.tree.str(it));
        let (schema, format, holder) = match (several, self.tree.get(node, "schema")) {
            (Some(format), Some(schema)) => (schema, format, Some(node)),
            _ => (stated, format, None),
        };
        let family = Family::of(format);
        // Whoever compares JSON Schemas follows references itself.
        let schema = if family == Family::Json { schema } else { deref(self.tree, schema)? };
        Some(Payload { schema, holder, format: format.to_owned(), family })
    }
}
