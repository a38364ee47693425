//! Text for people in lines of at most [`WIDTH`] columns.

/// Width that everything for people is laid out for.
pub(crate) const WIDTH: u16 = 100;

/// `text` behind `mark` (such as `  - `), wrapped between words, further lines indented to stand below the first. Lines
/// of the text itself stay lines.
#[cfg(feature = "plan")]
pub(crate) fn wrapped(mark: &str, text: &str) -> String {
    wrapped_to(usize::from(WIDTH), mark, text)
}

/// The same in lines of at most `most` columns.
#[cfg(feature = "plan")]
pub(crate) fn wrapped_to(most: usize, mark: &str, text: &str) -> String {
    let indent = " ".repeat(mark.chars().count());
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        let lead = if at == 0 { mark } else { &indent };
        let own = &line[..line.len() - line.trim_start().len()];
        out.push_str(&wrap_line(most, &format!("{lead}{own}"), &format!("{indent}{own}"), line));
    }
    out
}

#[cfg(feature = "plan")]
fn wrap_line(most: usize, lead: &str, indent: &str, line: &str) -> String {
    let mut out = lead.to_owned();
    let mut width = lead.chars().count();
    let mut fresh = true;
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if !fresh && width + 1 + length > most {
            out.push('\n');
            out.push_str(indent);
            width = indent.chars().count();
            fresh = true;
        }
        if !fresh {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
        fresh = false;
    }
    out.push('\n');
    out
}

/// `text` in lines of at most `width` columns, broken between words and in longer ones behind `.`, `_`, `-` or `/`.
pub(crate) fn fitted(text: &str, width: usize) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut current = String::new();
        let mut length = 0;
        for word in line.split(' ') {
            let space = usize::from(length > 0);
            let count = word.chars().count();
            if length > 0 && length + space + count > width && (count <= width || length * 2 > width) {
                lines.push(std::mem::take(&mut current));
                length = 0;
            } else if space > 0 {
                current.push(' ');
                length += 1;
            }
            for piece in pieces(word, width) {
                let count = piece.chars().count();
                if length > 0 && length + count > width {
                    lines.push(std::mem::take(&mut current).trim_end().to_owned());
                    length = 0;
                }
                current.push_str(&piece);
                length += count;
            }
        }
        lines.push(current);
    }
    lines.join("\n")
}

/// A word that fits as it is; a longer one behind each dot, underscore, hyphen and slash, or anywhere where there are too few of them.
fn pieces(word: &str, width: usize) -> Vec<String> {
    if word.chars().count() <= width {
        return vec![word.to_owned()];
    }
    let mut pieces = Vec::new();
    for piece in pieces_of(word) {
        let characters: Vec<char> = piece.chars().collect();
        pieces.extend(characters.chunks(width.max(1)).map(|chunk| chunk.iter().collect::<String>()));
    }
    pieces
}

/// Where a word may be broken: behind each underscore, hyphen and slash, and behind each dot that is not in a number.
pub(crate) fn pieces_of(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let is_end = |(at, mark): &(usize, char)| {
            let next = rest.get(at + 1..).and_then(|it| it.chars().next());
            matches!(mark, '_' | '-' | '/') || (*mark == '.' && !next.is_some_and(|it| it.is_ascii_digit()))
        };
        let end = rest.char_indices().find(is_end).map_or(rest.len(), |(at, _)| at + 1);
        let (piece, behind) = rest.split_at_checked(end)?;
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_break_behind_dots_and_underscores() {
        assert_eq!(fitted("Take column public.customers.name out", 16), "Take column\npublic.\ncustomers.name\nout");
        assert_eq!(fitted("drop orders_customer_id_fkey", 12), "drop orders_\ncustomer_id_\nfkey");
        assert_eq!(fitted("bookings-api/canary-bookings_v2", 26), "bookings-api/canary-\nbookings_v2");
        assert_eq!(fitted("aaaaa\n\nb", 3), "aaa\naa\n\nb");
        assert_eq!(fitted("within 1075.25s", 6), "within\n1075.2\n5s");
        assert_eq!(pieces_of("a.b-75.1/é.").collect::<Vec<_>>(), ["a.", "b-", "75.1/", "é."]);
    }

    #[cfg(feature = "plan")]
    #[test]
    fn words_go_below_the_first_and_lines_stay() {
        let text = wrapped("  - ", &format!("{} {}\n  SELECT 1", "a".repeat(60), "b".repeat(60)));
        assert_eq!(text, format!("  - {}\n    {}\n      SELECT 1\n", "a".repeat(60), "b".repeat(60)));
    }
}
