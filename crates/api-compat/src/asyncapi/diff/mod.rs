//! What differs between two AsyncAPI documents: channels are matched by their addresses, then by their keys; operations by
//! what the application does on the channel; messages by their names.

mod bindings;
mod messages;
mod payloads;
mod servers;
mod texts;

use std::collections::{HashMap, HashSet};

use findings::{Diagnostic, Finding};

use super::change::{Change, What};
use super::model::{Action, Api, Channel, Exchange, Reply};
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
                    let place = before.operations.first().copied();
                    self.record(What::OperationRemoved, &at, String::new(), (place, places.1), <_>::default());
                }
                (None, Some(after)) => {
                    let place = after.operations.first().copied();
                    self.record(What::OperationAdded, &at, String::new(), (places.0, place), <_>::default());
                }
                (None, None) => {}
            }
        }
    }

    fn exchange(&mut self, old: &Exchange, new: &Exchange, at: &At) {
        if let (Some(before), Some(after)) = (old.operations.first(), new.operations.first()) {
            self.bindings((*before, *after), at, "operation");
            self.security((*before, *after), at);
            self.texts((*before, *after), at, texts::OPERATION);
        }
        let holders = (old.operations.first().copied(), new.operations.first().copied());
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

    fn reply(&mut self, old: &Reply, new: &Reply, at: &At) {
        if old.address != new.address {
            let words = (old.address.clone().unwrap_or_default(), new.address.clone().unwrap_or_default());
            let places = (Some(old.node), Some(new.node));
            self.record(What::ReplyAddressChanged, at, String::new(), places, words);
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
