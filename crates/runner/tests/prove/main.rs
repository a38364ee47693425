//! Proves plans written by hand: what a proof must see, and what it must not let pass.

mod concurrent;
mod postgres;
mod sqlite;
mod support;
