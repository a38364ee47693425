//! compat
fn main() {}
