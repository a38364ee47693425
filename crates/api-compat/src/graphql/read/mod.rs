//! Reads schemas from text: words, definitions, and what they make up together.

mod assemble;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;
pub(crate) mod text;

#[cfg(test)]
pub(crate) use assemble::read;
pub(crate) use assemble::{locate, read_written};
pub(crate) use lexer::words;
pub(crate) use parser::is_value;
