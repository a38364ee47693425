//! Replaces names in SQL text.

use crate::catalogue::{Expression, QualifiedName};

/// `expression` with the word `new` for the word `old`.
pub(super) fn with_word(expression: &Expression, old: &str, new: &str) -> Expression {
    Expression::new(replace_word(&expression.text, old, new), replace_word(&expression.canonical, old, new))
}

/// `expression` with `new` for `old`, qualified or, within one schema, alone.
pub(super) fn with_name(expression: &Expression, old: &QualifiedName, new: &QualifiedName) -> Expression {
    let qualified = Expression::new(
        replace_text(&expression.text, &old.to_string(), &new.to_string()),
        replace_text(&expression.canonical, &old.to_string(), &new.to_string()),
    );
    if old.schema == new.schema { with_word(&qualified, &old.name, &new.name) } else { qualified }
}

/// Replaces the word `old`, outside string literals and where it is not the name of a function that is called.
pub(super) fn replace_word(text: &str, old: &str, new: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first == '\'' {
            rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
        } else if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (piece, tail) = rest.split_at(length);
        result.push_str(if piece == old && !tail.starts_with('(') { new } else { piece });
        rest = tail;
    }
    result
}

/// Replaces `old` where it is no part of a longer name, in string literals too: `nextval('public.s')` names a sequence.
pub(super) fn replace_text(text: &str, old: &str, new: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(old).filter(|_| !old.is_empty()) {
        let (head, tail) = rest.split_at(at);
        let tail = tail.get(old.len()..).unwrap_or_default();
        let open = |c: char| !is_word(c) && c != '.';
        let whole = head.chars().next_back().or(result.chars().next_back()).is_none_or(open)
            && (old.ends_with('.') || tail.chars().next().is_none_or(|c| !is_word(c)));
        result.push_str(head);
        result.push_str(if whole { new } else { old });
        rest = tail;
    }
    result + rest
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_longer_names_stay() {
        assert_eq!(replace_word("a + ab + 'a' + a", "a", "x"), "x + ab + 'a' + x");
        assert_eq!(replace_text("nextval('p.s') + p.s2 + q.p.s", "p.s", "p.t"), "nextval('p.t') + p.s2 + q.p.s");
        assert_eq!(replace_text("app.f(my_app.x)", "app.", "new."), "new.f(my_app.x)");
    }
}
