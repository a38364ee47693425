//! Arrays in text: `{1,NULL,"a \"b\""}` as PostgreSQL writes them, `[1, null, "a"]` as JSON has them.

use database::Value;

use super::json;

/// Most levels of arrays in arrays.
const DEEPEST: usize = 64;

/// The elements, each as text or NULL, arrays in arrays as such; none where the text is no array.
pub(super) fn elements(text: &str) -> Option<Vec<Value>> {
    let text = text.trim();
    if text.starts_with('[')
        && let Some(elements) = json::elements(text)
    {
        return Some(elements);
    }
    // Bounds that do not begin at 1 are said before the elements: [0:1]={a,b}.
    let literal = match text.split_once('=') {
        Some((bounds, rest)) if bounds.starts_with('[') && bounds.ends_with(']') => rest,
        _ => text,
    };
    let (elements, rest) = literal_array(literal, 0)?;
    rest.is_empty().then_some(elements)
}

/// An array at the beginning of a text, and what follows.
fn literal_array(text: &str, depth: usize) -> Option<(Vec<Value>, &str)> {
    let mut rest = text.strip_prefix('{').filter(|_| depth < DEEPEST)?.trim_start();
    let mut elements = Vec::new();
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((elements, rest));
    }
    loop {
        let (element, behind) = match rest.as_bytes().first()? {
            b'{' => {
                let (inner, behind) = literal_array(rest, depth + 1)?;
                (Value::Array(inner), behind)
            }
            b'"' => quoted(rest)?,
            _ => plain(rest)?,
        };
        elements.push(element);
        rest = behind.trim_start();
        if let Some(behind) = rest.strip_prefix('}') {
            return Some((elements, behind));
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
}

/// An element in quotes.
fn quoted(text: &str) -> Option<(Value, &str)> {
    let mut letters = text.strip_prefix('"')?.chars();
    let mut element = String::new();
    loop {
        match letters.next()? {
            '"' => return Some((Value::Text(element), letters.as_str())),
            '\\' => element.push(letters.next()?),
            letter => element.push(letter),
        }
    }
}

/// An element without quotes, which is NULL where it says so.
fn plain(text: &str) -> Option<(Value, &str)> {
    let mut element = String::new();
    let mut letters = text.chars();
    let mut rest = text;
    let mut is_escaped = false;
    loop {
        match letters.next()? {
            ',' | '}' => break,
            '"' | '{' => return None,
            '\\' => {
                element.push(letters.next()?);
                is_escaped = true;
            }
            letter => element.push(letter),
        }
        rest = letters.as_str();
    }
    let element = element.trim_end();
    Some(match element {
        "" => return None,
        _ if !is_escaped && element.eq_ignore_ascii_case("null") => (Value::Null, rest),
        _ => (Value::Text(element.to_owned()), rest),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(elements: &[Value]) -> String {
        let one = |it: &Value| match it {
            Value::Text(text) => format!("<{text}>"),
            Value::Array(inner) => shown(inner),
            other => format!("{other:?}"),
        };
        format!("({})", elements.iter().map(one).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn arrays_are_read_in_both_spellings() {
        for (text, expected) in [
            ("{}", "()"),
            ("{1,NULL,\"NULL\",\"a \\\"b\\\\\"}", "(<1> Null <NULL> <a \"b\\>)"),
            ("{{a,b},{ c , d e }}", "((<a> <b>) (<c> <d e>))"),
            ("[0:1]={x,y}", "(<x> <y>)"),
            ("[1, 2.50, null, \"a\", [true], {\"k\":1}]", "(<1> <2.5> Null <a> (<true>) Json(\"{\\\"k\\\":1}\"))"),
            ("{\"\"}", "(<>)"),
        ] {
            assert_eq!(elements(text).as_deref().map(shown).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_array_is_none() {
        for text in ["", "{", "{a", "{a,}", "{,a}", "{a}b", "[1", "{\"a}", "a", "{a{b}}", "[0:1]=", "{\"a\"b}"] {
            assert_eq!(elements(text), None, "{text}");
        }
        assert_eq!(elements(&"{".repeat(100_000)), None);
        assert_eq!(elements(&"[".repeat(100_000)), None);
    }
}
