//! How much a reader accepts, and how strictly.

use crate::Format;

/// How much a reader accepts; what lies beyond is a diagnostic, not a crash.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// Levels of nesting.
    pub depth: usize,
    /// Bytes of one document.
    pub bytes: usize,
    /// Values that a document has once its aliases are written out.
    pub values: usize,
}

impl Limits {
    /// With at most `levels` of nesting.
    pub fn depth(mut self, levels: usize) -> Self {
        self.depth = levels;
        self
    }

    /// With at most so many bytes in one document.
    pub fn bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// With at most so many values in one document, aliases written out.
    pub fn values(mut self, values: usize) -> Self {
        self.values = values;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 512, bytes: 256 << 20, values: 20_000_000 }
    }
}

/// How a text is read.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// How much is accepted.
    pub limits: Limits,
    /// What the text is written in; none where that is to be found out: JSON, or else YAML.
    pub format: Option<Format>,
    /// What a text is called that is read strictly, with its article: `a specification`. Keys that stand twice, tags
    /// and numbers that are not finite are errors then, instead of warnings, and a merge key (`<<`) is a key like any other.
    pub strict: Option<&'static str>,
}

impl Options {
    /// A document of another's making, within `limits`.
    pub fn new(limits: Limits) -> Self {
        Self { limits, format: None, strict: None }
    }

    /// Written in `format`.
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// Read strictly as `what`: see [`Options::strict`].
    pub fn strict(mut self, what: &'static str) -> Self {
        self.strict = Some(what);
        self
    }
}
