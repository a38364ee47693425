//! Media types and ranges of them.

/// A media type or a range (RFC 9110, 8.3.1 and 12.5.1), as keys of `content` have it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MediaRange {
    /// In lower case, as names of media types have no case; `*` in ranges.
    kind: String,
    subtype: String,
    /// Sorted; a character set of JSON says nothing (RFC 8259, 8.1) and UTF-8 is what is said where nothing is said.
    parameters: Vec<(String, String)>,
}

impl MediaRange {
    pub(crate) fn parse(text: &str) -> Self {
        let mut parts = text.split(';');
        let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let (kind, subtype) = name.split_once('/').unwrap_or((&name, ""));
        let mut parameters: Vec<_> = parts
            .filter(|part| !part.trim().is_empty())
            .map(|part| {
                let (name, value) = part.split_once('=').unwrap_or((part, ""));
                let name = name.trim().to_ascii_lowercase();
                let value = value.trim().trim_matches('"');
                let value = if name == "charset" { value.to_ascii_lowercase() } else { value.to_owned() };
                (name, value)
            })
            .filter(|(name, value)| !(name == "charset" && (value == "utf-8" || is_json(subtype))))
            .collect();
        parameters.sort();
        Self { kind: kind.to_owned(), subtype: subtype.to_owned(), parameters }
    }

    /// Whether every media type of `other` is one of this range, and they are not equal.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let kind = self.kind == other.kind || self.kind == "*";
        let subtype = self.subtype == other.subtype || self.subtype == "*";
        let parameters = self.parameters.iter().all(|it| other.parameters.contains(it));
        self != other && kind && subtype && parameters
    }

    /// Whether this is the syntax on which `other` builds, as `application/json` of `application/problem+json`
    /// (RFC 6838, 4.2.8 Structured Syntax Name Suffixes).
    pub(crate) fn is_syntax_of(&self, other: &Self) -> bool {
        let suffix = other.subtype.rsplit_once('+').map(|(_, suffix)| suffix);
        self.kind == other.kind && suffix == Some(self.subtype.as_str()) && self.parameters == other.parameters
    }

    /// How many types it names: smaller is more specific.
    pub(crate) fn breadth(&self) -> (usize, usize) {
        let stars = usize::from(self.kind == "*") + usize::from(self.subtype == "*");
        (stars, usize::MAX - self.parameters.len())
    }

    /// Whether it is a form, whose parts the Encoding Object describes.
    pub(crate) fn is_form(&self) -> bool {
        self.kind == "multipart" || self.subtype == "x-www-form-urlencoded"
    }
}

fn is_json(subtype: &str) -> bool {
    subtype == "json" || subtype.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> MediaRange {
        MediaRange::parse(text)
    }

    #[test]
    fn case_and_usual_character_sets_do_not_matter() {
        assert_eq!(range("Application/JSON; charset=UTF-8"), range("application/json"));
        assert_eq!(range("text/plain;charset=\"utf-8\""), range("text/plain"));
        assert_ne!(range("text/plain; charset=latin1"), range("text/plain"));
        assert_ne!(range("application/json; v=1"), range("application/json; v=2"));
    }

    #[test]
    fn ranges_cover_types() {
        assert!(range("application/*").covers(&range("application/json")));
        assert!(range("*/*").covers(&range("application/*")));
        assert!(range("application/json").covers(&range("application/json; v=1")));
        assert!(!range("application/json").covers(&range("APPLICATION/JSON")), "equal, not more specific");
        assert!(!range("application/json; v=1").covers(&range("application/json")));
        assert!(range("application/json").breadth() < range("application/*").breadth());
    }

    #[test]
    fn suffixes_name_the_syntax() {
        assert!(range("application/json").is_syntax_of(&range("application/problem+json")));
        assert!(!range("application/xml").is_syntax_of(&range("application/problem+json")));
    }
}
