#![doc = include_str!("../README.md")]

pub mod engine;
mod error;
pub mod fixture;
pub mod page;
pub mod rewrite;
pub mod validator;

pub use error::Error;
