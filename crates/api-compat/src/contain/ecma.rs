//! Regular expressions of ECMA-262, which JSON Schema's are (2020-12 core, 6.4), in the syntax of Rust's.

/// The ECMA-262 expression in the syntax of Rust's; none where the two do not agree.
pub(super) fn translated(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(at) = rest.next() {
        match at {
            '\\' => out.push_str(&escape(rest.next()?, &mut rest, in_class)?),
            '[' if in_class => out.push_str("\\["),
            '[' => {
                in_class = true;
                out.push('[');
                if rest.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                // `[]` and `[^]` mean something else in each.
                if rest.peek() == Some(&']') {
                    return None;
                }
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            // Rust has operators of sets: `&&`, `--`, `~~`.
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(at);
            }
            '-' if in_class && rest.peek() == Some(&'-') => return None,
            '.' if !in_class => out.push_str("[^\\n\\r\\x{2028}\\x{2029}]"),
            '(' if !in_class => {
                out.push('(');
                if rest.next_if_eq(&'?').is_some() {
                    // Groups without a capture only; no look-around, no flags, no names.
                    rest.next_if_eq(&':')?;
                    out.push_str("?:");
                }
            }
            '{' if !in_class => quantifier(&mut rest, &mut out)?,
            '}' | ']' if !in_class => {
                out.push('\\');
                out.push(at);
            }
            _ => out.push(at),
        }
    }
    Some(out)
}

/// `{n}`, `{n,}` or `{n,m}`; any other brace stands for itself in ECMA-262 (annex B).
fn quantifier(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, out: &mut String) -> Option<()> {
    let ahead: String = rest.clone().take_while(|it| *it != '}').collect();
    let is_count = ahead.starts_with(|it: char| it.is_ascii_digit())
        && ahead.bytes().all(|it| it.is_ascii_digit() || it == b',')
        && ahead.matches(',').count() <= 1;
    if !is_count {
        out.push_str("\\{");
        return Some(());
    }
    out.push('{');
    for _ in 0..=ahead.chars().count() {
        out.push(rest.next()?);
    }
    Some(())
}

fn escape(at: char, rest: &mut std::iter::Peekable<std::str::Chars<'_>>, in_class: bool) -> Option<String> {
    let spaces =
        "\\t\\n\\x0B\\x0C\\r \\x{A0}\\x{FEFF}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}";
    let class = |inside: &str, negated: bool| match (in_class, negated) {
        (true, false) => inside.to_owned(),
        (_, true) => format!("[^{inside}]"),
        (false, false) => format!("[{inside}]"),
    };
    Some(match at {
        'd' => class("0-9", false),
        'D' => class("0-9", true),
        'w' => class("A-Za-z0-9_", false),
        'W' => class("A-Za-z0-9_", true),
        's' => class(spaces, false),
        'S' => class(spaces, true),
        'b' if !in_class => "(?-u:\\b)".to_owned(),
        'B' if !in_class => "(?-u:\\B)".to_owned(),
        't' | 'n' | 'r' => format!("\\{at}"),
        'v' => "\\x0B".to_owned(),
        'f' => "\\x0C".to_owned(),
        '0' if !rest.peek().is_some_and(char::is_ascii_digit) => "\\x00".to_owned(),
        'c' => {
            let letter = rest.next_if(char::is_ascii_alphabetic)?;
            format!("\\x{{{:X}}}", u32::from(letter) % 32)
        }
        'x' => format!("\\x{{{}}}", digits(rest, 2)?),
        'u' if rest.next_if_eq(&'{').is_some() => {
            let code: String = std::iter::from_fn(|| rest.next_if(char::is_ascii_hexdigit)).collect();
            rest.next_if_eq(&'}')?;
            format!("\\x{{{code}}}")
        }
        'u' => format!("\\x{{{}}}", digits(rest, 4)?),
        'p' | 'P' => {
            rest.next_if_eq(&'{')?;
            let name: String =
                std::iter::from_fn(|| rest.next_if(|it| it.is_ascii_alphanumeric() || "_=".contains(*it))).collect();
            rest.next_if_eq(&'}')?;
            format!("\\{at}{{{name}}}")
        }
        _ if at.is_ascii_punctuation() => format!("\\{at}"),
        _ => return None,
    })
}

fn digits(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, count: usize) -> Option<String> {
    (0..count).map(|_| rest.next_if(char::is_ascii_hexdigit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_else_in_rust_is_written_out() {
        assert_eq!(translated("^\\d{2}$").as_deref(), Some("^[0-9]{2}$"));
        assert_eq!(translated("[a&&b]").as_deref(), Some("[a\\&\\&b]"));
        assert_eq!(translated("a{b").as_deref(), Some("a\\{b"));
        assert_eq!(translated("\\cC").as_deref(), Some("\\x{3}"));
        assert_eq!(translated("\\/"), Some("\\/".to_owned()));
    }

    #[test]
    fn what_no_automaton_does_is_left_alone() {
        for pattern in ["(?=a)", "(?!a)", "(?<name>a)", "(a)\\1", "[]"] {
            assert_eq!(translated(pattern), None, "{pattern}");
        }
    }
}
