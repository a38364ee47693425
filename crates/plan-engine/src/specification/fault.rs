//! Something wrong in a specification, and where.

use findings::{Diagnostic, DiagnosticLevel, SourceText, Span};

/// Something wrong in a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    level: DiagnosticLevel,
    /// Stable code of the diagnostic.
    code: &'static str,
    message: String,
    /// Where it is.
    pub(super) span: Span,
    help: Option<String>,
    pointer: Option<String>,
}

impl Fault {
    /// What makes the text unusable.
    pub(super) fn error(code: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self { level: DiagnosticLevel::Error, code, message: message.into(), span, help: None, pointer: None }
    }

    /// With what to do about it.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With the JSON pointer of the value.
    pub(super) fn at(mut self, pointer: &str) -> Self {
        self.pointer = Some(pointer.to_owned());
        self
    }

    /// For others, with the lines that it stands in.
    pub(super) fn diagnostic(self, source: &SourceText) -> Diagnostic {
        let mut location = source.locate(self.span);
        location.pointer = self.pointer;
        Diagnostic {
            level: self.level,
            code: self.code.to_owned(),
            message: self.message,
            location: Some(location),
            help: self.help,
        }
    }
}
