//! Protocols: types and messages (Specification, "Protocol Declaration").

use super::Reader;
use super::names::space_of;
use crate::avro::model::{Name, Part, Root, Shape};
use crate::document::NodeId;

impl Reader<'_> {
    pub(super) fn protocol(&mut self, path: &str, root: NodeId) {
        let text = |reader: &Self, key: &str| {
            reader.tree.get(root, key).and_then(|it| reader.tree.str(it)).unwrap_or_default().to_owned()
        };
        let name = super::names::full(&text(self, "protocol"), &text(self, "namespace"));
        let namespace = space_of(&name).to_owned();
        let types: Vec<NodeId> =
            self.tree.get(root, "types").map_or_else(Vec::new, |list| self.tree.items(list).collect());
        for node in types {
            self.types(node, &namespace);
        }
        let messages: Vec<(String, NodeId)> = self.tree.get(root, "messages").map_or_else(Vec::new, |messages| {
            self.tree.entries(messages).map(|(name, node)| (name.to_owned(), node)).collect()
        });
        for (message, node) in messages {
            self.message(path, &message, node, &namespace);
        }
    }

    /// A message is a request, which is a record without a name, and what is answered.
    fn message(&mut self, path: &str, message: &str, node: NodeId, namespace: &str) {
        let one_way = self.tree.get(node, "one-way").and_then(|it| self.tree.bool(it)) == Some(true);
        let Some(request) = self.tree.get(node, "request").filter(|it| self.tree.is_array(*it)) else {
            let help = "list what it is called with, or write []";
            return self.error(node, "avro-schema-malformed", "a message without `request`", help);
        };
        let fields = self.fields(request, namespace);
        let record = Shape::Record(Name { full: "request".to_owned(), aliases: Vec::new() }, fields);
        let types = self.add(record, request);
        self.part(path, message, types, request, Part::Request { one_way });
        if let Some(response) = self.tree.get(node, "response") {
            let types = self.types(response, namespace);
            self.part(path, message, types, response, Part::Response);
        }
        if let Some(errors) = self.tree.get(node, "errors") {
            let types = self.types(errors, namespace);
            // Whatever is declared, a text is an error too (Specification, "Messages").
            let text = self.add(Shape::Primitive(crate::avro::model::Primitive::String), errors);
            if let Some(Shape::Union(branches)) = self.schemas.types.get_mut(types.0).map(|it| &mut it.shape) {
                branches.insert(0, text);
            }
            self.part(path, message, types, errors, Part::Errors);
        }
    }

    fn part(&mut self, path: &str, message: &str, types: crate::avro::model::TypeId, node: NodeId, part: Part) {
        self.schemas.roots.push(Root { types, name: Some(message.to_owned()), path: path.to_owned(), node, part });
    }
}
