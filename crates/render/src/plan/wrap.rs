//! Text for people in lines of at most [`WIDTH`](super::table::WIDTH) columns.

use super::table::WIDTH;

/// `text` behind `mark` (such as `  - `), wrapped between words, further lines indented to stand below the first. Lines
/// of the text itself stay lines.
pub(crate) fn wrapped(mark: &str, text: &str) -> String {
    let indent = " ".repeat(mark.chars().count());
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        let lead = if at == 0 { mark } else { &indent };
        let own = &line[..line.len() - line.trim_start().len()];
        out.push_str(&wrap_line(&format!("{lead}{own}"), &format!("{indent}{own}"), line));
    }
    out
}

fn wrap_line(lead: &str, indent: &str, line: &str) -> String {
    let mut out = lead.to_owned();
    let mut width = lead.chars().count();
    let mut fresh = true;
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if !fresh && width + 1 + length > usize::from(WIDTH) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_below_the_first_and_lines_stay() {
        let text = wrapped("  - ", &format!("{} {}\n  SELECT 1", "a".repeat(60), "b".repeat(60)));
        assert_eq!(text, format!("  - {}\n    {}\n      SELECT 1\n", "a".repeat(60), "b".repeat(60)));
    }
}
