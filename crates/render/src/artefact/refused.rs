//! Why nothing is written.

use std::fmt;

/// A field of the specification that an artefact needs and nobody has stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingField {
    /// The field, from the top of the file: `migrations[0].delivery.nginx.old`.
    pub field: String,
    /// Where the nearest value around it stands, `spec.yaml:41:5`; the file alone where that is not known.
    pub place: String,
    /// What it is needed for.
    pub needed_for: String,
    /// How it is written.
    pub example: String,
}

/// A text that would have left as a blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// The file.
    pub path: String,
    /// The line, from one.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

/// Why nothing is written: everything that is missing, at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refused {
    /// Fields that nobody has stated.
    pub missing: Vec<MissingField>,
    /// Texts that would have left as blanks.
    pub blanks: Vec<Blank>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for it in &self.missing {
            writeln!(f, "{}: `{}` is not stated: it is needed for {}", it.place, it.field, it.needed_for)?;
            writeln!(f, "  help: write `{}`", it.example)?;
        }
        for it in &self.blanks {
            writeln!(f, "{}:{}: `{}` is a blank: state the value in the specification", it.path, it.line, it.text)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}
