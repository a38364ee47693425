//! Runs `cutover` beside other crates that do the same; see `benches/`.
