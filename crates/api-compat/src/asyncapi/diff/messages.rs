//! Messages of operations and replies.

use std::collections::{HashMap, HashSet};

use super::{At, Differ};
use crate::asyncapi::change::What;
use crate::asyncapi::model::Message;
use crate::document::{NodeId, Tree};

impl Differ<'_, '_> {
    pub(super) fn messages(
        &mut self,
        old: &[Message],
        new: &[Message],
        holders: (Option<NodeId>, Option<NodeId>),
        at: &At,
    ) {
        let pairs = self.pairs_of_messages(old, new);
        let (was, is): (HashSet<usize>, HashSet<usize>) = pairs.iter().copied().unzip();
        for (before, after) in pairs {
            if let (Some(before), Some(after)) = (old.get(before), new.get(after)) {
                self.message(before, after, at);
            }
        }
        let named = |message: &Message| match at.subject.as_str() {
            "reply" => format!("reply, message {}", message.name),
            _ => format!("message {}", message.name),
        };
        for (_, message) in old.iter().enumerate().filter(|(index, _)| !was.contains(index)) {
            let at = at.within(named(message));
            let places = (Some(message.node), holders.1);
            self.record(What::MessageRemoved, &at, message.name.clone(), places, <_>::default());
        }
        for (_, message) in new.iter().enumerate().filter(|(index, _)| !is.contains(index)) {
            let at = at.within(named(message));
            let places = (holders.0, Some(message.node));
            self.record(What::MessageAdded, &at, message.name.clone(), places, <_>::default());
        }
    }

    /// One alone on both sides; by key or name; by what they say that they are called; by what they hold.
    fn pairs_of_messages(&self, old: &[Message], new: &[Message]) -> Vec<(usize, usize)> {
        if old.len() == 1 && new.len() == 1 {
            return vec![(0, 0)];
        }
        let mut pairs = Vec::new();
        let (mut left, mut rest): (Vec<usize>, HashSet<usize>) = ((0..old.len()).collect(), (0..new.len()).collect());
        // Version 2 has no keys, so that its names are held against what messages of version 3 say of themselves.
        let names: [fn(&Message) -> Option<&str>; 2] = [|it| Some(it.name.as_str()), |it| it.stated.as_deref()];
        for name in names {
            let by_name: HashMap<&str, usize> =
                new.iter().enumerate().rev().filter_map(|(at, it)| Some((name(it)?, at))).collect();
            left.retain(|before| {
                let name = old.get(*before).and_then(name);
                let after = name.and_then(|it| by_name.get(it)).copied().filter(|at| rest.remove(at));
                pairs.extend(after.map(|after| (*before, after)));
                after.is_none()
            });
        }
        let digest = |tree: &Tree, message: &Message| message.payload.as_ref().map(|it| tree.digest(it.schema));
        let mut digests: HashMap<u64, usize> = HashMap::new();
        for at in &rest {
            if let Some(key) = new.get(*at).and_then(|it| digest(self.new.tree, it)) {
                digests.insert(key, *at);
            }
        }
        for before in left {
            let key = old.get(before).and_then(|it| digest(self.old.tree, it));
            if let Some(after) = key.and_then(|key| digests.remove(&key)) {
                pairs.push((before, after));
            }
        }
        pairs.sort_unstable();
        pairs
    }

    fn message(&mut self, old: &Message, new: &Message, at: &At) {
        let words = format!("message {}", new.name);
        let at = at.within(if at.subject == "reply" { format!("reply, {words}") } else { words });
        let places = (Some(old.node), Some(new.node));
        self.part((&old.payload, &new.payload), (old.node, new.node), &at, "payload");
        self.part((&old.headers, &new.headers), (old.node, new.node), &at, "headers");
        let mut compare = |what: What, old: &Option<String>, new: &Option<String>| {
            if old != new {
                let words = (old.clone().unwrap_or_default(), new.clone().unwrap_or_default());
                self.record(what, &at, String::new(), places, words);
            }
        };
        compare(What::ContentTypeChanged, &old.content_type, &new.content_type);
        compare(What::CorrelationChanged, &old.correlation, &new.correlation);
        if old.key.is_some() && new.key.is_some() && old.key != new.key {
            self.record(What::TextChanged, &at, "name of the message".to_owned(), places, <_>::default());
        }
        if let (Some(before), Some(after)) = (old.correlation_node, new.correlation_node) {
            self.texts((before, after), &at.within(format!("{}, correlation id", at.subject)), super::texts::LOCATED);
        }
        self.bindings((old.node, new.node), &at, "message");
        self.texts((old.node, new.node), &at, super::texts::MESSAGE);
    }
}
