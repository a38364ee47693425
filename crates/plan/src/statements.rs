//! Splits a file of statements at its semicolons.

/// The statements in `text`, without their semicolons. Semicolons in quotes, dollar quotes and comments end nothing.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut statements = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut holds_something = false;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let token = Token::at(text, at, first);
        if token.kind == Kind::Semicolon {
            if holds_something {
                statements.push(text[start..at].trim().to_owned());
            }
            start = token.end;
            holds_something = false;
        }
        holds_something |= token.kind == Kind::Content;
        at = token.end;
    }
    if holds_something {
        statements.push(text[start..].trim().to_owned());
    }
    statements
}

#[derive(PartialEq, Eq)]
enum Kind {
    Semicolon,
    /// White space or a comment.
    Nothing,
    Content,
}

struct Token {
    kind: Kind,
    end: usize,
}

impl Token {
    /// The token of `text` that starts at the byte `at` with the character `first`.
    fn at(text: &str, at: usize, first: char) -> Self {
        let rest = &text[at..];
        let behind = |start: usize, end: &str| {
            rest[start..].find(end).map_or(text.len(), |found| at + start + found + end.len())
        };
        if rest.starts_with("--") {
            return Self { kind: Kind::Nothing, end: behind(2, "\n") };
        }
        if rest.starts_with("/*") {
            return Self { kind: Kind::Nothing, end: behind(2, "*/") };
        }
        match first {
            ';' => Self { kind: Kind::Semicolon, end: at + 1 },
            '\'' => Self { kind: Kind::Content, end: behind(1, "'") },
            '"' => Self { kind: Kind::Content, end: behind(1, "\"") },
            '`' => Self { kind: Kind::Content, end: behind(1, "`") },
            '$' => {
                let end = dollar_tag(rest).map_or(at + 1, |tag| behind(tag.len(), tag));
                Self { kind: Kind::Content, end }
            }
            _ if first.is_whitespace() => Self { kind: Kind::Nothing, end: at + first.len_utf8() },
            _ => Self { kind: Kind::Content, end: at + first.len_utf8() },
        }
    }
}

/// The opening tag of a dollar quote, such as `$body$`; none where the dollar belongs to a parameter such as `$1`.
fn dollar_tag(rest: &str) -> Option<&str> {
    let end = rest[1..].find(|c: char| !c.is_alphanumeric() && c != '_')? + 1;
    let tag = &rest[1..end];
    let is_tag = rest[end..].starts_with('$') && !tag.starts_with(|c: char| c.is_ascii_digit());
    is_tag.then(|| &rest[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_semicolons_between_statements_split() {
        let text = "SELECT ';' -- ;\n; /* ; */ SELECT \";\" ; SELECT $a$ ; $$ $a$, $1;\n-- the end;\n";
        assert_eq!(split(text), ["SELECT ';' -- ;", "/* ; */ SELECT \";\"", "SELECT $a$ ; $$ $a$, $1"]);
    }

    #[test]
    fn a_quote_without_an_end_reaches_to_the_end() {
        assert_eq!(split("SELECT 'é; SELECT 2"), ["SELECT 'é; SELECT 2"]);
        assert!(split(" ; -- nothing").is_empty());
    }
}
