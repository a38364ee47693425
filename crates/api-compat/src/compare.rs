//! Two documents in, a report out.

use findings::Report;

use crate::report::report;
use crate::{Document, Error, ErrorKind, Kind, Options};

/// What breaks between `before` and `after`, for whom, with messages that show it.
///
/// # Errors
/// Where nothing tells what the documents describe, or they describe interfaces of different kinds.
pub fn compare(before: &Document, after: &Document, options: &Options) -> Result<Report, Error> {
    let kind = kind(before, after, options)?;
    Ok(report(kind, Vec::new(), Vec::new(), before, after, options))
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
