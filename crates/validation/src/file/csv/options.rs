//! How a file of CSV is written.

use std::path::Path;

/// How a file of CSV is written. The default is what PostgreSQL's `COPY … CSV HEADER` writes: commas, double quotes, NULL as
/// nothing at all (`a,,b`) and the empty text as `""`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CsvOptions {
    /// Between values; none for a tab where the name of the file ends in `.tsv` or `.tab`, a comma otherwise.
    pub delimiter: Option<u8>,
    /// Around values.
    pub quote: u8,
    /// Before a quote or delimiter that is part of a value, besides the quote doubled.
    pub escape: Option<u8>,
    /// Whether the first record holds the names of the columns.
    pub has_header: bool,
    /// What stands for NULL, without quotes around it.
    pub null: String,
    /// Whether the bytes are those of ISO 8859-1 instead of UTF-8.
    pub is_latin1: bool,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { delimiter: None, quote: b'"', escape: None, has_header: true, null: String::new(), is_latin1: false }
    }
}

impl CsvOptions {
    /// Takes another character between values.
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.delimiter = Some(delimiter);
        self
    }

    /// Takes another character around values.
    pub fn quote(mut self, quote: u8) -> Self {
        self.quote = quote;
        self
    }

    /// Takes a character, mostly a backslash, before quotes and delimiters that are part of a value.
    pub fn escape(mut self, escape: u8) -> Self {
        self.escape = Some(escape);
        self
    }

    /// Takes the first record for a row.
    pub fn without_header(mut self) -> Self {
        self.has_header = false;
        self
    }

    /// Takes this text for NULL; nothing at all is then the empty text.
    pub fn null(mut self, spelling: impl Into<String>) -> Self {
        self.null = spelling.into();
        self
    }

    /// Reads ISO 8859-1.
    pub fn latin1(mut self) -> Self {
        self.is_latin1 = true;
        self
    }

    /// With the delimiter that the name of a file tells.
    pub(super) fn for_path(mut self, path: &Path) -> Self {
        let is_tabbed =
            path.extension().is_some_and(|it| it.eq_ignore_ascii_case("tsv") || it.eq_ignore_ascii_case("tab"));
        self.delimiter.get_or_insert(if is_tabbed { b'\t' } else { b',' });
        self
    }
}
