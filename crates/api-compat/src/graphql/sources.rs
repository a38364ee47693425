//! The texts of one side: definitions, and answers to introspection queries.

use findings::{Diagnostic, DiagnosticLevel, SourceText};

use super::EXTENSIONS;
use super::change::{Change, Element};
use super::introspection::{self, Origin};
use super::model::Schema;
use super::read;
use crate::format::{Content, Input};

/// The texts of one side.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// Definitions: as they are, or as they were written for an answer.
    texts: Vec<SourceText>,
    /// For each text where it comes from, where it was written for an answer.
    origins: Vec<Option<Origin>>,
    said: Vec<Diagnostic>,
}

impl Sources {
    /// The files of a folder that hold definitions; where there are none, its answers to introspection queries.
    pub(super) fn of(input: &Input<'_>) -> Self {
        let mut sources = Self::default();
        if let Content::Document(document) = input.content {
            for file in document.tree.files().iter().take(1) {
                sources.add(introspection::read_document(document, file.source()));
            }
            return sources;
        }
        let mut files = input.files_named(&EXTENSIONS);
        if files.is_empty() {
            files = input.files_named(&["json"]);
        }
        for file in files {
            if introspection::is_json(file.source.text()) {
                let read = introspection::read(&file.source, input.limits);
                // Other files of JSON may lie in a folder.
                if !input.is_folder() || !read.0.text().is_empty() || file.has_extension(&EXTENSIONS) {
                    sources.add(read);
                }
            } else {
                sources.texts.push(file.source);
                sources.origins.push(None);
            }
        }
        sources
    }

    fn add(&mut self, (text, origin, said): (SourceText, Origin, Vec<Diagnostic>)) {
        self.texts.push(text);
        self.origins.push(Some(origin));
        self.said.extend(said);
    }

    /// The schema, and what is to be said of it.
    pub(super) fn read(&self) -> (Schema<'_>, Vec<Diagnostic>) {
        let (schema, said) = read::read_written(&self.texts, &self.origins);
        (schema, self.said.iter().cloned().chain(said).collect())
    }

    /// The texts as they were given.
    pub(super) fn given(&self) -> Vec<SourceText> {
        let origin = |at: usize| self.origins.get(at).and_then(Option::as_ref);
        self.texts.iter().enumerate().map(|(at, text)| origin(at).map_or(text, Origin::source).clone()).collect()
    }
}

/// Where one side is definitions and the other one an answer: leaves out directives that are applied, of which an answer
/// tells nothing.
pub(super) fn leave_out_untold(changes: &mut Vec<Change<'_>>, said: &mut Vec<Diagnostic>) {
    const TOLD: [&str; 3] = ["deprecated", "specifiedBy", "oneOf"];
    const CODE: &str = "directives-untold";
    let all = changes.len();
    changes.retain(|change| {
        !matches!(change.element, Element::Applied | Element::AppliedArgument)
            || change.at.applied.is_some_and(|name| TOLD.contains(&name))
    });
    if changes.len() < all && !said.iter().any(|it| it.code == CODE) {
        said.push(Diagnostic {
            level: DiagnosticLevel::Warning,
            code: CODE.to_owned(),
            message:
                "an answer to an introspection query does not tell where directives are applied: they are not compared"
                    .to_owned(),
            location: None,
            help: Some("compare definitions with definitions, where such directives matter".to_owned()),
        });
    }
}
