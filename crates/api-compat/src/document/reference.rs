//! References from one place of a document to another, or to another file.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::identifier::Identifiers;
use super::{NodeId, Tree};

/// Keys under which a value is data, in which `$ref` refers to nothing.
const DATA: [&str; 4] = ["const", "default", "enum", "example"];

/// Keys whose members have names that the author chose, among them those of [`DATA`].
const MAPS: [&str; 11] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "dependencies",
    "$defs",
    "definitions",
    "schemas",
    "responses",
    "parameters",
    "headers",
    "paths",
];

/// Files that the tree refers to and does not hold: paths relative to the document, or URLs without query and fragment.
pub(super) fn missing_files(tree: &Tree) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    let mut identifiers = None;
    for (node, reference) in tree.texts_of("$ref") {
        let (file, _) = reference.split_once('#').unwrap_or((reference, ""));
        if file.is_empty() || is_data(tree, node) {
            continue;
        }
        if let Some(path) = join(tree.file_of(node), file)
            && file_index(tree, &path).is_none()
            && !files.contains(&path)
            && !identifiers.get_or_insert_with(|| Identifiers::of(tree)).names(tree, node, file)
        {
            files.insert(path);
        }
    }
    files
}

/// Whether a path that a reference leads to lies on another host.
pub(super) fn is_remote(path: &str) -> bool {
    split_url(path).is_some()
}

/// Scheme and host of a URL, and its path.
fn split_url(text: &str) -> Option<(&str, &str)> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let host_end = text[scheme.len()..].find(['/', '?', '#']).map_or(text.len(), |at| at + scheme.len());
    Some(text.split_at(host_end))
}

/// Whether `node` lies in an example, a default, a constant.
fn is_data(tree: &Tree, node: NodeId) -> bool {
    let mut at = Some(node);
    while let Some(it) = at {
        let parent = tree.parent(it);
        let within = || parent.and_then(|parent| tree.key(parent)).is_some_and(|key| MAPS.contains(&key));
        if tree.key(it).is_some_and(|key| DATA.contains(&key)) && !within() {
            return true;
        }
        at = parent;
    }
    false
}

/// What references point to.
pub(crate) trait Resolve {
    /// What the URI reference `reference`, which stands in the file of `from`, points to: `#/a/b`, `file.yaml`,
    /// `file.yaml#/a/b` (RFC 3986, RFC 6901). Anchors and `$id` are no matter of the tree, and nothing is found behind
    /// a scheme or a host.
    fn resolve(&self, from: NodeId, reference: &str) -> Option<NodeId>;
}

impl Resolve for Tree {
    fn resolve(&self, from: NodeId, reference: &str) -> Option<NodeId> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let root = if file.is_empty() {
            self.root_of(from)
        } else {
            let path = join(self.file_of(from), file)?;
            self.files().get(file_index(self, &path)?)?.root()
        };
        self.find(root?, &percent_decoded(fragment)?)
    }
}

/// The file with this path, the document itself under its own name.
fn file_index(tree: &Tree, path: &str) -> Option<usize> {
    let known = tree.files().iter().position(|file| !file.path().is_empty() && file.path() == path);
    known.or_else(|| {
        let own = tree.files().first()?;
        is_named(own.source().name(), path).then_some(0)
    })
}

/// Whether a document called `name` (`api/openapi.yaml`, `main:api/openapi.yaml`) is what `path`, relative to its own
/// folder, leads to: `openapi.yaml`, `../api/openapi.yaml`.
fn is_named(name: &str, path: &str) -> bool {
    let mut rest = path;
    let mut levels = 1;
    while let Some(inner) = rest.strip_prefix("../") {
        rest = inner;
        levels += 1;
    }
    if rest.split('/').count() != levels {
        return false;
    }
    name.strip_suffix(rest).is_some_and(|before| before.is_empty() || before.ends_with(['/', ':', '\\']))
}

/// What `reference` leads to from the file `from`: a path relative to the document, or a URL (RFC 3986, 5.2) without its
/// query. None for what has another scheme, or starts at a root of this machine.
fn join(from: &str, reference: &str) -> Option<String> {
    let path = reference.split('?').next().unwrap_or_default();
    let (host, from) = match (split_url(path), split_url(from)) {
        (Some((host, path)), _) => return Some(format!("{host}/{}", joined("", &percent_decoded(path)?))),
        (None, Some((host, from))) => (Some(host), from),
        (None, None) => (None, from),
    };
    let first = path.split('/').next().unwrap_or_default();
    if path.is_empty() || first.contains(':') || path.starts_with("//") || (path.starts_with('/') && host.is_none()) {
        return None;
    }
    let folder = from.rsplit_once('/').filter(|_| !path.starts_with('/')).map_or("", |(folder, _)| folder);
    let path = joined(folder, &percent_decoded(path)?);
    Some(host.map_or(path.clone(), |host| format!("{host}/{}", path.trim_start_matches("../"))))
}

/// `path` seen from `folder`, without steps that take each other back.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// RFC 3986, section 2.1. None where what is encoded is no UTF-8.
fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digits = tail.first_chunk::<2>().filter(|_| *first == b'%').and_then(|digits| hexadecimal(*digits));
        bytes.push(digits.unwrap_or(*first));
        rest = if digits.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn hexadecimal(digits: [u8; 2]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|it| u8::try_from(it).ok());
    Some(digit(digits[0])? * 16 + digit(digits[1])?)
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use super::Resolve as _;
    use crate::{Document, Limits};

    fn document(text: &str) -> Document {
        Document::read(SourceText::new("api/openapi.json", text), &Limits::default())
    }

    fn resolved(document: &Document, reference: &str) -> Option<String> {
        let tree = &document.tree;
        let node = tree.resolve(tree.root()?, reference)?;
        Some(format!("{}#{}", tree.file_of(node), tree.pointer(node)))
    }

    #[test]
    fn pointers_are_decoded() {
        let it = document(r#"{"a/b": [1, {"c d": 2}], "m~n": 3, "": {"": 4}}"#);
        let expect = |reference: &str, pointer: &str| {
            assert_eq!(resolved(&it, reference).as_deref(), Some(pointer), "{reference}");
        };
        expect("#", "#");
        expect("#/a~1b/1/c%20d", "#/a~1b/1/c d");
        expect("#/m~0n", "#/m~0n");
        expect("#/%6D~0n", "#/m~0n");
        expect("#//", "#//");
        for reference in
            ["#/a~1b/01", "#/a~1b/2", "#/a~1b/-", "#/x", "#anchor", "#/m~0n/0", "#/%ff", "https://x/y#/m~0n"]
        {
            assert_eq!(resolved(&it, reference), None, "{reference}");
        }
    }

    #[test]
    fn files_are_relative_to_the_file_in_which_the_reference_stands() {
        let mut it = document(r#"{"$ref": "./parts/a.json#/x", "also": {"$ref": "https://host/z.json"}}"#);
        assert_eq!(it.missing_files(), ["parts/a.json"]);
        let part = r#"{"x": {"$ref": "../b%20c.json"}, "y": {"$ref": "../openapi.json#/also"}}"#;
        it.add_file("parts/a.json", SourceText::new("api/parts/a.json", part));
        assert_eq!(it.missing_files(), ["b c.json"]);
        it.add_file("b c.json", SourceText::new("api/b c.json", "[]"));
        assert_eq!(it.missing_files(), [""; 0]);
        let tree = &it.tree;
        let root = tree.file_root("parts/a.json").unwrap();
        let found = |reference: &str| tree.resolve(root, reference).map(|node| tree.file_of(node).to_owned());
        assert_eq!(found("../b c.json").as_deref(), Some("b c.json"));
        assert_eq!(found("../openapi.json#/also").as_deref(), Some(""));
        assert_eq!(found("../../api/openapi.json#/also").as_deref(), Some(""));
        assert_eq!(found("../../other/openapi.json#/also"), None);
        assert_eq!(found("#/x/$ref").as_deref(), Some("parts/a.json"));
    }

    #[test]
    fn what_lies_on_other_hosts_is_named_apart() {
        let mut it = document(r#"{"$ref": "https://host/a/b.json?v=1#/x", "also": {"$ref": "ftp://host/c.json"}}"#);
        assert_eq!((it.missing_files(), it.missing_remotes()), (vec![], vec!["https://host/a/b.json".to_owned()]));
        let part = r#"{"x": {"$ref": "../c.json"}, "y": {"$ref": "/d.json"}, "z": {"$ref": "../../../e.json"}}"#;
        it.add_file("https://host/a/b.json", SourceText::new("mirror/host/a/b.json", part));
        assert_eq!(it.missing_remotes(), ["https://host/c.json", "https://host/d.json", "https://host/e.json"]);
        assert_eq!(resolved(&it, "https://host/a/b.json#/x").as_deref(), Some("https://host/a/b.json#/x"));
    }

    #[test]
    fn what_is_data_refers_to_nothing() {
        let it = document(
            r#"{"example": {"$ref": "a.json"}, "default": [{"$ref": "b.json"}],
                "properties": {"example": {"$ref": "c.json"}}, "responses": {"default": {"$ref": "d.json"}},
                "x": {"$ref": 1}}"#,
        );
        assert_eq!(it.missing_files(), ["c.json", "d.json"]);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_not_asked_for_again() {
        let mut it = document(r#"{"$ref": "a.json"}"#);
        it.add_file("a.json", SourceText::new("a.json", "{"));
        assert_eq!((it.missing_files().len(), it.diagnostics().len()), (0, 1));
        assert_eq!(resolved(&it, "a.json"), None);
    }
}
