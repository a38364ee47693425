//! One of two versions as a format sees it.

use std::borrow::Cow;

use findings::SourceText;
use source_tree::Limits;

use crate::{Document, Kind};

/// A file of a version.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    /// Relative to the folder, with `/` between its parts; of a file that stands alone its name.
    pub(crate) path: String,
    /// Its text.
    pub(crate) source: SourceText,
}

impl SourceFile {
    /// Whether its name ends with one of `extensions` (small letters, without the dot).
    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        let extension = self.path.rsplit_once('.').map_or("", |(_, extension)| extension);
        extensions.iter().any(|it| extension.eq_ignore_ascii_case(it))
    }
}

/// One of two versions as a format sees it: a document that was read, or files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    pub(crate) name: &'a str,
    pub(crate) content: Content<'a>,
    pub(crate) limits: &'a Limits,
}

/// What a version is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Content<'a> {
    /// A document with the files that it refers to.
    Document(&'a Document),
    /// One file.
    File(&'a SourceFile),
    /// The files of a folder, in the order of their paths.
    Folder(&'a [SourceFile]),
}

impl<'a> Input<'a> {
    /// `document` with the files that it refers to.
    pub(crate) fn of_document(document: &'a Document) -> Self {
        let name = document.tree.files().first().map_or("", |file| file.source().name());
        Self { name, content: Content::Document(document), limits: document.limits() }
    }

    /// Whether it is a folder, whose files nobody named one by one.
    pub(crate) fn is_folder(&self) -> bool {
        matches!(self.content, Content::Folder(_))
    }

    /// The files: of a document itself first, then those that it refers to.
    pub(crate) fn files(&self) -> Cow<'a, [SourceFile]> {
        match self.content {
            Content::File(file) => Cow::Borrowed(std::slice::from_ref(file)),
            Content::Folder(files) => Cow::Borrowed(files),
            Content::Document(document) => document
                .tree
                .files()
                .iter()
                .map(|file| {
                    let source = file.source().clone();
                    let path = if file.path().is_empty() { file_name(source.name()) } else { file.path() };
                    SourceFile { path: path.to_owned(), source }
                })
                .collect(),
        }
    }

    /// The files of a folder whose names end with one of `extensions`; what is no folder is meant whatever its name.
    pub(crate) fn files_named(&self, extensions: &[&str]) -> Vec<SourceFile> {
        let mut files = self.files().into_owned();
        if self.is_folder() {
            files.retain(|file| file.has_extension(extensions));
        }
        files
    }

    /// What it describes, where it tells: of the files of a folder the kinds in their order, each once.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        match self.content {
            Content::Document(document) => document.kind().into_iter().collect(),
            Content::File(file) => self.kind_of(file).into_iter().collect(),
            Content::Folder(files) => {
                let mut kinds: Vec<Kind> = files.iter().filter_map(|file| super::by_extension(&file.path)).collect();
                if kinds.is_empty() {
                    kinds = files.iter().filter_map(|file| self.kind_of(file)).collect();
                }
                kinds.sort_unstable();
                kinds.dedup();
                // Beside the documents of an interface lie the schemas that they refer to.
                if kinds.len() > 1 {
                    kinds.retain(|kind| *kind != Kind::JsonSchema);
                }
                kinds
            }
        }
    }

    fn kind_of(&self, file: &SourceFile) -> Option<Kind> {
        let named = super::by_extension(&file.path);
        named.or_else(|| Document::read(file.source.clone(), self.limits).kind())
    }
}

/// The last part of a path, also of one in git (`main:api/a.yaml`).
pub(crate) fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\', ':']).next().unwrap_or(name)
}
