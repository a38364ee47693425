//! How findings are put into words, the same in every format.

use findings::{Confirmation, Finding, Party, Report, Severity, Verdict, Witness};

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
    let caveat = if report.could_not_tell() { "; not all of the input was understood" } else { "" };
    format!("{word}: {}{caveat}", parts.join(", "))
}

/// Whether and by whom a witness is confirmed.
pub(super) fn confirmation(witness: &Witness) -> String {
    match &witness.confirmation {
        Confirmation::ConfirmedBy(validator) => format!("confirmed by {validator}"),
        Confirmation::Unconfirmed(why) => format!("unconfirmed: {why}"),
    }
}

/// The statements of a witness, one after another.
pub(super) fn statements(witness: &Witness) -> String {
    let all = witness.setup.iter().chain(std::iter::once(&witness.statement));
    all.map(|statement| format!("{statement};")).collect::<Vec<_>>().join("\n")
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
