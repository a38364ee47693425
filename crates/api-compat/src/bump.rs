//! The version that a document claims, against the one that its changes need.

use findings::{Bump, Diagnostic, DiagnosticLevel, Finding, RuleMetadata, Severity, Verdict};
use semver::Version;

use crate::document::{NodeId, Tree};

/// Id of the rule that says that the version which a document claims is too low for what has changed.
pub const DECLARED_VERSION: &str = "version-raised-too-little";

/// The version that the document claims is too low for what has changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: DECLARED_VERSION,
    severity: Severity::Breaking,
    kinds: crate::rules::OPENAPI,
    who_breaks: &[],
    summary: "The version that the document claims is too low for what has changed.",
    explanation: "\
        `info.version` is what clients are pinned to, and generators take it over. By Semantic Versioning 2.0.0 (items \
        6 to 8) a change that breaks needs a new major version, one that adds a new minor version, any other a new \
        patch version; below 1.0.0 a new minor version does for what breaks, and a patch version for the rest.\n\n\
        It is checked where that is asked for, with `--declared-version`, and has the severity of the worst change: it \
        makes nothing worse, but the check fails.\n\n\
        See the OpenAPI Specification 3.1, 4.8.2 Info Object.",
    bad: ("", ""),
    good: ("", ""),
}];

/// What is wrong with the version that the document `after` claims, where the changes have come to `verdict`.
pub(crate) fn check(before: &Tree, after: &Tree, verdict: Verdict) -> Result<Option<Finding>, Diagnostic> {
    let (old, new) = (claimed(before)?, claimed(after)?);
    let needed = needed(verdict, &old.version);
    let declared = declared(&old.version, &new.version);
    if declared.is_some_and(|declared| declared >= needed) || verdict == Verdict::Identical {
        return Ok(None);
    }
    let (from, to) = (old.text(), new.text());
    let claim = match declared {
        None => format!("the version goes back from `{from}` to `{to}`"),
        Some(Bump::None) => format!("the version is `{to}` as before"),
        Some(declared) => format!("the version goes from `{from}` to `{to}`, a {declared} version"),
    };
    let rule = &RULES[0];
    Ok(Some(Finding {
        rule: rule.id.to_owned(),
        severity: severity(verdict),
        who_breaks: Vec::new(),
        subject: "info.version".to_owned(),
        operation: None,
        message: format!("{claim}, but what has changed needs a {needed} version"),
        why: "who is pinned to a version gets changes that it does not announce".to_owned(),
        advice: format!("call it {}", next(&old.version, needed)),
        before: before.locate(old.node),
        after: after.locate(new.node),
        witness: None,
        fingerprint: String::new(),
    }))
}

/// `info.version` of a document.
struct Claimed<'t> {
    tree: &'t Tree,
    node: NodeId,
    version: Version,
}

impl Claimed<'_> {
    fn text(&self) -> &str {
        self.tree.str(self.node).unwrap_or_default()
    }
}

fn claimed(tree: &Tree) -> Result<Claimed<'_>, Diagnostic> {
    let root = tree.root();
    let node = root.and_then(|root| tree.get(tree.get(root, "info")?, "version"));
    let Some(node) = node else {
        return Err(unknown(tree, root, "the document claims no version"));
    };
    let text = tree.str(node).unwrap_or_default();
    match version(text) {
        Some(version) => Ok(Claimed { tree, node, version }),
        None => Err(unknown(tree, Some(node), &format!("the version `{text}` is none of Semantic Versioning"))),
    }
}

fn unknown(tree: &Tree, node: Option<NodeId>, what: &str) -> Diagnostic {
    Diagnostic {
        level: DiagnosticLevel::Warning,
        code: "declared-version-unknown".to_owned(),
        message: format!("{what}, so it is not checked"),
        location: node.and_then(|node| tree.locate(node)),
        help: Some("write `info.version` as three numbers, such as '1.4.0'".to_owned()),
    }
}

/// `1.2.3`; `v1.2.3`, `1.2` and `1` are common and mean the same.
fn version(text: &str) -> Option<Version> {
    let text = text.trim();
    let text = text.strip_prefix('v').unwrap_or(text);
    let numbers = text.split(['-', '+']).next().unwrap_or_default();
    let missing = 2_usize.saturating_sub(numbers.matches('.').count());
    let (numbers, rest) = text.split_at(numbers.len());
    if missing > 0 && !rest.is_empty() {
        // A date.
        return None;
    }
    Version::parse(&format!("{numbers}{}{rest}", ".0".repeat(missing))).ok()
}

/// How far the version went up; none where it went down.
fn declared(old: &Version, new: &Version) -> Option<Bump> {
    if new < old {
        return None;
    }
    Some(if new == old {
        Bump::None
    } else if new.major > old.major || !old.pre.is_empty() {
        // What comes before a release promises nothing (item 9).
        Bump::Major
    } else if new.minor > old.minor {
        Bump::Minor
    } else {
        Bump::Patch
    })
}

/// What the changes need. Below 1.0.0 anything may change (item 4); what is customary there is one step less.
fn needed(verdict: Verdict, old: &Version) -> Bump {
    match Bump::from(verdict) {
        Bump::Major if old.major == 0 => Bump::Minor,
        Bump::Minor if old.major == 0 => Bump::Patch,
        bump => bump,
    }
}

fn next(old: &Version, needed: Bump) -> Version {
    match needed {
        Bump::Major => Version::new(old.major.saturating_add(1), 0, 0),
        Bump::Minor => Version::new(old.major, old.minor.saturating_add(1), 0),
        Bump::Patch | Bump::None => Version::new(old.major, old.minor, old.patch.saturating_add(1)),
    }
}

/// That of the worst change, so that the verdict stays what it is.
fn severity(verdict: Verdict) -> Severity {
    match verdict {
        Verdict::Breaking => Severity::Breaking,
        Verdict::PotentiallyBreaking => Severity::PotentiallyBreaking,
        Verdict::Additive => Severity::Additive,
        Verdict::NonBreaking | Verdict::Identical => Severity::NonBreaking,
    }
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use super::*;
    use crate::{Document, Limits};

    fn checked(old: &str, new: &str, verdict: Verdict) -> Result<Option<String>, String> {
        let document = |version: &str| {
            let text = format!("{{\"openapi\": \"3.1.0\", \"info\": {{\"version\": \"{version}\"}}}}");
            Document::read(SourceText::new("a.json", text), &Limits::default())
        };
        let (old, new) = (document(old), document(new));
        match check(&old.tree, &new.tree, verdict) {
            Ok(finding) => Ok(finding.map(|finding| format!("{}; {}", finding.message, finding.advice))),
            Err(diagnostic) => Err(diagnostic.message),
        }
    }

    #[test]
    fn a_version_that_goes_up_far_enough_is_right() {
        for (old, new, verdict) in [
            ("1.2.3", "2.0.0", Verdict::Breaking),
            ("1.2.3", "1.3.0", Verdict::Additive),
            ("v1.2", "v1.2.1", Verdict::NonBreaking),
            ("1", "1", Verdict::Identical),
            ("0.3.0", "0.4.0", Verdict::Breaking),
            ("0.3.0", "0.3.1", Verdict::Additive),
            ("2.0.0-rc.1", "2.0.0-rc.2", Verdict::Breaking),
        ] {
            assert_eq!(checked(old, new, verdict), Ok(None), "{old} {new}");
        }
    }

    #[test]
    fn one_that_does_not_is_told_with_the_one_that_would() {
        let said = |old, new, verdict| checked(old, new, verdict).unwrap().unwrap();
        assert_eq!(
            said("1.2.3", "1.3.0", Verdict::PotentiallyBreaking),
            "the version goes from `1.2.3` to `1.3.0`, a minor version, but what has changed needs a major version; \
             call it 2.0.0"
        );
        let same = said("1.2.3", "1.2.3", Verdict::NonBreaking);
        assert_eq!(same, "the version is `1.2.3` as before, but what has changed needs a patch version; call it 1.2.4");
        assert!(said("2.0", "1.9", Verdict::Additive).starts_with("the version goes back from `2.0` to `1.9`"));
    }

    #[test]
    fn other_versions_are_not_guessed_at() {
        assert!(checked("2026-01-01", "2026-02-01", Verdict::Breaking).unwrap_err().contains("`2026-01-01` is none"));
    }
}
