//! What a format of files has to be able to do.

use std::ops::ControlFlow;

use database::Value;

use crate::canonical::EncodedRow;
use crate::{Form, Result};

/// What is done with each row of a part.
pub(super) type EachRow<'a> = dyn FnMut(&[Value]) -> Result<ControlFlow<()>> + 'a;

/// Rows of a file, of the fields asked for, in parts that can be read at the same time.
pub(super) trait Scan: Send + Sync {
    /// How many parts there are, at least one.
    fn parts(&self) -> usize;

    /// How many rows there are, where the file says so.
    fn stated_rows(&self) -> Option<u64>;

    /// Hands over the rows of a part: a value for each field of the selection.
    fn scan(&self, part: usize, each: &mut EachRow<'_>) -> Result<()>;

    /// Hands over the encodings of the rows of a part in these forms. A format that can encode without making values does that.
    fn encode(&self, part: usize, forms: &[Form], each: &mut dyn FnMut(&EncodedRow)) -> Result<()> {
        let mut encoded = EncodedRow::default();
        self.scan(part, &mut |row| {
            encoded.fill(row, forms);
            each(&encoded);
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Whether the file is still the one that was opened.
    fn is_unchanged(&self) -> Result<()>;

    /// Says how the fields are compared: a format without types reads its texts accordingly.
    fn compared_as(&mut self, forms: &[Form]) {
        let _ = forms;
    }
}
