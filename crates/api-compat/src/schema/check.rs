//! What cannot be understood of the schemas of a document, each with its place: references that lead nowhere or in
//! circles, types that JSON does not have, numbers that are too long.

use std::collections::BTreeSet;

use findings::{Diagnostic, DiagnosticLevel};

use super::atom::{Atom, SchemaRef, Scope};
use super::library::Library;
use crate::contain::{Of, schemas_inside};
use crate::document::{NodeId, Tree};

/// References in a row that are followed on the way round a circle.
const CIRCLE: usize = 256;

impl Library<'_> {
    /// What has to be said of the schema at `root` of a document, and of all that it holds or refers to.
    pub(crate) fn check(&mut self, of: Of, root: NodeId) -> Vec<Diagnostic> {
        let tree = self.side(of).tree;
        let mut said = Vec::new();
        let mut open = vec![self.root(of, root), self.stands_at(of, root)];
        let mut seen: BTreeSet<SchemaRef> = open.iter().copied().collect();
        while let Some(at) = open.pop() {
            let read = self.schema(at);
            let mut next: Vec<SchemaRef> = read.atoms.iter().flat_map(|(_, atom)| schemas_inside(atom)).collect();
            if let SchemaRef::Read { node, .. } = at {
                for (_, atom) in &read.atoms {
                    said.extend(opaque(tree, node, atom));
                }
                said.extend(self.circle(of, node));
                let defined = ["$defs", "definitions"].into_iter().filter_map(|key| tree.get(node, key));
                let defined = defined.flat_map(|it| tree.entries(it)).filter(|(_, it)| tree.is_object(*it));
                next.extend(defined.map(|(_, it)| self.stands_at(of, it)));
            }
            open.extend(next.into_iter().filter(|it| seen.insert(*it)));
        }
        said.sort_by_key(|it| it.location.as_ref().map(|it| (it.source.clone(), it.span.start)));
        said.dedup();
        said
    }

    /// The schema at `node` itself, be it a reference.
    fn stands_at(&mut self, of: Of, node: NodeId) -> SchemaRef {
        let scope = self.enter(of, node, Scope::default());
        SchemaRef::Read { of, node, scope }
    }

    /// Where `$ref` after `$ref` leads back to the first: the schema says nothing at all.
    fn circle(&mut self, of: Of, first: NodeId) -> Option<Diagnostic> {
        let tree = self.side(of).tree;
        let mut at = first;
        for _ in 0..CIRCLE {
            let reference = tree.str(tree.get(at, "$ref")?)?;
            at = self.target(of, at, reference)?;
            if at == first {
                return Some(Diagnostic {
                    level: DiagnosticLevel::Warning,
                    code: "circular-reference".to_owned(),
                    message: "the reference leads back to itself: it says nothing of a value".to_owned(),
                    location: tree.get(first, "$ref").and_then(|it| tree.locate(it)),
                    help: Some("let one of the schemas on the way say what it describes".to_owned()),
                });
            }
        }
        None
    }
}

fn opaque(tree: &Tree, node: NodeId, atom: &Atom) -> Option<Diagnostic> {
    let Atom::Opaque(reason) = atom else { return None };
    let is_reference = reason.starts_with("the reference");
    let code = if is_reference { "unresolved-reference" } else { "unreadable-schema" };
    let place = if is_reference { tree.get(node, "$ref").unwrap_or(node) } else { node };
    Some(Diagnostic {
        level: DiagnosticLevel::Error,
        code: code.to_owned(),
        message: reason.to_string(),
        location: tree.locate(place),
        help: Some("what depends on it is told as potentially breaking: correct it".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use super::*;
    use crate::Document;
    use crate::comparison::Side;
    use crate::document::Limits;
    use crate::schema::Dialect;

    fn said(text: &str) -> Vec<String> {
        let document = Document::read(SourceText::new("a.json", text), &Limits::default());
        let side = Side { tree: &document.tree, dialect: Dialect::Draft2020 };
        let root = document.tree.root().unwrap();
        let said = Library::new(side, side).check(Of::After, root);
        let pointer = |it: &Diagnostic| it.location.as_ref().and_then(|it| it.pointer.clone()).unwrap_or_default();
        said.iter().map(|it| format!("{} {}", it.code, pointer(it))).collect()
    }

    #[test]
    fn what_is_not_understood_has_its_place() {
        let text = r##"{"properties": {"a": {"$ref": "#/nowhere"}, "b": {"type": "text"}, "c": {"$ref": "#/$defs/c"}},
            "$defs": {"c": {"$ref": "#/$defs/d"}, "d": {"$ref": "#/$defs/c"}, "e": 1}}"##;
        let expected = [
            "unresolved-reference /properties/a/$ref",
            "unreadable-schema /properties/b",
            "circular-reference /$defs/c/$ref",
            "circular-reference /$defs/d/$ref",
        ];
        assert_eq!(said(text), expected);
    }

    #[test]
    fn recursion_through_a_value_is_no_circle() {
        assert_eq!(said(r##"{"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}}"##), [""; 0]);
    }
}
