//! What a rule knows besides the change that it judges.

use findings::{Finding, Location, RuleMetadata, Severity, SourceText};

use super::super::change::Change;
use super::super::diff::Texts;
use super::super::model::Place;
use super::super::read::locate;
use crate::{NewValues, Options};

/// What a rule knows besides the change that it judges.
pub(crate) struct Context<'a> {
    pub(crate) texts: Texts<'a>,
    pub(crate) options: &'a Options,
}

impl Context<'_> {
    /// A finding of `rule` about `change`, as the rule's metadata describe it; `why` and `advice` are sentences.
    pub(crate) fn finding(
        &self,
        rule: &RuleMetadata,
        change: &Change<'_>,
        message: impl Into<String>,
        why: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        self.graded(rule, change, rule.severity, message, why, advice)
    }

    /// A finding with the severity of the case at hand.
    pub(crate) fn graded(
        &self,
        rule: &RuleMetadata,
        change: &Change<'_>,
        severity: Severity,
        message: impl Into<String>,
        why: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        let breaks = severity >= Severity::PotentiallyBreaking;
        let place = |files: &[SourceText], place: Option<Place>| -> Option<Location> { locate(files, place?) };
        Finding {
            rule: rule.id.to_owned(),
            severity,
            who_breaks: if breaks { rule.who_breaks.to_vec() } else { Vec::new() },
            subject: change.at.to_string(),
            operation: None,
            message: message.into(),
            why: why.into(),
            advice: advice.into(),
            before: place(self.texts.before, change.before),
            after: place(self.texts.after, change.after),
            witness: None,
            fingerprint: String::new(),
        }
    }

    /// Whether clients are said to take values that they do not know.
    pub(crate) fn takes_new_values(&self) -> bool {
        self.options.response_enums == NewValues::Taken
    }
}
