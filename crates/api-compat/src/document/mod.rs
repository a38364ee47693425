//! Documents of JSON or YAML, and the files that they refer to.

mod identifier;
mod reference;
#[cfg(test)]
mod tests;

use findings::{Diagnostic, SourceText};
pub use source_tree::Limits;
pub(crate) use source_tree::{NodeId, Tree, Value};

pub(crate) use identifier::absolute;
pub(crate) use reference::Resolve;

use crate::{Kind, format};

/// A document that was read, with the files that it refers to.
#[derive(Debug)]
pub struct Document {
    pub(crate) tree: Tree,
    pub(crate) diagnostics: Vec<Diagnostic>,
    options: source_tree::Options,
}

impl Document {
    /// Reads `source`, JSON or YAML. What cannot be read is told by [`Document::diagnostics`].
    pub fn read(source: SourceText, limits: &Limits) -> Self {
        let options = source_tree::Options::new(limits.clone());
        let mut document = Self { tree: Tree::default(), diagnostics: Vec::new(), options };
        document.add_file("", source);
        document
    }

    /// Adds the file that the document refers to as `path` (relative to the document, with `/` between its parts).
    pub fn add_file(&mut self, path: &str, source: SourceText) {
        let diagnostics = self.tree.add(path, source, &self.options);
        self.diagnostics.extend(diagnostics);
    }

    /// Files that the document refers to and that were not added yet, relative to the document.
    pub fn missing_files(&self) -> Vec<String> {
        reference::missing_files(&self.tree).into_iter().filter(|path| !reference::is_remote(path)).collect()
    }

    /// Documents on other hosts that the document refers to and that were not added yet, as URLs (`http`, `https`)
    /// without query and fragment. [`Document::add_file`] takes such a URL for a path. Nothing here fetches anything: what
    /// is not added is not found.
    pub fn missing_remotes(&self) -> Vec<String> {
        reference::missing_files(&self.tree).into_iter().filter(|path| reference::is_remote(path)).collect()
    }

    /// The document as one value, aliases written out, references as they stand; none where it could not be read.
    pub fn to_json(&self) -> Option<serde_json::Value> {
        Some(self.tree.to_json(self.tree.root()?))
    }

    /// What the readers had to say of the text.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// What the document describes, where it tells.
    pub fn kind(&self) -> Option<Kind> {
        format::recognise(&self.tree, self.tree.root()?)
    }

    /// How much was accepted when it was read.
    pub(crate) fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// The texts that were read: the document itself first.
    pub fn sources(&self) -> Vec<SourceText> {
        self.tree.sources().cloned().collect()
    }
}
