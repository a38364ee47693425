//! Source text and places in it.

use std::sync::Arc;

/// A range of bytes in a [`SourceText`], end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

/// A line and a column, both counted from one; the column counts characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LineColumn {
    /// Line, from one.
    pub line: usize,
    /// Column in characters, from one.
    pub column: usize,
}

/// Characters of a location's snippet: more than a screen is wide, and a finding on a line of megabytes stays small.
const SNIPPET: usize = 300;

/// Characters of it that stand before the span.
const BEFORE: usize = 100;

/// A named text that was read: a file, standard input, a dump of a live engine.
///
/// Cloning is cheap; the text is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    name: Arc<str>,
    text: Arc<String>,
    line_starts: Arc<[usize]>,
    /// How many characters start before each [`BLOCK`] of the text: a line of megabytes is not counted for each place.
    characters: Arc<[usize]>,
}

/// Bytes of the text between two counts of its characters.
const BLOCK: usize = 4096;

impl SourceText {
    /// A source called `name` (a path, `-`, `REV:path`, a URL without password) holding `text`.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        let text = Arc::new(text.into());
        let line_starts = line_starts(text.as_bytes()).into();
        let characters = text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            let here = *before;
            *before += character_starts(block);
            Some(here)
        });
        Self { name: name.into(), characters: characters.collect(), text, line_starts }
    }

    /// What the source is called in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of the byte at `offset`; an offset past the end gives the end.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1];
        let characters = match self.text.as_bytes().get(start..offset) {
            Some(short) if short.len() <= BLOCK => character_starts(short),
            _ => self.characters_before(offset) - self.characters_before(start),
        };
        LineColumn { line, column: characters + 1 }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let counted = self.characters.get(block).copied();
        counted.map_or_else(
            || character_starts(self.text.as_bytes()),
            |before| before + character_starts(&self.text.as_bytes()[block * BLOCK..offset]),
        )
    }

    /// The place of `span`, with the text around its start kept for display.
    pub fn locate(&self, span: Span) -> Location {
        let start = self.line_column(span.start);
        let end = self.line_column(span.end);
        let first = self.line_starts[start.line - 1];
        let last = self.line_starts.get(end.line).map_or(self.text.len(), |next| next - 1);
        let lines = &self.text[first..last.max(first)];
        let offset = (span.start.min(self.text.len()) - first).min(lines.len());
        let (snippet, snippet_offset) = cut(lines, lines.floor_char_boundary(offset), start.column - 1);
        Location { source: self.name.to_string(), span, start, end, snippet, snippet_offset, pointer: None }
    }
}

/// Where lines start: behind each line feed. Eight bytes are looked at together.
fn line_starts(text: &[u8]) -> Vec<usize> {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    const FEEDS: u64 = u64::from_le_bytes([b'\n'; 8]);
    let mut starts = vec![0];
    let (chunks, rest) = text.as_chunks::<8>();
    for (at, chunk) in chunks.iter().enumerate() {
        let other = u64::from_le_bytes(*chunk) ^ FEEDS;
        // The high bit of each byte that is a line feed.
        let mut feeds = !(((other & LOW) + LOW) | other | LOW);
        while feeds != 0 {
            starts.push(at * 8 + feeds.trailing_zeros() as usize / 8 + 1);
            feeds &= feeds - 1;
        }
    }
    let before = text.len() - rest.len();
    starts.extend(rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| before + at + 1));
    starts
}

/// How many characters start in these bytes of UTF-8.
fn character_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

/// Some [`SNIPPET`] characters of `lines` around the one at `offset`, which is the character `column` of the first line,
/// with an ellipsis where text is left out; and how many characters of the first line that ellipsis stands for.
fn cut(lines: &str, offset: usize, column: usize) -> (String, usize) {
    if lines.len() <= SNIPPET {
        return (lines.to_owned(), 0);
    }
    let before = BEFORE.min(column);
    let from = lines[..offset].char_indices().rev().take(before).last().map_or(offset, |(at, _)| at);
    let mut rest = lines[from..].chars();
    let mut snippet = String::from(if column > before { "…" } else { "" });
    snippet.extend(rest.by_ref().take(SNIPPET));
    if rest.next().is_some() {
        snippet.push('…');
    }
    (snippet, column - before)
}

/// A place in a source, able to show itself without the source at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Location {
    /// Name of the source, as [`SourceText::name`].
    pub source: String,
    /// Bytes covered in the whole source.
    pub span: Span,
    /// Where it starts.
    pub start: LineColumn,
    /// Where it ends.
    pub end: LineColumn,
    /// The lines that the span touches, without the last line's end; of long ones some 300 characters around the start
    /// of the span, with an ellipsis (`…`) where text is left out.
    pub snippet: String,
    /// How many characters of the first line the ellipsis stands for with which the snippet begins; 0 where it begins
    /// with the line.
    #[cfg_attr(feature = "serde", serde(default))]
    pub snippet_offset: usize,
    /// JSON Pointer (RFC 6901) of the place in its document, where the source is one of JSON or YAML.
    #[cfg_attr(feature = "serde", serde(default))]
    pub pointer: Option<String>,
}

impl Location {
    /// Where the span starts in the snippet, in characters from zero.
    pub fn snippet_column(&self) -> usize {
        let ellipsis = usize::from(self.snippet_offset > 0);
        (self.start.column + ellipsis).saturating_sub(self.snippet_offset + 1)
    }
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.source, self.start.line, self.start.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let source = SourceText::new("a.sql", "é x\nsecond");
        assert_eq!(source.line_column(3), LineColumn { line: 1, column: 3 });
        assert_eq!(source.line_column(5), LineColumn { line: 2, column: 1 });
        assert_eq!(source.line_column(999), LineColumn { line: 2, column: 7 });
    }

    #[test]
    fn a_location_keeps_the_lines_it_touches() {
        let place = SourceText::new("a.sql", "one\ntwo\nthree").locate(Span::new(4, 7));
        assert_eq!((place.to_string().as_str(), place.snippet.as_str()), ("a.sql:2:1", "two"));
    }

    #[test]
    fn of_a_long_line_the_surroundings_are_kept() {
        let text = format!("{}é here{}", "a".repeat(5_000), "z".repeat(5_000));
        let place = SourceText::new("a.sql", text.as_str()).locate(Span::new(5_003, 5_007));
        assert_eq!(place.start.column, 5_003);
        assert!(place.snippet.starts_with("…a") && place.snippet.ends_with("z…"), "{}", place.snippet);
        assert_eq!(place.snippet.chars().count(), SNIPPET + 2);
        assert_eq!(place.snippet.chars().skip(place.snippet_column()).take(4).collect::<String>(), "here");
    }

    #[test]
    fn all_line_feeds_are_found() {
        let mut bytes: Vec<u8> = (0..=255).collect();
        bytes.extend_from_slice(b"\n\n\x8a\x0b\n\x09\n\nabc\n");
        for start in 0..8 {
            let expected: Vec<usize> =
                bytes[start..].iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
            assert_eq!(line_starts(&bytes[start..])[1..], expected);
        }
    }

    #[test]
    fn characters_are_counted_across_the_blocks_of_a_long_line() {
        let text = format!("first\n{}", "aé漢😀".repeat(3_000));
        let source = SourceText::new("a.json", text.as_str());
        for (column, (at, _)) in text[6..].char_indices().enumerate().step_by(97) {
            assert_eq!(source.line_column(6 + at), LineColumn { line: 2, column: column + 1 });
        }
        assert_eq!(source.line_column(text.len()).column, 12_001);
    }

    #[test]
    fn of_many_lines_the_first_are_kept() {
        let text = "CREATE TABLE a (\n".to_owned() + &"    b integer,\n".repeat(1_000);
        let place = SourceText::new("a.sql", text.as_str()).locate(Span::new(7, text.len()));
        assert_eq!((place.snippet_column(), place.snippet.lines().next()), (7, Some("CREATE TABLE a (")));
        assert!(place.snippet.len() < SNIPPET + 10);
    }
}
