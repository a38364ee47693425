//! GraphQL: reads schemas, says what differs between two of them, and judges it.

mod change;
mod clients;
#[cfg(test)]
mod coverage_tests;
mod diff;
mod introspection;
mod model;
#[cfg(test)]
mod property_tests;
mod read;
mod rules;
mod sources;
#[cfg(test)]
mod testing;
mod witness;

use findings::{Comments, Diagnostic, Finding, Party, RuleMetadata, Severity};

use crate::document::{NodeId, Tree};
use crate::format::{Format, Input, Judgement};
use crate::{Direction, Error, Kind, Options};
use sources::Sources;

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

    fn recognises(&self, tree: &Tree, root: NodeId) -> bool {
        introspection::recognises(tree, root)
    }

    fn comments(&self) -> Option<Comments> {
        Some(Comments::Hash)
    }

    fn compare(&self, before: &Input<'_>, after: &Input<'_>, options: &Options) -> Result<Judgement, Error> {
        let sides = both(|| Sources::of(before), &|| Sources::of(after));
        let ((old, mut diagnostics), (new, said)) = both(|| sides.0.read(), &|| sides.1.read());
        diagnostics.extend(said);
        let (before, after) = (sides.0.given(), sides.1.given());
        let (backward, forward) = match options.direction {
            Direction::Backward | Direction::Customary => (true, false),
            Direction::Forward => (false, true),
            Direction::Full => (true, true),
        };
        let mut findings = Vec::new();
        if backward {
            findings = judged((&old, &new), diff::Texts { before: &before, after: &after }, options, &mut diagnostics);
        }
        if forward {
            // The operations given are those of the clients that are there.
            let options = Options { queries: None, ..options.clone() };
            let texts = diff::Texts { before: &after, after: &before };
            let turned = judged((&new, &old), texts, &options, &mut diagnostics).into_iter().map(turned_round);
            let all = options.direction == Direction::Forward;
            findings.extend(turned.filter(|it| all || it.severity >= Severity::PotentiallyBreaking));
        }
        Ok(Judgement { findings, diagnostics })
    }

    fn families(&self) -> Vec<&'static [RuleMetadata]> {
        rules::families().collect()
    }
}

/// What differs between two schemas, judged for clients of the first one that meet the second one.
fn judged(
    (old, new): (&model::Schema<'_>, &model::Schema<'_>),
    texts: diff::Texts<'_>,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Finding> {
    let mut changes = diff::diff(old, new, texts);
    if old.introspected != new.introspected {
        sources::leave_out_untold(&mut changes, diagnostics);
    }
    let mut findings = rules::judge(&changes, &rules::Context { texts, options });
    if let Some(queries) = &options.queries {
        diagnostics.extend(clients::apply(queries, &mut findings, &changes, (old, new)));
    }
    witness::attach(&mut findings, &changes, old, new);
    findings
}

/// A finding about the way from the new schema to the old one.
fn turned_round(finding: Finding) -> Finding {
    let turned = |party: &Party| match party {
        Party::OldReaders => Party::NewReaders,
        Party::OldWriters => Party::NewWriters,
        other => *other,
    };
    Finding {
        message: format!("for new clients of the old system {}", finding.message),
        who_breaks: finding.who_breaks.iter().map(turned).collect(),
        before: finding.after,
        after: finding.before,
        ..finding
    }
}

/// What is to be done with both sides, each on a thread of its own.
fn both<T: Send>(before: impl FnOnce() -> T, after: &(impl Fn() -> T + Sync)) -> (T, T) {
    std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, after);
        let before = before();
        let other = other.ok().and_then(|other| other.join().ok());
        (before, other.unwrap_or_else(after))
    })
}
