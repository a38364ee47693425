//! Payloads and headers: JSON Schemas through containment, schemas of Avro and Protobuf through their own parts.

use std::rc::Rc;

use super::{At, Differ};
use crate::asyncapi::change::What;
use crate::asyncapi::model::{Family, Payload};
use crate::change::Place;
use crate::document::NodeId;

impl Differ<'_, '_> {
    /// The payload or the headers of a message.
    pub(super) fn part(
        &mut self,
        (old, new): (&Option<Payload>, &Option<Payload>),
        holders: (NodeId, NodeId),
        at: &At,
        word: &str,
    ) {
        let places = |old: Option<NodeId>, new: Option<NodeId>| (old.or(Some(holders.0)), new.or(Some(holders.1)));
        let (added, removed) = match word {
            "payload" => (What::PayloadAdded, What::PayloadRemoved),
            _ => (What::HeadersAdded, What::HeadersRemoved),
        };
        match (old, new) {
            (Some(before), Some(after)) => {
                let at = at.within(format!("{}, {word}", at.subject));
                self.schemas(before, after, places(Some(before.schema), Some(after.schema)), &at);
            }
            (None, Some(after)) => {
                self.record(added, at, String::new(), places(None, Some(after.schema)), <_>::default());
            }
            (Some(before), None) => {
                self.record(removed, at, String::new(), places(Some(before.schema), None), <_>::default());
            }
            (None, None) => {}
        }
    }

    fn schemas(&mut self, before: &Payload, after: &Payload, places: (Option<NodeId>, Option<NodeId>), at: &At) {
        if before.family != after.family || before.family == Family::Other && before.format != after.format {
            let words = (before.words(), after.words());
            return self.record(What::FormatChanged, at, String::new(), places, words);
        }
        if before.format != after.format {
            self.record(What::TextChanged, at, "schemaFormat".to_owned(), places, <_>::default());
        }
        if let (Some(was), Some(is)) = (before.holder, after.holder) {
            self.texts((was, is), at, super::texts::FORMATTED);
        }
        let schemas = (before.schema, after.schema);
        match before.family {
            Family::Json => self.json(schemas, at),
            Family::Avro => self.avro(schemas, at),
            Family::Protobuf => self.protobuf(schemas, at),
            Family::Other => self.by_text(schemas, at),
        }
    }

    /// Version 2: what a part of the address takes is a schema.
    pub(super) fn schema_of_parameter(&mut self, (old, new): (NodeId, NodeId), at: &At) {
        if let (Some(old), Some(new)) = (self.old.tree.get(old, "schema"), self.new.tree.get(new, "schema")) {
            self.json((old, new), at);
        }
    }

    fn json(&mut self, (old, new): (NodeId, NodeId), at: &At) {
        let place =
            Place { operation: at.operation.clone(), role: at.role(), subject: at.subject.clone(), ..Place::default() };
        self.comparison.schemas(old, new, &Rc::new(place));
    }

    #[cfg(feature = "avro")]
    fn avro(&mut self, schemas: (NodeId, NodeId), at: &At) {
        let is_written_by_clients = at.role() == crate::change::Role::Request;
        let trees = (self.old.tree, self.new.tree);
        let judgement = crate::avro::embedded(trees, schemas, self.comparison.options, is_written_by_clients);
        self.take(judgement, at);
    }

    #[cfg(not(feature = "avro"))]
    fn avro(&mut self, schemas: (NodeId, NodeId), at: &At) {
        self.by_text(schemas, at);
    }

    /// A text in which the definitions stand.
    #[cfg(feature = "protobuf")]
    fn protobuf(&mut self, (old, new): (NodeId, NodeId), at: &At) {
        use crate::Kind;
        use crate::format::{Content, Input, SourceFile};
        use findings::SourceText;

        let texts = (self.old.tree.str(old), self.new.tree.str(new));
        let (Some(was), Some(is)) = texts else { return self.by_text((old, new), at) };
        let limits = source_tree::Limits::default();
        let file = |text: &str, tree: &crate::document::Tree, node| {
            let name = format!("{}#{}.proto", tree.file_of(node), tree.pointer(node));
            SourceFile { path: "payload.proto".to_owned(), source: SourceText::new(name, text) }
        };
        let (before, after) = (file(was, self.old.tree, old), file(is, self.new.tree, new));
        let before = Input { name: "", content: Content::File(&before), limits: &limits };
        let after = Input { name: "", content: Content::File(&after), limits: &limits };
        let Some(format) = crate::format::of(Kind::Protobuf) else { return };
        if let Ok(judgement) = format.compare(&before, &after, self.comparison.options) {
            self.take(judgement, at);
        }
    }

    #[cfg(not(feature = "protobuf"))]
    fn protobuf(&mut self, schemas: (NodeId, NodeId), at: &At) {
        self.by_text(schemas, at);
    }

    /// What cannot be read is told where it differs.
    fn by_text(&mut self, (old, new): (NodeId, NodeId), at: &At) {
        if self.old.tree.digest(old) != self.new.tree.digest(new) {
            let item = "schema".to_owned();
            self.record(What::FormatChanged, at, item, (Some(old), Some(new)), <_>::default());
        }
    }

    fn take(&mut self, judgement: crate::format::Judgement, at: &At) {
        self.diagnostics.extend(judgement.diagnostics);
        self.findings.extend(judgement.findings.into_iter().map(|mut finding| {
            finding.operation.clone_from(&at.operation);
            finding.subject = format!("{}, {}", at.subject, finding.subject);
            finding
        }));
    }
}

impl Payload {
    fn words(&self) -> String {
        if self.format.is_empty() { "the schemas of AsyncAPI".to_owned() } else { self.format.clone() }
    }
}
