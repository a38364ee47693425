//! Sentences of a plan as HTML.

use std::fmt::Write as _;

use crate::findings::escape;

/// A sentence, what stands between backticks in it as code, with places to break in long names.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::new();
    let pieces: Vec<&str> = text.split('`').collect();
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.into_iter().enumerate() {
        let piece = broken(piece, &['/', '_']);
        let _ = match (at % 2, at == last) {
            (0, _) => write!(out, "{piece}"),
            // A mark that nothing closes is one.
            (_, true) => write!(out, "`{piece}"),
            _ => write!(out, "<code>{piece}</code>"),
        };
    }
    out
}

/// A name with places at which it may be broken: behind `/`, `_`, `.` and `-` between letters.
pub(super) fn name(text: &str) -> String {
    broken(text, &['/', '_', '-', '.'])
}

/// `text` escaped, with places to break behind `marks` between letters.
fn broken(text: &str, marks: &[char]) -> String {
    let mut out = String::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        out.push_str(&escape(c.encode_utf8(&mut [0; 4])));
        let inside = characters.peek().is_some_and(|next| next.is_alphanumeric());
        if inside && marks.contains(&c) {
            out.push_str("<wbr>");
        }
    }
    out
}

/// The first letter large, where the first word is no name of a program's.
pub(super) fn sentence(text: &str) -> String {
    let first = text.split([' ', ':', ',']).next().unwrap_or_default();
    if first.contains(['_', '/', '.', '`', '-']) || first.chars().skip(1).any(char::is_uppercase) {
        return text.to_owned();
    }
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_names_are_code_and_nothing_is_markup() {
        assert_eq!(prose("drop `a<b` & go"), "drop <code>a&lt;b</code> &amp; go");
        assert_eq!(prose("a ` b"), "a ` b");
        assert_eq!(name("accounts-db/step_1"), "accounts-<wbr>db/<wbr>step_<wbr>1");
        assert_eq!(sentence("error_rate: at most 1"), "error_rate: at most 1");
        assert_eq!(sentence("rows of orders"), "Rows of orders");
        assert_eq!(escape("\u{1}\""), "\u{fffd}&quot;");
    }
}
