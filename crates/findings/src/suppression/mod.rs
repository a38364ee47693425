//! Findings that a comment beside the definition allows: `-- allow column-dropped: nobody reads it any more`.

mod comments;

use std::collections::{BTreeMap, BTreeSet};

use crate::{Date, Diagnostic, DiagnosticLevel, Finding, Location, SourceText};
use comments::Comment;
pub use comments::Comments;

/// A finding that a comment or the configuration allows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Allowed {
    /// What was found.
    pub finding: Finding,
    /// Why it is allowed.
    pub reason: String,
    /// The last day on which it is, where there is one.
    pub until: Option<Date>,
    /// What allows it.
    pub by: AllowedBy,
    /// Where that is said: the comment, or the entry of the configuration.
    pub place: Option<Location>,
}

/// What allows a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum AllowedBy {
    /// A comment in one of the sources.
    Comment,
    /// An entry of the configuration.
    Configuration,
}

impl AllowedBy {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Configuration => "configuration",
        }
    }
}

/// What [`suppress`] made of a list of findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suppression {
    /// Findings that stand.
    pub findings: Vec<Finding>,
    /// Findings that a comment allows.
    pub allowed: Vec<Allowed>,
    /// Comments without a reason, and comments that match nothing.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes out the findings that a comment of `before` or `after` allows.
///
/// The comment is `-- allow <rule-id>: reason` (or the same between `/*` and `*/`) in SQL, `# allow <rule-id>: reason` in
/// YAML; several ids are separated by commas. It stands on the line on which the definition starts (in either side's source), or on lines of its own
/// directly before it. A comment without a reason allows nothing.
pub fn suppress(findings: Vec<Finding>, style: Comments, before: &[SourceText], after: &[SourceText]) -> Suppression {
    let mut allowances = Allowances::default();
    for source in after.iter().chain(before) {
        allowances.collect(source, style);
    }
    let mut result = Suppression::default();
    for finding in findings {
        match allowances.covering(&finding) {
            Some((reason, comment)) => {
                let by = AllowedBy::Comment;
                result.allowed.push(Allowed { finding, reason, until: None, by, place: Some(comment) });
            }
            None => result.findings.push(finding),
        }
    }
    result.diagnostics = allowances.complaints();
    result
}

/// One id of one comment.
struct Allowance {
    rule: String,
    reason: String,
    comment: Location,
}

#[derive(Default)]
struct Allowances {
    all: Vec<Allowance>,
    /// By source and by line of the definition that they stand at: indices into `all`.
    by_line: BTreeMap<(String, usize), Vec<usize>>,
    /// Rule and reason of those that matched: the same comment on the other side need not match again.
    used: BTreeSet<(String, String)>,
}

impl Allowances {
    fn collect(&mut self, source: &SourceText, style: Comments) {
        if !source.text().contains("allow ") {
            return;
        }
        let comments = style.find(source.text());
        let alone: BTreeMap<usize, usize> =
            comments.iter().filter_map(|comment| lines_alone(source, comment)).collect();
        for comment in comments {
            let Some((rules, reason)) = parse(comment.text) else { continue };
            let place = source.locate(comment.span);
            // A comment on lines of its own belongs to what follows it, past other such comments.
            let mut line = place.start.line;
            while let Some(last) = alone.get(&line) {
                line = last + 1;
            }
            for rule in rules {
                self.by_line.entry((place.source.clone(), line)).or_default().push(self.all.len());
                self.all.push(Allowance { rule: rule.to_owned(), reason: reason.to_owned(), comment: place.clone() });
            }
        }
    }

    fn covering(&mut self, finding: &Finding) -> Option<(String, Location)> {
        let places = [finding.after.as_ref(), finding.before.as_ref()].into_iter().flatten();
        let mut candidates = places
            .filter_map(|place| self.by_line.get(&(place.source.clone(), place.start.line)))
            .flatten()
            .filter_map(|at| self.all.get(*at));
        let found = candidates.find(|allowance| allowance.rule == finding.rule && !allowance.reason.is_empty())?;
        let result = (found.reason.clone(), found.comment.clone());
        self.used.insert((finding.rule.clone(), found.reason.clone()));
        Some(result)
    }

    fn complaints(self) -> Vec<Diagnostic> {
        let mut told = BTreeSet::new();
        let mut complaints = Vec::new();
        for Allowance { rule, reason, comment } in self.all {
            let key = (rule.clone(), reason.clone());
            if self.used.contains(&key) || !told.insert(key) {
                continue;
            }
            let (code, message, help) = if reason.is_empty() {
                (
                    "suppression-without-reason",
                    format!("`allow {rule}` gives no reason, so it allows nothing"),
                    format!("say why after a colon: `allow {rule}: the reason`"),
                )
            } else {
                (
                    "suppression-unused",
                    format!("`allow {rule}` matches nothing that was found here"),
                    "remove it, or put it on the line of the definition or the line before".to_owned(),
                )
            };
            complaints.push(Diagnostic {
                level: DiagnosticLevel::Warning,
                code: code.to_owned(),
                message,
                location: Some(comment),
                help: Some(help),
            });
        }
        complaints
    }
}

/// First and last line of a comment that shares them with nothing else.
fn lines_alone(source: &SourceText, comment: &Comment<'_>) -> Option<(usize, usize)> {
    let text = source.text();
    let head = text[..comment.span.start].rsplit('\n').next().unwrap_or("");
    let tail = text[comment.span.end..].split('\n').next().unwrap_or("");
    let alone = head.trim().is_empty() && tail.trim().is_empty();
    alone.then(|| (source.line_column(comment.span.start).line, source.line_column(comment.span.end).line))
}

/// The ids and the reason of `allow a-rule, b-rule: reason`. An id has a hyphen, which tells it from English.
fn parse(comment: &str) -> Option<(Vec<&str>, &str)> {
    let rest = comment.strip_prefix("allow ")?;
    let (rules, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let rules: Vec<&str> = rules.split(',').map(str::trim).collect();
    let is_id = |rule: &&str| {
        rule.contains('-') && rule.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    rules.iter().all(is_id).then(|| (rules, reason.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Severity, Span};

    fn finding(rule: &str, source: &SourceText, definition: &str) -> Finding {
        let start = source.text().find(definition).expect("definition");
        Finding {
            rule: rule.to_owned(),
            after: Some(source.locate(Span::new(start, start + definition.len()))),
            ..Finding::sample(Severity::Breaking)
        }
    }

    fn codes(result: &Suppression) -> Vec<&str> {
        result.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
    }

    #[test]
    fn a_comment_on_the_line_or_before_it_allows() {
        for text in [
            "a int, -- allow not-null-added: filled\n",
            "-- allow not-null-added: filled\na int,",
            "/* allow not-null-added: filled */\n-- another comment\na int,",
        ] {
            let source = SourceText::new("a.sql", text);
            let result = suppress(vec![finding("not-null-added", &source, "a int")], Comments::Sql, &[], &[source]);
            assert_eq!((result.findings.len(), result.allowed.len(), codes(&result).len()), (0, 1, 0), "{text}");
            assert_eq!(result.allowed[0].reason, "filled");
        }
    }

    #[test]
    fn a_comment_behind_one_definition_does_not_allow_the_next() {
        let source = SourceText::new("a.sql", "a int, -- allow not-null-added: filled\nb int");
        let result = suppress(vec![finding("not-null-added", &source, "b int")], Comments::Sql, &[], &[source]);
        assert_eq!((result.findings.len(), codes(&result)), (1, vec!["suppression-unused"]));
    }

    #[test]
    fn without_a_reason_nothing_is_allowed() {
        let source = SourceText::new("a.sql", "a int -- allow not-null-added");
        let result = suppress(vec![finding("not-null-added", &source, "a int")], Comments::Sql, &[], &[source]);
        assert_eq!((result.findings.len(), codes(&result)), (1, vec!["suppression-without-reason"]));
    }

    #[test]
    fn english_and_the_other_sides_copy_are_no_complaint() {
        let before = SourceText::new("old.sql", "a int -- allow not-null-added: filled\n-- allow nulls here");
        let after = SourceText::new("new.sql", "a int not null -- allow not-null-added: filled");
        let result = suppress(vec![finding("not-null-added", &after, "a int")], Comments::Sql, &[before], &[after]);
        assert_eq!((result.allowed.len(), codes(&result).len()), (1, 0));
    }

    #[test]
    fn yaml_has_its_own_comments() {
        for text in
            ["# allow path-removed: unused\n  /a:\n    get: {}", "  /a: # allow path-removed: unused\n    get: {}"]
        {
            let source = SourceText::new("a.yaml", text);
            let result = suppress(vec![finding("path-removed", &source, "/a")], Comments::Hash, &[], &[source]);
            assert_eq!((result.findings.len(), result.allowed.len(), codes(&result).len()), (0, 1, 0), "{text}");
        }
    }
}
