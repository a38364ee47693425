//! One side of a comparison as callers give it, and the comparison of any kind.

use findings::{Report, SourceText};
use source_tree::Limits;

use super::input::{Content, Input, SourceFile, file_name};
use crate::report::gather;
use crate::{Document, Error, ErrorKind, Kind, Options, compare};

/// One side of a comparison: a document, a file, or a folder of files.
#[derive(Debug)]
pub struct Sources {
    name: String,
    limits: Limits,
    content: Owned,
}

#[derive(Debug)]
enum Owned {
    Document(Box<Document>),
    File(SourceFile),
    Folder(Vec<SourceFile>),
}

impl Sources {
    /// A document of JSON or YAML that was read, with the files that it refers to.
    pub fn document(document: Document) -> Self {
        let name = document.tree.files().first().map_or("", |file| file.source().name()).to_owned();
        Self { name, limits: document.limits().clone(), content: Owned::Document(Box::new(document)) }
    }

    /// One file, read within `limits` once it is compared.
    pub fn file(source: SourceText, limits: &Limits) -> Self {
        let (name, path) = (source.name().to_owned(), file_name(source.name()).to_owned());
        Self { name, limits: limits.clone(), content: Owned::File(SourceFile { path, source }) }
    }

    /// A folder called `name`: its files by their paths (relative to it, with `/` between their parts), each read within
    /// `limits` once they are compared.
    pub fn folder(
        name: impl Into<String>,
        files: impl IntoIterator<Item = (String, SourceText)>,
        limits: &Limits,
    ) -> Self {
        let mut files: Vec<_> = files.into_iter().map(|(path, source)| SourceFile { path, source }).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { name: name.into(), limits: limits.clone(), content: Owned::Folder(files) }
    }

    /// What it is called in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it describes, where it tells, and tells one kind.
    pub fn kind(&self) -> Option<Kind> {
        match self.input().kinds().as_slice() {
            [kind] => Some(*kind),
            _ => None,
        }
    }

    /// The document, where it is one.
    pub fn as_document(&self) -> Option<&Document> {
        match &self.content {
            Owned::Document(document) => Some(document),
            Owned::File(_) | Owned::Folder(_) => None,
        }
    }

    pub(crate) fn input(&self) -> Input<'_> {
        let content = match &self.content {
            Owned::Document(document) => Content::Document(document),
            Owned::File(file) => Content::File(file),
            Owned::Folder(files) => Content::Folder(files),
        };
        Input { name: &self.name, content, limits: &self.limits }
    }
}

/// What breaks between `before` and `after`, of any kind, for whom, with messages that show it.
///
/// # Errors
/// Where nothing tells what the sources describe, they tell several kinds or different ones, or this build does not have
/// the kind.
pub fn compare_sources(before: &Sources, after: &Sources, options: &Options) -> Result<Report, Error> {
    // What was read as documents is looked at as documents, paths that are left out and versions included.
    if let (Owned::Document(before), Owned::Document(after)) = (&before.content, &after.content) {
        return compare(before, after, options);
    }
    of_inputs(&before.input(), &after.input(), options)
}

/// The report on two versions, of the kind that is stated or that both tell.
fn of_inputs(before: &Input<'_>, after: &Input<'_>, options: &Options) -> Result<Report, Error> {
    let kind = kind(before, after, options)?;
    by_format(kind, before, after, options)
}

/// The report on two versions of `kind`.
pub(crate) fn by_format(kind: Kind, before: &Input<'_>, after: &Input<'_>, options: &Options) -> Result<Report, Error> {
    let Some(format) = super::of(kind) else {
        let message = format!("this build does not read interfaces of kind {kind}");
        return Err(Error::new(ErrorKind::Unsupported, message));
    };
    let judgement = format.compare(before, after, options)?;
    Ok(gather(format, judgement, before, after, options))
}

/// What both describe.
fn kind(before: &Input<'_>, after: &Input<'_>, options: &Options) -> Result<Kind, Error> {
    if let Some(kind) = options.kind {
        return Ok(kind);
    }
    match (before.kinds().as_slice(), after.kinds().as_slice()) {
        ([], []) => {
            let message = "nothing in the sources tells what they describe: state the kind";
            Err(Error::new(ErrorKind::UnknownKind, message))
        }
        ([one], []) | ([], [one]) => Ok(*one),
        ([old], [new]) if old == new => Ok(*old),
        ([old], [new]) => {
            let message = format!("the old side is of kind {old}, the new one of kind {new}");
            Err(Error::new(ErrorKind::DifferentKinds, message))
        }
        (old, new) => {
            let mut kinds: Vec<&str> = old.iter().chain(new).map(|kind| kind.as_str()).collect();
            kinds.sort_unstable();
            kinds.dedup();
            let message = format!("the folders hold several kinds ({}): state the one that is meant", kinds.join(", "));
            Err(Error::new(ErrorKind::UnknownKind, message))
        }
    }
}
