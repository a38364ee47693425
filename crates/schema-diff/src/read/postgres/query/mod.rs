//! Queries: read from tokens, resolved against the tables that are known, printed canonically.

mod from;
mod parse;
mod print;
mod resolve;
mod scope;

pub(super) use parse::{opens, parenthesised, query, starts};
pub(super) use print::print;
pub(super) use resolve::{Known, Output, resolve};

/// The output name that the engine would give to an expression.
pub(super) fn output_name(value: &super::expression::tree::Expr) -> String {
    resolve::figure(value).0
}
