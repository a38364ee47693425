//! Where a finding is shown, and as what piece of source.

use findings::{Finding, Location};

/// The place that a finding is filed under: the new side's, or else the old side's.
pub(super) fn main(finding: &Finding) -> Option<&Location> {
    finding.after.as_ref().or(finding.before.as_ref())
}

/// The first line of a location's snippet, and the bytes of it that are meant.
pub(super) fn excerpt(location: &Location) -> (&str, std::ops::Range<usize>) {
    let line = location.snippet.lines().next().unwrap_or("");
    let start = line.char_indices().nth(location.snippet_column()).map_or(0, |(at, _)| at);
    let length = location.span.end.saturating_sub(location.span.start);
    let mut end = start.saturating_add(length).min(line.len());
    while !line.is_char_boundary(end) {
        end += 1;
    }
    let trimmed = line.get(start..end).map_or(end, |text| start + text.trim_end().len());
    (line, start..trimmed.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use findings::{SourceText, Span};

    #[test]
    fn a_span_over_lines_shows_its_first() {
        let location = SourceText::new("a.sql", "é CREATE TABLE a (\n  b int\n)").locate(Span::new(3, 30));
        let (line, range) = excerpt(&location);
        assert_eq!(&line[range], "CREATE TABLE a (");
    }

    #[test]
    fn an_empty_line_is_no_trouble() {
        let location = SourceText::new("a.sql", "").locate(Span::new(0, 9));
        assert_eq!(excerpt(&location), ("", 0..0));
    }
}
