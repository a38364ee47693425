//! Finds comments in source text, without knowing more of the language than its quotes.

use crate::Span;

/// A comment: what stands in it, and where it stands with its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comment<'a> {
    /// Text without the marks, trimmed.
    pub(super) text: &'a str,
    /// Bytes of the whole comment.
    pub(super) span: Span,
}

/// How the language of a source marks its comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// `-- …` to the end of the line, and `/* … */`.
    Sql,
    /// `# …` to the end of the line, as in YAML.
    Hash,
    /// `// …` to the end of the line, and `/* … */`, as in Protobuf.
    Slashes,
}

impl Comments {
    /// All comments of `text` in order.
    pub(super) fn find(self, text: &str) -> Vec<Comment<'_>> {
        match self {
            Self::Sql => comments(text),
            Self::Hash => hashed(text),
            Self::Slashes => slashed(text),
        }
    }
}

/// All `# …` comments of `text` in order. Most lines of large documents have no hash, and only those that do are read.
fn hashed(text: &str) -> Vec<Comment<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(hash) = text.get(from..).and_then(|rest| rest.find('#')).map(|at| from + at) {
        let start = text.get(from..hash).and_then(|before| before.rfind('\n')).map_or(from, |at| from + at + 1);
        let end = text.get(hash..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| hash + at + 1);
        found.extend(hash_comment(start, text.get(start..end).unwrap_or_default()));
        from = end;
    }
    found
}

/// All `// …` and `/* … */` comments of `text` in order, outside quotes; blocks do not nest.
fn slashed(text: &str) -> Vec<Comment<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let end = |mark: &str| text.get(at + 2..).and_then(|rest| rest.find(mark)).map(|length| at + 2 + length);
        at = match (byte, bytes.get(at + 1)) {
            (b'/', Some(b'/')) => {
                let end = end("\n").unwrap_or(text.len());
                found.push(Comment { text: text[at + 2..end].trim(), span: Span::new(at, end) });
                end
            }
            (b'/', Some(b'*')) => {
                let end = end("*/").map_or(text.len(), |end| end + 2);
                let inner = text[at + 2..end].trim_end_matches("*/");
                found.push(Comment { text: inner.trim(), span: Span::new(at, end) });
                end
            }
            (b'"' | b'\'', _) => string_end(bytes, at, byte),
            _ => at + 1,
        };
    }
    found
}

/// Offset behind the string that starts at `start`: a backslash escapes, and no string goes past its line.
fn string_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return at,
            _ if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The comment of a line that starts at `start`: a hash with a space (or nothing) before it, outside quotes. A quote
/// that was opened on an earlier line is not known here; only what begins with `allow` is looked at in the end.
fn hash_comment(start: usize, line: &str) -> Option<Comment<'_>> {
    let line = line.trim_end();
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in line.bytes().enumerate() {
        match (quote, byte) {
            (None, b'#') if before == b' ' || before == b'\t' => {
                return Some(Comment { text: line[at + 1..].trim(), span: Span::new(start + at, start + line.len()) });
            }
            // Inside a word an apostrophe is one.
            (None, b'"' | b'\'') if matches!(before, b' ' | b'\t' | b'[' | b'{' | b',') => quote = Some(byte),
            (Some(b'"'), b'\\') if before == b'\\' => {
                before = b' ';
                continue;
            }
            (Some(open), _) if open == byte && !(open == b'"' && before == b'\\') => quote = None,
            _ => {}
        }
        before = byte;
    }
    None
}

/// All `-- …` and `/* … */` comments of `text` in order; what looks like one inside quotes is none.
pub(super) fn comments(text: &str) -> Vec<Comment<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        at = match (byte, next) {
            (b'-', Some(b'-')) => {
                let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
                found.push(Comment { text: text[at + 2..end].trim(), span: Span::new(at, end) });
                end
            }
            (b'/', Some(b'*')) => {
                let end = block_end(bytes, at);
                let inner = text[at + 2..end].trim_end_matches("*/");
                found.push(Comment { text: inner.trim(), span: Span::new(at, end) });
                end
            }
            (b'\'' | b'"' | b'`', _) => quoted_end(bytes, at, byte),
            (b'$', _) => dollar_end(text, at),
            _ => at + 1,
        };
    }
    found
}

/// Offset behind the block comment that starts at `start`; such comments nest.
fn block_end(bytes: &[u8], start: usize) -> usize {
    let (mut depth, mut at) = (0_usize, start);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => {
                (depth, at) = (depth.saturating_sub(1), at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Offset behind the quoted text that starts at `start`. A doubled quote reads as two quoted texts in a row, which
/// comes to the same; a backslash escapes only in `E'…'`.
fn quoted_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let escapes = quote == b'\'' && start.checked_sub(1).is_some_and(|at| matches!(bytes.get(at), Some(b'e' | b'E')));
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if escapes => at += 2,
            _ if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Offset behind the dollar-quoted text that starts at `start`, or behind the dollar where none does.
fn dollar_end(text: &str, start: usize) -> usize {
    let rest = &text[start + 1..];
    let tag_end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    if !rest[tag_end..].starts_with('$') {
        return start + 1;
    }
    let tag = &text[start..start + tag_end + 2];
    let body = start + tag.len();
    text[body..].find(tag).map_or(body, |length| body + length + tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        comments(source).into_iter().map(|comment| comment.text).collect()
    }

    #[test]
    fn both_kinds_are_found_and_blocks_nest() {
        assert_eq!(texts("a -- one\n/* two /* in */ two */ b"), ["one", "two /* in */ two"]);
    }

    #[test]
    fn quotes_hide_what_looks_like_a_comment() {
        assert!(texts("'-- no' \"/* no */\" $$ -- no $$ $x$ $$ -- no $x$ E'\\'-- no' 'it''s -- no'").is_empty());
    }

    #[test]
    fn unfinished_text_ends_with_the_source() {
        assert_eq!(texts("/* open"), ["open"]);
        assert!(texts("'open -- x").is_empty());
        assert!(texts("$tag").is_empty());
    }

    #[test]
    fn slashes_start_comments_outside_strings() {
        let found = Comments::Slashes.find("a // one\n\"// no \\\" // no\" /* two // two */ 'b");
        let texts: Vec<&str> = found.iter().map(|comment| comment.text).collect();
        assert_eq!(texts, ["one", "two // two"]);
        assert_eq!(Comments::Slashes.find("/*/").len(), 1);
    }

    #[test]
    fn a_hash_starts_a_comment_outside_words_and_quotes() {
        let text = "a: b#c # one\n#two\n'x # no': \"\\\" # no\" # three\ndon't: # four\r\n- \"\\\\\" # five";
        let found: Vec<_> = Comments::Hash.find(text);
        let texts: Vec<&str> = found.iter().map(|comment| comment.text).collect();
        assert_eq!(texts, ["one", "two", "three", "four", "five"]);
        assert!(found.iter().all(|comment| text[comment.span.start..comment.span.end].starts_with('#')));
    }
}
