//! What a rule knows besides the change that it judges.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::change::{Change, Problem};
use crate::avro::diff::Version;
use crate::{Direction, Options};

/// Who writes what the types describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Data that are kept, or pass by: the old version's are to be read by the new one.
    Data,
    /// The client writes it.
    Request,
    /// The client reads it.
    Response,
}

/// What a rule knows besides the change that it judges.
pub(crate) struct Context<'a> {
    pub(crate) old: Version<'a>,
    pub(crate) new: Version<'a>,
    pub(crate) options: &'a Options,
    /// Who writes, for each root that was compared.
    pub(crate) roles: &'a [Role],
}

/// Which directions are asked for: whether the new version has to read what the old one wrote, and the other way round.
pub(crate) fn asked(direction: Direction, role: Role) -> (bool, bool) {
    match (direction, role) {
        (Direction::Full, _) => (true, true),
        (Direction::Forward, Role::Response)
        | (Direction::Backward | Direction::Customary, Role::Data | Role::Request) => (true, false),
        (Direction::Forward, _) | (Direction::Backward | Direction::Customary, Role::Response) => (false, true),
    }
}

impl Context<'_> {
    pub(crate) fn role(&self, change: &Change) -> Role {
        self.roles.get(change.root).copied().unwrap_or(Role::Data)
    }

    /// The problem that counts, and whether it is one of the new version reading what the old one wrote.
    pub(crate) fn problem<'c>(&self, change: &'c Change) -> Option<(&'c Problem, bool)> {
        let (there, back) = asked(self.options.direction, self.role(change));
        let there = change.old_in_new.as_ref().filter(|_| there).map(|it| (it, true));
        there.or_else(|| change.new_in_old.as_ref().filter(|_| back).map(|it| (it, false)))
    }

    /// A finding of `rule`: breaking where a problem counts, or else of the severity `safe`.
    pub(crate) fn graded(
        &self,
        rule: &RuleMetadata,
        change: &Change,
        (safe, why): (Severity, &str),
        message: String,
        advice: &str,
    ) -> Finding {
        let counting = self.problem(change);
        let severity = match counting {
            Some((problem, _)) if problem.certain => Severity::Breaking,
            Some(_) => Severity::PotentiallyBreaking,
            None => safe,
        };
        let why = match counting {
            Some((problem, _)) => problem.why.clone(),
            None => match change.old_in_new.as_ref().or(change.new_in_old.as_ref()) {
                Some(other) => format!("{why}; in the other direction, which was not asked for, {}", other.why),
                None => why.to_owned(),
            },
        };
        let locate = |version: Version<'_>, node| version.tree.locate(node);
        Finding {
            rule: rule.id.to_owned(),
            severity,
            who_breaks: self.who_breaks(change, severity),
            subject: change.subject.clone(),
            operation: change.operation.clone(),
            message,
            why,
            advice: if severity >= Severity::PotentiallyBreaking { advice } else { "nothing has to be done" }
                .to_owned(),
            before: change.before.and_then(|node| locate(self.old, node)),
            after: change.after.and_then(|node| locate(self.new, node)),
            witness: None,
            fingerprint: String::new(),
        }
    }

    fn who_breaks(&self, change: &Change, severity: Severity) -> Vec<Party> {
        if severity < Severity::PotentiallyBreaking {
            return Vec::new();
        }
        let role = self.role(change);
        let (there, back) = asked(self.options.direction, role);
        let mut parties = Vec::new();
        if there && change.old_in_new.is_some() {
            parties.extend_from_slice(match role {
                Role::Data => &[Party::OldWriters, Party::StoredData],
                Role::Request => &[Party::OldWriters],
                Role::Response => &[Party::NewReaders],
            });
        }
        if back && change.new_in_old.is_some() {
            parties.extend_from_slice(match role {
                Role::Data | Role::Response => &[Party::OldReaders],
                Role::Request => &[Party::NewWriters],
            });
        }
        parties
    }
}
