//! JSON Pointers (RFC 6901).

use crate::{NodeId, Tree, Value};

impl Tree {
    /// What the JSON Pointer (RFC 6901) `pointer` points to, seen from `root`.
    pub fn find(&self, root: NodeId, pointer: &str) -> Option<NodeId> {
        if pointer.is_empty() {
            return Some(root);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(root, |at, part| match self.value(at) {
            Value::Object if part.contains('~') => self.get(at, &part.replace("~1", "/").replace("~0", "~")),
            Value::Object => self.get(at, part),
            Value::Array => self.items(at).nth(index(part)?),
            _ => None,
        })
    }

    /// JSON Pointer (RFC 6901) of `node` in its file.
    pub fn pointer(&self, node: NodeId) -> String {
        let mut parts = Vec::new();
        let mut at = node;
        while let Some(parent) = self.parent(at) {
            let part = self.key(at).map(|key| key.replace('~', "~0").replace('/', "~1"));
            parts.push(part.or_else(|| Some(self.index(at)?.to_string())).unwrap_or_default());
            at = parent;
        }
        parts.iter().rev().flat_map(|part| ["/", part]).collect()
    }
}

/// An index as RFC 6901, section 4 writes it: without leading zeros.
fn index(part: &str) -> Option<usize> {
    if part.len() > 1 && part.starts_with('0') || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    part.parse().ok()
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    #[test]
    fn pointers_are_decoded() {
        let read = read("a.json", r#"{"a/b": [1, {"c d": 2}], "m~n": 3, "": {"": 4}}"#);
        let found = |pointer: &str| Some(read.tree.pointer(read.tree.find(read.root(), pointer)?));
        for pointer in ["", "/a~1b/1/c d", "/m~0n", "//"] {
            assert_eq!(found(pointer).as_deref(), Some(pointer));
        }
        for pointer in ["/a~1b/01", "/a~1b/2", "/a~1b/-", "/x", "a", "/m~0n/0"] {
            assert_eq!(found(pointer), None, "{pointer}");
        }
    }
}
