//! Characters that do something instead of being seen.

/// A text of which nothing reaches a terminal or a page as an order: control characters as their pictures (`␛`, `␊`), those without one, and
/// those that turn the direction of what stands around them, by their number.
pub(super) fn visible(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '\0'..='\u{1f}' => seen.extend(char::from_u32(0x2400 + u32::from(it))),
            '\u{7f}' => seen.push('␡'),
            '\u{80}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => seen.push_str(&format!("<U+{:04X}>", u32::from(it))),
            _ => seen.push(it),
        }
    }
    seen
}

/// The same of prose, whose lines stay lines, below each other.
pub(super) fn visible_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_an_order() {
        assert_eq!(visible("\u{1b}[31mred\r\n\u{9b}2J"), "␛[31mred␍␊<U+009B>2J");
        assert_eq!(visible("a\u{202e}b\u{200b}\u{7f}"), "a<U+202E>b<U+200B>␡");
        assert_eq!(visible("naïve שלום 😀"), "naïve שלום 😀");
        assert_eq!(visible_lines("no\nsuch\u{7}"), "no\n    such␇");
    }
}
