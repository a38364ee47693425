//! Plans of migrations: what can go wrong with them.

mod risk;

pub use risk::human as risk;
