//! Offsets in bytes of the parser's, which count characters.

use findings::Span;

/// Characters between two entries of the table.
const STEP: usize = 128;

/// Offsets in bytes of the parser's, which count characters.
pub(crate) struct Offsets<'t> {
    text: &'t str,
    /// The offset of each character whose index is a multiple of [`STEP`]; none for a text of single bytes.
    table: Option<Vec<usize>>,
    /// Index and offset that were asked for last.
    last: (usize, usize),
}

impl<'t> Offsets<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let table = || text.char_indices().step_by(STEP).map(|(at, _)| at).collect();
        Self { text, table: (!text.is_ascii()).then(table), last: (0, 0) }
    }

    /// The offset of the character at `index`; that of the end of the text for what lies behind it.
    pub(crate) fn byte(&mut self, index: usize) -> usize {
        let Some(table) = &self.table else { return index.min(self.text.len()) };
        // Places are asked for in the order of the text, but for the ends of what is nested.
        if index < self.last.0 || index > self.last.0 + STEP {
            let entry = (index / STEP).min(table.len().saturating_sub(1));
            self.last = (entry * STEP, table.get(entry).copied().unwrap_or(0));
        }
        let (from, start) = self.last;
        let rest = self.text.get(start..).unwrap_or_default();
        let offset = rest.char_indices().nth(index - from).map_or(self.text.len(), |(at, _)| start + at);
        if offset < self.text.len() {
            self.last = (index, offset);
        }
        offset
    }

    pub(crate) fn span(&mut self, span: saphyr_parser::Span) -> Span {
        let start = self.byte(span.start.index());
        Span::new(start, self.byte(span.end.index()).max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_characters_are_found_in_any_order() {
        let text = "aé漢😀\n".repeat(200);
        let expected: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut offsets = Offsets::new(&text);
        for index in (0..expected.len()).chain((0..expected.len()).rev()).chain([3, 900, 2, 500, 501, 499, 0]) {
            assert_eq!(offsets.byte(index), expected[index], "{index}");
        }
        assert_eq!(offsets.byte(5000), text.len());
        assert_eq!(Offsets::new("abc").byte(9), 3);
    }
}
