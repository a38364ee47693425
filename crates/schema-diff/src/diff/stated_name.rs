//! Names as a user states them: bare, as the catalogue has them, or quoted as in SQL.

/// The two sides of the first `=` outside double quotes, each trimmed.
pub fn sides(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let outside = |(_, c): &(usize, char)| {
        quoted ^= *c == '"';
        *c == '=' && !quoted
    };
    let at = text.char_indices().find(outside).map(|(at, _)| at).or_else(|| text.find('='))?;
    Some((text.get(..at)?.trim(), text.get(at + 1..)?.trim()))
}

/// `name` with each part that is quoted as in SQL (`"My Schema"."T"`) as the catalogue has it.
pub fn unquoted(name: &str) -> String {
    parts(name).map_or_else(|| name.to_owned(), |parts| parts.join("."))
}

/// The parts of a name; none where quotes stand otherwise than around a part.
fn parts(name: &str) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let mut rest = name;
    loop {
        let (part, behind) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted_part(quoted)?
        } else {
            let (part, behind) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
            (part.to_owned(), behind)
        };
        parts.push(part);
        match behind.strip_prefix('.') {
            Some(next) => rest = next,
            None if behind.is_empty() => return Some(parts),
            None => return None,
        }
    }
}

/// What stands before the closing quote, and what is behind it.
fn quoted_part(text: &str) -> Option<(String, &str)> {
    let (mut part, mut rest) = (String::new(), text);
    loop {
        let (head, behind) = rest.split_once('"')?;
        part.push_str(head);
        match behind.strip_prefix('"') {
            Some(more) => {
                part.push('"');
                rest = more;
            }
            None => return Some((part, behind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_around_parts_are_taken_off() {
        assert_eq!(unquoted(r#""My Schema"."Order ""Lines""".größe"#), r#"My Schema.Order "Lines".größe"#);
        assert_eq!(unquoted(r#"My Schema.Order "Lines".a"#), r#"My Schema.Order "Lines".a"#);
        assert_eq!(unquoted("users.mail"), "users.mail");
        assert_eq!(unquoted(r#""open"#), r#""open"#);
    }

    #[test]
    fn an_equals_sign_in_quotes_is_part_of_the_name() {
        assert_eq!(sides(r#"t."a=b" = t.c"#), Some((r#"t."a=b""#, "t.c")));
        assert_eq!(sides(r#"t.a"b=t.c"#), Some((r#"t.a"b"#, "t.c")));
        assert_eq!(sides("nothing"), None);
    }
}
