//! Two documents in, a report out.

use std::rc::Rc;

use findings::{Diagnostic, Finding, Report};

use crate::change::Place;
use crate::comparison::{Comparison, Side};
use crate::contain::Of;
use crate::format::{Input, by_format};
use crate::report::report;
use crate::rules::Judged;
use crate::schema::Dialect;
use crate::{Document, Error, ErrorKind, Kind, Options, confirm, openapi, rules};

/// What breaks between `before` and `after`, for whom, with messages that show it.
///
/// # Errors
/// Where nothing tells what the documents describe, or they describe interfaces of different kinds.
pub fn compare(before: &Document, after: &Document, options: &Options) -> Result<Report, Error> {
    let kind = kind(before, after, options)?;
    if !matches!(kind, Kind::OpenApi | Kind::JsonSchema) {
        return by_format(kind, &Input::of_document(before), &Input::of_document(after), options);
    }
    let (findings, diagnostics) = judge(kind, before, after, options);
    Ok(report(kind, findings, diagnostics, before, after, options))
}

/// What the rules say of the two, and what had to be said of them on the way.
pub(crate) fn judge(
    kind: Kind,
    before: &Document,
    after: &Document,
    options: &Options,
) -> (Vec<Finding>, Vec<Diagnostic>) {
    let judged = judged(kind, before, after, options, |mut comparison, mut judged| {
        confirm::look_at(&mut judged, &comparison);
        let mut findings: Vec<Finding> = judged.into_iter().map(|it| it.finding).collect();
        // Where the version is checked for what has changed, the report says so itself.
        if kind == Kind::OpenApi && !options.declared_version {
            let (before, after) = (comparison.before, comparison.after);
            findings.extend(rules::judge_versions(&findings, &rules::Context { before, after, options }));
        }
        (findings, std::mem::take(&mut comparison.diagnostics))
    });
    judged.unwrap_or_default()
}

/// What `look` makes of the comparison of two documents and of what the rules say of it; nothing where one of them could
/// not be read.
#[cfg(feature = "confirm")]
pub(crate) fn examine<T>(
    before: &Document,
    after: &Document,
    options: &Options,
    look: impl FnOnce(&Comparison<'_>, &[Judged]) -> T,
) -> Result<Option<T>, Error> {
    let kind = kind(before, after, options)?;
    if !matches!(kind, Kind::OpenApi | Kind::JsonSchema) {
        let message = format!("no messages are made up of interfaces of kind {kind}");
        return Err(Error::new(ErrorKind::Unsupported, message));
    }
    Ok(judged(kind, before, after, options, |comparison, judged| look(&comparison, &judged)))
}

/// Nothing is said of a document that could not be read: what is missing from it is not gone.
fn judged<T>(
    kind: Kind,
    before: &Document,
    after: &Document,
    options: &Options,
    look: impl FnOnce(Comparison<'_>, Vec<Judged>) -> T,
) -> Option<T> {
    let (old, new) = (before.tree.root()?, after.tree.root()?);
    // What `$schema` does not tell (Core, 8.1.1) is read as the other side says, or as the latest.
    let said = |document: &Document| {
        let tree = &document.tree;
        tree.root().and_then(|root| tree.str(tree.get(root, "$schema")?)).and_then(Dialect::stated)
    };
    let side = |document: &Document, other: &Document| match kind {
        Kind::OpenApi => openapi::dialect(&document.tree),
        _ => said(document).or_else(|| said(other)).unwrap_or(Dialect::Draft2020),
    };
    let dialects = (side(before, after), side(after, before));
    let before = Side { tree: &before.tree, dialect: dialects.0 };
    let after = Side { tree: &after.tree, dialect: dialects.1 };
    let mut comparison = Comparison::new(before, after, options);
    if kind == Kind::OpenApi {
        openapi::compare(&mut comparison);
    } else {
        for (of, root) in [(Of::Before, old), (Of::After, new)] {
            let said = comparison.containment.check(of, root);
            comparison.diagnostics.extend(said);
        }
        comparison.schemas(old, new, &Rc::new(Place::default()));
    }
    let judged = rules::judge(&comparison.changes, &rules::Context { before, after, options });
    Some(look(comparison, judged))
}

/// What both documents describe.
fn kind(before: &Document, after: &Document, options: &Options) -> Result<Kind, Error> {
    if let Some(kind) = options.kind {
        return Ok(kind);
    }
    match (before.kind(), after.kind()) {
        (Some(old), Some(new)) if old == new => Ok(old),
        (Some(old), Some(new)) => {
            let message = format!("the old document is of kind {old}, the new one of kind {new}");
            Err(Error::new(ErrorKind::DifferentKinds, message))
        }
        (Some(kind), None) | (None, Some(kind)) => Ok(kind),
        (None, None) => {
            let message = "nothing in the documents tells what they describe: state the kind";
            Err(Error::new(ErrorKind::UnknownKind, message))
        }
    }
}
