//! Reads SQLite's DDL.
//!
//! Statements are split and their heads read from tokens of our own; `sqlparser` checks expressions and queries, which
//! the model keeps as text. What `sqlite_schema` holds of a live database is read by the same code.

mod alter;
mod canonical;
pub(super) mod check;
mod column;
mod constraint;
mod cursor;
mod dialect;
mod draft;
mod finish;
mod index;
mod rename;
mod spelling;
mod split;
mod statement;
mod table;
mod token;
mod trigger;
mod view;

use std::collections::BTreeSet;

use findings::{Diagnostic, DiagnosticLevel, SourceText, Span};

use self::cursor::Fault;
use self::draft::Draft;
use self::split::Splitter;
use super::{Limits, Reading, Statement};

/// A token of free text, for readers that only look at the words of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainToken<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    /// Whether it ends too early, or is no character of SQL.
    pub(super) invalid: bool,
}

/// The tokens of `text`, comments left out.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = PlainToken<'_>> {
    token::Lexer::new(text).map(|token| PlainToken {
        text: token.text(text),
        start: token.start,
        invalid: token.kind == token::Kind::Invalid,
    })
}

/// What a reading gathers on its way.
#[derive(Debug)]
struct Session<'a> {
    sources: &'a [SourceText],
    draft: Draft,
    diagnostics: Vec<Diagnostic>,
    statements: Vec<Statement>,
    /// Index of a source, offset in it and the old name.
    renames: Vec<(usize, usize, String)>,
    /// Names of temporary objects, in lower case.
    temporary: BTreeSet<String>,
    /// What has been warned of once.
    warned: BTreeSet<String>,
}

/// Reads `sources` in order.
pub(crate) fn read(sources: &[SourceText], limits: &Limits) -> Reading {
    let mut session = Session {
        sources,
        draft: Draft::default(),
        diagnostics: Vec::new(),
        statements: Vec::new(),
        renames: Vec::new(),
        temporary: BTreeSet::new(),
        warned: BTreeSet::new(),
    };
    let mut bytes = 0_usize;
    for (index, source) in sources.iter().enumerate() {
        bytes = bytes.saturating_add(source.text().len());
        if bytes > limits.bytes {
            let message = format!("the sources are larger than {} bytes", limits.bytes);
            session.fault(index, Fault::new(message, Span::new(0, 0)).code("limit"));
            break;
        }
        if let Some(at) = source.text().find('\0') {
            session.fault(index, Fault::new("this is no text: it holds a NUL byte", Span::new(at, at + 1)));
            continue;
        }
        session.source(index, limits);
    }
    finish::finish(session)
}

impl Session<'_> {
    fn source(&mut self, index: usize, limits: &Limits) {
        let Some(source) = self.sources.get(index) else { return };
        let mut splitter = Splitter::new(source.text(), limits);
        for piece in splitter.by_ref() {
            let outcome = match piece.fault {
                Some(fault) => Err(fault),
                None => self.statement(index, source.text(), &piece.tokens, piece.span),
            };
            match outcome {
                Ok(true) => {
                    let text = source.text().get(piece.span.start..piece.span.end).unwrap_or("").to_owned();
                    self.statements.push(Statement { text, source: index, span: piece.span });
                }
                Ok(false) => {}
                Err(fault) => self.fault(index, fault),
            }
        }
        self.renames.extend(splitter.lexer.renames.drain(..).map(|(at, old)| (index, at, old)));
    }

    fn diagnostic(&mut self, level: DiagnosticLevel, source: usize, fault: Fault, help: Option<&str>) {
        self.diagnostics.push(Diagnostic {
            level,
            code: fault.code.to_owned(),
            message: fault.message,
            location: self.sources.get(source).map(|source| source.locate(fault.span)),
            help: help.map(ToOwned::to_owned),
        });
    }

    fn fault(&mut self, source: usize, fault: Fault) {
        self.diagnostic(DiagnosticLevel::Error, source, fault, None);
    }

    /// Warns, once for each `what`.
    fn warn_once(&mut self, what: &str, source: usize, message: &str, span: Span) {
        if self.warned.insert(what.to_owned()) {
            let fault = Fault::new(message, span).code("not-schema");
            self.diagnostic(DiagnosticLevel::Warning, source, fault, None);
        }
    }
}

#[cfg(test)]
mod tests;
