//! A message in the making: a subject, and sections of sentences or points.

use std::fmt::Write as _;

use crate::migration::escaped;

/// A message.
pub(super) struct Message {
    subject: String,
    channel: Option<String>,
    sections: Vec<(String, Vec<String>)>,
    whom: Option<(String, String)>,
}

impl Message {
    pub(super) fn new(subject: impl Into<String>, channel: Option<&str>) -> Self {
        Self { subject: subject.into(), channel: channel.map(str::to_owned), sections: Vec::new(), whom: None }
    }

    /// With a section, unless nothing is in it.
    pub(super) fn section<T: Into<String>>(mut self, heading: &str, lines: impl IntoIterator<Item = T>) -> Self {
        let lines: Vec<String> = lines.into_iter().map(Into::into).filter(|it| !it.trim().is_empty()).collect();
        if !lines.is_empty() {
            self.sections.push((heading.to_owned(), lines));
        }
        self
    }

    /// With whom to ask: names and addresses as they are.
    pub(super) fn whom(mut self, heading: &str, contact: &str) -> Self {
        self.whom = Some((heading.to_owned(), contact.to_owned()));
        self
    }

    /// As Markdown.
    pub(super) fn text(&self) -> String {
        let mut out = format!("# {}\n", escaped(&self.subject));
        if let Some(channel) = &self.channel {
            let _ = writeln!(out, "\nTo be read on: {}", escaped(channel));
        }
        for (heading, lines) in &self.sections {
            let _ = writeln!(out, "\n## {}\n", escaped(heading));
            match lines.as_slice() {
                [line] => {
                    let _ = writeln!(out, "{}", sentence(line));
                }
                lines => {
                    for line in lines {
                        let _ = writeln!(out, "- {}", sentence(line));
                    }
                }
            }
        }
        if let Some((heading, contact)) = &self.whom {
            let _ = writeln!(out, "\n## {}\n\n{}", escaped(heading), escaped(contact));
        }
        out
    }
}

/// A line that begins with a capital and ends with a full stop; what is code stays as it is.
fn sentence(line: &str) -> String {
    let line = line.trim();
    let mut chars = line.chars();
    let first = chars.next().map(|it| it.to_uppercase().collect::<String>()).unwrap_or_default();
    let mut text = String::new();
    for (number, part) in format!("{first}{}", chars.as_str()).split('`').enumerate() {
        // What stands between two backticks is code.
        if number % 2 == 1 { text.push_str(&format!("`{part}`")) } else { text.push_str(&escaped(part)) }
    }
    if !text.ends_with(['.', '!', '?', ':', '`']) {
        text.push('.');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_sentences_and_code_stays() {
        assert_eq!(sentence("run `plan_x` *now*"), "Run `plan_x` \\*now\\*.");
        let message = Message::new("a", None).section("b", [String::new()]).section("c", ["one", "two"]);
        assert_eq!(message.text(), "# a\n\n## c\n\n- One.\n- Two.\n");
    }
}
