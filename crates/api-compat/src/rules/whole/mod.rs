//! Rules about everything that was found: whether `info.version` fits it.

pub(super) mod major_version_not_raised;
pub(super) mod version_lowered;
pub(super) mod version_not_raised;

use findings::{Finding, RuleMetadata, Severity};

use super::Context;
use crate::comparison::Side;
use crate::document::NodeId;

/// `info.version` of both documents.
pub(super) struct Versions<'a> {
    old: &'a str,
    new: &'a str,
    nodes: (NodeId, NodeId),
}

/// What is to be said of the versions where something that was found breaks or may break, which demands a major version.
pub(crate) fn judge<'f>(findings: impl IntoIterator<Item = &'f Finding>, context: &Context<'_>) -> Option<Finding> {
    // Where the version is checked, the check says it, with the version that is needed.
    let checked = context.options.declared_version;
    if checked || findings.into_iter().all(|finding| finding.severity < Severity::PotentiallyBreaking) {
        return None;
    }
    let (old, new) = (version(context.before)?, version(context.after)?);
    let versions = Versions { old: old.1, new: new.1, nodes: (old.0, new.0) };
    [version_not_raised::check, version_lowered::check, major_version_not_raised::check]
        .iter()
        .find_map(|check| check(&versions, context))
}

fn version(side: Side<'_>) -> Option<(NodeId, &str)> {
    let node = side.tree.get(side.tree.get(side.tree.root()?, "info")?, "version")?;
    Some((node, side.tree.str(node)?))
}

impl Versions<'_> {
    fn finding(&self, rule: &RuleMetadata, context: &Context<'_>, why: &str) -> Finding {
        Finding {
            rule: rule.id.to_owned(),
            severity: rule.severity,
            who_breaks: Vec::new(),
            subject: "info".to_owned(),
            operation: None,
            message: if self.old == self.new {
                format!("something breaks or may break, and the version is still `{}`", self.new)
            } else {
                format!("something breaks or may break, and the version went from `{}` to `{}`", self.old, self.new)
            },
            why: why.to_owned(),
            advice: "raise the major part of `info.version`".to_owned(),
            before: context.before.tree.locate_key(self.nodes.0),
            after: context.after.tree.locate_key(self.nodes.1),
            witness: None,
            fingerprint: String::new(),
        }
    }

    /// The numbers of both, where both are versions as Semantic Versioning has them; missing parts are zero.
    fn numbers(&self) -> Option<([u64; 3], [u64; 3])> {
        Some((numbers(self.old)?, numbers(self.new)?))
    }
}

fn numbers(version: &str) -> Option<[u64; 3]> {
    let core = version.trim().trim_start_matches(['v', 'V']).split(['-', '+']).next()?;
    let mut parts = core.split('.').map(str::parse::<u64>);
    let mut numbers = [0; 3];
    for number in &mut numbers {
        match parts.next() {
            Some(part) => *number = part.ok()?,
            None => break,
        }
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_leniently() {
        assert_eq!(numbers("v1.2"), Some([1, 2, 0]));
        assert_eq!(numbers("2.0.1-rc.1"), Some([2, 0, 1]));
        assert_eq!(numbers("2024-01-31"), Some([2024, 0, 0]));
        assert_eq!(numbers("spring"), None);
    }
}
