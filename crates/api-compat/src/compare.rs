//! Two documents in, a report out.

use std::rc::Rc;

use findings::{Diagnostic, Finding, Report};

use crate::change::Place;
use crate::comparison::{Comparison, Side};
use crate::contain::Of;
use crate::report::report;
use crate::schema::Dialect;
use crate::{Document, Error, ErrorKind, Kind, Options, confirm, openapi, rules};

/// What breaks between `before` and `after`, for whom, with messages that show it.
///
/// # Errors
/// Where nothing tells what the documents describe, or they describe interfaces of different kinds.
pub fn compare(before: &Document, after: &Document, options: &Options) -> Result<Report, Error> {
    let kind = kind(before, after, options)?;
    let (findings, diagnostics) = judge(kind, before, after, options);
    Ok(report(kind, findings, diagnostics, before, after, options))
}

/// What the rules say of the two, and what had to be said of them on the way. Nothing is said of a document that could
/// not be read: what is missing from it is not gone.
fn judge(kind: Kind, before: &Document, after: &Document, options: &Options) -> (Vec<Finding>, Vec<Diagnostic>) {
    let (Some(old), Some(new)) = (before.tree.root(), after.tree.root()) else { return Default::default() };
    // What `$schema` does not tell (Core, 8.1.1) is read as the other side says, or as the latest.
    let said = |document: &Document| {
        let tree = &document.tree;
        tree.root().and_then(|root| tree.str(tree.get(root, "$schema")?)).and_then(Dialect::stated)
    };
    let side = |document: &Document, other: &Document| match kind {
        Kind::OpenApi => openapi::dialect(&document.tree),
        Kind::JsonSchema => said(document).or_else(|| said(other)).unwrap_or(Dialect::Draft2020),
    };
    let dialects = (side(before, after), side(after, before));
    let before = Side { tree: &before.tree, dialect: dialects.0 };
    let after = Side { tree: &after.tree, dialect: dialects.1 };
    let mut comparison = Comparison::new(before, after, options);
    match kind {
        Kind::OpenApi => openapi::compare(&mut comparison),
        Kind::JsonSchema => {
            for (of, root) in [(Of::Before, old), (Of::After, new)] {
                let said = comparison.containment.check(of, root);
                comparison.diagnostics.extend(said);
            }
            comparison.schemas(old, new, &Rc::new(Place::default()));
        }
    }
    let context = rules::Context { before, after, options };
    let mut judged = rules::judge(&comparison.changes, &context);
    confirm::look_at(&mut judged, &comparison);
    let mut findings: Vec<Finding> = judged.into_iter().map(|it| it.finding).collect();
    // Where the version is checked for what has changed, the report says so itself.
    if kind == Kind::OpenApi && !options.declared_version {
        findings.extend(rules::judge_versions(&findings, &context));
    }
    (findings, comparison.diagnostics)
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
