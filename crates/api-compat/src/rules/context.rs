//! What a rule knows besides the change that it judges.

use findings::{Finding, Location, RuleMetadata, Severity};

use crate::Options;
use crate::change::Change;
use crate::comparison::Side;

/// What a rule knows besides the change that it judges.
pub(crate) struct Context<'a> {
    pub(crate) before: Side<'a>,
    pub(crate) after: Side<'a>,
    pub(crate) options: &'a Options,
}

impl Context<'_> {
    /// A finding of `rule` about `change`, as the rule's metadata describe it; `why` and `advice` are sentences.
    pub(crate) fn finding(
        &self,
        rule: &RuleMetadata,
        change: &Change,
        message: impl Into<String>,
        why: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        let (before, after) = self.places(change);
        Finding {
            rule: rule.id.to_owned(),
            severity: rule.severity,
            who_breaks: if rule.severity >= Severity::PotentiallyBreaking {
                rule.who_breaks.to_vec()
            } else {
                Vec::new()
            },
            subject: change.place.subject.clone(),
            operation: change.place.operation.clone(),
            message: message.into(),
            why: why.into(),
            advice: advice.into(),
            before,
            after,
            witness: None,
            fingerprint: String::new(),
        }
    }

    fn places(&self, change: &Change) -> (Option<Location>, Option<Location>) {
        let before = change.before.and_then(|node| self.before.tree.locate_key(node));
        let after = change.after.and_then(|node| self.after.tree.locate_key(node));
        (before, after)
    }
}
