//! From trees of JSON to the model (Specification, "Schema Declaration", "Names", "Protocol Declaration").

mod defaults;
mod names;
mod protocol;
mod types;

use std::ops::Deref;

use findings::{Diagnostic, DiagnosticLevel};

use super::model::{Part, Root, Schemas, Shape, TypeId};
use crate::document::{NodeId, Tree};
use crate::format::{Content, Input};

/// A version as it was read.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) tree: Held<'a>,
    pub(crate) schemas: Schemas,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The tree of a document, or one that was made of files.
#[derive(Debug)]
pub(crate) enum Held<'a> {
    Theirs(&'a Tree),
    Own(Box<Tree>),
}

impl Deref for Held<'_> {
    type Target = Tree;

    fn deref(&self) -> &Tree {
        match self {
            Self::Theirs(tree) => tree,
            Self::Own(tree) => tree,
        }
    }
}

/// Extensions of files of Avro.
pub(super) const EXTENSIONS: &[&str] = &["avsc", "avpr"];

/// Reads a version: all of its files share their names.
pub(super) fn read<'a>(input: &Input<'a>) -> Reading<'a> {
    let (tree, mut diagnostics) = tree(input);
    let roots: Vec<(String, NodeId)> =
        tree.files().iter().filter_map(|file| Some((file.path().to_owned(), file.root()?))).collect();
    let mut reader = Reader::new(&tree);
    for (path, root) in roots {
        reader.file(&path, root);
    }
    let (schemas, said) = reader.finish();
    diagnostics.extend(said);
    Reading { tree, schemas, diagnostics }
}

/// Reads the type that stands at `node` of `tree`, of a document of another kind.
#[cfg(feature = "asyncapi")]
pub(crate) fn read_at(tree: &Tree, node: NodeId) -> (Schemas, Vec<Diagnostic>) {
    let mut reader = Reader::new(tree);
    reader.file("", node);
    reader.finish()
}

/// The files as one tree.
fn tree<'a>(input: &Input<'a>) -> (Held<'a>, Vec<Diagnostic>) {
    if let Content::Document(document) = input.content {
        return (Held::Theirs(&document.tree), document.diagnostics().to_vec());
    }
    let mut tree = Tree::default();
    let mut diagnostics = Vec::new();
    let options = source_tree::Options::new(input.limits.clone());
    let mut files = input.files_named(EXTENSIONS);
    if files.is_empty() {
        files = input.files_named(&["json"]);
    }
    for file in files {
        diagnostics.extend(tree.add(&file.path, file.source, &options));
    }
    (Held::Own(Box::new(tree)), diagnostics)
}

/// What reads types: those read so far, and the names that lead to them.
struct Reader<'t> {
    tree: &'t Tree,
    schemas: Schemas,
    diagnostics: Vec<Diagnostic>,
    /// Names that were used, by the types that stand for them until all names are known.
    used: Vec<(TypeId, String, NodeId)>,
    /// Defaults of fields, looked at once all types are known.
    defaults: Vec<(TypeId, NodeId)>,
}

impl<'t> Reader<'t> {
    fn new(tree: &'t Tree) -> Self {
        let (schemas, diagnostics) = (Schemas::default(), Vec::new());
        Self { tree, schemas, diagnostics, used: Vec::new(), defaults: Vec::new() }
    }

    fn file(&mut self, path: &str, root: NodeId) {
        if self.tree.get(root, "protocol").is_some() {
            return self.protocol(path, root);
        }
        // A file that holds nothing but a list of named types declares each of them; it is a union, which is read as any of
        // its branches.
        let types = self.types(root, "");
        let name = self.name_of(types);
        self.schemas.roots.push(Root { types, name, path: path.to_owned(), node: root, part: Part::Schema });
    }

    fn name_of(&self, id: TypeId) -> Option<String> {
        match self.schemas.shape(id) {
            Shape::Record(name, _) | Shape::Enum(name, ..) | Shape::Fixed(name, _) => Some(name.full.clone()),
            _ => None,
        }
    }

    fn finish(mut self) -> (Schemas, Vec<Diagnostic>) {
        self.link();
        self.check_unions();
        self.check_defaults();
        (self.schemas, self.diagnostics)
    }

    fn error(&mut self, node: NodeId, code: &str, message: impl Into<String>, help: &str) {
        self.say(DiagnosticLevel::Error, node, code, message, help);
    }

    fn warning(&mut self, node: NodeId, code: &str, message: impl Into<String>, help: &str) {
        self.say(DiagnosticLevel::Warning, node, code, message, help);
    }

    fn say(&mut self, level: DiagnosticLevel, node: NodeId, code: &str, message: impl Into<String>, help: &str) {
        self.diagnostics.push(Diagnostic {
            level,
            code: code.to_owned(),
            message: message.into(),
            location: self.tree.locate(node),
            help: Some(help.to_owned()),
        });
    }
}
