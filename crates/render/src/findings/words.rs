//! How findings are put into words, the same in every format.

use findings::{Allowed, Bump, Confirmation, Finding, Party, Report, Severity, Verdict, Witness};

/// `old_readers, old_writers`, or `nobody`.
pub(super) fn parties(parties: &[Party]) -> String {
    if parties.is_empty() {
        return "nobody".to_owned();
    }
    parties.iter().map(|party| party.as_str()).collect::<Vec<_>>().join(", ")
}

/// A severity for people.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::NonBreaking => "non-breaking",
        Severity::Additive => "additive",
        Severity::PotentiallyBreaking => "potentially breaking",
        Severity::Breaking => "breaking",
    }
}

/// Whether the report is about a database, whose witnesses are statements of SQL, and which has no version to bump.
pub(super) fn is_database(report: &Report) -> bool {
    is_dialect(&report.kind)
}

/// Whether a kind is a dialect of SQL, and not one of interfaces.
pub(super) fn is_dialect(kind: &str) -> bool {
    !matches!(kind, "openapi" | "json-schema" | "graphql" | "protobuf" | "avro" | "asyncapi")
}

/// The last line for people: the verdict and the numbers behind it.
pub(super) fn verdict(report: &Report) -> String {
    let word = match report.verdict {
        Verdict::Identical if report.could_not_tell() => {
            return "could not tell: the input was not understood completely".to_owned();
        }
        Verdict::Identical => return "identical: nothing differs".to_owned(),
        Verdict::NonBreaking => severity(Severity::NonBreaking),
        Verdict::Additive => severity(Severity::Additive),
        Verdict::PotentiallyBreaking => severity(Severity::PotentiallyBreaking),
        Verdict::Breaking => severity(Severity::Breaking),
    };
    let mut parts: Vec<String> = report
        .counts()
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| format!("{count} {}", severity(level)))
        .collect();
    if !report.allowed.is_empty() {
        parts.push(format!("{} allowed", report.allowed.len()));
    }
    let bump = bump(report).map_or(String::new(), |bump| format!("; {bump}"));
    let caveat = if report.could_not_tell() { "; not all of the input was understood" } else { "" };
    format!("{word}: {}{bump}{caveat}", parts.join(", "))
}

/// What the next version has to be, of what has versions.
pub(super) fn bump(report: &Report) -> Option<&'static str> {
    match report.bump() {
        _ if is_database(report) => None,
        Bump::None => None,
        Bump::Patch => Some("a patch version will do"),
        Bump::Minor => Some("it needs a minor version"),
        Bump::Major => Some("it needs a major version"),
    }
}

/// Whether and by whom a witness is confirmed.
pub(super) fn confirmation(witness: &Witness) -> String {
    match &witness.confirmation {
        Confirmation::ConfirmedBy(validator) => format!("confirmed by {validator}"),
        Confirmation::Unconfirmed(why) => format!("unconfirmed: {why}"),
    }
}

/// The statements of a witness, one after another; the messages of an interface as they are.
pub(super) fn statements(witness: &Witness, database: bool) -> String {
    let end = if database { ";" } else { "" };
    let all = witness.setup.iter().chain(std::iter::once(&witness.statement));
    all.map(|statement| format!("{statement}{end}")).collect::<Vec<_>>().join("\n")
}

/// What stands above a witness.
pub(super) fn witness_title(database: bool) -> &'static str {
    if database { "Worked before, fails after" } else { "Shown by" }
}

/// Why a finding is allowed, and how long.
pub(super) fn reason(allowed: &Allowed) -> String {
    match allowed.until {
        Some(until) => format!("{}, until {until}", allowed.reason),
        None => allowed.reason.clone(),
    }
}

/// Message, reason and advice in one text.
pub(super) fn whole(finding: &Finding) -> String {
    format!(
        "{}. Breaks: {}. Why: {}. What to do: {}.",
        finding.message,
        parties(&finding.who_breaks),
        finding.why,
        finding.advice
    )
}
