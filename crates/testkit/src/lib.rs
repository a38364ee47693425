#![doc = include_str!("../README.md")]

pub mod engine;
mod error;

pub use error::Error;
