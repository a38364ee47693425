//! What a finding is recognised by in later runs.

use std::collections::HashMap;

use crate::Finding;

/// Gives every finding its fingerprint. Equal ones are numbered in the order of `findings`.
///
/// It is made of what does not change when lines, keys or components move: the rule, the operation, the subject, the
/// names on the way to the place (indices left out), and the names, values and numbers in the message: who accepts that
/// a bound went down to 50 has not accepted that it goes down to 10.
pub(crate) fn assign(findings: &mut [Finding]) {
    let mut seen: HashMap<u64, usize> = HashMap::with_capacity(findings.len());
    for finding in findings {
        let digest = digest(finding);
        let count = seen.entry(digest).or_default();
        *count += 1;
        finding.fingerprint = match *count {
            1 => format!("{digest:016x}"),
            number => format!("{digest:016x}-{number}"),
        };
    }
}

fn digest(finding: &Finding) -> u64 {
    let mut hash = Fnv::default();
    hash.word(&finding.rule);
    hash.word(finding.operation.as_deref().unwrap_or_default());
    hash.word(&finding.subject);
    let place = finding.after.as_ref().or(finding.before.as_ref());
    let pointer = place.and_then(|place| place.pointer.as_deref()).unwrap_or_default();
    for name in pointer.split('/').filter(|name| !name.bytes().all(|byte| byte.is_ascii_digit())) {
        hash.word(name);
    }
    // Names and values; the prose around them may be put better one day.
    for mark in ['`', '"'] {
        for quoted in finding.message.split(mark).skip(1).step_by(2) {
            hash.word(quoted);
        }
    }
    for number in finding.message.split(' ').filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())) {
        hash.word(number);
    }
    hash.0
}

/// FNV-1a, 64 bits.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Adds a word and its end, which no text holds.
    fn word(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Location, Severity, SourceText, Span};

    fn finding(subject: &str, message: &str, line: usize, pointer: &str) -> Finding {
        let text = format!("{}x", "\n".repeat(line));
        let place = SourceText::new("a.yaml", text).locate(Span::new(line, line + 1));
        Finding {
            subject: subject.to_owned(),
            message: message.to_owned(),
            after: Some(Location { pointer: Some(pointer.to_owned()), ..place }),
            ..Finding::sample(Severity::Breaking)
        }
    }

    fn fingerprints(mut findings: Vec<Finding>) -> Vec<String> {
        assign(&mut findings);
        findings.into_iter().map(|finding| finding.fingerprint).collect()
    }

    #[test]
    fn lines_order_and_prose_do_not_matter() {
        let found = fingerprints(vec![finding("s", "gone: `a`", 1, "/x/0/y")]);
        assert_eq!(found, fingerprints(vec![finding("s", "`a` is no longer there", 9, "/x/3/y")]));
    }

    #[test]
    fn names_and_places_do() {
        let found = fingerprints(vec![
            finding("s", "gone: `a`", 1, "/x/y"),
            finding("s", "gone: `b`", 1, "/x/y"),
            finding("s", "gone: `a`", 1, "/x/z"),
            finding("t", "gone: `a`", 1, "/x/y"),
            finding("s", "gone: \"c\"", 1, "/x/y"),
            finding("s", "down to 50", 1, "/x/y"),
            finding("s", "down to 10", 1, "/x/y"),
            finding("s", "gone: `a`", 1, "/x/y"),
        ]);
        let different: std::collections::BTreeSet<_> = found.iter().collect();
        assert_eq!(different.len(), 8);
        assert_eq!(found[7], format!("{}-2", found[0]));
    }
}
