//! Strings as they are written, and what they say.

use std::borrow::Cow;

/// What a string between single quotes says (GraphQL October 2021, 2.9.4): escapes are resolved; one that means nothing
/// stands for itself.
pub(crate) fn string(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(rest.get(..at).unwrap_or_default());
        let escaped = rest.get(at + 1..).unwrap_or_default();
        let mut letters = escaped.chars();
        let letter = letters.next();
        rest = letters.as_str();
        match letter {
            Some('u') => rest = unicode(rest, &mut text),
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some(other) => text.push(other),
            None => {}
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Resolves what follows `\u`: four digits (a pair of them for a character beyond), or some in braces.
fn unicode<'s>(rest: &'s str, text: &mut String) -> &'s str {
    let number = |digits: &str| u32::from_str_radix(digits, 16).ok();
    if let Some((digits, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        text.push(number(digits).and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
        return after;
    }
    let Some((first, after)) = rest.split_at_checked(4) else { return rest };
    let low = after.strip_prefix("\\u").and_then(|it| it.split_at_checked(4));
    if let (Some(high @ 0xd800..=0xdbff), Some((second, behind))) = (number(first), low)
        && let Some(low @ 0xdc00..=0xdfff) = number(second)
    {
        let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        return behind;
    }
    text.push(number(first).and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
    after
}

/// What a string between three quotes says (October 2021, 2.9.4, `BlockStringValue`): without the indentation that its
/// lines share, and without blank lines around it.
pub(crate) fn block_string(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['\n', '\r', '\\']) {
        // The first line keeps its indentation.
        return Cow::Borrowed(if is_blank(raw) { "" } else { raw });
    }
    let raw = raw.replace("\\\"\"\"", "\"\"\"").replace("\r\n", "\n").replace('\r', "\n");
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let shared = raw.split('\n').skip(1).filter(|line| !is_blank(line)).map(indentation).min().unwrap_or(0);
    let lines: Vec<&str> = raw
        .split('\n')
        .enumerate()
        .map(|(at, line)| if at == 0 { line } else { line.get(shared..).unwrap_or_default() })
        .collect();
    let first = lines.iter().position(|line| !is_blank(line)).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !is_blank(line)).map_or(first, |at| at + 1);
    Cow::Owned(lines.get(first..last).unwrap_or_default().join("\n"))
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t'))
}

/// The text as a string of GraphQL.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if u32::from(control) < 0x20 => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(string("plain"), "plain");
        assert_eq!(string(r#"a\"b\\c\ud83d\ude00\u00e9\u{1F600}\n"#), "a\"b\\c😀é😀\n");
        assert_eq!(string(r"\ud83dx\u12"), "\u{fffd}x12");
        assert_eq!(string("é\\"), "é");
    }

    #[test]
    fn a_block_loses_what_its_lines_share() {
        assert_eq!(block_string("\n    Hello,\n      World!\n\n    Yours\n  "), "Hello,\n  World!\n\nYours");
        assert_eq!(block_string("  one line "), "  one line ");
        assert_eq!(block_string("   "), "");
        assert_eq!(block_string("a \\\"\"\" b"), "a \"\"\" b");
        assert_eq!(block_string("\r\n  a\r  b"), "a\nb");
    }

    #[test]
    fn what_is_quoted_says_the_same() {
        for text in ["", "a\"b\\c\n\r\t\u{1}é😀", "\\u0041"] {
            let written = quoted(text);
            assert_eq!(string(&written[1..written.len() - 1]), text);
        }
    }
}
