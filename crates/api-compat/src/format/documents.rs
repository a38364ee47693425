//! OpenAPI and JSON Schema as formats: documents of JSON or YAML, compared in pairs.

use findings::{Comments, RuleMetadata};

use super::folder;
use super::input::{Content, Input};
use super::{Format, Judgement};
use crate::document::{NodeId, Tree};
use crate::{Document, Error, Kind, Options, compare, rules};

/// Documents of one of the two kinds.
pub(super) struct Documents {
    kind: Kind,
}

pub(super) const OPENAPI: Documents = Documents { kind: Kind::OpenApi };
pub(super) const JSON_SCHEMA: Documents = Documents { kind: Kind::JsonSchema };

impl Format for Documents {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn recognises(&self, tree: &Tree, root: NodeId) -> bool {
        let has = |key: &&str| tree.get(root, key).is_some();
        let words: &[&str] = match self.kind {
            Kind::OpenApi => &["openapi", "swagger"],
            _ => &["$schema", "$id", "$ref", "$defs", "definitions", "type", "properties", "allOf", "anyOf", "oneOf"],
        };
        words.iter().any(has)
    }

    fn comments(&self) -> Option<Comments> {
        Some(Comments::Hash)
    }

    fn compare(&self, before: &Input<'_>, after: &Input<'_>, options: &Options) -> Result<Judgement, Error> {
        let pair = |before: &Document, after: &Document| {
            let (findings, diagnostics) = compare::judge(self.kind, before, after, options);
            let mut judgement = Judgement { findings, diagnostics: before.diagnostics().to_vec() };
            judgement.diagnostics.extend_from_slice(after.diagnostics());
            judgement.diagnostics.extend(diagnostics);
            judgement
        };
        if let (Content::Document(before), Content::Document(after)) = (before.content, after.content) {
            return Ok(pair(before, after));
        }
        let (before, after) = (folder::documents(self.kind, before), folder::documents(self.kind, after));
        Ok(folder::compare(self.kind, &before, &after, options, pair))
    }

    fn families(&self) -> Vec<&'static [RuleMetadata]> {
        // Both share their rules, which are told of one.
        if self.kind == Kind::OpenApi { rules::of_documents().chain(folder::families()).collect() } else { Vec::new() }
    }
}
