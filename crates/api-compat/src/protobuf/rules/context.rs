//! What a rule knows besides the change that it judges.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::{Broken, Change, Levels};
use crate::options::ProtobufLevel;
use crate::protobuf::model::Schema;
use crate::{Direction, Options};

/// What a rule knows besides the change that it judges.
pub(in crate::protobuf) struct Context<'a> {
    pub(in crate::protobuf) before: &'a Schema,
    pub(in crate::protobuf) after: &'a Schema,
    pub(in crate::protobuf) options: &'a Options,
}

impl Context<'_> {
    fn level(&self) -> ProtobufLevel {
        self.options.protobuf_level
    }

    /// A finding of `rule` about `change`: what breaks at other levels only, or in another direction only, does not break
    /// at the one that was asked for. `why` and `advice` are sentences.
    pub(in crate::protobuf) fn finding(
        &self,
        rule: &RuleMetadata,
        change: &Change<'_>,
        broken: impl Into<Broken>,
        message: impl Into<String>,
        why: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        let broken = broken.into();
        let mut why = why.into();
        let mut severity = rule.severity;
        let mut who_breaks = broken.parties(self.level(), rule.who_breaks);
        who_breaks.retain(|party| self.counts(*party));
        if severity >= Severity::PotentiallyBreaking {
            if !broken.levels.holds(self.level()) {
                severity = Severity::NonBreaking;
                why = format!("{why}; at the level `{}` that is no matter", self.level());
            } else if who_breaks.is_empty() {
                severity = Severity::NonBreaking;
                why = format!("{why}; {} that is no matter", self.options.direction);
            }
        }
        if severity < Severity::PotentiallyBreaking {
            who_breaks.clear();
        }
        let (before, after) = change.places();
        Finding {
            rule: rule.id.to_owned(),
            severity,
            who_breaks,
            subject: change.subject(),
            operation: change.operation(),
            message: message.into(),
            why,
            advice: advice.into(),
            before,
            after,
            witness: None,
            fingerprint: String::new(),
        }
    }

    /// A finding about what came: it breaks where new clients have to work with the old system, at `levels`.
    pub(in crate::protobuf) fn addition(
        &self,
        rule: &RuleMetadata,
        change: &Change<'_>,
        levels: Levels,
        message: impl Into<String>,
        why: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        let finding = self.finding(rule, change, Levels::NONE, message, why, advice);
        let forward = matches!(self.options.direction, Direction::Forward | Direction::Full);
        if forward && levels.holds(self.level()) {
            return Finding { severity: Severity::Breaking, who_breaks: vec![Party::NewWriters], ..finding };
        }
        finding
    }

    /// Whether the party is one that the direction is about. What is customary is that everybody counts: messages are
    /// read and written on both sides.
    fn counts(&self, party: Party) -> bool {
        let is_new = matches!(party, Party::NewReaders | Party::NewWriters);
        match self.options.direction {
            Direction::Customary | Direction::Full => true,
            Direction::Backward => !is_new,
            Direction::Forward => is_new,
        }
    }
}

impl Change<'_> {
    /// What became of an option, in a sentence.
    pub(in crate::protobuf) fn option_message(&self) -> String {
        let value = |text: &str| match text {
            "" => "nothing".to_owned(),
            text => format!("`{}`", cut(text)),
        };
        format!("{}: `{}` was {}, and is {}", self.subject(), self.item(), value(&self.old), value(&self.new))
    }
}

/// As much of a value as a message shows.
fn cut(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
