//! The seam between the formats and the rest of the crate: a format is a folder that reads, models and judges, and nothing
//! else knows it.

mod documents;
mod folder;
mod input;
mod sources;
#[cfg(test)]
mod tests;

pub(crate) use folder::{Named, compare as compare_folders, documents as documents_of, pairs};
pub(crate) use input::{Content, Input, SourceFile};
pub(crate) use sources::by_format;
pub use sources::{Sources, compare_sources};

use findings::{Comments, Diagnostic, Finding, RuleMetadata};

use crate::document::{NodeId, Tree};
use crate::{Error, Kind, Options};

/// A format: what reads, models and judges interfaces of one kind.
pub(crate) trait Format: Sync {
    /// What it is the format of.
    fn kind(&self) -> Kind;

    /// Extensions of its files that no other format has, without the dot, in small letters.
    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether a document of JSON or YAML is one of this format, as far as the document itself tells.
    fn recognises(&self, _tree: &Tree, _root: NodeId) -> bool {
        false
    }

    /// How its texts mark comments, in which findings may be allowed; none where they have none. Texts of JSON are left
    /// out of themselves.
    fn comments(&self) -> Option<Comments>;

    /// What differs between two versions, as the rules judge it, with witnesses.
    ///
    /// # Errors
    /// Where the two cannot be compared at all; what cannot be read is a diagnostic.
    fn compare(&self, before: &Input<'_>, after: &Input<'_>, options: &Options) -> Result<Judgement, Error>;

    /// Its rules by file.
    fn families(&self) -> Vec<&'static [RuleMetadata]>;
}

/// What a format says of two versions.
#[derive(Debug, Default)]
pub(crate) struct Judgement {
    /// What differs, judged.
    pub(crate) findings: Vec<Finding>,
    /// What the readers had to say of both sides.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// All formats; those whose documents tell most of themselves come first.
pub(crate) const ALL: &[&dyn Format] = &[
    #[cfg(feature = "graphql")]
    &crate::graphql::GRAPHQL,
    &documents::OPENAPI,
    #[cfg(feature = "asyncapi")]
    &crate::asyncapi::AsyncApi,
    #[cfg(feature = "avro")]
    &crate::avro::Avro,
    &documents::JSON_SCHEMA,
    #[cfg(feature = "protobuf")]
    &crate::protobuf::Protobuf,
];

/// The format of `kind`, where this build has it.
pub(crate) fn of(kind: Kind) -> Option<&'static dyn Format> {
    ALL.iter().copied().find(|format| format.kind() == kind)
}

/// The kind that the root of a document tells, where it does.
pub(crate) fn recognise(tree: &Tree, root: NodeId) -> Option<Kind> {
    let by_name = tree.files().first().and_then(|file| by_extension(file.source().name()));
    by_name.or_else(|| ALL.iter().find(|format| format.recognises(tree, root)).map(|format| format.kind()))
}

/// The kind whose files alone have the extension of `name`.
pub(crate) fn by_extension(name: &str) -> Option<Kind> {
    let extension = name.rsplit(['/', '\\']).next()?.rsplit_once('.')?.1.to_ascii_lowercase();
    ALL.iter().find(|format| format.extensions().contains(&extension.as_str())).map(|format| format.kind())
}
