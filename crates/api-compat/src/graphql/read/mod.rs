//! Reads schemas from text: words, definitions, and what they make up together.

mod assemble;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;
pub(crate) mod text;

pub(crate) use assemble::{locate, read};
pub(crate) use lexer::words;
