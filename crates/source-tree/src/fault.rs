//! Why a text cannot be read.

use std::borrow::Cow;

use findings::{Diagnostic, DiagnosticLevel, SourceText, Span};

/// Why a text cannot be read, or what a reader passes over.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Stable code of the diagnostic.
    pub(crate) code: &'static str,
    message: String,
    span: Span,
    help: Cow<'static, str>,
}

impl Fault {
    pub(crate) fn new(
        code: &'static str,
        message: impl Into<String>,
        span: Span,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { code, message: message.into(), span, help: help.into() }
    }

    pub(crate) fn error(self, source: &SourceText) -> Diagnostic {
        self.diagnostic(source, DiagnosticLevel::Error)
    }

    pub(crate) fn warning(self, source: &SourceText) -> Diagnostic {
        self.diagnostic(source, DiagnosticLevel::Warning)
    }

    fn diagnostic(self, source: &SourceText, level: DiagnosticLevel) -> Diagnostic {
        let location = Some(source.locate(self.span));
        let help = Some(self.help.into_owned());
        Diagnostic { level, code: self.code.to_owned(), message: self.message, location, help }
    }
}
