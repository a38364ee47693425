//! Why a text cannot be read.

use findings::{Diagnostic, DiagnosticLevel, SourceText, Span};

/// Why a text cannot be read, or what a reader passes over.
#[derive(Debug)]
pub(super) struct Fault {
    /// Stable code of the diagnostic.
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) span: Span,
    pub(super) help: &'static str,
}

impl Fault {
    pub(super) fn new(code: &'static str, message: impl Into<String>, span: Span, help: &'static str) -> Self {
        Self { code, message: message.into(), span, help }
    }

    pub(super) fn error(self, source: &SourceText) -> Diagnostic {
        self.diagnostic(source, DiagnosticLevel::Error)
    }

    pub(super) fn warning(self, source: &SourceText) -> Diagnostic {
        self.diagnostic(source, DiagnosticLevel::Warning)
    }

    fn diagnostic(self, source: &SourceText, level: DiagnosticLevel) -> Diagnostic {
        let location = Some(source.locate(self.span));
        Diagnostic {
            level,
            code: self.code.to_owned(),
            message: self.message,
            location,
            help: Some(self.help.to_owned()),
        }
    }
}
