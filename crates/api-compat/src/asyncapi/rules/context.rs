//! What a rule knows besides the change that it judges.

use findings::{Confirmation, Finding, Party, RuleMetadata, Severity, Witness};

use crate::asyncapi::change::Change;
use crate::asyncapi::model::Action;
use crate::comparison::Side;
use crate::{Direction, Options};

/// What a rule knows besides the change that it judges.
pub(crate) struct Context<'a> {
    pub(crate) before: Side<'a>,
    pub(crate) after: Side<'a>,
    pub(crate) options: &'a Options,
}

/// How bad a change is, and why.
pub(crate) type Verdict = (Severity, &'static str);

impl Context<'_> {
    /// A finding of `rule`: how bad it is for old clients of the new system, and for new clients of the old one.
    pub(crate) fn graded(
        &self,
        rule: &RuleMetadata,
        change: &Change,
        (backward, forward): (Verdict, Verdict),
        message: String,
        advice: &str,
    ) -> Finding {
        let (verdict, is_backward) = match self.options.direction {
            Direction::Forward => (forward, false),
            Direction::Full if forward.0 > backward.0 => (forward, false),
            Direction::Backward | Direction::Customary | Direction::Full => (backward, true),
        };
        let (severity, why) = verdict;
        let breaks = severity >= Severity::PotentiallyBreaking;
        let who_breaks = match (change.action, is_backward) {
            _ if !breaks => Vec::new(),
            (Some(Action::Receive), true) => vec![Party::OldWriters],
            (Some(Action::Receive), false) => vec![Party::NewWriters],
            (Some(Action::Send), true) => vec![Party::OldReaders],
            (Some(Action::Send), false) => vec![Party::NewReaders],
            (None, true) => vec![Party::OldReaders, Party::OldWriters],
            (None, false) => vec![Party::NewReaders, Party::NewWriters],
        };
        Finding {
            rule: rule.id.to_owned(),
            severity,
            who_breaks,
            subject: change.subject.clone(),
            operation: change.operation.clone(),
            message,
            why: why.to_owned(),
            advice: if breaks { advice } else { "nothing has to be done" }.to_owned(),
            before: change.before.and_then(|node| self.before.tree.locate_key(node)),
            after: change.after.and_then(|node| self.after.tree.locate_key(node)),
            witness: (severity == Severity::Breaking).then(|| witness(change, is_backward, why)),
            fingerprint: String::new(),
        }
    }
}

/// What a client does that worked before; whoever looks at it afterwards says whether it fails.
fn witness(change: &Change, is_backward: bool, why: &str) -> Witness {
    let who = if is_backward { "an old client" } else { "a new client" };
    let side = if is_backward { "the new system" } else { "the old system" };
    let place =
        change.operation.as_deref().map_or_else(|| change.subject.clone(), |it| format!("{it}, {}", change.subject));
    let does = match change.action {
        Some(Action::Receive) => "sends to",
        Some(Action::Send) => "listens to",
        None => "connects to",
    };
    Witness {
        setup: Vec::new(),
        statement: format!("{who} {does} {side}: {place}"),
        instance: None,
        fails_with: why.to_owned(),
        confirmation: Confirmation::Unconfirmed("nothing that looks at it is built in".to_owned()),
    }
}
