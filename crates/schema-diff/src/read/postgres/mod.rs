//! The PostgreSQL reader: statements are parsed one by one with squawk's parser and replayed onto a catalogue.

mod alter_column;
mod alter_table;
mod any_order;
mod apply;
mod auto_name;
mod column;
mod comment;
mod constraint;
mod cursor;
mod default_privileges;
mod definition;
mod domain;
mod drop;
mod enumeration;
mod expression;
mod function;
mod function_body;
mod grant;
mod index;
mod inherit;
mod move_table;
mod names;
mod namespace;
mod parameters;
mod partition;
pub(super) mod privileged;
mod query;
mod renamed;
mod replay;
mod sequence;
mod settings;
mod statements;
mod syntax;
mod table;
#[cfg(test)]
mod tests;
mod tokens;
mod trigger;
mod types;
mod unmodelled;
pub(super) mod uses;
mod view;

use findings::{Diagnostic, DiagnosticLevel, SourceText, Span};
use squawk_syntax::SourceFile;
use squawk_syntax::ast::AstNode;

use super::{Limits, Reading};
use any_order::Placed;
use replay::Replay;

/// Stack for the parser, which recurses as deep as [`Limits`] and the splitter let a statement nest.
const STACK: usize = 256 << 20;

/// Errors of one statement that are reported.
const ERRORS_REPORTED: usize = 3;

/// Reads PostgreSQL text.
pub(super) fn read(sources: &[SourceText], limits: &Limits) -> Reading {
    let reading = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("read-postgres".to_owned()).stack_size(STACK);
        thread.spawn_scoped(scope, || read_here(sources, limits)).ok().and_then(|handle| handle.join().ok())
    });
    reading.unwrap_or_else(|| {
        let mut reading = empty(sources);
        reading.diagnostics.push(failure("internal-error", "The reader failed on this input.".to_owned(), None));
        reading
    })
}

fn empty(sources: &[SourceText]) -> Reading {
    Reading {
        catalogue: crate::catalogue::Catalogue::empty(crate::Dialect::Postgres),
        origins: super::Origins::default(),
        statements: Vec::new(),
        diagnostics: Vec::new(),
        renamed_from: Vec::new(),
        sources: sources.to_vec(),
    }
}

fn failure(code: &str, message: String, location: Option<findings::Location>) -> Diagnostic {
    Diagnostic { level: DiagnosticLevel::Error, code: code.to_owned(), message, location, help: None }
}

fn read_here(sources: &[SourceText], limits: &Limits) -> Reading {
    let mut reading = empty(sources);
    let Some(first) = sources.first() else { return reading };
    let (mut placed, mut bytes, mut too_large) = (Vec::new(), 0, None);
    for (index, source) in sources.iter().enumerate() {
        bytes += source.text().len();
        if bytes > limits.bytes {
            let message = format!("`{}` is too large: at most {} bytes are read.", source.name(), limits.bytes);
            too_large = Some(failure("too-large", message, None));
            break;
        }
        let pieces = statements::split(source.text(), limits);
        placed.extend(pieces.into_iter().map(|piece| Placed { source, index, piece }));
    }
    let mut replay = any_order::read(first, &placed);
    replay.diagnostics.extend(too_large);
    for (index, source) in sources.iter().enumerate() {
        reading.renamed_from.extend(renamed::renamed(source, index, &replay.origins));
    }
    reading.catalogue = replay.catalogue;
    reading.origins = replay.origins;
    reading.statements = replay.statements;
    reading.diagnostics = replay.diagnostics;
    reading
}

/// Reads one statement.
fn piece<'a>(replay: &mut Replay<'a>, placed: &Placed<'a>) {
    let piece = &placed.piece;
    replay.enter(placed.source, placed.index, piece.span);
    match piece.refused {
        Some(why) => {
            replay.error("unreadable-statement", format!("The statement is not read: {why}."), start(piece.span), None);
        }
        None => statement(replay, piece.span),
    }
}

/// The start of a statement: what is shown of one that may be huge.
fn start(span: Span) -> Span {
    Span::new(span.start, span.start)
}

fn statement(replay: &mut Replay<'_>, span: Span) {
    let text = replay.statement_text();
    let parse = SourceFile::parse(text);
    let errors: Vec<_> =
        parse.errors().into_iter().filter(|error| !in_string(text, error.range().start().into())).collect();
    for error in errors.iter().take(ERRORS_REPORTED) {
        let (from, to) = (usize::from(error.range().start()), usize::from(error.range().end()));
        let message = format!("Syntax error: {}.", error.message().trim_end_matches('.'));
        replay.error("syntax-error", message, Span::new(span.start + from, span.start + to), None);
    }
    if errors.is_empty() {
        for node in parse.tree().syntax().children() {
            replay.statement(&node);
        }
    }
}

/// Whether an offset lies in a string literal: the parser also looks into bodies of functions, which are text here.
fn in_string(text: &str, offset: usize) -> bool {
    let mut start = 0;
    squawk_lexer::tokenize(text).any(|token| {
        let end = start + token.len as usize;
        let inside = start < offset && offset < end && matches!(token.kind, squawk_lexer::TokenKind::Literal { .. });
        start = end;
        inside
    })
}
