//! The way back over a plan of migrations: for people, as a runbook, as scripts, and for other programs.

mod human;
mod json;
mod runbook;
mod sql;
mod words;

pub use human::human;
pub use json::json;
pub use runbook::runbook;
pub use sql::scripts;
