//! `AsyncAPI` 2 and 3: channels, what an application sends and receives on them, and the messages.

mod change;
mod check;
#[cfg(feature = "confirm")]
mod confirm;
mod diff;
mod model;
mod objects;
mod rules;
#[cfg(test)]
mod tests;

use findings::{Comments, Finding, RuleMetadata};

use crate::comparison::{Comparison, Side};
use crate::document::{NodeId, Tree};
use crate::format::{Content, Format, Input, Judgement, compare_folders, documents_of};
use crate::schema::Dialect;
use crate::{Document, Error, Kind, Options};
use change::Change;
use diff::Differ;

/// Documents of `AsyncAPI`.
pub(crate) struct AsyncApi;

impl Format for AsyncApi {
    fn kind(&self) -> Kind {
        Kind::AsyncApi
    }

    fn recognises(&self, tree: &Tree, root: NodeId) -> bool {
        tree.get(root, "asyncapi").is_some()
    }

    fn comments(&self) -> Option<Comments> {
        Some(Comments::Hash)
    }

    fn compare(&self, before: &Input<'_>, after: &Input<'_>, options: &Options) -> Result<Judgement, Error> {
        let pair = |before: &Document, after: &Document| judge(before, after, options);
        if let (Content::Document(before), Content::Document(after)) = (before.content, after.content) {
            return Ok(pair(before, after));
        }
        let (before, after) = (documents_of(Kind::AsyncApi, before), documents_of(Kind::AsyncApi, after));
        Ok(compare_folders(Kind::AsyncApi, &before, &after, options, pair))
    }

    fn families(&self) -> Vec<&'static [RuleMetadata]> {
        rules::families()
    }
}

/// What differs between two documents, judged, with witnesses.
fn judge(before: &Document, after: &Document, options: &Options) -> Judgement {
    let mut judgement = Judgement::default();
    judgement.diagnostics.extend_from_slice(before.diagnostics());
    judgement.diagnostics.extend_from_slice(after.diagnostics());
    judgement.diagnostics.extend(check::check(&before.tree));
    judgement.diagnostics.extend(check::check(&after.tree));
    // Nothing is said of a document that could not be read: what is missing from it is not gone.
    let (Some(old), Some(new)) = (model::read(&before.tree), model::read(&after.tree)) else { return judgement };
    // Schemas of AsyncAPI are those of draft 7, and some words more.
    let side = |tree| Side { tree, dialect: Dialect::Draft7 };
    let (was, is) = (side(&before.tree), side(&after.tree));
    let comparison = Comparison::new(was, is, options);
    let (changes, findings, diagnostics) = (Vec::new(), Vec::new(), Vec::new());
    let mut differ = Differ { old: &old, new: &new, comparison, changes, findings, diagnostics };
    differ.compare();
    let Differ { comparison, changes, findings, diagnostics, .. } = differ;
    let context = crate::rules::Context { before: was, after: is, options };
    let mut judged = crate::rules::judge(&comparison.changes, &context);
    crate::confirm::look_at(&mut judged, &comparison);
    judgement.findings.extend(judged.into_iter().map(|it| it.finding));
    judgement.findings.extend(findings);
    let own = rules::Context { before: was, after: is, options };
    let own: Vec<_> = changes.iter().filter_map(|change| Some((change, rules::judge(change, &own)?))).collect();
    judgement.findings.extend(confirmed(own, (&before.tree, &after.tree)));
    judgement.diagnostics.extend(comparison.diagnostics);
    judgement.diagnostics.extend(diagnostics);
    judgement
}

/// The findings, their witnesses looked at by a check that shares nothing with the rules.
#[cfg(feature = "confirm")]
fn confirmed(judged: Vec<(&Change, Finding)>, (before, after): (&Tree, &Tree)) -> Vec<Finding> {
    let check = judged.iter().any(|(_, it)| it.witness.is_some()).then(|| confirm::Confirm::new(before, after));
    let looked_at = judged.into_iter().map(|(change, mut finding)| {
        if let Some(check) = &check {
            check.look(change, &mut finding);
        }
        finding
    });
    looked_at.collect()
}

/// Leaves the witnesses as they are: the check is not built in.
#[cfg(not(feature = "confirm"))]
fn confirmed(judged: Vec<(&Change, Finding)>, _: (&Tree, &Tree)) -> Vec<Finding> {
    judged.into_iter().map(|(_, finding)| finding).collect()
}
