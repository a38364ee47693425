//! Types of `PostgreSQL` without what their parentheses say.

/// A type of `PostgreSQL` without its length: an explicit cast to `varchar(3)` or `bit` cuts off in silence what an assignment refuses.
pub(crate) fn base_type(name: &str) -> String {
    let (name, array) = match name.find("[]") {
        Some(at) => name.split_at(at),
        None => (name, ""),
    };
    let plain = without_arguments(name);
    let base = match plain.as_str() {
        "bit" => "bit varying",
        "character" => "bpchar",
        other if other.starts_with("interval ") => "interval",
        other => other,
    };
    format!("{base}{array}")
}

/// The name without what stands in parentheses outside quotes.
fn without_arguments(name: &str) -> String {
    let (mut text, mut is_quoted, mut depth) = (String::new(), false, 0_u32);
    for letter in name.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => {
                depth = depth.saturating_sub(1);
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            text.push(letter);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_lose_their_lengths() {
        let cases = [
            ("numeric(12,2)", "numeric"),
            ("numeric(12,2)[]", "numeric[]"),
            ("timestamp(3) without time zone", "timestamp without time zone"),
            ("character(4)", "bpchar"),
            ("bit(8)[]", "bit varying[]"),
            ("bit varying(8)", "bit varying"),
            ("interval day to second(3)", "interval"),
            ("\"Odd (name)\"", "\"Odd (name)\""),
            ("geometry(Point,4326)", "geometry"),
        ];
        for (name, base) in cases {
            assert_eq!(base_type(name), base);
        }
    }
}
