//! Schemas within a document that have a URI of their own: `$id`, in draft 4 `id` (JSON Schema Core, 8.2.1). What refers
//! to such a URI refers to no file.

use std::collections::{HashMap, HashSet};

use super::{NodeId, Tree};

/// The identifiers of a document.
#[derive(Debug, Default)]
pub(super) struct Identifiers<'t> {
    /// By the schema that has it, as it is written.
    stated: HashMap<NodeId, &'t str>,
    uris: HashSet<String>,
}

impl<'t> Identifiers<'t> {
    pub(super) fn of(tree: &'t Tree) -> Self {
        let mut found = Self::default();
        for key in ["id", "$id"] {
            let texts = tree.texts_of(key).filter(|(_, text)| !text.starts_with('#'));
            found.stated.extend(texts.filter_map(|(node, text)| Some((tree.parent(node)?, text))));
        }
        found.uris = found.stated.keys().map(|schema| found.base(tree, *schema)).collect();
        found
    }

    /// Whether `file`, a reference without its fragment that stands at `node`, is the URI of a schema in the document.
    pub(super) fn names(&self, tree: &Tree, node: NodeId, file: &str) -> bool {
        !self.uris.is_empty() && self.uris.contains(&absolute(&self.base(tree, node), file))
    }

    fn base(&self, tree: &Tree, node: NodeId) -> String {
        let around = std::iter::successors(Some(node), |at| tree.parent(*at));
        let mut stated: Vec<&str> = around.filter_map(|it| self.stated.get(&it).copied()).collect();
        stated.reverse();
        let plain = stated.iter().map(|id| id.split('#').next().unwrap_or_default());
        plain.fold(String::new(), |base, id| absolute(&base, id))
    }
}

/// RFC 3986, 5.2, as far as identifiers of schemas need it.
pub(crate) fn absolute(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    let has_scheme = |text: &str| {
        let scheme = text.split([':', '/', '?', '#']).next().unwrap_or_default();
        !scheme.is_empty() && text[scheme.len()..].starts_with(':')
    };
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let authority = base.find("://").map_or(0, |at| base[at + 3..].find('/').map_or(base.len(), |end| at + 3 + end));
    if reference.starts_with('/') {
        return format!("{}{reference}", &base[..authority]);
    }
    let folder = base[authority..].rfind('/').map_or(String::new(), |at| base[..=authority + at].to_owned());
    let folder = if folder.is_empty() && authority > 0 { format!("{}/", &base[..authority]) } else { folder };
    let mut reference = reference.strip_prefix("./").unwrap_or(reference);
    let mut folder = folder.as_str();
    while let Some(rest) = reference.strip_prefix("../") {
        reference = rest;
        folder = folder.trim_end_matches('/').rfind('/').filter(|at| *at >= authority).map_or("", |at| &folder[..=at]);
    }
    format!("{folder}{reference}")
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use super::*;
    use crate::{Document, Limits};

    #[test]
    fn references_are_joined_to_their_base() {
        assert_eq!(absolute("https://example.com/a/b.json", "c.json"), "https://example.com/a/c.json");
        assert_eq!(absolute("https://example.com/a/b.json", "/c.json"), "https://example.com/c.json");
        assert_eq!(absolute("https://example.com/a/b.json", "../c.json"), "https://example.com/c.json");
        assert_eq!(absolute("https://example.com", "c"), "https://example.com/c");
        assert_eq!(absolute("a/b.json", "c.json"), "a/c.json");
        assert_eq!(absolute("", "urn:x:y"), "urn:x:y");
    }

    #[test]
    fn what_lies_within_is_no_file() {
        let text = r#"{"$id": "https://example.com/strict", "$ref": "tree", "items": {"$ref": "https://example.com/tree#/x"},
            "not": {"$ref": "other.json"},
            "$defs": {"a": {"$id": "tree", "$defs": {"b": {"$id": "leaf/b"}}, "items": {"$ref": "leaf/b"}}}}"#;
        let document = Document::read(SourceText::new("a.json", text), &Limits::default());
        assert_eq!((document.missing_files(), document.missing_remotes()), (vec!["other.json".to_owned()], vec![]));
    }
}
