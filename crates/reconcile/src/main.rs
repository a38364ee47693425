//! Proves that a target holds what its source holds, and mends it where it does not.

fn main() {}
