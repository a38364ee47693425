//! Path templates as regular expressions, and where parameters go when a path changes.

/// A part of a path template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// As it is.
    Text(String),
    /// A parameter within a segment.
    Parameter(String),
    /// The rest of the path.
    Rest,
}

/// How many parameters a template has: with fewer it is more specific.
pub(super) fn parameters(template: &str) -> usize {
    parts(template).iter().filter(|it| !matches!(it, Part::Text(_))).count()
}

/// The template as a regular expression, not anchored, with a group for each parameter. What stands for a parameter holds
/// neither `/` nor `?`.
pub(super) fn pattern(template: &str) -> String {
    let part = |it: &Part| match it {
        Part::Text(text) => escaped(text),
        Part::Parameter(_) => "([^/?]+)".to_owned(),
        Part::Rest => "([^?]*)".to_owned(),
    };
    parts(template).iter().map(part).collect()
}

/// The path `onto` with references to the groups of `from`, each as `group` writes it; none where it asks for what `from` does
/// not have.
pub(super) fn rewritten(from: &str, onto: &str, group: impl Fn(usize) -> String) -> Option<String> {
    let names: Vec<Part> = parts(from).into_iter().filter(|it| !matches!(it, Part::Text(_))).collect();
    let wanted: Vec<Part> = parts(onto).into_iter().filter(|it| !matches!(it, Part::Text(_))).collect();
    // Where all are there by other names, the order decides.
    let by_order = wanted.len() == names.len();
    let mut written = String::new();
    let mut number = 0;
    for part in parts(onto) {
        match part {
            Part::Text(text) => written.push_str(&encoded(&text)),
            other => {
                let at = names.iter().position(|it| *it == other).or_else(|| by_order.then_some(number))?;
                written.push_str(&group(at + 1));
                number += 1;
            }
        }
    }
    Some(written)
}

fn parts(template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = template;
    while !rest.is_empty() {
        let begins_segment = matches!(parts.last(), None | Some(Part::Text(_))) && ends_with_slash(&parts);
        if let Some((name, behind)) = braced(rest) {
            parts.push(parameter(name));
            rest = behind;
        } else if let Some(name) = rest.strip_prefix(':').filter(|_| begins_segment) {
            let end = name.find('/').unwrap_or(name.len());
            let (name, behind) = name.split_at(end);
            parts.push(parameter(name));
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix('*').filter(|_| begins_segment) {
            parts.push(Part::Rest);
            rest = behind.trim_start_matches('*');
        } else {
            let mut characters = rest.chars();
            let first = characters.next().unwrap_or_default();
            match parts.last_mut() {
                Some(Part::Text(text)) => text.push(first),
                _ => parts.push(Part::Text(first.to_string())),
            }
            rest = characters.as_str();
        }
    }
    parts
}

fn ends_with_slash(parts: &[Part]) -> bool {
    matches!(parts.last(), Some(Part::Text(text)) if text.ends_with('/'))
}

/// `id` and what is behind it of `{id}/rest` and of `<id>/rest`.
fn braced(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('{').and_then(|it| it.split_once('}'));
    let (name, behind) = inside.or_else(|| text.strip_prefix('<').and_then(|it| it.split_once('>')))?;
    (!name.contains(['/', '{', '<'])).then_some((name, behind))
}

fn parameter(name: &str) -> Part {
    if name.starts_with('+') || name.ends_with('*') || name.ends_with('+') {
        Part::Rest
    } else {
        Part::Parameter(name.to_owned())
    }
}

/// As clients send it: everything but what a path may hold is encoded.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!&'()*+,;=:@%".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    // What has a meaning where it is written, in quotes or not, is encoded too.
    for (plain, code) in [("'", "%27"), ("(", "%28"), (")", "%29"), ("*", "%2A"), (";", "%3B"), (",", "%2C")] {
        encoded = encoded.replace(plain, code);
    }
    encoded
}

/// The same as a regular expression without a backslash, which readers of configurations treat in ways of their own.
fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for character in encoded(text).chars() {
        match character {
            '.' | '+' | '!' | '&' | '=' => pattern.push_str(&format!("[{character}]")),
            other => pattern.push(other),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_become_expressions() {
        assert_eq!(pattern("/v1/orders/{id}"), "/v1/orders/([^/?]+)");
        assert_eq!(pattern("/files/{name}.json"), "/files/([^/?]+)[.]json");
        assert_eq!(pattern("/users/:id/mails"), "/users/([^/?]+)/mails");
        assert_eq!(pattern("/static/*"), "/static/([^?]*)");
        assert_eq!(pattern("/a\"b;c"), "/a%22b%3Bc");
        assert_eq!(parameters("/a/{b}/c/{d}"), 2);
    }

    #[test]
    fn parameters_keep_their_values() {
        let group = |at: usize| format!("${at}");
        let rewritten = |from, onto| super::rewritten(from, onto, group);
        assert_eq!(rewritten("/v1/a/{x}/b/{y}", "/v2/b/{y}/a/{x}"), Some("/v2/b/$2/a/$1".to_owned()));
        assert_eq!(rewritten("/v1/a/{x}", "/v2/a/{id}"), Some("/v2/a/$1".to_owned()));
        assert_eq!(rewritten("/v1/login", "/v2/auth/login"), Some("/v2/auth/login".to_owned()));
        assert_eq!(rewritten("/v1/a", "/v2/a/{tenant}"), None);
    }
}
