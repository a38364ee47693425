//! GraphQL: reads schemas, says what differs between two of them, and judges it.

mod change;
mod clients;
mod diff;
mod model;
mod read;
mod rules;
#[cfg(test)]
mod testing;
mod witness;

use findings::{Comments, RuleMetadata, SourceText};

use crate::format::{Format, Input, Judgement};
use crate::{Error, Kind, Options};

/// Extensions of files in GraphQL's schema definition language.
const EXTENSIONS: [&str; 3] = ["graphql", "graphqls", "gql"];

/// Schemas of GraphQL. The files of a folder make up one schema together.
pub(crate) struct GraphQl;

/// The format.
pub(crate) const GRAPHQL: GraphQl = GraphQl;

impl Format for GraphQl {
    fn kind(&self) -> Kind {
        Kind::GraphQl
    }

    fn extensions(&self) -> &'static [&'static str] {
        &EXTENSIONS
    }

    fn comments(&self) -> Option<Comments> {
        Some(Comments::Hash)
    }

    fn compare(&self, before: &Input<'_>, after: &Input<'_>, options: &Options) -> Result<Judgement, Error> {
        let sources = |input: &Input<'_>| -> Vec<SourceText> {
            input.files_named(&EXTENSIONS).into_iter().map(|file| file.source).collect()
        };
        let (old_files, new_files) = (sources(before), sources(after));
        let (old, new) = read_both(&old_files, &new_files);
        let ((old, mut diagnostics), (new, said)) = (old, new);
        diagnostics.extend(said);
        let texts = diff::Texts { before: &old_files, after: &new_files };
        let changes = diff::diff(&old, &new, texts);
        let mut findings = rules::judge(&changes, &rules::Context { texts, options });
        if let Some(queries) = &options.queries {
            diagnostics.extend(clients::apply(queries, &mut findings, &changes, (&old, &new)));
        }
        witness::attach(&mut findings, &changes, &old, &new);
        Ok(Judgement { findings, diagnostics })
    }

    fn families(&self) -> Vec<&'static [RuleMetadata]> {
        rules::families().collect()
    }
}

type Read<'s> = (model::Schema<'s>, Vec<findings::Diagnostic>);

/// Reads both sides, each on a thread of its own.
fn read_both<'s>(before: &'s [SourceText], after: &'s [SourceText]) -> (Read<'s>, Read<'s>) {
    std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, || read::read(after));
        let before = read::read(before);
        let other = other.ok().and_then(|other| other.join().ok());
        (before, other.unwrap_or_else(|| read::read(after)))
    })
}
