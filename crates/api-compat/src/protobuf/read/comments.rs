//! Files without their comments: two thirds of many files are comments, which the parser would keep.

/// `text` without its comments: those to the end of a line are taken out, others become spaces, so that every line and
/// column stays what it was. None where there is none, or one that the parser has something to say of.
pub(super) fn without(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut kept = 0;
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(found) = next(bytes, at) {
        let end = match (bytes.get(found)?, bytes.get(found + 1)) {
            (b'/', Some(b'/')) => {
                plain.push_str(text.get(kept..found)?);
                kept = end_of_line(bytes, found);
                kept
            }
            (b'/', Some(b'*')) => {
                plain.push_str(text.get(kept..found)?);
                let inside = text.get(found + 2..)?;
                let inside = inside.get(..inside.find("*/")?)?;
                // That is an error, which names the place.
                if inside.contains("/*") {
                    return None;
                }
                kept = found + inside.len() + 4;
                let comment = bytes.get(found..kept)?;
                plain.extend(comment.iter().map(|byte| if *byte == b'\n' { '\n' } else { ' ' }));
                kept
            }
            // A comment of the text format, in which anything may stand: there are too few of them to be looked at.
            (b'#', _) => return None,
            (quote @ (b'"' | b'\''), _) => end_of_string(bytes, found, *quote),
            _ => found + 1,
        };
        at = end;
    }
    if kept == 0 {
        return None;
    }
    plain.push_str(text.get(kept..)?);
    Some(plain)
}

/// Where the next character stands that may begin a comment or a string.
fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.iter().position(|byte| matches!(byte, b'/' | b'"' | b'\'' | b'#')).map(|at| from + at)
}

fn end_of_line(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
}

/// Behind the closing quote; where there is none, at the end of the line, which the parser says.
fn end_of_string(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => return at,
            b'\\' => at += 2,
            byte if *byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_comment_keeps_its_line_and_column() {
        let text = "// é\nmessage A { // b\n  /* c\n é */ string d = 1 [default = \"// \\\" /* e\"]; }\n//";
        let plain = without(text).unwrap();
        assert_eq!(plain, "\nmessage A { \n      \n       string d = 1 [default = \"// \\\" /* e\"]; }\n");
        let place =
            |text: &str| text.lines().enumerate().find_map(|(line, it)| it.find("string").map(|column| (line, column)));
        assert_eq!(place(&plain), place(text));
    }

    #[test]
    fn what_the_parser_has_to_say_something_of_stays() {
        for text in ["", "message A {}", "/* never closed", "/* a /* b */ */", "a # b /* c\n// d", "// a\n#"] {
            assert_eq!(without(text), None, "{text}");
        }
        assert_eq!(without("a 'never closed // b\n// c").as_deref(), Some("a 'never closed // b\n"));
    }
}
