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
        let lead = if self.shown { "" } else { "error: " };
        write!(f, "{lead}{}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}
