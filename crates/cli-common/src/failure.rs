//! Why a command could not do what it was asked.

use std::fmt;

/// Why a command could not do what it was asked: one message that says what, where and what to do. It ends the program
/// with [`Exit::CouldNotTell`](crate::Exit::CouldNotTell).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    message: String,
    help: Option<String>,
    /// Whether the message is laid out already.
    shown: bool,
}

impl Failure {
    /// A failure with its message: what, and where.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, shown: false }
    }

    /// A failure whose text says all, laid out for people: diagnostics with the places they mean.
    pub fn shown(text: impl Into<String>) -> Self {
        Self { message: text.into().trim_end().to_owned(), help: None, shown: true }
    }

    /// With where it came up, before the message.
    pub fn within(mut self, context: &str) -> Self {
        self.message = format!("{context}: {}", self.message);
        self
    }

    /// With what the user can do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.shown {
            f.write_str(&self.message)?;
        } else {
            write!(f, "error: {}", harmless(&self.message))?;
        }
        match &self.help {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

/// A message may quote a value, and nothing of that may reach a terminal as an order.
fn harmless(message: &str) -> String {
    message.replace(|it: char| it.is_control() && !matches!(it, '\n' | '\t'), "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_gives_no_orders_to_a_terminal() {
        let failure = Failure::new("there is no `\u{1b}[31mred\u{9b}2J`,\nor a\ttable").help("look again");
        let shown = "error: there is no `\u{fffd}[31mred\u{fffd}2J`,\nor a\ttable\nhelp: look again";
        assert_eq!(failure.to_string(), shown);
    }
}
