//! Services.

use std::collections::BTreeMap;

use super::Differ;
use crate::protobuf::change::{Change, Edit, Element, Node};
use crate::protobuf::model::{File, Method, Service};

impl<'a> Differ<'a> {
    pub(super) fn service(
        &mut self,
        (old_file, old): (&'a File, &'a Service),
        (new_file, new): (&'a File, &'a Service),
    ) {
        let by_name = |service: &'a Service| -> BTreeMap<&'a str, &'a Method> {
            service.methods.iter().map(|it| (it.name.as_str(), it)).collect()
        };
        let (old_methods, new_methods) = (by_name(old), by_name(new));
        for (name, before) in &old_methods {
            let node = Node::Method(old_file, old, before);
            if let Some(after) = new_methods.get(name) {
                self.method((node, before), (Node::Method(new_file, new, after), after));
            } else {
                let holder = Node::Service(new_file, new);
                self.say(Change::new(Element::Method, "", Edit::Removed).between(node, holder));
            }
        }
        for (name, after) in &new_methods {
            if !old_methods.contains_key(name) {
                let nodes = (Node::Service(old_file, old), Node::Method(new_file, new, after));
                self.say(Change::new(Element::Method, "", Edit::Added).between(nodes.0, nodes.1));
            }
        }
        let nodes = (Node::Service(old_file, old), Node::Service(new_file, new));
        self.options(Element::Service, nodes, &old.options, &new.options);
    }

    fn method(&mut self, (node, old): (Node<'a>, &'a Method), (new_node, new): (Node<'a>, &'a Method)) {
        let change = |field| Change::new(Element::Method, field, Edit::Changed).between(node, new_node);
        if old.input != new.input {
            self.say(change("input_type").values(&old.input, &new.input));
        }
        if old.output != new.output {
            self.say(change("output_type").values(&old.output, &new.output));
        }
        let words = |streaming| if streaming { "a stream" } else { "one message" };
        if old.client_streaming != new.client_streaming {
            self.say(change("client_streaming").values(words(old.client_streaming), words(new.client_streaming)));
        }
        if old.server_streaming != new.server_streaming {
            self.say(change("server_streaming").values(words(old.server_streaming), words(new.server_streaming)));
        }
        self.options(Element::Method, (node, new_node), &old.options, &new.options);
    }
}
