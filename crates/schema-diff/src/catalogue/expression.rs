//! Expressions and queries, compared by canonical form.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// An SQL expression or query: as it was written, and in the canonical form by which it is compared.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Expression {
    /// As it was written, usable in a statement.
    pub text: String,
    /// What the dialect's reader made of it: redundant parentheses and casts gone, names folded, keywords in one
    /// case, rewrites of the engine undone (`= ANY (ARRAY[…])` is `IN (…)`).
    pub canonical: String,
}

impl Expression {
    /// An expression with its canonical form.
    pub fn new(text: impl Into<String>, canonical: impl Into<String>) -> Self {
        Self { text: text.into(), canonical: canonical.into() }
    }

    /// The identifiers and keywords that the canonical form mentions, without string literals.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        words(&self.canonical)
    }

    /// Whether the canonical form mentions `name` as a word of its own.
    pub fn mentions(&self, name: &str) -> bool {
        self.words().any(|word| word == name)
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for Expression {}

impl Hash for Expression {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical.hash(state);
    }
}

/// Words of SQL text outside string literals; double-quoted identifiers count as one word, unquoted.
pub(crate) fn words(sql: &str) -> impl Iterator<Item = &str> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            if first == '\'' || first == '"' {
                let body = &rest[1..];
                let end = body.find(first).unwrap_or(body.len());
                let word = &body[..end];
                rest = body.get(end + 1..).unwrap_or("");
                if first == '"' {
                    return Some(word);
                }
            } else if first.is_alphabetic() || first == '_' {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
                let word = &rest[..end];
                rest = &rest[end..];
                return Some(word);
            } else {
                rest = &rest[first.len_utf8()..];
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equality_is_that_of_the_canonical_form() {
        assert_eq!(Expression::new("((a > 1))", "a > 1"), Expression::new("a>1", "a > 1"));
    }

    #[test]
    fn words_pass_over_string_literals() {
        let expression = Expression::new("", "lower(\"My Name\") <> 'not a word' AND a1 > 2");
        assert_eq!(expression.words().collect::<Vec<_>>(), ["lower", "My Name", "AND", "a1"]);
    }
}
