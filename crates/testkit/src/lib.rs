#![doc = include_str!("../README.md")]

pub mod engine;
mod error;
pub mod fixture;

pub use error::Error;
