//! An independent validator looks at every witness.
