//! Where the elements of a file stand.

use findings::Span;
use prost_reflect::prost_types::source_code_info::Location;

use crate::protobuf::read::Rewritten;

/// The field of every options message that holds what the parser did not interpret.
const UNINTERPRETED: i32 = 999;

/// Where the elements of a file stand, by their paths in its descriptor.
pub(super) struct Places<'a> {
    /// In the order of their paths, as the parser gives them.
    locations: &'a [Location],
    line_starts: Vec<usize>,
    length: usize,
    rewritten: Option<&'a Rewritten>,
}

impl<'a> Places<'a> {
    pub(super) fn new(locations: &'a [Location], text: &str, rewritten: Option<&'a Rewritten>) -> Self {
        let feeds = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { locations, line_starts: std::iter::once(0).chain(feeds).collect(), length: text.len(), rewritten }
    }

    /// Where the element stands; the start of the file where nothing is known.
    pub(super) fn at(&self, path: &[i32]) -> Span {
        // The first one is what the element itself is.
        let at = self.locations.partition_point(|it| it.path.as_slice() < path);
        let found = self.locations.get(at).filter(|it| it.path == path);
        match found.map(|it| it.span.as_slice()) {
            Some([line, start, end]) => Span::new(self.offset(*line, *start), self.offset(*line, *end)),
            Some([line, start, last, end]) => Span::new(self.offset(*line, *start), self.offset(*last, *end)),
            _ => Span::default(),
        }
    }

    /// Where the element stands, or its part where that is known.
    pub(super) fn part(&self, path: &[i32], part: i32) -> Span {
        match self.at(&[path, &[part]].concat()) {
            Span { end: 0, .. } => self.at(path),
            span => span,
        }
    }

    /// Where the option of that place in the list of the element's options stands.
    pub(super) fn option(&self, path: &[i32], at: usize) -> Span {
        let at = i32::try_from(at).unwrap_or(i32::MAX);
        match self.at(&[path, &[UNINTERPRETED, at]].concat()) {
            Span { end: 0, .. } => self.at(path.get(..path.len().saturating_sub(1)).unwrap_or_default()),
            span => span,
        }
    }

    fn offset(&self, line: i32, column: i32) -> usize {
        let line = usize::try_from(line).unwrap_or_default();
        let column = usize::try_from(column).unwrap_or_default();
        let start = self.line_starts.get(line).copied().unwrap_or(self.length);
        let offset = (start + column).min(self.length);
        self.rewritten.map_or(offset, |it| it.original(offset))
    }
}
