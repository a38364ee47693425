//! Tokens of a piece of SQL as the expression reader wants them: identifiers folded, strings decoded, operators whole.

use std::ops::Range;

use squawk_lexer::{LiteralKind, TokenKind};

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word that was not quoted, folded to lower case: a keyword or an identifier.
    Word(String),
    /// A quoted identifier, as it is.
    Quoted(String),
    /// A string literal, decoded.
    Text(String),
    /// A number as written.
    Number(String),
    /// A bit string with its prefix, for example `b'101'`.
    Bits(String),
    /// A positional parameter.
    Parameter(String),
    /// An operator of any length, `::`, `:=` and `=>` among them.
    Operator(String),
    /// One of `( ) [ ] , ; . :`.
    Sign(char),
}

/// The tokens of `text`, comments and white space left out.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    spanned(text).0
}

/// The tokens of `text`, and where each stands in it.
pub(super) fn spanned(text: &str) -> (Vec<Token>, Vec<Range<usize>>) {
    let mut out = Vec::new();
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut offset = 0;
    let mut run = String::new();
    for token in squawk_lexer::tokenize(text) {
        let end = offset + token.len as usize;
        let piece = text.get(offset..end).unwrap_or_default();
        if is_operator(token.kind) {
            run.push_str(piece);
            offset = end;
            continue;
        }
        let start = offset - run.len();
        flush(&mut run, &mut out);
        spans.resize(out.len(), start..offset);
        push(token.kind, piece, &mut out);
        spans.resize(out.len(), offset..end);
        offset = end;
    }
    let start = offset - run.len();
    flush(&mut run, &mut out);
    spans.resize(out.len(), start..offset);
    (out, spans)
}

fn push(kind: TokenKind, piece: &str, out: &mut Vec<Token>) {
    match kind {
        TokenKind::Ident => out.push(Token::Word(fold(piece))),
        TokenKind::QuotedIdent { .. } => out.push(Token::Quoted(unquote(piece))),
        TokenKind::PositionalParam { .. } => out.push(Token::Parameter(piece.to_owned())),
        TokenKind::Literal { kind } => literal(kind, piece, out),
        TokenKind::OpenParen
        | TokenKind::CloseParen
        | TokenKind::OpenBracket
        | TokenKind::CloseBracket
        | TokenKind::Comma
        | TokenKind::Semi
        | TokenKind::Dot => out.extend(piece.chars().map(Token::Sign)),
        TokenKind::DotDot => out.extend([Token::Sign('.'), Token::Sign('.')]),
        TokenKind::Colon => match out.last() {
            // `::` reaches us as two colons; a slice with two empty bounds does not exist.
            Some(Token::Sign(':')) => {
                out.pop();
                out.push(Token::Operator("::".to_owned()));
            }
            _ => out.push(Token::Sign(':')),
        },
        _ => {}
    }
}

fn literal(kind: LiteralKind, piece: &str, out: &mut Vec<Token>) {
    match kind {
        LiteralKind::Int { .. } | LiteralKind::Numeric { .. } => out.push(Token::Number(piece.to_ascii_lowercase())),
        LiteralKind::ByteStr { .. } | LiteralKind::BitStr { .. } => out.push(Token::Bits(piece.to_ascii_lowercase())),
        _ => out.push(Token::Text(decode(piece))),
    }
}

fn is_operator(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Slash
            | TokenKind::Minus
            | TokenKind::Eq
            | TokenKind::Gt
            | TokenKind::And
            | TokenKind::Lt
            | TokenKind::Bang
            | TokenKind::Plus
            | TokenKind::Tilde
            | TokenKind::Pound
            | TokenKind::Question
            | TokenKind::Or
            | TokenKind::Percent
            | TokenKind::Caret
            | TokenKind::Star
            | TokenKind::Backtick
            | TokenKind::At
    )
}

/// Ends a run of operator characters. A run ends in `+` or `-` only where it holds one of ``~ ! @ # % ^ & | ` ?``
/// (PostgreSQL manual, 4.1.3); otherwise these are signs of their own.
fn flush(run: &mut String, out: &mut Vec<Token>) {
    let mut tail = Vec::new();
    while run.len() > 1
        && run.ends_with(['+', '-'])
        && !run.contains(['~', '!', '@', '#', '%', '^', '&', '|', '`', '?'])
    {
        tail.extend(run.pop());
    }
    if !run.is_empty() {
        out.push(Token::Operator(if run == "!=" { "<>".to_owned() } else { std::mem::take(run) }));
        run.clear();
    }
    out.extend(tail.into_iter().rev().map(|sign| Token::Operator(sign.to_string())));
}

/// An unquoted identifier as PostgreSQL folds and cuts it.
pub(super) fn fold(text: &str) -> String {
    clip(&text.to_lowercase()).to_owned()
}

/// The first 63 bytes, at a character boundary: the longest name that PostgreSQL keeps.
pub(super) fn clip(text: &str) -> &str {
    let mut end = text.len().min(63);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// The identifier inside double quotes.
pub(super) fn unquote(text: &str) -> String {
    let unicode = text.starts_with(['u', 'U']);
    let body = text.trim_start_matches(['u', 'U', '&']);
    let body = body.strip_prefix('"').unwrap_or(body);
    let body = body.strip_suffix('"').unwrap_or(body).replace("\"\"", "\"");
    let body = if unicode { unicode_escapes(&body) } else { body };
    clip(&body).to_owned()
}

/// The value of a string literal of any kind.
pub(super) fn decode(text: &str) -> String {
    if text.starts_with('$') {
        let tag = text.get(1..).and_then(|rest| rest.find('$')).map_or(0, |at| at + 2);
        return text.get(tag..text.len().saturating_sub(tag)).unwrap_or_default().to_owned();
    }
    let (prefix, body) = text.split_at(text.find('\'').unwrap_or(0));
    let body = body.strip_prefix('\'').unwrap_or(body);
    let body = body.strip_suffix('\'').unwrap_or(body);
    match prefix.to_ascii_lowercase().as_str() {
        "e" => backslash_escapes(body),
        "u&" => unicode_escapes(&body.replace("''", "'")),
        _ => body.replace("''", "'"),
    }
}

fn unicode_escapes(body: &str) -> String {
    let mut out = String::new();
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (skip, digits) = if rest.starts_with('+') { (1, 6) } else { (0, 4) };
        let code = rest.get(skip..skip + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        if let Some(char) = code.and_then(char::from_u32) {
            out.push(char);
            rest = rest.get(skip + digits..).unwrap_or_default();
        } else {
            out.push('\\');
            rest = rest.strip_prefix('\\').unwrap_or(rest);
        }
    }
    out + rest
}

fn backslash_escapes(body: &str) -> String {
    let mut out = String::new();
    let mut chars = body.chars().peekable();
    while let Some(char) = chars.next() {
        match (char, chars.peek().copied()) {
            ('\'', Some('\'')) => {
                chars.next();
                out.push('\'');
            }
            ('\\', Some(next)) => {
                chars.next();
                match next {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    'r' => out.push('\r'),
                    'b' => out.push('\u{8}'),
                    'f' => out.push('\u{c}'),
                    'x' => out.extend(number(&mut chars, 16, 2)),
                    'u' => out.extend(number(&mut chars, 16, 4)),
                    'U' => out.extend(number(&mut chars, 16, 8)),
                    _ => out.push(next),
                }
            }
            _ => out.push(char),
        }
    }
    out
}

fn number(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, radix: u32, digits: usize) -> Option<char> {
    let mut code = 0_u32;
    for _ in 0..digits {
        let Some(digit) = chars.peek().and_then(|char| char.to_digit(radix)) else { break };
        code = code.checked_mul(radix)?.checked_add(digit)?;
        chars.next();
    }
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_whole_and_signs_are_apart() {
        let operators: Vec<_> = tokens("a->>'b' != -1 @- 2::int")
            .into_iter()
            .filter_map(|token| if let Token::Operator(text) = token { Some(text) } else { None })
            .collect();
        assert_eq!(operators, ["->>", "<>", "-", "@-", "::"]);
    }

    #[test]
    fn strings_of_all_kinds_are_decoded() {
        for (text, value) in [
            ("'a''b'", "a'b"),
            ("E'a\\'\\n\\x41'", "a'\nA"),
            ("$x$a'$b$x$", "a'$b"),
            ("U&'\\00e9'", "é"),
            ("'a\\b'", "a\\b"),
        ] {
            assert_eq!(tokens(text), [Token::Text(value.to_owned())], "{text}");
        }
    }

    #[test]
    fn identifiers_fold_unless_quoted() {
        assert_eq!(tokens("Foo \"Ba\"\"r\""), [Token::Word("foo".into()), Token::Quoted("Ba\"r".into())]);
    }
}
