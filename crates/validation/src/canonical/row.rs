//! The encoding of a row in one piece, for sides that encode without making values.

use database::Value;

use super::encode::encode;
use crate::Form;

/// The encodings of a row's fields, one after the other. Its memory is used again for the next row.
#[derive(Debug, Default)]
pub(crate) struct EncodedRow {
    bytes: Vec<u8>,
    /// Where the encoding of each field ends.
    ends: Vec<usize>,
}

impl EncodedRow {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Adds a field, whose encoding `put` appends.
    pub(crate) fn push(&mut self, put: impl FnOnce(&mut Vec<u8>)) {
        put(&mut self.bytes);
        self.ends.push(self.bytes.len());
    }

    /// Makes it the encoding of these values in these forms.
    pub(crate) fn fill(&mut self, row: &[Value], forms: &[Form]) {
        self.clear();
        for (value, form) in row.iter().zip(forms) {
            self.push(|bytes| encode(value, form, bytes));
        }
    }

    /// The whole row.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// One field.
    pub(crate) fn field(&self, place: usize) -> &[u8] {
        let begin = place.checked_sub(1).and_then(|it| self.ends.get(it)).copied().unwrap_or(0);
        let end = self.ends.get(place).copied().unwrap_or(begin);
        self.bytes.get(begin..end).unwrap_or_default()
    }
}
