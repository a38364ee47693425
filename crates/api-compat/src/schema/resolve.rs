//! Where references lead: pointers, `$id` and `id`, anchors, dynamic anchors.

use std::collections::HashMap;
use std::rc::Rc;

use super::Dialect;
use super::atom::Scope;
use super::library::Library;
use crate::comparison::Side;
use crate::contain::Of;
use crate::document::{NodeId, Resolve as _, Tree, absolute as join};
use crate::hash::HashSet;

/// Chains of the resources that dynamic references came through, interned. A resource that is in the chain already is
/// not added: what counts is which came first.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    /// The chain before, and the resource; number n stands for entry n - 1, 0 for the empty chain.
    chains: Vec<(u32, (Of, NodeId))>,
    known: HashMap<(u32, (Of, NodeId)), u32>,
}

impl Scopes {
    fn extend(&mut self, scope: Scope, resource: (Of, NodeId)) -> Scope {
        if self.resources(scope).contains(&resource) {
            return scope;
        }
        let next = self.chains.len() + 1;
        let number = *self.known.entry((scope.0, resource)).or_insert_with(|| {
            self.chains.push((scope.0, resource));
            u32::try_from(next).unwrap_or(u32::MAX)
        });
        Scope(number)
    }

    /// From the innermost to the outermost.
    fn resources(&self, scope: Scope) -> Vec<(Of, NodeId)> {
        let mut found = Vec::new();
        let mut at = scope.0;
        while let Some((before, resource)) = at.checked_sub(1).and_then(|index| self.chains.get(index as usize)) {
            found.push(*resource);
            at = *before;
        }
        found
    }
}

/// The schemas of a document that have a name of their own.
#[derive(Debug, Default)]
pub(crate) struct Resources {
    /// By absolute URI, without an empty fragment.
    by_uri: HashMap<String, NodeId>,
    /// `$anchor` and `$dynamicAnchor`, by the root of the resource they stand in.
    anchors: HashMap<(NodeId, String), NodeId>,
    dynamic_anchors: HashMap<(NodeId, String), NodeId>,
    /// Whether dynamic references occur at all.
    dynamic: bool,
}

impl Resources {
    pub(super) fn index(side: Side<'_>) -> Self {
        let mut index = Self::default();
        if !side.dialect.has_identifiers() {
            return index;
        }
        let tree = side.tree;
        let mut open: Vec<(NodeId, NodeId, Rc<str>)> = tree.roots().map(|root| (root, root, Rc::from(""))).collect();
        // What aliases share is looked at once in each resource.
        let mut seen = HashSet::default();
        while let Some((node, mut resource, mut base)) = open.pop() {
            if tree.has_aliases() && !seen.insert((node, resource)) {
                continue;
            }
            if tree.is_object(node) {
                index.visit(side, node, &mut resource, &mut base);
            }
            let members =
                tree.entries(node).filter(|(key, _)| !matches!(*key, "enum" | "const" | "default" | "examples"));
            let children = members.map(|(_, value)| value).chain(tree.items(node));
            open.extend(
                children
                    .filter(|it| tree.is_object(*it) || tree.is_array(*it))
                    .map(|it| (it, resource, Rc::clone(&base))),
            );
        }
        index
    }

    fn visit(&mut self, side: Side<'_>, node: NodeId, resource: &mut NodeId, base: &mut Rc<str>) {
        let tree = side.tree;
        if let Some(id) = identifier(side, node) {
            if let Some(anchor) = id.strip_prefix('#') {
                self.anchors.insert((*resource, anchor.to_owned()), node);
            } else {
                let uri = join(base, id.split('#').next().unwrap_or_default());
                *base = Rc::from(uri.as_str());
                *resource = node;
                self.by_uri.entry(uri).or_insert(node);
            }
        }
        let text = |key: &str| tree.get(node, key).and_then(|it| tree.str(it)).map(str::to_owned);
        if let Some(anchor) = text("$anchor") {
            self.anchors.insert((*resource, anchor), node);
        }
        if let Some(anchor) = text("$dynamicAnchor") {
            self.anchors.insert((*resource, anchor.clone()), node);
            self.dynamic_anchors.insert((*resource, anchor), node);
        }
        self.dynamic |= tree.get(node, "$dynamicRef").is_some() || tree.get(node, "$recursiveRef").is_some();
    }
}

/// `$id`, or `id` of draft 4, where it is a text.
fn identifier(side: Side<'_>, node: NodeId) -> Option<&str> {
    let key = if side.dialect == Dialect::Draft4 { "id" } else { "$id" };
    side.tree.str(side.tree.get(node, key)?)
}

/// The nearest schema around `node`, itself included, that has an identifier; else the root of the file.
fn resource_root(side: Side<'_>, node: NodeId) -> NodeId {
    let mut at = node;
    loop {
        if identifier(side, at).is_some_and(|id| !id.starts_with('#')) {
            return at;
        }
        match side.tree.parent(at) {
            Some(parent) => at = parent,
            None => return at,
        }
    }
}

/// The URI against which references in `node` are resolved.
fn base_of(side: Side<'_>, node: NodeId) -> String {
    let mut identifiers = Vec::new();
    let mut at = Some(node);
    while let Some(it) = at {
        identifiers.extend(identifier(side, it).filter(|id| !id.starts_with('#')));
        at = side.tree.parent(it);
    }
    identifiers.iter().rev().fold(String::new(), |base, id| join(&base, id.split('#').next().unwrap_or_default()))
}

/// The dialect in which the schema at `node` is written: `$schema` of the nearest schema around it that states one.
pub(crate) fn dialect(side: Side<'_>, node: NodeId) -> Dialect {
    if !side.dialect.has_identifiers() {
        return side.dialect;
    }
    let mut at = Some(node);
    while let Some(it) = at {
        let stated = side.tree.get(it, "$schema").and_then(|schema| side.tree.str(schema));
        if let Some(dialect) = stated.and_then(Dialect::stated) {
            return dialect;
        }
        at = side.tree.parent(it);
    }
    side.dialect
}

impl Library<'_> {
    /// What `reference`, which stands in the schema `from`, leads to.
    pub(crate) fn target(&mut self, of: Of, from: NodeId, reference: &str) -> Option<NodeId> {
        let side = self.side(of);
        let tree = side.tree;
        if !side.dialect.has_identifiers() {
            return tree.resolve(from, reference);
        }
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let resource = self.resource(of, from, uri);
        match resource {
            Some(resource) if fragment.is_empty() => Some(resource),
            Some(resource) if fragment.starts_with('/') => {
                pointed(tree, resource, fragment).or_else(|| tree.resolve(from, reference))
            }
            Some(resource) => self.resources(of).anchors.get(&(resource, fragment.to_owned())).copied(),
            None => tree.resolve(from, reference),
        }
    }

    fn resource(&mut self, of: Of, from: NodeId, uri: &str) -> Option<NodeId> {
        let side = self.side(of);
        if uri.is_empty() {
            return Some(resource_root(side, from));
        }
        let uri = join(&base_of(side, from), uri);
        let resources = self.resources(of);
        resources.by_uri.get(&uri).copied().or_else(|| side.tree.resolve(from, &uri))
    }

    /// The scope once a reference has led to `node`.
    pub(super) fn enter(&mut self, of: Of, node: NodeId, scope: Scope) -> Scope {
        let side = self.side(of);
        if !side.dialect.has_identifiers() || !self.resources(of).dynamic {
            return scope;
        }
        self.scopes.extend(scope, (of, resource_root(side, node)))
    }

    /// What `$dynamicRef` leads to (2020-12 core, 8.2.3.2).
    pub(super) fn dynamic_target(&mut self, of: Of, from: NodeId, reference: &str, scope: Scope) -> Option<NodeId> {
        let first = self.target(of, from, reference)?;
        let anchor = reference.split_once('#').map_or("", |(_, fragment)| fragment);
        let tree = self.side(of).tree;
        let resources = self.resources(of);
        let is_dynamic = tree.get(first, "$dynamicAnchor").and_then(|it| tree.str(it)) == Some(anchor);
        if anchor.is_empty() || !is_dynamic {
            return Some(first);
        }
        let outermost = self.scopes.resources(scope).into_iter().rev().filter(|(side, _)| *side == of);
        let mut found = outermost.filter_map(|(_, it)| resources.dynamic_anchors.get(&(it, anchor.to_owned())));
        Some(found.next().copied().unwrap_or(first))
    }

    /// What `$recursiveRef` leads to (2019-09 core, 8.2.4.2.1).
    pub(super) fn recursive_target(&mut self, of: Of, from: NodeId, scope: Scope) -> NodeId {
        let side = self.side(of);
        let tree = side.tree;
        let first = resource_root(side, from);
        let recursive = |it: NodeId| tree.get(it, "$recursiveAnchor").and_then(|it| tree.bool(it)) == Some(true);
        if !recursive(first) {
            return first;
        }
        let chain: Rc<[_]> = self.scopes.resources(scope).into();
        // From the inside out, as long as the resources go on being recursive ones.
        let same: Vec<_> = chain.iter().filter(|(side, it)| *side == of && recursive(*it)).collect();
        same.last().map_or(first, |(_, it)| *it)
    }
}

/// The value at a JSON Pointer (RFC 6901), percent-encoded as in a URI fragment, under `from`.
fn pointed(tree: &Tree, from: NodeId, pointer: &str) -> Option<NodeId> {
    let mut at = from;
    for part in pointer.split('/').skip(1) {
        let part = percent_decoded(part).replace("~1", "/").replace("~0", "~");
        at = if tree.is_array(at) { tree.items(at).nth(part.parse().ok()?)? } else { tree.get(at, &part)? };
    }
    Some(at)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = (*first == b'%').then(|| tail.get(..2)).flatten();
        let code = code.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        if let Some(code) = code {
            bytes.push(code);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_in_a_fragment_is_percent_encoded() {
        assert_eq!(percent_decoded("a%20b%"), "a b%");
    }
}
