//! What differs between two AsyncAPI documents: channels are matched by their addresses, then by their keys; operations by
//! what the application does on the channel; messages by their names.

mod bindings;
mod login;
mod messages;
mod parameters;
mod payloads;
mod rest;
mod servers;
mod texts;

use std::collections::{HashMap, HashSet};

use findings::{Diagnostic, Finding};

use super::change::{Change, What};
use super::model::is_version_3;
use super::model::{Action, Api, Channel, Exchange, Operation, Reply};
use crate::change::Role;
use crate::comparison::Comparison;
use crate::document::NodeId;

/// Two documents side by side, and what is found to differ.
pub(super) struct Differ<'c, 'a> {
    pub(super) old: &'c Api<'a>,
    pub(super) new: &'c Api<'a>,
    /// What compares schemas, and what it found.
    pub(super) comparison: Comparison<'a>,
    pub(super) changes: Vec<Change>,
    /// Of payloads that are no JSON Schemas: judged already.
    pub(super) findings: Vec<Finding>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Where something stands.
#[derive(Debug, Clone, Default)]
struct At {
    operation: Option<String>,
    subject: String,
    action: Option<Action>,
}

impl At {
    fn within(&self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self.clone() }
    }

    /// Who writes what is there: clients write what the application receives.
    fn role(&self) -> Role {
        match self.action {
            Some(Action::Receive) => Role::Request,
            Some(Action::Send) => Role::Response,
            None => Role::Neither,
        }
    }
}

impl Differ<'_, '_> {
    pub(super) fn compare(&mut self) {
        let (old, new) = (self.old, self.new);
        self.whole();
        self.servers();
        let pairs = pairs(&old.channels, &new.channels);
        let (was, is): (HashSet<usize>, HashSet<usize>) = pairs.iter().copied().unzip();
        for (before, after) in pairs {
            if let (Some(before), Some(after)) = (old.channels.get(before), new.channels.get(after)) {
                self.channel(before, after);
            }
        }
        for (_, channel) in old.channels.iter().enumerate().filter(|(at, _)| !was.contains(at)) {
            let at = At { subject: format!("channel {}", channel.address), ..At::default() };
            let item = channel.address.clone();
            self.record(What::ChannelRemoved, &at, item, (Some(channel.node), Some(new.root)), <_>::default());
        }
        for (_, channel) in new.channels.iter().enumerate().filter(|(at, _)| !is.contains(at)) {
            let at = At { subject: format!("channel {}", channel.address), ..At::default() };
            let item = channel.address.clone();
            self.record(What::ChannelAdded, &at, item, (Some(old.root), Some(channel.node)), <_>::default());
        }
        self.rest();
    }

    fn channel(&mut self, old: &Channel, new: &Channel) {
        let at = At { subject: format!("channel {}", new.address), ..At::default() };
        let nodes = (old.node, new.node);
        if old.plain_address() != new.plain_address() {
            let words = (old.address.clone(), new.address.clone());
            self.record(What::ChannelAddressChanged, &at, old.id.clone(), (Some(old.node), Some(new.node)), words);
        }
        if is_version_3(self.old.tree) && is_version_3(self.new.tree) && old.id != new.id {
            self.record(
                What::TextChanged,
                &at,
                "name of the channel".to_owned(),
                (Some(old.node), Some(new.node)),
                <_>::default(),
            );
        }
        self.servers_of_channel(old, new, &at);
        self.parameters(old, new, &at);
        self.bindings(nodes, &at, "channel");
        self.texts(nodes, &at, texts::CHANNEL);
        for action in [Action::Receive, Action::Send] {
            let of = |channel: &'_ Channel| channel.exchanges.iter().position(|it| it.action == action);
            let (before, after) = (of(old), of(new));
            let at = At {
                operation: Some(format!("{} {}", action.as_str(), new.address)),
                subject: "operation".to_owned(),
                action: Some(action),
            };
            let places = (Some(old.node), Some(new.node));
            let exchanges = (before.and_then(|it| old.exchanges.get(it)), after.and_then(|it| new.exchanges.get(it)));
            match exchanges {
                (Some(before), Some(after)) => self.exchange(before, after, &at),
                (Some(before), None) => {
                    let place = before.operations.first().map(|it| it.node);
                    self.record(What::OperationRemoved, &at, String::new(), (place, places.1), <_>::default());
                }
                (None, Some(after)) => {
                    let place = after.operations.first().map(|it| it.node);
                    self.record(What::OperationAdded, &at, String::new(), (places.0, place), <_>::default());
                }
                (None, None) => {}
            }
        }
    }

    fn exchange(&mut self, old: &Exchange, new: &Exchange, at: &At) {
        self.operations(&old.operations, &new.operations, at);
        let holders = (old.operations.first().map(|it| it.node), new.operations.first().map(|it| it.node));
        self.messages(&old.messages, &new.messages, holders, at);
        let back = At { action: at.action.map(Action::reversed), ..at.within("reply") };
        match (&old.reply, &new.reply) {
            (Some(before), Some(after)) => self.reply(before, after, &back),
            (Some(before), None) => {
                self.record(What::ReplyRemoved, &back, String::new(), (Some(before.node), holders.1), <_>::default());
            }
            (None, Some(after)) => {
                self.record(What::ReplyAdded, &back, String::new(), (holders.0, Some(after.node)), <_>::default());
            }
            (None, None) => {}
        }
    }

    /// Several may do the same on a channel: those of one name are one, and of the rest each is the next.
    fn operations(&mut self, old: &[Operation], new: &[Operation], at: &At) {
        let is_among = |one: &Operation, all: &[Operation]| one.key.is_some() && all.iter().any(|it| it.key == one.key);
        let rest = |all: &[Operation], others: &[Operation]| -> Vec<Operation> {
            all.iter().filter(|it| !is_among(it, others)).cloned().collect()
        };
        let (mut gone, mut came) = (rest(old, new).into_iter(), rest(new, old).into_iter());
        let mut pairs: Vec<(Operation, Operation)> = Vec::new();
        for before in old {
            let same = new.iter().find(|after| before.key.is_some() && after.key == before.key);
            pairs.extend(same.map(|after| (before.clone(), after.clone())));
        }
        loop {
            match (gone.next(), came.next()) {
                (Some(before), Some(after)) => pairs.push((before, after)),
                (None, None) => break,
                (before, after) => {
                    let places = (before.as_ref().map(|it| it.node), after.as_ref().map(|it| it.node));
                    let key = before.or(after).and_then(|it| it.key).unwrap_or_default();
                    self.record(What::TextChanged, at, format!("operation {key}"), places, <_>::default());
                }
            }
        }
        for (before, after) in pairs {
            let nodes = (before.node, after.node);
            if before.key.is_some() && after.key.is_some() && before.key != after.key {
                let item = "name of the operation".to_owned();
                self.record(What::TextChanged, at, item, (Some(nodes.0), Some(nodes.1)), <_>::default());
            }
            self.bindings(nodes, at, "operation");
            self.security(nodes, at);
            self.texts(nodes, at, texts::OPERATION);
        }
    }

    fn reply(&mut self, old: &Reply, new: &Reply, at: &At) {
        if old.address != new.address {
            let words = (old.address.clone().unwrap_or_default(), new.address.clone().unwrap_or_default());
            let places = (Some(old.node), Some(new.node));
            self.record(What::ReplyAddressChanged, at, String::new(), places, words);
        }
        self.texts((old.node, new.node), at, texts::REPLY);
        if let (Some(before), Some(after)) = (old.address_node, new.address_node) {
            self.texts((before, after), at, texts::LOCATED);
        }
        self.messages(&old.messages, &new.messages, (Some(old.node), Some(new.node)), at);
    }

    fn record(
        &mut self,
        what: What,
        at: &At,
        item: String,
        (before, after): (Option<NodeId>, Option<NodeId>),
        words: (String, String),
    ) {
        let At { operation, subject, action } = at.clone();
        self.changes.push(Change { what, item, words, operation, subject, action, before, after });
    }
}

/// Which channel became which: by address, names of parameters left aside, then by key; one that has another's address is
/// not the one that had its key.
fn pairs(old: &[Channel], new: &[Channel]) -> Vec<(usize, usize)> {
    let mut rest: HashSet<usize> = (0..new.len()).collect();
    let by = |key: fn(&Channel) -> String| -> HashMap<String, usize> {
        new.iter().enumerate().rev().map(|(at, it)| (key(it), at)).collect()
    };
    let (addresses, keys) = (by(Channel::plain_address), by(|it| it.id.clone()));
    let mut found: Vec<Option<usize>> =
        old.iter().map(|it| addresses.get(&it.plain_address()).copied().filter(|at| rest.remove(at))).collect();
    for (channel, slot) in old.iter().zip(&mut found).filter(|(_, slot)| slot.is_none()) {
        *slot = keys.get(&channel.id).copied().filter(|at| rest.remove(at));
    }
    found.into_iter().enumerate().filter_map(|(before, after)| Some((before, after?))).collect()
}
