//! What the versions write while a plan is under way, statement by statement: the cases that a proof's made-up rows do not
//! meet.

mod bench;
mod between;
mod converts;
mod trees;
mod writes;
